"""API keys: each business operation within its scope, nothing beyond, and no way in with a key that is over."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from uuid_utils.compat import uuid7

from api.core.permissions import KEY_SCOPES, PERMISSIONS_BY_ROLE
from tests.e2e.api import matrix
from tests.e2e.api.factors import guard
from tests.e2e.api.mailbox import mail_to
from tests.e2e.api.matrix import Operation, World, call
from tests.e2e.api.support import (
    ENVIRONMENT,
    Connection,
    Person,
    Record,
    assert_problem,
    confirm_address,
    eventually,
    fingerprint,
    join,
    log_in,
    make_api_key,
    make_client,
    run_warnings,
    session_of,
    some_address,
)

pytestmark = [pytest.mark.api_keys, pytest.mark.security]

WITHIN = [o for o in matrix.TENANT_OPERATIONS if o.permission in KEY_SCOPES]
within = pytest.mark.parametrize("operation", WITHIN, ids=lambda o: o.id)
beyond = pytest.mark.parametrize("operation", [o for o in matrix.TENANT_OPERATIONS if o.permission not in KEY_SCOPES], ids=lambda o: o.id)
every = pytest.mark.parametrize("operation", matrix.TENANT_OPERATIONS, ids=lambda o: o.id)
own = pytest.mark.parametrize("operation", matrix.OWN_OPERATIONS, ids=lambda o: o.id)

# Taking a change back asks for the permission of that change as well.
ALSO = {"undo_command": ("client:write",)}


def bearer(key: Record, **headers: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key['secret']}"} | headers


def by_key(world: World, operation: Operation, key: Record, **headers: str) -> httpx.Response:
    request = call(operation, world)
    return world.http.request(request.method, request.path, headers=bearer(key, **headers), **request.options)


@pytest.fixture(scope="module")
def shared(http: httpx.Client, superuser: Connection) -> World:
    """Nothing that is refused changes anything, so all refusals may share it."""
    return World.new(http, superuser)


@pytest.fixture(scope="module")
def neighbour(http: httpx.Client, superuser: Connection) -> World:
    return World.new(http, superuser)


@pytest.fixture(scope="module")
def whole_keys() -> dict[str, Record]:
    return {}


@pytest.fixture
def whole(shared: World, whole_keys: dict[str, Record], request: pytest.FixtureRequest) -> Record:
    """A key with every scope there is; one a test function, for no key is good for all calls of this file within a minute."""
    name = request.function.__qualname__
    if name not in whole_keys:
        whole_keys[name] = make_api_key(shared.owner, *sorted(KEY_SCOPES))
    return whole_keys[name]


class TestScopes:
    @within
    def test_exactly_its_permission_opens_an_operation(self, http: httpx.Client, superuser: Connection, operation: Operation) -> None:
        """As with a session: the answer of somebody who may."""
        world = World.new(http, superuser)
        assert operation.permission
        scopes = {operation.permission, *ALSO.get(operation.id, ())}
        answer = by_key(world, operation, make_api_key(world.owner, *scopes))
        assert answer.status_code == operation.status, answer.text

    @within
    def test_all_but_its_permission_does_not(self, shared: World, superuser: Connection, operation: Operation) -> None:
        key = make_api_key(shared.owner, *sorted(KEY_SCOPES - {operation.permission}))
        request = call(operation, shared)
        before = fingerprint(superuser, shared.owner.organization_id)
        answer = shared.http.request(request.method, request.path, headers=bearer(key), **request.options)
        problem = assert_problem(answer, 403, "scope_missing")
        assert problem["permission"] == operation.permission
        assert fingerprint(superuser, shared.owner.organization_id) == before

    @beyond
    def test_what_is_for_people_is_for_no_key(self, shared: World, whole: Record, operation: Operation) -> None:
        confirm_address(shared.owner)
        assert_problem(by_key(shared, operation, whole), 403, "scope_missing")
        assert_problem(shared.owner.post("/api-keys", json={"name": "x", "scopes": [operation.permission]}), 422, "scope_not_available")

    @own
    def test_no_identity_route_knows_keys(self, shared: World, whole: Record, operation: Operation) -> None:
        assert_problem(by_key(shared, operation, whole), 401)

    def test_scopes_are_permissions(self) -> None:
        assert PERMISSIONS_BY_ROLE["owner"] >= KEY_SCOPES
        assert not {p for p in KEY_SCOPES if p.startswith(("api_key:", "preference:", "live:"))}

    def test_never_more_than_its_maker_has_today(self, http: httpx.Client, superuser: Connection, owner: Person) -> None:
        admin = join(http, superuser, owner.organization_id, "admin")
        key = make_api_key(admin, "client:read", "client:write", "audit:read")
        superuser.execute("UPDATE memberships SET role = 'viewer' WHERE user_id = %s", (admin.user_id,))
        assert http.get("/clients", headers=bearer(key)).status_code == 200
        assert_problem(http.post("/clients", json={"name": "x"}, headers=bearer(key)), 403, "scope_missing")
        assert_problem(http.get("/audit-log", headers=bearer(key)), 403, "scope_missing")


class TestOrganization:
    @pytest.mark.parametrize("operation", [o for o in WITHIN if not o.changes], ids=lambda o: o.id)
    def test_header_may_be_right(self, shared: World, whole: Record, operation: Operation) -> None:
        """TestScopes leaves it out."""
        assert by_key(shared, operation, whole, **{"X-Org-Id": shared.owner.organization_id}).status_code == operation.status

    @every
    @pytest.mark.parametrize("header", ["", "rubbish", "00000000"])
    def test_malformed_header_gets_400(self, shared: World, whole: Record, operation: Operation, header: str) -> None:
        answer = by_key(shared, operation, whole, **{"X-Org-Id": header})
        assert_problem(answer, 400, "organization_header_invalid")

    @every
    def test_another_organization_gets_403(self, shared: World, neighbour: World, whole: Record, operation: Operation) -> None:
        for header in (neighbour.owner.organization_id, str(uuid7())):
            assert_problem(by_key(shared, operation, whole, **{"X-Org-Id": header}), 403, "not_a_member")

    @pytest.mark.parametrize("operation", [o for o in WITHIN if o.names_a_record], ids=lambda o: o.id)
    def test_foreign_id_gets_404(self, shared: World, neighbour: World, whole: Record, superuser: Connection, operation: Operation) -> None:
        request = call(operation, shared, target=matrix.target_of(operation, neighbour))
        call(operation, shared)
        before = fingerprint(superuser, neighbour.owner.organization_id)
        answer = shared.http.request(request.method, request.path, headers=bearer(whole), **request.options)
        assert_problem(answer, 404)
        assert fingerprint(superuser, neighbour.owner.organization_id) == before

    def test_closed_organization_gets_403(self, superuser: Connection, owner: Person) -> None:
        key = make_api_key(owner)
        superuser.execute("UPDATE organizations SET deleted_at = now() WHERE id = %s", (owner.organization_id,))
        assert_problem(owner.http.get("/clients", headers=bearer(key)), 403, "organization_closed")


REVOKE = "UPDATE api_keys SET revoked_at = now(), revoked_reason = 'revoked' WHERE id = %(key)s"
OVER: dict[str, str] = {
    "revoked": REVOKE,
    "expired": "UPDATE api_keys SET expires_at = now() - interval '1 second' WHERE id = %(key)s",
    "of somebody who was disabled": "UPDATE users SET disabled_at = now() WHERE id = %(user)s",
    "of somebody who left": "UPDATE memberships SET left_at = now() WHERE user_id = %(user)s",
    "of somebody who is gone": "DELETE FROM memberships WHERE user_id = %(user)s",
}
MUTATIONS: dict[str, Callable[[str], str]] = {
    "last character": lambda s: s[:-1] + ("A" if s[-1] != "A" else "B"),
    "first character": lambda s: "lck_" + ("A" if s[4] != "A" else "B") + s[5:],
    "other case": lambda s: "lck_" + s[4:].swapcase(),
    "shorter": lambda s: s[:-1],
    "longer": lambda s: s + "A",
    "huge": lambda s: s + "A" * 8_000,
    "without its mark": lambda s: s[4:],
    "another mark": lambda s: "sk_" + s[4:],
    "only the mark": lambda s: "lck_",
    "the prefix": lambda s: s[:12],
    "with a quote": lambda s: s[:-1] + "'",
    "padded": lambda s: s + "=",
}


class TestOver:
    @pytest.mark.parametrize("statement", OVER.values(), ids=OVER)
    def test_gets_401(self, http: httpx.Client, superuser: Connection, owner: Person, statement: str) -> None:
        admin = join(http, superuser, owner.organization_id, "admin")
        key = make_api_key(admin)
        assert http.get("/clients", headers=bearer(key)).status_code == 200
        superuser.execute(statement, {"key": key["id"], "user": admin.user_id})
        assert_problem(http.get("/clients", headers=bearer(key)), 401, "api_key_invalid")
        assert_problem(http.get("/clients", headers=bearer(key, **{"X-Org-Id": "rubbish"})), 401)

    @every
    def test_no_operation_takes_a_revoked_key(self, shared: World, superuser: Connection, operation: Operation) -> None:
        key = make_api_key(shared.owner, *sorted(KEY_SCOPES))
        superuser.execute(REVOKE, {"key": key["id"]})
        assert_problem(by_key(shared, operation, key), 401, "api_key_invalid")

    @pytest.mark.parametrize("mutate", MUTATIONS.values(), ids=MUTATIONS)
    def test_mutated_key_gets_401(self, shared: World, whole: Record, mutate: Callable[[str], str]) -> None:
        secret = mutate(whole["secret"])
        assert_problem(shared.http.get("/clients", headers={"Authorization": f"Bearer {secret}"}), 401)
        assert_problem(shared.http.get("/clients", headers={"Authorization": f"Basic {whole['secret']}"}), 401)

    def test_a_lone_hash_opens_nothing(self, superuser: Connection, shared: World, whole: Record) -> None:
        row = superuser.execute("SELECT encode(secret_hash, 'hex') AS hash FROM api_keys WHERE id = %s", (whole["id"],)).fetchone()
        assert row is not None
        assert_problem(shared.http.get("/clients", headers={"Authorization": f"Bearer {row['hash']}"}), 401)
        assert_problem(shared.http.get("/clients", headers={"Authorization": f"Bearer lck_{row['hash'][:43]}"}), 401)


DEMAND = """
    INSERT INTO security_policies (organization_id, two_factor, factor_grace_until) VALUES (%s, 'required', now() + make_interval(days => %s))
    ON CONFLICT (organization_id) DO UPDATE SET factor_grace_until = excluded.factor_grace_until"""


class TestDemandedFactor:
    """A key opens no more than the log-in of whoever made it."""

    def test_after_the_grace_a_key_waits_for_its_maker_s_factor(self, http: httpx.Client, superuser: Connection, owner: Person) -> None:
        admin = join(http, superuser, owner.organization_id, "admin")
        key = make_api_key(admin)
        superuser.execute(DEMAND, (owner.organization_id, 7))
        assert http.get("/clients", headers=bearer(key)).status_code == 200
        superuser.execute(DEMAND, (owner.organization_id, -1))
        assert_problem(http.get("/clients", headers=bearer(key)), 403, "factor_required")
        assert_problem(admin.get("/clients"), 403, "factor_required")
        superuser.execute("UPDATE users SET two_factor_enabled_at = now() WHERE id = %s", (owner.user_id,))
        assert [item["status"] for item in owner.get("/api-keys").json()["items"]] == ["factor_required"]
        guard(admin)
        assert http.get("/clients", headers=bearer(key)).status_code == 200

    def test_no_operation_takes_it(self, http: httpx.Client, superuser: Connection) -> None:
        world = World.new(http, superuser)
        key = make_api_key(world.owner, *sorted(KEY_SCOPES))
        requests = [call(operation, world) for operation in WITHIN]
        superuser.execute(DEMAND, (world.owner.organization_id, -1))
        for request in requests:
            answer = http.request(request.method, request.path, headers=bearer(key), **request.options)
            assert_problem(answer, 403, "factor_required")


class TestExpiry:
    @pytest.fixture
    def ending(self, owner: Person, superuser: Connection) -> Record:
        """A key made a month ago that ends in six days."""
        key = make_api_key(owner, name="Zapier", expires_at=(datetime.now(UTC) + timedelta(days=6)).isoformat())
        superuser.execute("UPDATE api_keys SET created_at = now() - interval '30 days' WHERE id = %s", (key["id"],))
        return key

    def notices(self, owner: Person) -> list[Record]:
        return [item for item in owner.get("/notifications").json()["items"] if item["event"] == "api_key.expiring"]

    def test_its_maker_is_told_a_week_and_a_day_before_once_each(self, owner: Person, superuser: Connection, ending: Record) -> None:
        run_warnings(superuser)
        found = eventually(lambda: self.notices(owner), timeout_seconds=30)
        assert (found[0]["entity_id"], found[0]["params"]["title"]) == (ending["id"], "Zapier")
        assert "Zapier" in mail_to(owner.email, "A sua chave de API")["text"]
        run_warnings(superuser)
        superuser.execute("UPDATE api_keys SET expires_at = now() + interval '20 hours' WHERE id = %s", (ending["id"],))
        run_warnings(superuser)
        assert eventually(lambda: len(self.notices(owner)) == 2, timeout_seconds=30)
        run_warnings(superuser)
        assert len(self.notices(owner)) == 2

    def test_nobody_is_told_of_what_is_over_or_far(self, owner: Person, superuser: Connection, ending: Record) -> None:
        superuser.execute(REVOKE, {"key": ending["id"]})
        make_api_key(owner, expires_at=(datetime.now(UTC) + timedelta(days=30)).isoformat())
        make_api_key(owner)
        # Made for less than a week: its maker knows.
        make_api_key(owner, expires_at=(datetime.now(UTC) + timedelta(days=3)).isoformat())
        run_warnings(superuser)
        rows = superuser.execute("SELECT warned_days FROM api_keys WHERE organization_id = %s", (owner.organization_id,)).fetchall()
        assert [row["warned_days"] for row in rows] == [None] * 4
        assert self.notices(owner) == []


class TestCreate:
    def test_answers_the_secret_once(self, owner: Person) -> None:
        key = make_api_key(owner, "client:read", "deal:read", name="Zapier")
        assert key["secret"].startswith("lck_")
        assert len(key["secret"]) == 47
        assert key["secret"].startswith(key["prefix"])
        assert (key["name"], key["scopes"], key["status"]) == ("Zapier", ["client:read", "deal:read"], "active")
        listed = owner.get("/api-keys").json()["items"][0]
        assert "secret" not in listed
        assert {**listed, "created_at": ""} == {**{name: key[name] for name in listed}, "created_at": ""}

    def test_repeated_with_its_idempotency_key_is_made_once_and_its_secret_shown_once(self, owner: Person) -> None:
        make_api_key(owner, "client:read")  # confirms the address
        headers = {"Idempotency-Key": "zapier-1"}
        body = {"name": "Zapier", "scopes": ["client:read"]}
        first, second = (owner.post("/api-keys", json=body, headers=headers) for _ in range(2))
        assert (first.status_code, second.status_code) == (201, 201)
        assert second.json() == first.json() | {"secret": None}
        assert [key["name"] for key in owner.get("/api-keys").json()["items"]].count("Zapier") == 1

    def test_keeps_no_secret_anywhere(self, superuser: Connection, owner: Person) -> None:
        key = make_api_key(owner, "client:write")
        owner.http.post("/clients", json={"name": "Padaria"}, headers=bearer(key, **{"Idempotency-Key": "once"}))
        assert_problem(owner.http.get("/clients/x", headers=bearer(key)), 403)
        secret = key["secret"]
        tables = superuser.execute(
            "SELECT c.oid::regclass::text AS name FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace"
        ).fetchall()
        for table in tables:
            found = superuser.execute(f"SELECT true FROM {table['name']} t WHERE t::text LIKE %s LIMIT 1", (f"%{secret[12:]}%",)).fetchone()
            assert found is None, table["name"]
        for path in ("/api-keys", "/audit-log"):
            assert secret[12:] not in owner.get(path).text
        logs = [path for path in (ENVIRONMENT.data_dir / "logs").glob("*.log") if path.is_file()]
        assert logs
        assert [path.name for path in logs if secret[12:] in path.read_text(errors="replace")] == []

    @pytest.mark.parametrize(
        "fields",
        [
            {"name": ""}, {"name": "x" * 101}, {"name": "a\x00b"}, {"scopes": []}, {"scopes": ["everything"]}, {"scopes": "client:read"},
            {"expires_at": "2020-01-01T00:00:00Z"}, {"expires_at": "2030-01-01T00:00:00"}, {"expires_at": "soon"},
            {"secret": "lck_mine"}, {"created_by": "x"},
        ],
    )  # fmt: skip
    def test_refuses_bad_values(self, owner: Person, fields: Record) -> None:
        confirm_address(owner)
        body = {"name": "Zapier", "scopes": ["client:read"]} | fields
        assert_problem(owner.post("/api-keys", json=body), 422)

    def test_takes_an_end(self, owner: Person, superuser: Connection) -> None:
        key = make_api_key(owner, expires_at=(datetime.now(UTC) + timedelta(days=30)).isoformat())
        assert owner.http.get("/clients", headers=bearer(key)).status_code == 200
        superuser.execute(OVER["expired"], {"key": key["id"]})
        assert owner.get("/api-keys").json()["items"][0]["status"] == "expired"

    @pytest.mark.parametrize("role", ["manager", "member", "viewer"])
    def test_is_for_owners_and_admins(self, http: httpx.Client, superuser: Connection, owner: Person, role: str) -> None:
        person = join(http, superuser, owner.organization_id, role)
        assert_problem(person.get("/api-keys"), 403, "permission_missing")
        assert_problem(person.post("/api-keys", json={"name": "x", "scopes": ["client:read"]}), 403, "permission_missing")

    def test_asks_for_a_fresh_proof_of_identity(self, owner: Person, superuser: Connection) -> None:
        key = make_api_key(owner)
        superuser.execute("UPDATE user_sessions SET authenticated_at = now() - interval '11 minutes' WHERE id = %s", (session_of(owner),))
        answer = owner.post("/api-keys", json={"name": "x", "scopes": ["client:read"]})
        assert_problem(answer, 403, "reauthentication_required")
        assert_problem(owner.delete(f"/api-keys/{key['id']}"), 403, "reauthentication_required")
        assert owner.http.get("/clients", headers=bearer(key)).status_code == 200

    def test_asks_for_a_confirmed_address(self, owner: Person) -> None:
        answer = owner.post("/api-keys", json={"name": "x", "scopes": ["client:read"]})
        assert_problem(answer, 403, "email_unverified")

    def test_plan_limits_how_many_even_at_once(self, owner: Person, superuser: Connection) -> None:
        confirm_address(owner)
        superuser.execute("UPDATE organizations SET plan = 'pro' WHERE id = %s", (owner.organization_id,))
        body = {"name": "x", "scopes": ["client:read"]}
        with ThreadPoolExecutor(20) as pool:
            statuses = sorted(answer.status_code for answer in pool.map(lambda _: owner.post("/api-keys", json=body), range(20)))
        assert statuses == [201] * 10 + [402] * 10
        problem = assert_problem(owner.post("/api-keys", json=body), 402, "api_key_limit_reached")
        assert problem["plan_needed"] == "enterprise"


class TestRevoke:
    def test_ends_it_with_the_next_request(self, owner: Person) -> None:
        key = make_api_key(owner)
        assert owner.delete(f"/api-keys/{key['id']}").status_code == 204
        assert_problem(owner.http.get("/clients", headers=bearer(key)), 401, "api_key_invalid")
        assert owner.get("/api-keys").json()["items"][0]["status"] == "revoked"

    def test_twice_leaves_one_entry(self, owner: Person) -> None:
        key = make_api_key(owner)
        assert [owner.delete(f"/api-keys/{key['id']}").status_code for _ in range(2)] == [204, 204]
        entries = owner.get("/audit-log", params={"entity_id": key["id"], "action": "api_key.revoked"}).json()["items"]
        assert len(entries) == 1

    def test_of_another_organization_gets_404(self, owner: Person, other: Person) -> None:
        key = make_api_key(other)
        assert_problem(owner.delete(f"/api-keys/{key['id']}"), 404)
        assert other.http.get("/clients", headers=bearer(key)).status_code == 200


class TestUse:
    def test_acts_in_the_name_of_its_maker(self, owner: Person) -> None:
        key = make_api_key(owner, "timeline:write", "client:read")
        client = make_client(owner)
        entry = owner.http.post("/timeline", json={"client_id": client["id"], "type": "note", "content": "Oi"}, headers=bearer(key)).json()
        assert entry["user_id"] == owner.user_id

    def test_last_use_is_written_in_batches(self, owner: Person, superuser: Connection) -> None:
        key, address = make_api_key(owner), some_address()
        for _ in range(3):
            owner.http.get("/clients", headers=bearer(key, **{"X-Forwarded-For": f"{address}, 127.0.0.1"}))
        assert owner.get("/api-keys").json()["items"][0]["last_used_at"] is None
        eventually(lambda: owner.get("/api-keys").json()["items"][0]["last_used_at"], timeout_seconds=30, every_seconds=0.5)
        listed = owner.get("/api-keys").json()["items"][0]
        assert listed["last_used_ip"] == address

    def test_limit_is_the_keys_own(self, owner: Person) -> None:
        limit = int(ENVIRONMENT.variables.get("API_KEY_REQUESTS_PER_MINUTE", "600"))
        busy, calm = make_api_key(owner, name="busy"), make_api_key(owner, name="calm")
        with ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(lambda _: owner.http.get("/tags?limit=1", headers=bearer(busy)), range(2 * limit + 1)))
        refused = [answer for answer in answers if answer.status_code == 429]
        assert len(refused) >= 1
        assert_problem(refused[0], 429, "rate_limited")
        assert int(refused[0].headers["retry-after"]) >= 1
        # The organization as a whole has a limit too, which is over within a second or two.
        eventually(lambda: owner.http.get("/tags?limit=1", headers=bearer(calm)).status_code == 200)
        eventually(lambda: log_in(owner.http, owner.email).get("/tags?limit=1").status_code == 200)
