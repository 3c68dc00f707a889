"""Every operation against everybody who may not call it; generated from the OpenAPI document."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx
import jwt
import pytest
from uuid_utils.compat import uuid7

from api.core.permissions import PERMISSIONS_BY_ROLE
from tests.e2e.api import matrix
from tests.e2e.api.matrix import Operation, World, call
from tests.e2e.api.support import ENVIRONMENT, Connection, Person, assert_problem, fingerprint, log_in, register

pytestmark = pytest.mark.security

SECRET = ENVIRONMENT.variables["JWT_SECRET"]
tenant = pytest.mark.parametrize("operation", matrix.TENANT_OPERATIONS, ids=lambda operation: operation.id)
beyond_viewers = pytest.mark.parametrize(
    "operation",
    [o for o in matrix.TENANT_OPERATIONS if o.permission not in PERMISSIONS_BY_ROLE["viewer"]],
    ids=lambda operation: operation.id,
)
targeted = pytest.mark.parametrize("operation", [o for o in matrix.TENANT_OPERATIONS if "{" in o.path], ids=lambda operation: operation.id)
versioned = pytest.mark.parametrize(
    "operation",
    [o for o in matrix.TENANT_OPERATIONS if "{" in o.path and "version" in (o.body_schema or {}).get("properties", {})],
    ids=lambda operation: operation.id,
)
signed_in = pytest.mark.parametrize("operation", [*matrix.TENANT_OPERATIONS, *matrix.OWN_OPERATIONS], ids=lambda operation: operation.id)


@pytest.fixture(scope="module")
def house(http: httpx.Client, superuser: Connection) -> World:
    """Nothing that is refused changes anything, so all refusals may share it."""
    return World.new(http, superuser)


@pytest.fixture(scope="module")
def neighbour(http: httpx.Client, superuser: Connection) -> World:
    return World.new(http, superuser)


@pytest.fixture
def unchanged(superuser: Connection, house: World, neighbour: World) -> Iterator[Callable[[], None]]:
    """Call it once everything is arranged; at the end all rows of both organizations must be the same."""
    ids = (house.owner.organization_id, neighbour.owner.organization_id)
    before: list[dict[str, str]] = []
    yield lambda: before.append(fingerprint(superuser, *ids))
    assert before, "the test never said that it was arranged"
    assert fingerprint(superuser, *ids) == before[0]


def test_every_operation_has_a_row() -> None:
    assert [o.id for o in matrix.OPERATIONS if o.id not in matrix.PUBLIC and not matrix.has_row(o)] == []


def test_operation_ids_are_unique() -> None:
    ids = [operation.id for operation in matrix.OPERATIONS]
    assert len(ids) == len(set(ids))


def test_the_server_is_of_this_code(http: httpx.Client) -> None:
    assert http.get("/openapi.json").json()["paths"] == matrix.DOCUMENT["paths"]


def test_public_operations_are_the_listed_ones() -> None:
    """Everything else declares a token; FastAPI's own pages are no operations."""
    unguarded = {o.id for o in matrix.OPERATIONS if not o.details.get("security")}
    assert unguarded <= matrix.PUBLIC


def claims(person: Person) -> dict[str, Any]:
    found: dict[str, Any] = jwt.decode(person.token, options={"verify_signature": False})
    return found


def signed(claims_: dict[str, Any], *, secret: str = SECRET, algorithm: str = "HS256", kind: str = "at+jwt") -> str:
    return jwt.encode(claims_, secret, algorithm, headers={"typ": kind})


BAD_TOKENS: dict[str, Callable[[Person], str]] = {
    "malformed": lambda p: "not-a-token",
    "truncated": lambda p: p.token[:-3],
    "expired": lambda p: signed(claims(p) | {"exp": datetime.now(UTC) - timedelta(seconds=1)}),
    "unsigned": lambda p: signed(claims(p), secret="", algorithm="none"),
    "signed with another key": lambda p: signed(claims(p), secret="another-secret-" + "0" * 32),
    "of another algorithm": lambda p: signed(claims(p), algorithm="HS384"),
    "of another kind": lambda p: signed(claims(p), kind="JWT"),
    "for another audience": lambda p: signed(claims(p) | {"aud": "someone-else"}),
    "without a session": lambda p: signed({k: v for k, v in claims(p).items() if k != "sid"}),
    "of an unknown session": lambda p: signed(claims(p) | {"sid": str(uuid4())}),
    "of somebody else's session": lambda p: signed(claims(p) | {"sub": str(uuid4())}),
    "too long": lambda p: signed(claims(p) | {"padding": "x" * 4096}),
}


