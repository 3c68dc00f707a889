"""Teams, and saying what a member sees of the records."""

import httpx
import pytest

from tests.e2e.api.support import Connection, Person, Record, assert_problem, join, make_team

pytestmark = pytest.mark.roles


def seen_by(owner: Person, person: Person) -> Record:
    found: Record = next(row for row in owner.get("/members").json()["items"] if row["user_id"] == person.user_id)
    return {name: found[name] for name in ("record_scope", "team_id", "team_name")}


class TestTeams:
    def test_are_made_renamed_listed_and_deleted(self, owner: Person, member: Person) -> None:
        sales = make_team(owner, name="Vendas")
        make_team(owner, name="Atendimento")
        assert (sales["member_count"], sales["version"]) == (0, 1)
        assert [team["name"] for team in member.get("/teams").json()["items"]] == ["Atendimento", "Vendas"]
        renamed = owner.patch(f"/teams/{sales['id']}", json={"name": "Comercial", "version": 1})
        assert (renamed.json()["name"], renamed.json()["version"]) == ("Comercial", 2)
        assert owner.delete(f"/teams/{sales['id']}").status_code == 204
        assert [team["name"] for team in owner.get("/teams").json()["items"]] == ["Atendimento"]

    def test_pages(self, owner: Person) -> None:
        for name in ("A", "B", "C"):
            make_team(owner, name=name)
        first = owner.get("/teams", params={"limit": 2}).json()
        rest = owner.get("/teams", params={"limit": 2, "cursor": first["next_cursor"]}).json()
        assert [team["name"] for team in (*first["items"], *rest["items"])] == ["A", "B", "C"]
        assert rest["next_cursor"] is None

    def test_of_one_name_there_is_one(self, owner: Person) -> None:
        first, second = make_team(owner, name="Vendas"), make_team(owner, name="Apoio")
        assert_problem(owner.post("/teams", json={"name": " vêndas "}), 409, "team_exists")
        assert_problem(owner.patch(f"/teams/{second['id']}", json={"name": "VENDAS", "version": 1}), 409, "team_exists")
        assert owner.patch(f"/teams/{first['id']}", json={"name": "VENDAS", "version": 1}).status_code == 200

    def test_of_a_stale_version_is_refused(self, owner: Person) -> None:
        team = make_team(owner)
        owner.patch(f"/teams/{team['id']}", json={"name": "Vendas", "version": 1})
        problem = assert_problem(owner.patch(f"/teams/{team['id']}", json={"name": "Compras", "version": 1}), 409, "version_stale")
        assert problem["current"]["name"] == "Vendas"

    @pytest.mark.parametrize("body", [{}, {"name": ""}, {"name": " "}, {"name": "\u0301"}, {"name": "x" * 51}, {"name": None}])
    def test_without_a_name_is_refused(self, owner: Person, body: Record) -> None:
        assert_problem(owner.post("/teams", json=body), 422)

    @pytest.mark.parametrize("role", ["manager", "member", "viewer"])
    def test_are_an_admins_to_change(self, http: httpx.Client, superuser: Connection, owner: Person, role: str) -> None:
        team, person = make_team(owner), join(http, superuser, owner.organization_id, role)
        assert_problem(person.post("/teams", json={"name": "Minha"}), 403, "permission_missing")
        assert_problem(person.patch(f"/teams/{team['id']}", json={"name": "Minha", "version": 1}), 403, "permission_missing")
        assert_problem(person.delete(f"/teams/{team['id']}"), 403, "permission_missing")
        assert person.get("/teams").status_code == 200

    def test_of_another_organization_are_none(self, owner: Person, other: Person) -> None:
        team = make_team(other)
        assert_problem(owner.patch(f"/teams/{team['id']}", json={"name": "Minha", "version": 1}), 404, "team_not_found")
        assert_problem(owner.delete(f"/teams/{team['id']}"), 404, "team_not_found")
        assert owner.get("/teams").json()["items"] == []

    def test_stay_while_somebody_sees_by_them(self, owner: Person, member: Person) -> None:
        team = make_team(owner)
        owner.patch(f"/members/{member.user_id}", json={"record_scope": "team", "team_id": team["id"]})
        assert_problem(owner.delete(f"/teams/{team['id']}"), 409, "team_needed")
        owner.patch(f"/members/{member.user_id}", json={"record_scope": "own"})
        assert owner.delete(f"/teams/{team['id']}").status_code == 204
        assert seen_by(owner, member) == {"record_scope": "own", "team_id": None, "team_name": None}


