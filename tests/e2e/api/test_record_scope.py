"""What people see of the records who don't see all: their own or their team's, in every list, figure and command."""

import json
from typing import Any

import httpx
import pytest

from tests.e2e.api.support import (
    Connection,
    Person,
    Record,
    assert_problem,
    eventually,
    join,
    make_api_key,
    make_client,
    make_contact,
    make_deal,
    make_entry,
    make_team,
    restrict,
)
from tests.e2e.api.test_live import close_code, listening, next_event

pytestmark = pytest.mark.roles

TRY_AGAIN = 1013


@pytest.fixture
def own(superuser: Connection, member: Person) -> Person:
    """Sees their own records."""
    restrict(superuser, member, "own")
    return member


@pytest.fixture
def team(owner: Person) -> Record:
    return make_team(owner)


@pytest.fixture
def mate(http: httpx.Client, superuser: Connection, owner: Person, team: Record) -> Person:
    """In the team, and sees everything."""
    person = join(http, superuser, owner.organization_id, "member")
    restrict(superuser, person, "all", team)
    return person


@pytest.fixture
def of_team(http: httpx.Client, superuser: Connection, owner: Person, team: Record) -> Person:
    """Sees their team's records."""
    person = join(http, superuser, owner.organization_id, "member")
    restrict(superuser, person, "team", team)
    return person


def names(person: Person, path: str, key: str = "id", **params: Any) -> set[str]:
    return {row[key] for row in person.get(path, params=params).json()["items"]}


