"""The organization, its members, its roles, and what its plan includes."""

from typing import Any, get_args

import httpx
import pytest

from api.core.permissions import PERMISSIONS_BY_ROLE, Role
from tests.e2e.api.support import Connection, Person, assert_problem, join

pytestmark = pytest.mark.organizations


class TestGetOrganization:
    def test_shows_the_organization_and_the_role_in_it(self, owner: Person, viewer: Person) -> None:
        found = owner.get("/organizations/current").json()
        assert found["id"] == owner.organization_id
        assert found["version"] == 1
        assert found["role"] == "owner"
        assert viewer.get("/organizations/current").json() == found | {"role": "viewer"}


class TestUpdateOrganization:
    def test_changes_name_and_currency(self, owner: Person) -> None:
        answer = owner.patch("/organizations/current", json={"name": "Estúdio Lua", "currency": "EUR", "version": 1})
        assert answer.status_code == 200
        found = answer.json()
        assert (found["name"], found["currency"], found["version"]) == ("Estúdio Lua", "EUR", 2)

    def test_a_stale_version_is_refused(self, owner: Person) -> None:
        owner.patch("/organizations/current", json={"name": "Primeira", "version": 1})
        problem = assert_problem(owner.patch("/organizations/current", json={"name": "Segunda", "version": 1}), 409, "version_stale")
        assert problem["current_version"] == 2
        assert owner.get("/organizations/current").json()["name"] == "Primeira"

    @pytest.mark.parametrize("role", ["manager", "member", "viewer"])
    def test_lower_roles_get_403(self, http: httpx.Client, superuser: Connection, owner: Person, role: str) -> None:
        person = join(http, superuser, owner.organization_id, role)
        assert_problem(person.patch("/organizations/current", json={"name": "X", "version": 1}), 403, "permission_missing")

    def test_an_admin_may(self, http: httpx.Client, superuser: Connection, owner: Person) -> None:
        admin = join(http, superuser, owner.organization_id, "admin")
        assert admin.patch("/organizations/current", json={"name": "X", "version": 1}).status_code == 200

    @pytest.mark.parametrize(
        "body",
        [
            {"name": "X"}, {"version": 1, "name": ""}, {"version": 1, "name": None}, {"version": 1, "currency": "XXX"},
            {"version": 1, "currency": "brl"}, {"version": 0}, {"version": "1"}, {"version": 1.5}, {"version": True},
            {"version": 1, "plan": "enterprise"}, {"version": 1, "is_personal": True}, {"version": 2**40},
        ],
    )  # fmt: skip
    def test_bad_values_change_nothing(self, owner: Person, body: Any) -> None:
        before = owner.get("/organizations/current").json()
        assert_problem(owner.patch("/organizations/current", json=body), 422)
        assert owner.get("/organizations/current").json() == before


class TestFeatures:
    def test_says_mode_plan_role_and_permissions(self, owner: Person) -> None:
        found = owner.get("/organizations/current/features").json()
        assert (found["saas_mode"], found["plan"], found["role"]) == ("B2B", "unlimited", "owner")
        assert found["can_mail"] is True
        assert set(found["permissions"]) == PERMISSIONS_BY_ROLE["owner"]
        assert found["features"]["teams"] is True
        assert found["features"]["voip"] is True
        assert found["features"]["mailboxes"] is None

    def test_a_viewer_sees_their_own_permissions(self, viewer: Person) -> None:
        assert set(viewer.get("/organizations/current/features").json()["permissions"]) == PERMISSIONS_BY_ROLE["viewer"]

    def test_follows_the_plan_at_once(self, superuser: Connection, owner: Person) -> None:
        superuser.execute("UPDATE organizations SET plan = 'starter' WHERE id = %s", (owner.organization_id,))
        found = owner.get("/organizations/current/features").json()
        assert found["plan"] == "starter"
        assert found["features"]["voip"] is False

    def test_follows_the_role_at_once(self, superuser: Connection, member: Person) -> None:
        superuser.execute("UPDATE memberships SET role = 'viewer' WHERE user_id = %s", (member.user_id,))
        assert member.get("/organizations/current/features").json()["role"] == "viewer"
        assert_problem(member.post("/clients", json={"name": "X"}), 403, "permission_missing")


@pytest.mark.roles
class TestRoles:
    def test_lists_every_role_strongest_first(self, owner: Person) -> None:
        found = owner.get("/roles").json()
        assert [row["role"] for row in found["items"]] == list(get_args(Role))
        assert {row["role"]: set(row["permissions"]) for row in found["items"]} == {r: set(p) for r, p in PERMISSIONS_BY_ROLE.items()}
        assert found["next_cursor"] is None


class TestMembers:
    def test_lists_the_people_of_the_organization_only(self, owner: Person, member: Person, viewer: Person, other: Person) -> None:
        rows = owner.get("/members").json()["items"]
        assert [(row["user_id"], row["role"]) for row in rows] == [
            (owner.user_id, "owner"), (member.user_id, "member"), (viewer.user_id, "viewer"),
        ]  # fmt: skip
        assert [row["user_id"] for row in other.get("/members").json()["items"]] == [other.user_id]

    def test_pages_without_repeating_or_skipping(self, owner: Person, member: Person, viewer: Person) -> None:
        seen: list[str] = []
        cursor: str | None = None
        for _ in range(3):
            page = owner.get("/members", params={"limit": 1} | ({"cursor": cursor} if cursor else {})).json()
            seen += [row["user_id"] for row in page["items"]]
            cursor = page["next_cursor"]
        assert seen == [owner.user_id, member.user_id, viewer.user_id]
        assert cursor is None

    @pytest.mark.parametrize("query", [{"limit": 0}, {"limit": 101}, {"limit": "x"}, {"cursor": "x"}, {"cursor": "a" * 1000}])
    def test_bad_paging_is_refused(self, owner: Person, query: dict[str, Any]) -> None:
        assert_problem(owner.get("/members", params=query), 422)

    def test_a_member_who_left_is_refused_at_once(self, superuser: Connection, member: Person) -> None:
        superuser.execute("DELETE FROM memberships WHERE user_id = %s", (member.user_id,))
        assert_problem(member.get("/members"), 403, "not_a_member")