class TestNotSignedIn:
    @signed_in
    def test_anonymous_gets_401(self, house: World, operation: Operation, unchanged: Callable[[], None]) -> None:
        request = call(operation, house)
        unchanged()
        for headers in ({}, {"X-Org-Id": house.owner.organization_id}, {"X-Org-Id": "rubbish"}, {"Authorization": "Basic YTpi"}):
            answer = house.http.request(request.method, request.path, headers=headers, **request.options)
            assert_problem(answer, 401)

    @signed_in
    def test_bad_tokens_get_401(self, house: World, operation: Operation, unchanged: Callable[[], None]) -> None:
        request = call(operation, house)
        unchanged()
        for name, spoil in BAD_TOKENS.items():
            answer = request.by(house.owner, headers={"Authorization": f"Bearer {spoil(house.owner)}"})
            assert answer.status_code == 401, f"a token {name}: {answer.text}"
            assert_problem(answer, 401)

    @signed_in
    def test_dead_session_gets_401(self, house: World, superuser: Connection, operation: Operation, unchanged: Callable[[], None]) -> None:
        request = call(operation, house)
        person = log_in(house.http, house.owner.email)
        superuser.execute("UPDATE user_sessions SET revoked_at = now() WHERE id = %s", (claims(person)["sid"],))
        unchanged()
        assert_problem(request.by(person), 401)

    @tenant
    def test_401_comes_before_400(self, house: World, superuser: Connection, operation: Operation) -> None:
        request = call(operation, house)
        person = log_in(house.http, house.owner.email)
        superuser.execute("UPDATE user_sessions SET revoked_at = now() WHERE id = %s", (claims(person)["sid"],))
        assert_problem(request.by(person, headers={"X-Org-Id": "rubbish"}), 401)


class TestOrganizationHeader:
    @tenant
    @pytest.mark.parametrize("header", ["", "rubbish", "00000000", "{id}x", "{id},{id}", "' OR 1=1"])
    def test_missing_or_malformed_gets_400(self, house: World, operation: Operation, header: str, unchanged: Callable[[], None]) -> None:
        request = call(operation, house)
        unchanged()
        text = header.format(id=house.owner.organization_id)
        assert_problem(request.by(house.owner, headers={"X-Org-Id": text}), 400, "organization_header_invalid")

    @tenant
    def test_absent_gets_400(self, house: World, operation: Operation, unchanged: Callable[[], None]) -> None:
        request = call(operation, house)
        unchanged()
        headers = {"Authorization": f"Bearer {house.owner.token}"}
        answer = house.http.request(request.method, request.path, headers=headers, **request.options)
        assert_problem(answer, 400, "organization_header_invalid")

    @tenant
    def test_another_organization_gets_403(
        self, house: World, neighbour: World, operation: Operation, unchanged: Callable[[], None]
    ) -> None:
        request = call(operation, house)
        unchanged()
        for header in (neighbour.owner.organization_id, str(uuid7())):
            assert_problem(request.by(house.owner, headers={"X-Org-Id": header}), 403, "not_a_member")
        assert_problem(request.by(neighbour.owner, headers={"X-Org-Id": house.owner.organization_id}), 403, "not_a_member")

    @tenant
    def test_own_other_organization_than_the_tokens_gets_403(
        self, house: World, superuser: Connection, operation: Operation, unchanged: Callable[[], None]
    ) -> None:
        """Somebody in two organizations acts in the one that the token was issued for."""
        request = call(operation, house)
        both = register(house.http)
        superuser.execute(
            "INSERT INTO memberships (organization_id, id, user_id, role) VALUES (%s, %s, %s, 'owner')",
            (house.owner.organization_id, uuid7(), both.user_id),
        )
        unchanged()
        assert_problem(request.by(both, headers={"X-Org-Id": house.owner.organization_id}), 403, "not_a_member")


class TestMembership:
    @tenant
    def test_removed_member_gets_403(self, house: World, operation: Operation, unchanged: Callable[[], None]) -> None:
        request, person = call(operation, house), house.removed
        unchanged()
        assert_problem(request.by(person), 403, "not_a_member")

    @beyond_viewers
    def test_viewer_gets_403_on_what_the_role_lacks(self, house: World, operation: Operation, unchanged: Callable[[], None]) -> None:
        request, person = call(operation, house), house.viewer
        unchanged()
        assert_problem(request.by(person), 403, "permission_missing")

    def test_viewers_change_nothing_but_what_is_their_own(self) -> None:
        may = {o.id for o in matrix.TENANT_OPERATIONS if o.changes and o.permission in PERMISSIONS_BY_ROLE["viewer"]}
        assert may <= {"update_preferences", "create_live_ticket"}