class TestOwn:
    def test_sees_clients_and_deals_of_their_own(self, owner: Person, own: Person) -> None:
        mine, theirs = make_client(own), make_client(owner)
        deal, hidden = make_deal(own, mine["id"]), make_deal(owner, theirs["id"])
        assert names(own, "/clients") == {mine["id"]}
        assert names(own, "/deals") == {deal["id"]}
        assert own.get("/clients").json()["total"] == 1
        assert_problem(own.get(f"/clients/{theirs['id']}"), 404, "client_not_found")
        assert_problem(own.get(f"/deals/{hidden['id']}"), 404, "deal_not_found")
        assert_problem(own.get(f"/clients/{theirs['id']}/timeline"), 404, "client_not_found")

    def test_sees_the_client_of_a_deal_of_theirs_without_the_others(self, owner: Person, own: Person) -> None:
        client = make_client(owner)
        contact = make_contact(owner, client["id"])
        note = make_entry(owner, client["id"])
        hidden = make_deal(owner, client["id"])
        noted = make_entry(owner, client["id"], deal_id=hidden["id"])
        deal = make_deal(owner, client["id"], owner_id=own.user_id)
        found = own.get(f"/clients/{client['id']}").json()
        assert found["open_deals_count"] == 1
        assert names(own, f"/clients/{client['id']}/contacts") == {contact["id"]}
        assert names(own, "/deals", client_id=client["id"]) == {deal["id"]}
        entries = names(own, f"/clients/{client['id']}/timeline")
        assert note["id"] in entries
        assert noted["id"] not in entries
        assert hidden["title"] not in own.get(f"/clients/{client['id']}/timeline").text
        assert_problem(own.get(f"/timeline/{noted['id']}"), 404, "timeline_entry_not_found")

    def test_does_not_see_what_nobody_owns(self, owner: Person, own: Person) -> None:
        client = make_client(owner, owner_id=None)
        make_deal(owner, client["id"], owner_id=None)
        assert names(own, "/clients") == set()
        assert names(own, "/deals") == set()

    def test_figures_are_of_what_they_see(self, owner: Person, own: Person) -> None:
        make_deal(owner, value_cents=900_000)
        make_deal(own, value_cents=100_000)
        make_deal(own, value_cents=50_000, stage="closed", outcome="won")
        lead = next(column for column in own.get("/pipeline/board").json()["columns"] if column["stage"] == "lead")
        assert (lead["count"], lead["value_cents"], len(lead["items"])) == (1, {"BRL": 100_000}, 1)
        metrics = own.get("/pipeline/metrics").json()
        assert (metrics["open_count"], metrics["open_value_cents"], metrics["won_value_cents"]) == (1, {"BRL": 100_000}, {"BRL": 50_000})
        assert owner.get("/pipeline/metrics").json()["open_count"] == 2
        usage = own.get("/organizations/current/usage").json()
        assert (usage["clients"], usage["deals"]) == (2, 2)
        totals = own.get("/deals", params={"with_totals": "true"}).json()["totals"]
        assert totals["count"] == 2

    def test_attention_is_of_their_own(self, superuser: Connection, owner: Person, own: Person) -> None:
        hidden, mine = make_deal(owner), make_deal(own)
        superuser.execute("UPDATE deals SET expected_close_date = '2020-01-01' WHERE id = ANY(%s::uuid[])", ([hidden["id"], mine["id"]],))
        found = own.get("/pipeline/attention").json()
        assert [item["deal"]["id"] for item in found["items"]] == [mine["id"]]
        assert found["total"] == 1

    def test_search_finds_what_they_see(self, owner: Person, own: Person) -> None:
        hidden = make_client(owner, name="Padaria Girassol Azul")
        make_contact(owner, hidden["id"], name="Girassol Azul")
        make_deal(owner, hidden["id"], title="Girassol Azul")
        mine = make_client(own, name="Padaria Girassol Verde")
        assert [row["id"] for row in own.get("/search", params={"q": "girassol"}).json()["items"]] == [mine["id"]]
        assert names(own, "/deals", query="girassol") == set()
        assert names(own, "/clients", query="girassol") == {mine["id"]}
        assert len(owner.get("/search", params={"q": "girassol"}).json()["items"]) == 4

    def test_records_reach_them_and_leave(self, owner: Person, own: Person) -> None:
        deal = make_deal(owner)
        given = owner.patch(f"/deals/{deal['id']}", json={"owner_id": own.user_id, "version": deal["version"]}).json()
        assert own.get(f"/deals/{deal['id']}").status_code == 200
        assert own.get(f"/clients/{deal['client_id']}").status_code == 200
        owner.patch(f"/deals/{deal['id']}", json={"owner_id": owner.user_id, "version": given["version"]})
        assert_problem(own.get(f"/deals/{deal['id']}"), 404, "deal_not_found")
        assert_problem(own.get(f"/clients/{deal['client_id']}"), 404, "client_not_found")

    def test_works_with_what_they_see(self, own: Person) -> None:
        client = make_client(own, email="a@girassol.example", phone="+5511987654321", tags=["vip"])
        make_contact(own, client["id"], email="b@girassol.example")
        deal = make_deal(own, client["id"], tags=["site"])
        moved = own.put(f"/deals/{deal['id']}/stage", json={"stage": "contact", "version": deal["version"]}).json()
        edited = own.patch(f"/deals/{deal['id']}", json={"title": "Loja", "version": moved["version"]})
        assert edited.status_code == 200
        assert own.post(f"/commands/{edited.headers['x-command-id']}/undo").status_code == 200
        entry = make_entry(own, client["id"], deal_id=deal["id"])
        assert own.delete(f"/timeline/{entry['id']}").status_code == 204
        gone = own.delete(f"/deals/{deal['id']}")
        assert gone.status_code == 204
        assert own.post(f"/commands/{gone.headers['x-command-id']}/undo").status_code == 200
        left = own.delete(f"/clients/{client['id']}")
        assert left.status_code == 204
        assert own.post(f"/clients/{client['id']}/restore").status_code == 200
        assert own.get(f"/deals/{deal['id']}").status_code == 200

    def test_a_hidden_duplicate_is_no_duplicate(self, owner: Person, own: Person) -> None:
        make_client(owner, name="Padaria Única", email="a@unica.example")
        answer = own.post("/clients", json={"name": "Padaria Única", "email": "a@unica.example"})
        assert answer.status_code == 201


class TestTeam:
    def test_sees_the_teams_records_and_those_of_nobody(self, owner: Person, mate: Person, of_team: Person) -> None:
        mine, mates, nobodys = make_client(of_team), make_client(mate), make_client(owner, owner_id=None)
        make_client(owner)
        assert names(of_team, "/clients") == {mine["id"], mates["id"], nobodys["id"]}
        deal = make_deal(mate, mates["id"])
        assert names(of_team, "/deals") == {deal["id"]}

    def test_gives_records_to_the_team_alone(self, owner: Person, mate: Person, of_team: Person) -> None:
        deal, client = make_deal(of_team), make_client(of_team)
        for path, record in (("/deals", deal), ("/clients", client)):
            given = of_team.patch(f"{path}/{record['id']}", json={"owner_id": mate.user_id, "version": record["version"]})
            assert given.status_code == 200
            version = given.json()["version"]
            refused = of_team.patch(f"{path}/{record['id']}", json={"owner_id": owner.user_id, "version": version})
            assert_problem(refused, 403, "owner_out_of_scope")
            freed = of_team.patch(f"{path}/{record['id']}", json={"owner_id": None, "version": version})
            assert freed.status_code == 200
        assert_problem(of_team.post("/clients", json={"name": "Nova", "owner_id": owner.user_id}), 403, "owner_out_of_scope")
        assert_problem(
            of_team.post("/deals", json={"title": "Nova", "client_id": client["id"], "owner_id": owner.user_id}), 403, "owner_out_of_scope"
        )

    def test_who_sees_their_own_keeps_it(self, owner: Person, own: Person) -> None:
        deal = make_deal(own)
        for owner_id in (None, owner.user_id):
            answer = own.patch(f"/deals/{deal['id']}", json={"owner_id": owner_id, "version": deal["version"]})
            assert_problem(answer, 403, "owner_out_of_scope")
        assert_problem(own.post("/clients", json={"name": "Nova", "owner_id": None}), 403, "owner_out_of_scope")

    def test_an_owner_out_of_sight_stays_when_nobody_changes_them(self, owner: Person, own: Person) -> None:
        client = make_client(owner)
        make_deal(owner, client["id"], owner_id=own.user_id)
        answer = own.patch(f"/clients/{client['id']}", json={"notes": "Liga de manhã", "owner_id": owner.user_id, "version": 1})
        assert answer.status_code == 200