class TestScopeOfMember:
    def test_is_everything_until_said_otherwise(self, owner: Person, member: Person) -> None:
        assert seen_by(owner, member) == {"record_scope": "all", "team_id": None, "team_name": None}
        features = member.get("/organizations/current/features").json()
        assert (features["record_scope"], features["seen_owner_ids"], features["sees_unowned"]) == ("all", None, True)

    def test_holds_from_the_next_request(self, owner: Person, member: Person) -> None:
        team = make_team(owner, name="Vendas")
        answer = owner.patch(f"/members/{member.user_id}", json={"record_scope": "team", "team_id": team["id"]})
        assert (answer.json()["record_scope"], answer.json()["team_name"]) == ("team", "Vendas")
        features = member.get("/organizations/current/features").json()
        assert (features["record_scope"], features["seen_owner_ids"], features["sees_unowned"]) == ("team", [member.user_id], True)
        assert owner.get("/teams").json()["items"][0]["member_count"] == 1
        owner.patch(f"/members/{member.user_id}", json={"record_scope": "own"})
        features = member.get("/organizations/current/features").json()
        assert (features["record_scope"], features["seen_owner_ids"], features["sees_unowned"]) == ("own", [member.user_id], False)
        assert seen_by(owner, member)["team_name"] == "Vendas"

    def test_is_written_into_the_log(self, owner: Person, member: Person) -> None:
        owner.patch(f"/members/{member.user_id}", json={"record_scope": "own"})
        entry = owner.get("/audit-log", params={"action": "member.scope_changed"}).json()["items"][0]
        assert entry["entity_id"] == member.user_id
        assert entry["changes"] == {"record_scope": ["all", "own"]}

    def test_of_a_team_takes_one(self, owner: Person, member: Person, other: Person) -> None:
        path, foreign = f"/members/{member.user_id}", make_team(other)
        assert_problem(owner.patch(path, json={"record_scope": "team"}), 422, "team_missing")
        assert_problem(owner.patch(path, json={"record_scope": "team", "team_id": foreign["id"]}), 404, "team_not_found")
        team = make_team(owner)
        assert owner.patch(path, json={"team_id": team["id"]}).status_code == 200
        assert owner.patch(path, json={"record_scope": "team"}).status_code == 200
        assert_problem(owner.patch(path, json={"team_id": None}), 422, "team_missing")
        assert owner.patch(path, json={"record_scope": "own", "team_id": None}).status_code == 200

    @pytest.mark.parametrize("role", ["owner", "admin"])
    def test_of_admins_is_everything(self, http: httpx.Client, superuser: Connection, owner: Person, role: str) -> None:
        person = join(http, superuser, owner.organization_id, role)
        assert_problem(owner.patch(f"/members/{person.user_id}", json={"record_scope": "own"}), 422, "admin_sees_all")

    def test_ends_with_a_promotion(self, owner: Person, member: Person) -> None:
        owner.patch(f"/members/{member.user_id}", json={"record_scope": "own"})
        assert owner.patch(f"/members/{member.user_id}", json={"role": "admin"}).json()["record_scope"] == "all"
        assert owner.patch(f"/members/{member.user_id}", json={"role": "member"}).json()["record_scope"] == "all"

    def test_comes_with_a_role_in_one_request(self, owner: Person, member: Person) -> None:
        answer = owner.patch(f"/members/{member.user_id}", json={"role": "viewer", "record_scope": "own"})
        assert (answer.json()["role"], answer.json()["record_scope"]) == ("viewer", "own")
        assert_problem(owner.patch(f"/members/{member.user_id}", json={"role": "admin", "record_scope": "own"}), 422, "admin_sees_all")
        assert owner.get("/members").json()["items"][1]["role"] == "viewer"

    @pytest.mark.parametrize("body", [{"record_scope": None}, {"record_scope": "mine"}, {"team_id": "x"}, {}])
    def test_bad_values_are_refused(self, owner: Person, member: Person, body: Record) -> None:
        assert_problem(owner.patch(f"/members/{member.user_id}", json=body), 422)

    def test_is_not_a_members_to_change(self, owner: Person, member: Person) -> None:
        assert_problem(member.patch(f"/members/{member.user_id}", json={"record_scope": "all"}), 403, "permission_missing")
