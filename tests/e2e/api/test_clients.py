"""Clients over HTTP: create, list, change, delete, restore."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest

from tests.e2e.api.support import Connection, Person, assert_problem, make_client, make_deal

pytestmark = pytest.mark.clients


class TestCreate:
    def test_owner_is_the_author_and_handles_are_normalized(self, owner: Person) -> None:
        client = make_client(owner, name="  Padaria Sol ", email="Contato@PadariaSol.com.br", phone="(11) 98765-4321", tags=["VIP", "vip"])
        assert client["name"] == "Padaria Sol"
        assert client["email"] == "contato@padariasol.com.br"
        assert client["phone"] == "+5511987654321"
        assert client["owner_id"] == owner.user_id
        assert client["tags"] == ["VIP"]
        assert client["version"] == 1
        assert owner.get(f"/clients/{client['id']}").json() == client

    @pytest.mark.parametrize(
        ("first", "second", "reason"),
        [
            ({"name": "Café Lua", "email": "oi@cafelua.com.br"}, {"name": "Outra", "email": "OI@cafelua.com.br"}, "email"),
            ({"name": "Café Mar", "phone": "+55 11 98765-4321"}, {"name": "Mar", "phone": "11 8765-4321"}, "phone"),
            ({"name": "Ação Criativa"}, {"name": "acao  criativa"}, "name"),
        ],
    )
    def test_duplicate_is_a_conflict_that_names_the_client(
        self, owner: Person, first: dict[str, str], second: dict[str, str], reason: str
    ) -> None:
        made = owner.post("/clients", json=first).json()
        problem = assert_problem(owner.post("/clients", json=second), 409, "client_exists")
        assert problem["existing_id"] == made["id"]
        assert problem["reason"] == reason
        assert owner.post("/clients", json=second | {"allow_duplicate": True}).status_code == 201

    @pytest.mark.parametrize(
        "changes",
        [
            {"name": ""}, {"name": "   "}, {"name": "x" * 201}, {"name": "a\x00b"}, {"name": 7}, {"name": None},
            {"kind": "robot"}, {"email": "not an address"}, {"phone": "12"}, {"website": "w" * 501}, {"notes": "n" * 2001},
            {"owner_id": "me"}, {"tags": ["t" * 51]}, {"tags": ["t"] * 51}, {"tags": "vip"}, {"unknown": 1},
            {"custom_fields": ["x"]}, {"version": 1},
        ],
    )  # fmt: skip
    def test_bad_value_is_refused(self, owner: Person, changes: dict[str, object]) -> None:
        problem = assert_problem(owner.post("/clients", json={"name": "Padaria"} | changes), 422, "invalid")
        assert problem["errors"]
        assert owner.get("/clients").json()["items"] == []

    def test_lone_surrogate_is_refused(self, owner: Person) -> None:
        answer = owner.post("/clients", content=b'{"name": "a\\ud800b"}', headers={"Content-Type": "application/json"})
        assert_problem(answer, 422, "invalid")

    def test_owner_of_another_organization_is_404(self, owner: Person, other: Person) -> None:
        foreign = assert_problem(owner.post("/clients", json={"name": "A", "owner_id": other.user_id}), 404, "owner_not_found")
        unknown = assert_problem(owner.post("/clients", json={"name": "A", "owner_id": str(uuid4())}), 404, "owner_not_found")
        assert foreign["detail"] == unknown["detail"]

    def test_viewer_gets_403(self, viewer: Person) -> None:
        assert_problem(viewer.post("/clients", json={"name": "A"}), 403, "permission_missing")

    def test_same_idempotency_key_makes_one(self, owner: Person) -> None:
        key = {"Idempotency-Key": str(uuid4())}
        first, second = (owner.post("/clients", json={"name": "Uma"}, headers=key) for _ in range(2))
        assert first.status_code == second.status_code == 201
        assert first.json() == second.json()
        assert len(owner.get("/clients").json()["items"]) == 1

    def test_an_old_idempotency_key_starts_a_day_of_its_own(self, owner: Person, superuser: Connection) -> None:
        key = {"Idempotency-Key": str(uuid4())}
        first = owner.post("/clients", json={"name": "Ontem"}, headers=key)
        superuser.execute("UPDATE idempotency_keys SET created_at = now() - interval '25 hours' WHERE key = %s", (key["Idempotency-Key"],))
        second, third = (owner.post("/clients", json={"name": "Hoje"}, headers=key) for _ in range(2))
        assert first.status_code == second.status_code == third.status_code == 201
        assert first.json()["id"] != second.json()["id"] == third.json()["id"]

    def test_parallel_creates_all_arrive(self, owner: Person) -> None:
        with ThreadPoolExecutor(12) as pool:
            answers = list(pool.map(lambda n: owner.post("/clients", json={"name": f"Cliente {n}", "tags": ["Novo"]}), range(24)))
        assert {answer.status_code for answer in answers} == {201}
        assert owner.get("/clients?limit=1").json()["total"] == 24
        assert [tag["name"] for tag in owner.get("/tags").json()["items"]] == ["Novo"]


class TestList:
    def test_pages_meet_every_client_once_in_order(self, owner: Person) -> None:
        names = ["Ágata", "azul", "Beta", "Ção", "delta"]
        for name in reversed(names):
            make_client(owner, name=name)
        seen, cursor = [], ""
        while True:
            page = owner.get(f"/clients?limit=2{cursor}").json()
            assert page["total"] == 5
            seen += [client["name"] for client in page["items"]]
            if page["next_cursor"] is None:
                break
            cursor = f"&cursor={page['next_cursor']}"
        assert seen == names

    @pytest.mark.parametrize("sort", ["name", "-name", "created_at", "-created_at", "last_activity_at", "-last_activity_at"])
    def test_every_sort_pages_without_gap(self, owner: Person, sort: str) -> None:
        made = [make_client(owner)["id"] for _ in range(3)]
        first = owner.get("/clients", params={"sort": sort, "limit": 2}).json()
        second = owner.get("/clients", params={"sort": sort, "limit": 2, "cursor": first["next_cursor"]}).json()
        assert sorted(client["id"] for client in first["items"] + second["items"]) == sorted(made)

    def test_filters_narrow(self, owner: Person, member: Person) -> None:
        mine = make_client(owner, name="Padaria Aurora", tags=["Vip"], email="x@aurora.com.br")
        make_client(owner, name="Oficina", kind="person", owner_id=member.user_id)
        for query in ("query=aurora", "query=PADÁRIA", "tag=vip", "kind=company", f"owner_id={owner.user_id}", "query=x@aurora"):
            page = owner.get(f"/clients?{query}").json()
            assert [client["id"] for client in page["items"]] == [mine["id"]], query
            assert page["total"] == 1

    def test_percent_and_underscore_are_letters(self, owner: Person) -> None:
        make_client(owner, name="Padaria")
        assert owner.get("/clients", params={"query": "%"}).json()["items"] == []
        assert owner.get("/clients", params={"query": "_"}).json()["items"] == []

    @pytest.mark.parametrize(
        "query", ["limit=0", "limit=101", "limit=x", "sort=size", "kind=robot", "owner_id=x", "cursor=%21%21", "query=" + "q" * 201]
    )
    def test_bad_query_is_refused(self, owner: Person, query: str) -> None:
        assert_problem(owner.get(f"/clients?{query}"), 422)

    def test_cursor_of_another_list_is_refused(self, owner: Person) -> None:
        for _ in range(2):
            make_deal(owner)
        cursor = owner.get("/deals?limit=1").json()["next_cursor"]
        assert_problem(owner.get(f"/clients?cursor={cursor}"), 422, "cursor_invalid")
        cursor = owner.get("/clients?limit=1&sort=name").json()["next_cursor"]
        assert_problem(owner.get(f"/clients?sort=-name&cursor={cursor}"), 422, "cursor_invalid")


class TestUpdate:
    def test_writes_only_what_is_named(self, owner: Person) -> None:
        client = make_client(owner, name="Antes", email="a@b.com.br", tags=["Um"])
        changed = owner.patch(f"/clients/{client['id']}", json={"version": 1, "name": "Depois"}).json()
        assert changed["name"] == "Depois"
        assert changed["email"] == "a@b.com.br"
        assert changed["tags"] == ["Um"]
        assert changed["version"] == 2
        assert owner.get("/clients?query=depois").json()["total"] == 1
        assert owner.get("/clients?query=antes").json()["total"] == 0

    def test_stale_version_tells_the_present_state_and_who(self, owner: Person, member: Person) -> None:
        client = make_client(owner)
        assert member.patch(f"/clients/{client['id']}", json={"version": 1, "name": "Delas"}).status_code == 200
        problem = assert_problem(owner.patch(f"/clients/{client['id']}", json={"version": 1, "name": "Minha"}), 409, "version_stale")
        assert problem["current"]["name"] == "Delas"
        assert problem["current"]["version"] == 2
        assert problem["changed_by"] == member.full_name
        assert owner.get(f"/clients/{client['id']}").json()["name"] == "Delas"

    def test_two_writers_of_one_version_have_one_winner(self, owner: Person) -> None:
        client = make_client(owner)
        with ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(lambda n: owner.patch(f"/clients/{client['id']}", json={"version": 1, "notes": str(n)}), range(8)))
        assert sorted(answer.status_code for answer in answers) == [200, *[409] * 7]

    @pytest.mark.parametrize("changes", [{"name": None}, {"name": ""}, {"tags": None}, {"version": 0}, {"version": "1"}, {"email": "x"}])
    def test_bad_value_is_refused(self, owner: Person, changes: dict[str, object]) -> None:
        client = make_client(owner)
        assert_problem(owner.patch(f"/clients/{client['id']}", json={"version": 1} | changes), 422, "invalid")
        assert owner.get(f"/clients/{client['id']}").json() == client

    def test_version_is_needed(self, owner: Person) -> None:
        client = make_client(owner)
        assert_problem(owner.patch(f"/clients/{client['id']}", json={"name": "X"}), 422, "invalid")


class TestIdentities:
    """The handles that imports and channels find a client by."""

    def test_an_edit_replaces_only_the_handle_that_changed(self, owner: Person, superuser: Connection) -> None:
        client = make_client(owner, email="ana@lume.example", phone="+5511987654321", tax_id="11.222.333/0001-81")
        superuser.execute(
            "INSERT INTO identities (organization_id, id, kind, match_key, value, client_id, provenance)"
            " VALUES (%s, %s, 'email', 'segunda@lume.example', 'segunda@lume.example', %s, 'import')",
            (owner.organization_id, uuid4(), client["id"]),
        )
        answer = owner.patch(f"/clients/{client['id']}", json={"version": 1, "email": "bia@lume.example"})
        assert answer.status_code == 200
        rows = superuser.execute("SELECT kind, match_key FROM identities WHERE client_id = %s ORDER BY kind, match_key", (client["id"],))
        assert [(row["kind"], row["match_key"]) for row in rows] == [
            ("email", "bia@lume.example"),
            ("email", "segunda@lume.example"),
            ("phone", "+5511987654321"),
            ("tax_id", "11222333000181"),
        ]


class TestDelete:
    def test_deal_and_totals_go_and_come_back_with_the_client(self, owner: Person) -> None:
        client = make_client(owner)
        deal = make_deal(owner, client["id"], value_cents=700)
        gone = make_deal(owner, client["id"])
        assert owner.delete(f"/deals/{gone['id']}").status_code == 204
        answer = owner.delete(f"/clients/{client['id']}")
        assert answer.status_code == 204
        assert answer.headers["x-command-id"]
        assert_problem(owner.get(f"/clients/{client['id']}"), 404, "client_not_found")
        assert_problem(owner.get(f"/deals/{deal['id']}"), 404, "deal_not_found")
        assert owner.get("/pipeline/board").json()["columns"][0]["count"] == 0
        assert owner.get("/clients").json()["total"] == 0
        assert owner.post(f"/clients/{client['id']}/restore").status_code == 200
        lead = owner.get("/pipeline/board").json()["columns"][0]
        assert (lead["count"], lead["value_cents"]) == (1, {"BRL": 700})
        assert [item["id"] for item in lead["items"]] == [deal["id"]]

    def test_second_delete_is_404(self, owner: Person) -> None:
        client = make_client(owner)
        owner.delete(f"/clients/{client['id']}")
        assert_problem(owner.delete(f"/clients/{client['id']}"), 404, "client_not_found")
        assert_problem(owner.post(f"/clients/{uuid4()}/restore"), 404, "client_not_found")

    def test_live_client_has_nothing_to_restore(self, owner: Person) -> None:
        assert_problem(owner.post(f"/clients/{make_client(owner)['id']}/restore"), 404, "client_not_found")


class TestTrail:
    def test_every_write_leaves_one_audit_row(self, owner: Person, superuser: Connection) -> None:
        client = make_client(owner)
        path = f"/clients/{client['id']}"
        owner.patch(path, json={"version": 1, "name": "Nova"})
        owner.delete(path)
        owner.post(f"{path}/restore")
        owner.patch(path, json={"version": 1, "name": "Velha"})
        rows = superuser.execute(
            "SELECT action, user_id::text, request_id FROM audit_log WHERE entity_id = %s ORDER BY created_at", (client["id"],)
        ).fetchall()
        assert [row["action"] for row in rows] == ["client.created", "client.updated", "client.deleted", "client.restored"]
        assert {row["user_id"] for row in rows} == {owner.user_id}
        assert all(row["request_id"] for row in rows)