class TestSharedClient:
    def test_is_not_deleted_by_who_does_not_see_all_of_it(self, owner: Person, own: Person) -> None:
        client = make_client(own)
        hidden = make_deal(owner, client["id"])
        assert_problem(own.delete(f"/clients/{client['id']}"), 403, "client_shared")
        assert owner.get(f"/deals/{hidden['id']}").status_code == 200
        assert owner.delete(f"/clients/{client['id']}").status_code == 204
        assert_problem(own.post(f"/clients/{client['id']}/restore"), 403, "client_shared")

    def test_knows_of_its_last_activity_by_all_its_entries(self, owner: Person, own: Person) -> None:
        client = make_client(own)
        hidden = make_deal(owner, client["id"])
        make_entry(owner, client["id"], deal_id=hidden["id"], type="call", timestamp="2026-03-01T12:00:00Z")
        entry = make_entry(own, client["id"], type="call", timestamp="2026-04-01T12:00:00Z")
        own.delete(f"/timeline/{entry['id']}")
        assert owner.get(f"/clients/{client['id']}").json()["last_activity_at"].startswith("2026-03-01T12:00:00")


class TestUndo:
    def test_of_a_record_out_of_sight_is_not_found(self, owner: Person, own: Person) -> None:
        deal = make_deal(own)
        edited = own.patch(f"/deals/{deal['id']}", json={"title": "Loja", "version": deal["version"]})
        owner.patch(f"/deals/{deal['id']}", json={"owner_id": owner.user_id, "version": edited.json()["version"]})
        assert_problem(own.post(f"/commands/{edited.headers['x-command-id']}/undo"), 404)

    def test_of_somebody_elses_command_is_not_found(self, owner: Person, own: Person) -> None:
        deal = make_deal(own)
        edited = owner.patch(f"/deals/{deal['id']}", json={"title": "Loja", "version": deal["version"]})
        assert_problem(own.post(f"/commands/{edited.headers['x-command-id']}/undo"), 404, "command_not_found")


class TestLeaving:
    @pytest.mark.parametrize("to_somebody", [True, False])
    def test_hands_over_past_ones_own_sight(self, owner: Person, own: Person, *, to_somebody: bool) -> None:
        deal = make_deal(own)
        answer = own.post("/members/leave", params={"reassign_to": owner.user_id} if to_somebody else {})
        assert answer.status_code == 204
        assert owner.get(f"/deals/{deal['id']}").json()["owner_id"] == (owner.user_id if to_somebody else None)


class TestKey:
    def test_sees_what_its_maker_sees(self, superuser: Connection, http: httpx.Client, owner: Person, member: Person) -> None:
        admin = join(http, superuser, owner.organization_id, "admin")
        make_client(owner)
        mine = make_client(admin)
        key = make_api_key(admin, "client:read")
        superuser.execute(
            "UPDATE memberships SET role = 'member', record_scope = 'own' WHERE organization_id = %s AND user_id = %s",
            (owner.organization_id, admin.user_id),
        )
        answer = http.get("/clients", headers={"Authorization": f"Bearer {key['secret']}"})
        assert [row["id"] for row in answer.json()["items"]] == [mine["id"]]


