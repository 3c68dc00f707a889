"""Members: roles with a ceiling, an owner who always remains, and leaving that takes effect at once."""

from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.e2e.api.support import Connection, Person, Record, assert_problem, join, make_client, make_deal, session_of

pytestmark = pytest.mark.roles

ROUNDS = 20


def roles(person: Person) -> dict[str, str]:
    return {row["user_id"]: row["role"] for row in person.get("/members").json()["items"]}


def role_of(superuser: Connection, person: Person) -> str | None:
    row = superuser.execute(
        "SELECT role FROM memberships WHERE organization_id = %s AND user_id = %s AND left_at IS NULL",
        (person.organization_id, person.user_id),
    ).fetchone()
    return None if row is None else row["role"]


@pytest.fixture
def admin(http: httpx.Client, superuser: Connection, owner: Person) -> Person:
    return join(http, superuser, owner.organization_id, "admin")


@pytest.fixture
def second_owner(http: httpx.Client, superuser: Connection, owner: Person) -> Person:
    return join(http, superuser, owner.organization_id, "owner")


class TestChangingRoles:
    @pytest.mark.parametrize("role", ["admin", "manager", "viewer"])
    def test_takes_effect_on_the_next_request(self, owner: Person, member: Person, role: str) -> None:
        answer = owner.patch(f"/members/{member.user_id}", json={"role": role})
        assert answer.status_code == 200
        assert answer.json()["role"] == role
        assert member.get("/organizations/current/features").json()["role"] == role
        assert member.post("/clients", json={"name": "Nova"}).status_code == (403 if role == "viewer" else 201)

    def test_an_owner_makes_another(self, owner: Person, member: Person) -> None:
        assert owner.patch(f"/members/{member.user_id}", json={"role": "owner"}).status_code == 200
        assert member.patch(f"/members/{owner.user_id}", json={"role": "viewer"}).status_code == 200
        assert roles(member)[owner.user_id] == "viewer"

    def test_making_an_owner_takes_fresh_proof(self, superuser: Connection, owner: Person, member: Person) -> None:
        superuser.execute("UPDATE user_sessions SET authenticated_at = now() - interval '11 minutes' WHERE id = %s", (session_of(owner),))
        assert_problem(owner.patch(f"/members/{member.user_id}", json={"role": "owner"}), 403, "reauthentication_required")
        assert owner.patch(f"/members/{member.user_id}", json={"role": "manager"}).status_code == 200

    def test_an_admin_makes_no_owner_and_touches_none(self, owner: Person, admin: Person, member: Person) -> None:
        assert_problem(admin.patch(f"/members/{member.user_id}", json={"role": "owner"}), 403, "role_above_own")
        assert_problem(admin.patch(f"/members/{owner.user_id}", json={"role": "viewer"}), 403, "role_above_own")
        assert_problem(admin.patch(f"/members/{admin.user_id}", json={"role": "owner"}), 403, "role_above_own")
        assert_problem(admin.delete(f"/members/{owner.user_id}"), 403, "role_above_own")
        assert admin.patch(f"/members/{member.user_id}", json={"role": "admin"}).status_code == 200

    def test_the_last_owner_stays_one(self, owner: Person, admin: Person) -> None:
        assert_problem(owner.patch(f"/members/{owner.user_id}", json={"role": "admin"}), 409, "last_owner")
        assert_problem(owner.post("/members/leave"), 409, "last_owner")
        assert roles(owner)[owner.user_id] == "owner"

    @pytest.mark.parametrize("role", ["manager", "member", "viewer"])
    def test_who_does_not_manage_is_refused(
        self, http: httpx.Client, superuser: Connection, owner: Person, member: Person, role: str
    ) -> None:
        person = join(http, superuser, owner.organization_id, role)
        assert_problem(person.patch(f"/members/{member.user_id}", json={"role": "viewer"}), 403, "permission_missing")
        assert_problem(person.patch(f"/members/{person.user_id}", json={"role": "admin"}), 403, "permission_missing")
        assert_problem(person.delete(f"/members/{member.user_id}"), 403, "permission_missing")

    @pytest.mark.parametrize("body", [{}, {"role": "boss"}, {"role": None}, {"role": "admin", "user_id": "x"}])
    def test_bad_roles_are_refused(self, owner: Person, member: Person, body: Record) -> None:
        assert_problem(owner.patch(f"/members/{member.user_id}", json=body), 422)

    def test_two_owners_demote_each_other_and_one_remains(self, superuser: Connection, owner: Person, second_owner: Person) -> None:
        for _ in range(ROUNDS):
            superuser.execute("UPDATE memberships SET role = 'owner' WHERE organization_id = %s", (owner.organization_id,))
            pairs = [(owner, second_owner), (second_owner, owner)]
            with ThreadPoolExecutor(2) as pool:
                answers = list(pool.map(lambda pair: pair[0].patch(f"/members/{pair[1].user_id}", json={"role": "member"}), pairs))
            assert sorted(answer.status_code for answer in answers)[0] == 200
            assert {role_of(superuser, owner), role_of(superuser, second_owner)} == {"member", "owner"}

    def test_two_owners_leave_at_once_and_one_remains(
        self, http: httpx.Client, superuser: Connection, owner: Person, second_owner: Person
    ) -> None:
        for _ in range(ROUNDS):
            superuser.execute("UPDATE memberships SET left_at = NULL WHERE organization_id = %s", (owner.organization_id,))
            with ThreadPoolExecutor(2) as pool:
                answers = list(pool.map(lambda person: person.post("/members/leave"), (owner, second_owner)))
            assert sorted(answer.status_code for answer in answers) == [204, 409]
            assert sorted([role_of(superuser, owner) or "", role_of(superuser, second_owner) or ""]) == ["", "owner"]


