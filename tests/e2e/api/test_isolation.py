"""Every operation against everybody who may not call it; generated from the OpenAPI document (tests/isolation/routes.py)."""

from collections.abc import Iterator

import httpx
import pytest

from api.core.permissions import PERMISSIONS_BY_ROLE
from tests.e2e.api import matrix
from tests.e2e.api.matrix import Operation, call
from tests.e2e.api.support import Connection, assert_problem
from tests.isolation import routes, whole
from tests.isolation.proof import find
from tests.isolation.routes import Refusal
from tests.isolation.scene import Scene

pytestmark = pytest.mark.security


def each(operations: list[Operation]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("operation", operations, ids=lambda operation: operation.id)


signed_in = each([*matrix.TENANT_OPERATIONS, *matrix.OWN_OPERATIONS])
of_members = each([o for o in matrix.OPERATIONS if routes.is_in_an_organization(o)])
tenant = each(matrix.TENANT_OPERATIONS)
beyond_someone = each([o for o in matrix.TENANT_OPERATIONS if any(refusal.applies(o) for refusal in routes.ROLE_TOO_LOW)])
targeted = each([o for o in matrix.TENANT_OPERATIONS if o.names_a_record])


@pytest.fixture(scope="module")
def scene(http: httpx.Client, superuser: Connection) -> Scene:
    """Nothing that is refused changes anything, so all refusals may share it."""
    return Scene.new(http, superuser)


def assert_refused(scene: Scene, operation: Operation, refusals: tuple[Refusal, ...]) -> None:
    """All callers are refused as documented, and no row of the scene has changed."""
    assert list(map(str, find(routes.cases(scene, operation, refusals)))) == []


def test_every_operation_has_a_row() -> None:
    assert routes.without_a_row() is None


def test_operation_ids_are_unique() -> None:
    ids = [operation.id for operation in matrix.OPERATIONS]
    assert len(ids) == len(set(ids))


def test_the_server_is_of_this_code(http: httpx.Client) -> None:
    assert whole.is_of_this_code(http)


def test_public_operations_are_the_listed_ones() -> None:
    """Everything else declares a token; FastAPI's own pages are no operations."""
    assert routes.undeclared() is None


class TestNotSignedIn:
    @signed_in
    def test_anonymous_gets_401(self, scene: Scene, operation: Operation) -> None:
        assert_refused(scene, operation, routes.NOT_SIGNED_IN)

    def test_an_unspoiled_token_signed_by_hand_is_taken(self, scene: Scene) -> None:
        """Without it, every token below could be refused for how the test signs it."""
        assert routes.signing(scene) is None

    @signed_in
    def test_bad_tokens_get_401(self, scene: Scene, operation: Operation) -> None:
        assert_refused(scene, operation, routes.BAD_TOKEN)

    @signed_in
    def test_dead_session_gets_401(self, scene: Scene, operation: Operation) -> None:
        assert_refused(scene, operation, routes.DEAD_SESSION)

    @tenant
    def test_401_comes_before_400(self, scene: Scene, operation: Operation) -> None:
        assert_refused(scene, operation, routes.DEAD_BEFORE_HEADER)


class TestOrganizationHeader:
    @tenant
    def test_missing_or_malformed_gets_400(self, scene: Scene, operation: Operation) -> None:
        assert_refused(scene, operation, (*routes.BAD_HEADER, *routes.NO_HEADER))

    @of_members
    def test_another_organization_gets_403(self, scene: Scene, operation: Operation) -> None:
        assert_refused(scene, operation, routes.OTHER_ORGANIZATION)

    @of_members
    def test_own_other_organization_than_the_tokens_gets_403(self, scene: Scene, operation: Operation) -> None:
        """Somebody in two organizations acts in the one that the token was issued for."""
        assert_refused(scene, operation, routes.OTHER_OF_OWN)


class TestMembership:
    @of_members
    def test_removed_member_gets_403(self, scene: Scene, operation: Operation) -> None:
        assert_refused(scene, operation, routes.REMOVED)

    @beyond_someone
    def test_roles_get_403_on_what_they_lack(self, scene: Scene, operation: Operation) -> None:
        assert_refused(scene, operation, routes.ROLE_TOO_LOW)

    def test_viewers_change_nothing_but_what_is_their_own(self) -> None:
        may = {o.id for o in matrix.TENANT_OPERATIONS if o.changes and o.permission in PERMISSIONS_BY_ROLE["viewer"]}
        own_views = {"create_view", "update_view", "delete_view", "make_default_view", "clear_default_view"}
        assert may <= own_views | {"update_preferences", "create_live_ticket", "leave_organization", "read_notifications"}


class TestMalformedId:
    @targeted
    @pytest.mark.parametrize("target", ["1", "rubbish", "%00", "..%2f", "0" * 36, "a" * 5000])
    def test_gets_4xx(self, scene: Scene, operation: Operation, target: str) -> None:
        answer = call(operation, scene.house, target=target).by(scene.house.owner)
        assert answer.status_code in (404, 422), answer.text
        assert_problem(answer, answer.status_code)


with_body = each([o for o in (*matrix.TENANT_OPERATIONS, *matrix.OWN_OPERATIONS) if "requestBody" in o.details])
with_member_body = each([o for o in matrix.OPERATIONS if "requestBody" in o.details and routes.is_in_an_organization(o)])
with_tenant_body = each([o for o in matrix.TENANT_OPERATIONS if "requestBody" in o.details])
with_body_beyond_viewers = each(
    [o for o in matrix.TENANT_OPERATIONS if "requestBody" in o.details and o.permission not in PERMISSIONS_BY_ROLE["viewer"]]
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
    def send(scene: Scene, operation: Operation, headers: dict[str, str]) -> Iterator[httpx.Response]:
        path = call(operation, scene.house).path
        for kind, content in UNREADABLE.values():
            yield scene.http.request(operation.method, path, headers=headers | {"Content-Type": kind}, content=content)

    @with_body
    def test_anonymous_gets_401(self, scene: Scene, operation: Operation) -> None:
        for answer in self.send(scene, operation, {"X-Org-Id": "rubbish"}):
            assert_problem(answer, 401)

    @with_tenant_body
    def test_without_an_organization_gets_400(self, scene: Scene, operation: Operation) -> None:
        for answer in self.send(scene, operation, {"Authorization": f"Bearer {scene.house.owner.token}"}):
            assert_problem(answer, 400, "organization_header_invalid")

    @with_member_body
    def test_another_organization_gets_403(self, scene: Scene, operation: Operation) -> None:
        for answer in self.send(scene, operation, scene.elder.owner.headers | {"X-Org-Id": scene.house.owner.organization_id}):
            assert_problem(answer, 403, "not_a_member")

    @with_body_beyond_viewers
    def test_viewer_gets_403_on_what_the_role_lacks(self, scene: Scene, operation: Operation) -> None:
        for answer in self.send(scene, operation, scene.house.viewer.headers):
            assert_problem(answer, 403, "permission_missing")

    @with_body
    def test_who_may_call_gets_400_or_422(self, scene: Scene, operation: Operation) -> None:
        for answer in self.send(scene, operation, scene.house.owner.headers):
            assert answer.status_code in {400, 422}
            assert_problem(answer, answer.status_code, "bad_request" if answer.status_code == 400 else "invalid")


class TestApiKey:
    @signed_in
    def test_keys_are_refused_where_they_do_not_reach(self, scene: Scene, operation: Operation) -> None:
        assert_refused(scene, operation, routes.API_KEYS)
