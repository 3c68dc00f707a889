"""What an organization demands of log-ins: who decides it, and that it holds from the next request on."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from tests.e2e.api.support import (
    Connection,
    Person,
    assert_problem,
    forwarded,
    join,
    log_in,
    session_of,
)
from tests.e2e.api.test_live import SESSION_ENDED, close_code, listening

pytestmark = [pytest.mark.sessions, pytest.mark.security]

PATH = "/organizations/current/security-policy"
OPEN: dict[str, Any] = {
    "two_factor": "optional",
    "factor_grace_until": None,
    "idle_minutes": None,
    "absolute_hours": None,
    "invite_domains": [],
}


def put(person: Person, **changes: Any) -> httpx.Response:
    return person.put(PATH, json=OPEN | {"version": 0} | changes)


def decided(person: Person, **changes: Any) -> dict[str, Any]:
    answer = put(person, **changes)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def give_factor(superuser: Connection, person: Person) -> None:
    superuser.execute("UPDATE users SET two_factor_enabled_at = now() WHERE id = %s", (person.user_id,))


def age(superuser: Connection, person: Person, column: str, minutes: int) -> None:
    superuser.execute(f"UPDATE user_sessions SET {column} = now() - make_interval(mins => %s) WHERE id = %s", (minutes, session_of(person)))


def refresh(person: Person) -> httpx.Response:
    headers = {"Cookie": f"lovedcrm_refresh={person.cookies['lovedcrm_refresh']}", "X-Forwarded-For": forwarded(person.address)}
    return person.http.post("/auth/refresh", headers=headers)


class TestPolicy:
    def test_nothing_is_demanded_at_first(self, owner: Person, viewer: Person) -> None:
        for person in (owner, viewer):
            assert person.get(PATH).json() == OPEN | {"members_without_factor": 2, "version": 0}

    def test_is_replaced_as_a_whole(self, superuser: Connection, owner: Person) -> None:
        found = decided(owner, idle_minutes=60, absolute_hours=24, invite_domains=["Agencia.com.br", "agencia.com.br", "sol.agency"])
        assert found == OPEN | {
            "idle_minutes": 60, "absolute_hours": 24, "invite_domains": ["agencia.com.br", "sol.agency"],
            "members_without_factor": 1, "version": 1,
        }  # fmt: skip
        assert decided(owner, version=1) == OPEN | {"members_without_factor": 1, "version": 2}
        rows = superuser.execute(
            "SELECT changes FROM audit_log WHERE organization_id = %s AND action = 'security_policy.updated' ORDER BY id",
            (owner.organization_id,),
        ).fetchall()
        assert rows[0]["changes"] == {
            "idle_minutes": [None, 60], "absolute_hours": [None, 24], "invite_domains": [[], ["agencia.com.br", "sol.agency"]]
        }  # fmt: skip
        assert len(rows) == 2

    def test_an_admin_decides_too_and_nobody_below(self, http: httpx.Client, superuser: Connection, owner: Person) -> None:
        assert put(join(http, superuser, owner.organization_id, "admin")).status_code == 200
        for role in ("manager", "member", "viewer"):
            assert_problem(put(join(http, superuser, owner.organization_id, role)), 403, "permission_missing")

    def test_another_organization_s_is_its_own(self, owner: Person, other: Person) -> None:
        decided(owner, idle_minutes=5)
        assert other.get(PATH).json()["idle_minutes"] is None

    def test_asks_for_a_fresh_proof_of_identity(self, superuser: Connection, owner: Person) -> None:
        age(superuser, owner, "authenticated_at", 11)
        assert_problem(put(owner), 403, "reauthentication_required")
        assert owner.get(PATH).json()["version"] == 0

    def test_a_stale_version_is_refused(self, owner: Person) -> None:
        decided(owner)
        assert assert_problem(put(owner), 409, "version_stale")["current_version"] == 1

    def test_of_many_at_once_one_decides(self, owner: Person) -> None:
        with ThreadPoolExecutor(20) as pool:
            statuses = list(pool.map(lambda n: put(owner, idle_minutes=5 + n).status_code, range(50)))
        assert sorted(statuses) == [200] + [409] * 49

    @pytest.mark.parametrize(
        "changes",
        [
            {"two_factor": "never"}, {"two_factor": None}, {"idle_minutes": 4}, {"idle_minutes": 43_201}, {"idle_minutes": 7.5},
            {"idle_minutes": "60"}, {"absolute_hours": 0}, {"absolute_hours": 721}, {"factor_grace_until": "tomorrow"},
            {"factor_grace_until": "2030-01-01T00:00:00"}, {"invite_domains": ["@agencia.com"]}, {"invite_domains": ["a b.com"]},
            {"invite_domains": ["com"]}, {"invite_domains": ["a.com"] * 51}, {"invite_domains": "a.com"}, {"version": -1},
            {"version": None}, {"organization_id": "x"}, {"members_without_factor": 0},
        ],
    )  # fmt: skip
    def test_bad_values_change_nothing(self, owner: Person, changes: dict[str, Any]) -> None:
        problem = assert_problem(put(owner, **changes), 422, "invalid")
        assert problem["errors"][0]["field"].partition(".")[0] == next(iter(changes))
        assert owner.get(PATH).json()["version"] == 0


class TestLimits:
    def test_idle_log_ins_are_over(self, superuser: Connection, owner: Person, member: Person) -> None:
        decided(owner, idle_minutes=30)
        age(superuser, member, "last_seen_at", 29)
        assert member.get("/clients").status_code == 200
        age(superuser, owner, "last_seen_at", 31)
        assert_problem(owner.get("/clients"), 401, "session_dead")
        assert_problem(refresh(owner), 401, "session_dead")

    def test_what_is_over_stays_over(self, http: httpx.Client, superuser: Connection, owner: Person) -> None:
        """Also once the limit is lifted."""
        decided(owner, idle_minutes=30)
        age(superuser, owner, "last_seen_at", 31)
        assert_problem(refresh(owner), 401, "session_dead")
        decided(log_in(http, owner.email), version=1)
        assert_problem(owner.get("/clients"), 401, "session_dead")

    def test_old_log_ins_are_over_however_much_they_are_used(self, superuser: Connection, owner: Person) -> None:
        decided(owner, absolute_hours=8)
        age(superuser, owner, "created_at", 8 * 60 - 1)
        assert owner.get("/clients").status_code == 200
        age(superuser, owner, "created_at", 8 * 60 + 1)
        assert_problem(owner.get("/clients"), 401, "session_dead")
        assert_problem(refresh(owner), 401, "session_dead")

    def test_open_sockets_close_too(self, superuser: Connection, owner: Person, member: Person) -> None:
        with listening(member) as socket:
            decided(owner, absolute_hours=1)
            age(superuser, member, "created_at", 61)
            assert close_code(socket) == SESSION_ENDED

    def test_another_organization_s_limits_end_nothing_here(self, superuser: Connection, owner: Person, other: Person) -> None:
        decided(other, idle_minutes=5, absolute_hours=1)
        age(superuser, owner, "created_at", 10_000)
        age(superuser, owner, "last_seen_at", 10_000)
        assert owner.get("/clients").status_code == 200


class TestFactor:
    def test_who_demands_one_has_one(self, owner: Person) -> None:
        assert_problem(put(owner, two_factor="required"), 409, "own_factor_missing")
        assert owner.get(PATH).json()["two_factor"] == "optional"

    def test_who_lacks_it_may_only_set_it_up(self, superuser: Connection, owner: Person, member: Person) -> None:
        give_factor(superuser, owner)
        assert decided(owner, two_factor="required")["members_without_factor"] == 1
        assert owner.get("/clients").status_code == 200
        for path in ("/clients", "/pipeline/board", "/preferences", PATH):
            assert_problem(member.get(path), 403, "factor_required")
        assert_problem(member.post("/ws/ticket"), 403, "factor_required")
        assert member.get("/users/me").status_code == 200
        assert member.get("/sessions").status_code == 200
        assert refresh(member).status_code == 200
        give_factor(superuser, member)
        assert member.get("/clients").status_code == 200

    def test_the_grace_leaves_time(self, superuser: Connection, owner: Person, member: Person) -> None:
        give_factor(superuser, owner)
        soon = (datetime.now(UTC) + timedelta(days=7)).isoformat()
        assert decided(owner, two_factor="required", factor_grace_until=soon)["factor_grace_until"] is not None
        assert member.get("/clients").status_code == 200
        superuser.execute("UPDATE security_policies SET factor_grace_until = now() WHERE organization_id = %s", (owner.organization_id,))
        assert_problem(member.get("/clients"), 403, "factor_required")

    def test_the_grace_has_an_end(self, superuser: Connection, owner: Person) -> None:
        give_factor(superuser, owner)
        late = (datetime.now(UTC) + timedelta(days=91)).isoformat()
        assert_problem(put(owner, two_factor="required", factor_grace_until=late), 422, "grace_too_long")

    def test_open_sockets_close_when_it_is_over(self, superuser: Connection, owner: Person, member: Person) -> None:
        give_factor(superuser, owner)
        with listening(member) as socket:
            decided(owner, two_factor="required")
            assert close_code(socket) == SESSION_ENDED

    def test_log_ins_of_who_lacks_it_still_begin(self, http: httpx.Client, superuser: Connection, owner: Person, member: Person) -> None:
        give_factor(superuser, owner)
        decided(owner, two_factor="required")
        again = log_in(http, member.email)
        assert_problem(again.get("/clients"), 403, "factor_required")
        assert again.get("/users/me").status_code == 200


class TestClosed:
    def test_business_is_closed_and_the_account_is_not(self, superuser: Connection, owner: Person, other: Person) -> None:
        superuser.execute("UPDATE organizations SET deleted_at = now() WHERE id = %s", (owner.organization_id,))
        assert_problem(owner.get("/clients"), 403, "organization_closed")
        assert owner.get("/users/me").status_code == 200
        assert_problem(other.get("/clients", headers={"X-Org-Id": owner.organization_id}), 403, "not_a_member")