class TestRemoving:
    def test_ends_access_at_once_and_moves_what_was_owned(self, owner: Person, member: Person, admin: Person) -> None:
        client = make_client(member, owner_id=member.user_id)
        deal = make_deal(member, client["id"], owner_id=member.user_id)
        other = make_deal(owner, owner_id=owner.user_id)
        assert owner.delete(f"/members/{member.user_id}", params={"reassign_to": admin.user_id}).status_code == 204
        assert_problem(member.get("/clients"), 403, "not_a_member")
        moved = owner.get(f"/clients/{client['id']}").json()
        assert (moved["owner_id"], moved["version"]) == (admin.user_id, client["version"] + 1)
        assert owner.get(f"/deals/{deal['id']}").json()["owner_id"] == admin.user_id
        assert owner.get(f"/deals/{other['id']}").json()["owner_id"] == owner.user_id
        assert member.user_id not in roles(owner)

    def test_without_a_successor_nobody_owns_it(self, owner: Person, member: Person) -> None:
        client = make_client(member, owner_id=member.user_id)
        assert owner.delete(f"/members/{member.user_id}").status_code == 204
        assert owner.get(f"/clients/{client['id']}").json()["owner_id"] is None

    def test_the_name_stays_on_what_they_wrote(self, owner: Person, member: Person) -> None:
        client = make_client(owner)
        member.post("/timeline", json={"client_id": client["id"], "type": "note", "content": "Ligou."})
        owner.delete(f"/members/{member.user_id}")
        entries = owner.get(f"/clients/{client['id']}/timeline").json()["items"]
        assert member.user_id in {entry["user_id"] for entry in entries}

    def test_a_removed_person_s_log_in_goes_on_elsewhere(
        self, http: httpx.Client, superuser: Connection, owner: Person, other: Person
    ) -> None:
        superuser.execute(
            "INSERT INTO memberships (organization_id, id, user_id, role) VALUES (%s, gen_random_uuid(), %s, 'member')",
            (owner.organization_id, other.user_id),
        )
        assert owner.delete(f"/members/{other.user_id}").status_code == 204
        assert other.get("/clients").status_code == 200
        assert_problem(other.post(f"/organizations/{owner.organization_id}/switch"), 404)

    @pytest.mark.parametrize("successor", ["the person", "a stranger", "a former member"])
    def test_a_successor_must_be_here(
        self, http: httpx.Client, superuser: Connection, owner: Person, member: Person, other: Person, successor: str
    ) -> None:
        former = join(http, superuser, owner.organization_id, "member")
        assert owner.delete(f"/members/{former.user_id}").status_code == 204
        wanted = {"the person": member, "a stranger": other, "a former member": former}[successor].user_id
        assert_problem(owner.delete(f"/members/{member.user_id}", params={"reassign_to": wanted}), 404, "member_not_found")
        assert member.get("/clients").status_code == 200

    def test_not_oneself_and_not_twice(self, owner: Person, member: Person) -> None:
        assert_problem(owner.delete(f"/members/{owner.user_id}"), 409, "member_is_self")
        assert owner.delete(f"/members/{member.user_id}").status_code == 204
        assert_problem(owner.delete(f"/members/{member.user_id}"), 404, "member_not_found")
        assert_problem(owner.patch(f"/members/{member.user_id}", json={"role": "viewer"}), 404, "member_not_found")

    def test_nobody_can_be_given_work_after_they_left(self, owner: Person, member: Person) -> None:
        owner.delete(f"/members/{member.user_id}")
        assert_problem(owner.post("/clients", json={"name": "Nova", "owner_id": member.user_id}), 404)


class TestLeaving:
    def test_a_viewer_may(self, owner: Person, viewer: Person) -> None:
        assert viewer.post("/members/leave").status_code == 204
        assert_problem(viewer.get("/clients"), 403, "not_a_member")
        assert viewer.user_id not in roles(owner)

    def test_hands_over(self, owner: Person, member: Person) -> None:
        client = make_client(member, owner_id=member.user_id)
        assert member.post("/members/leave", params={"reassign_to": owner.user_id}).status_code == 204
        assert owner.get(f"/clients/{client['id']}").json()["owner_id"] == owner.user_id

    def test_one_of_two_owners_may(self, owner: Person, second_owner: Person) -> None:
        assert owner.post("/members/leave").status_code == 204
        assert_problem(second_owner.post("/members/leave"), 409, "last_owner")


class TestBusinessLogin:
    """Whoever could run SQL as the business login raises nobody and lets nobody back in."""

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE memberships SET role = 'owner' WHERE user_id = %(user)s",
            "UPDATE memberships SET left_at = NULL WHERE user_id = %(user)s",
            "INSERT INTO memberships (organization_id, id, user_id, role) VALUES (%(organization)s, gen_random_uuid(), %(user)s, 'owner')",
            "DELETE FROM memberships WHERE user_id = %(user)s",
        ],
    )
    def test_can_not(self, app_login: Connection, owner: Person, member: Person, statement: str) -> None:
        app_login.execute("SELECT app.enter(%s, %s)", (session_of(owner), owner.organization_id))
        with pytest.raises(Exception, match=r"permission denied|row-level security"):
            app_login.execute(statement, {"user": member.user_id, "organization": owner.organization_id})