class TestNotifications:
    def test_tell_nobody_of_what_they_do_not_see(self, owner: Person, own: Person, of_team: Person, mate: Person) -> None:
        make_deal(mate, stage="closed", outcome="won")
        assert own.get("/notifications").json()["items"] == []
        assert [item["event"] for item in of_team.get("/notifications").json()["items"]] == ["deal.won"]

    def test_of_a_record_out_of_sight_are_gone(self, owner: Person, own: Person) -> None:
        deal = make_deal(owner, owner_id=own.user_id)
        assert own.get("/notifications").json()["unread_count"] == 1
        owner.patch(f"/deals/{deal['id']}", json={"owner_id": owner.user_id, "version": deal["version"]})
        found = own.get("/notifications").json()
        assert (found["items"], found["unread_count"]) == ([], 0)


class TestLive:
    def test_hears_of_what_they_see_alone(self, owner: Person, own: Person) -> None:
        with listening(own) as socket:
            make_deal(owner)
            mine = make_deal(own)
            heard = next_event(socket)
            while heard["type"] == "client.created":
                assert heard["data"]["client"]["owner_id"] == own.user_id
                heard = next_event(socket)
            assert (heard["type"], heard["entity_id"]) == ("deal.created", mine["id"])

    def test_of_a_record_that_leaves_they_learn_only_that_something_changed(self, owner: Person, own: Person) -> None:
        deal = make_deal(own)
        with listening(own) as socket, listening(owner) as whole:
            owner.patch(f"/deals/{deal['id']}", json={"owner_id": owner.user_id, "title": "Segredo", "version": deal["version"]})
            heard = next_event(socket)
            assert heard["type"] == "records.changed"
            assert heard["data"] == {}
            assert deal["id"] not in json.dumps(heard)
            told = next_event(whole)
            assert (told["type"], told["data"]["deal"]["title"]) == ("deal.updated", "Segredo")
            assert not {"hidden_from", "unsaid_to", "only_to"} & told.keys()

    def test_ends_when_what_they_see_changes_so_that_they_come_back_and_read_anew(self, owner: Person, member: Person) -> None:
        with listening(member) as socket:
            owner.patch(f"/members/{member.user_id}", json={"record_scope": "own"})
            assert close_code(socket) == TRY_AGAIN

    def test_of_a_client_they_read_again(self, owner: Person, own: Person) -> None:
        client = make_client(owner)
        make_deal(owner, client["id"], owner_id=own.user_id)
        make_deal(owner, client["id"])
        with listening(own) as socket:
            owner.patch(f"/clients/{client['id']}", json={"notes": "Novo", "version": 1})
            assert next_event(socket)["type"] == "records.changed"


class TestImport:
    def test_refuses_rows_of_owners_out_of_sight(self, owner: Person, own: Person) -> None:
        full_name = next(row["full_name"] for row in owner.get("/members").json()["items"] if row["user_id"] == owner.user_id)
        content = f"Nome,Responsável\nPadaria Um,{full_name}\nPadaria Dois,\n".encode()
        made = own.post("/imports", files={"file": ("clientes.csv", content, "text/csv")}, data={"kind": "clients"}).json()
        own.post(f"/imports/{made['id']}/commit", json={"mapping": made["suggested_mapping"], "on_duplicate": "skip"})
        eventually(lambda: own.get(f"/imports/{made['id']}").json()["status"] == "done")
        assert names(own, "/clients", "name") == {"Padaria Dois"}
        problems = own.get(f"/imports/{made['id']}/problems").json()["items"]
        assert [(problem["row_number"], problem["code"]) for problem in problems] == [(2, "owner_out_of_scope")]

    def test_matches_only_what_they_see(self, owner: Person, own: Person) -> None:
        hidden = make_client(owner, name="Padaria Um", email="a@um.example")
        content = b"Nome,E-mail,Telefone\nPadaria Um,a@um.example,+5511912345678\n"
        made = own.post("/imports", files={"file": ("clientes.csv", content, "text/csv")}, data={"kind": "clients"}).json()
        own.post(f"/imports/{made['id']}/commit", json={"mapping": made["suggested_mapping"], "on_duplicate": "update"})
        eventually(lambda: own.get(f"/imports/{made['id']}").json()["status"] == "done")
        assert own.get(f"/imports/{made['id']}").json()["created_count"] == 1
        assert owner.get(f"/clients/{hidden['id']}").json()["phone"] is None

    def test_of_colleagues_is_not_theirs(self, owner: Person, own: Person) -> None:
        made = owner.post("/imports", files={"file": ("c.csv", b"Nome\nPadaria\n", "text/csv")}, data={"kind": "clients"}).json()
        assert_problem(own.get(f"/imports/{made['id']}"), 404, "import_not_found")
        assert names(own, "/imports") == set()