class TestForeignId:
    @targeted
    def test_is_as_unknown_as_a_random_one(
        self, house: World, neighbour: World, operation: Operation, unchanged: Callable[[], None]
    ) -> None:
        own, foreign = call(operation, house), matrix.target_of(operation, neighbour)
        assert own
        unchanged()
        answers = [call(operation, house, target=target).by(house.owner) for target in (foreign, str(uuid7()), str(uuid4()))]
        bodies = [assert_problem(answer, 404) for answer in answers]
        for body in bodies:
            del body["request_id"]
        assert bodies[0] == bodies[1] == bodies[2]

    @versioned
    def test_a_stale_version_does_not_tell_that_it_exists(
        self, house: World, neighbour: World, operation: Operation, unchanged: Callable[[], None]
    ) -> None:
        """404 comes before 409: a conflict would say that there is something to conflict with."""
        foreign = matrix.target_of(operation, neighbour)
        body = call(operation, house).options["json"]
        unchanged()
        request = call(operation, house, target=foreign)
        assert_problem(request.by(house.owner, json=body | {"version": body["version"] + 98}), 404)

    @targeted
    @pytest.mark.parametrize("target", ["1", "rubbish", "%00", "..%2f", "0" * 36, "a" * 5000])
    def test_malformed_id_gets_4xx(self, house: World, operation: Operation, target: str) -> None:
        answer = call(operation, house, target=target).by(house.owner)
        assert answer.status_code in (404, 422), answer.text
        assert_problem(answer, answer.status_code)


with_body = pytest.mark.parametrize(
    "operation",
    [o for o in (*matrix.TENANT_OPERATIONS, *matrix.OWN_OPERATIONS) if "requestBody" in o.details],
    ids=lambda operation: operation.id,
)
with_tenant_body = pytest.mark.parametrize(
    "operation", [o for o in matrix.TENANT_OPERATIONS if "requestBody" in o.details], ids=lambda operation: operation.id
)
with_body_beyond_viewers = pytest.mark.parametrize(
    "operation",
    [o for o in matrix.TENANT_OPERATIONS if "requestBody" in o.details and o.permission not in PERMISSIONS_BY_ROLE["viewer"]],
    ids=lambda operation: operation.id,
)
UNREADABLE: dict[str, tuple[str, bytes]] = {
    "no JSON": ("application/json", b"{"),
    "not UTF-8": ("application/json", b'{"name": "\xff"}'),
    "too deep": ("application/json", b"[" * 100_000),
    "no multipart": ("multipart/form-data; boundary=x", b"--y\r\nrubbish"),
    "no boundary": ("multipart/form-data", b"rubbish"),
}


class TestUnreadableBody:
    """Who may not call is told so before their body is found fault with."""

    @staticmethod
    def send(house: World, operation: Operation, headers: dict[str, str]) -> Iterator[httpx.Response]:
        path = call(operation, house).path
        for kind, content in UNREADABLE.values():
            yield house.http.request(operation.method, path, headers=headers | {"Content-Type": kind}, content=content)

    @with_body
    def test_anonymous_gets_401(self, house: World, operation: Operation) -> None:
        for answer in self.send(house, operation, {"X-Org-Id": "rubbish"}):
            assert_problem(answer, 401)

    @with_tenant_body
    def test_without_an_organization_gets_400(self, house: World, operation: Operation) -> None:
        for answer in self.send(house, operation, {"Authorization": f"Bearer {house.owner.token}"}):
            assert_problem(answer, 400, "organization_header_invalid")

    @with_body
    def test_another_organization_gets_403(self, house: World, neighbour: World, operation: Operation) -> None:
        for answer in self.send(house, operation, neighbour.owner.headers | {"X-Org-Id": house.owner.organization_id}):
            assert_problem(answer, 403, "not_a_member")

    @with_body_beyond_viewers
    def test_viewer_gets_403_on_what_the_role_lacks(self, house: World, operation: Operation) -> None:
        for answer in self.send(house, operation, house.viewer.headers):
            assert_problem(answer, 403, "permission_missing")

    @with_body
    def test_who_may_call_gets_400_or_422(self, house: World, operation: Operation) -> None:
        for answer in self.send(house, operation, house.owner.headers):
            assert answer.status_code in {400, 422}
            assert_problem(answer, answer.status_code, "bad_request" if answer.status_code == 400 else "invalid")
