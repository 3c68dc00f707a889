"""The people at a client, over HTTP."""

from uuid import uuid4

import pytest

from tests.e2e.api.support import Connection, Person, assert_problem, make_client, make_contact

pytestmark = pytest.mark.clients


class TestContacts:
    def test_listed_in_the_order_they_came_page_by_page(self, owner: Person) -> None:
        client = make_client(owner)
        made = [make_contact(owner, client["id"], name=f"Pessoa {n}")["id"] for n in range(3)]
        first = owner.get(f"/clients/{client['id']}/contacts?limit=2").json()
        second = owner.get(f"/clients/{client['id']}/contacts?limit=2&cursor={first['next_cursor']}").json()
        assert [person["id"] for person in first["items"] + second["items"]] == made
        assert second["next_cursor"] is None

    def test_only_one_is_primary(self, owner: Person) -> None:
        client = make_client(owner)
        first = make_contact(owner, client["id"], is_primary=True)
        second = make_contact(owner, client["id"])
        owner.patch(f"/contacts/{second['id']}", json={"version": 1, "is_primary": True})
        people = owner.get(f"/clients/{client['id']}/contacts").json()["items"]
        assert {person["id"]: person["is_primary"] for person in people} == {first["id"]: False, second["id"]: True}

    def test_client_names_its_primary_contact_else_the_first(self, owner: Person) -> None:
        client = make_client(owner, name="Sem e-mail")
        assert client["primary_contact"] is None
        first = make_contact(owner, client["id"], name="Ana", email="ana@semail.com.br")
        second = make_contact(owner, client["id"], name="Rui", phone="+5511987654321")

        def shown() -> object:
            listed = owner.get("/clients").json()["items"][0]["primary_contact"]
            assert owner.get(f"/clients/{client['id']}").json()["primary_contact"] == listed
            return listed

        assert shown() == {"name": "Ana", "email": "ana@semail.com.br", "phone": None}
        owner.patch(f"/contacts/{second['id']}", json={"version": 1, "is_primary": True})
        assert shown() == {"name": "Rui", "email": None, "phone": "+5511987654321"}
        owner.delete(f"/contacts/{second['id']}")
        owner.delete(f"/contacts/{first['id']}")
        assert shown() is None

    def test_update_checks_the_version(self, owner: Person) -> None:
        contact = make_contact(owner)
        assert owner.patch(f"/contacts/{contact['id']}", json={"version": 1, "title": "Sócia"}).json()["title"] == "Sócia"
        problem = assert_problem(owner.patch(f"/contacts/{contact['id']}", json={"version": 1, "title": "X"}), 409, "version_stale")
        assert problem["current"]["title"] == "Sócia"

    def test_deleted_and_restored(self, owner: Person) -> None:
        contact = make_contact(owner, name="Zuleide", email="z@acme.com.br")
        path = f"/clients/{contact['client_id']}/contacts"
        assert owner.delete(f"/contacts/{contact['id']}").status_code == 204
        assert owner.get(path).json()["items"] == []
        assert_problem(owner.patch(f"/contacts/{contact['id']}", json={"version": 2, "name": "A"}), 404, "contact_not_found")
        assert owner.post(f"/contacts/{contact['id']}/restore").json()["name"] == "Zuleide"
        assert len(owner.get(path).json()["items"]) == 1

    def test_handles_rest_with_a_deleted_person_and_come_back(self, owner: Person, superuser: Connection) -> None:
        contact = make_contact(owner, name="Zuleide", email="z@acme.com.br")
        superuser.execute(
            "INSERT INTO identities (organization_id, id, kind, match_key, value, client_id, contact_id, provenance)"
            " VALUES (%s, gen_random_uuid(), 'email', 'zu@casa.com.br', 'zu@casa.com.br', %s, %s, 'import')",
            (owner.organization_id, contact["client_id"], contact["id"]),
        )
        deleted = owner.delete(f"/contacts/{contact['id']}")
        namesake = make_client(owner, name="Casa da Zu", email="zu@casa.com.br")
        assert owner.delete(f"/clients/{namesake['id']}").status_code == 204
        assert owner.post(f"/commands/{deleted.headers['x-command-id']}/undo").status_code == 200
        for email in ("z@acme.com.br", "zu@casa.com.br"):
            problem = assert_problem(owner.post("/clients", json={"name": "Outra", "email": email}), 409, "client_exists")
            assert problem["existing_id"] == contact["client_id"]

    @pytest.mark.parametrize("body", [{}, {"name": ""}, {"name": "A", "email": "x"}, {"name": "A", "phone": "1"}, {"name": "A", "x": 1}])
    def test_bad_value_is_refused(self, owner: Person, body: dict[str, object]) -> None:
        client = make_client(owner)
        assert_problem(owner.post(f"/clients/{client['id']}/contacts", json=body), 422, "invalid")

    def test_client_of_another_organization_is_404(self, owner: Person, other: Person) -> None:
        client = make_client(other)
        for client_id in (client["id"], str(uuid4())):
            assert_problem(owner.get(f"/clients/{client_id}/contacts"), 404, "client_not_found")
            assert_problem(owner.post(f"/clients/{client_id}/contacts", json={"name": "A"}), 404, "client_not_found")

    def test_viewer_gets_403(self, owner: Person, viewer: Person) -> None:
        contact = make_contact(owner)
        assert_problem(viewer.delete(f"/contacts/{contact['id']}"), 403, "permission_missing")
