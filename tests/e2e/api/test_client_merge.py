"""Two clients that are one: found with the reason, merged whole, followed by the old id, taken apart again."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import httpx
import pytest

from api.repositories.client_merge import MOVED
from tests.e2e.api.support import (
    Connection,
    Person,
    Record,
    join,
    make_client,
    make_contact,
    make_custom_field,
    make_deal,
    make_entry,
    register,
)

pytestmark = pytest.mark.clients

# Tables that point at a client and stay: what follows the client's own values by itself, or is copied.
FOLLOWING = {"client_tags", "client_custom_values", "contact_custom_values", "clients"}


@pytest.fixture
def owner(http: httpx.Client) -> Person:
    return register(http)


def a_client(owner: Person, name: str, **fields: Any) -> Record:
    return make_client(owner, name=name, **{"email": None, "phone": None, "allow_duplicate": True} | fields)


def merge(person: Person, survivor: Record, merged: Record, **choices: str) -> httpx.Response:
    return person.post(
        "/clients/merge",
        json={
            "survivor_id": survivor["id"],
            "survivor_version": survivor["version"],
            "merged_id": merged["id"],
            "merged_version": merged["version"],
            "choices": {name.replace("__", "."): side for name, side in choices.items()},
        },
    )


def code(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def pairs(owner: Person) -> list[tuple[list[str], set[str]]]:
    items = owner.get("/clients/duplicates").json()["items"]
    return [([reason["kind"] for reason in item["reasons"]], {client["id"] for client in item["clients"]}) for item in items]


class TestDuplicates:
    @pytest.mark.parametrize(
        ("kind", "one", "other"),
        [
            ("email", {"email": "ana@x.com.br"}, {"email": "ANA@x.com.br"}),
            ("phone", {"phone": "+55 11 98765-4321"}, {"phone": "+55 11 8765-4321"}),
            ("tax_id", {"tax_id": "11.222.333/0001-81"}, {"tax_id": "11222333000181"}),
            ("domain", {"website": "https://www.aurora.com.br/loja"}, {"website": "aurora.com.br"}),
        ],
    )
    def test_shared_handle_is_the_reason(self, owner: Person, kind: str, one: Record, other: Record) -> None:
        first, second = a_client(owner, "Padaria Aurora", **one), a_client(owner, "Aurora Pães", **other)
        a_client(owner, "Bar do Zé", email="ze@bar.com.br")
        assert pairs(owner) == [([kind], {first["id"], second["id"]})]
        assert owner.get("/clients/duplicates").json()["total"] == 1

    def test_names_are_alike_without_what_companies_add(self, owner: Person) -> None:
        first, second = a_client(owner, "Padaria São João Ltda."), a_client(owner, "padaria sao-joao")
        a_client(owner, "Padaria São José")
        assert pairs(owner) == [(["name"], {first["id"], second["id"]})]

    def test_person_of_one_client_may_be_the_other(self, owner: Person) -> None:
        first, second = a_client(owner, "Padaria Aurora"), a_client(owner, "Ana Souza", email="ana@aurora.com.br")
        contact = make_contact(owner, first["id"], email="ana@aurora.com.br")
        assert pairs(owner) == [(["email"], {first["id"], second["id"]})]
        owner.delete(f"/contacts/{contact['id']}")
        assert pairs(owner) == []

    def test_platforms_and_switchboards_are_no_reason(self, owner: Person) -> None:
        for number in range(3):
            a_client(owner, f"Loja {number}a", website=f"https://instagram.com/loja{number}")
        for number in range(12):
            a_client(owner, f"Filial {number}b", phone="+55 11 3333-4444")
        assert pairs(owner) == []

    def test_surest_first_every_pair_once_in_pages(self, owner: Person) -> None:
        a_client(owner, "Um", email="um@x.com.br", phone="+55 11 98765-0001")
        a_client(owner, "Um dois", email="um@x.com.br", phone="+55 11 98765-0001")
        for name in ("Dois", "DOIS", "dois"):
            a_client(owner, name + " Ltda")
        seen, cursor = [], None
        while True:
            answer = owner.get("/clients/duplicates", params={"limit": 1} | ({"cursor": cursor} if cursor else {})).json()
            seen += [[reason["kind"] for reason in item["reasons"]] for item in answer["items"]]
            assert answer["total"] == 3
            if (cursor := answer["next_cursor"]) is None:
                break
        assert seen == [["email", "phone"], ["name"], ["name"]]

    def test_other_organization_shares_nothing(self, http: httpx.Client, owner: Person) -> None:
        a_client(owner, "Padaria Aurora", email="ana@x.com.br")
        a_client(register(http), "Padaria Aurora", email="ana@x.com.br")
        assert pairs(owner) == []

    def test_cursor_of_another_list_is_refused(self, owner: Person) -> None:
        for number in range(2):
            make_client(owner, name=f"Cliente {number}")
        cursor = owner.get("/clients", params={"limit": 1}).json()["next_cursor"]
        assert owner.get("/clients/duplicates", params={"cursor": cursor}).status_code == 422


class TestMerge:
    def test_everything_goes_along_and_the_old_id_leads_there(self, owner: Person, superuser: Connection) -> None:
        survivor, merged = (
            a_client(owner, "Padaria Aurora", tags=["vip"]),
            a_client(owner, "Aurora Ltda", email="ana@aurora.com.br", tags=["sp"]),
        )
        contact, deal = make_contact(owner, merged["id"], name="Ana"), make_deal(owner, merged["id"])
        entry = make_entry(owner, merged["id"], content="Ligou de volta.")
        task = owner.post("/tasks", json={"title": "Ligar", "client_id": merged["id"]}).json()
        answer = merge(owner, survivor, merged)
        assert answer.status_code == 200, answer.text
        body = answer.json()
        assert (body["id"], body["name"], body["email"], body["tags"]) == (
            survivor["id"],
            "Padaria Aurora",
            "ana@aurora.com.br",
            ["sp", "vip"],
        )
        assert owner.get(f"/clients/{merged['id']}").json()["id"] == survivor["id"]
        assert [p["id"] for p in owner.get(f"/clients/{survivor['id']}/contacts").json()["items"]] == [contact["id"]]
        assert owner.get(f"/deals/{deal['id']}").json()["client_id"] == survivor["id"]
        assert owner.get(f"/timeline/{entry['id']}").json()["client_id"] == survivor["id"]
        assert superuser.execute("SELECT client_id::text FROM tasks WHERE id = %s", (task["id"],)).fetchone() == {
            "client_id": survivor["id"]
        }
        events = [e["metadata"].get("event") for e in owner.get(f"/clients/{survivor['id']}/timeline").json()["items"]]
        assert "client.merged" in events
        assert [c["id"] for c in owner.get("/clients").json()["items"]] == [survivor["id"]]
        found = owner.post("/clients", json={"name": "Nova", "email": "ana@aurora.com.br"})
        assert (found.status_code, found.json()["existing_id"]) == (409, survivor["id"])

    def test_each_field_is_chosen(self, owner: Person) -> None:
        key = make_custom_field(owner)["key"]
        survivor = a_client(owner, "Um", source="Google", notes="a", custom_fields={key: "x"})
        merged = a_client(owner, "Dois", source="Feira", notes="b", website="https://dois.com.br", custom_fields={key: "y"})
        body = merge(
            owner, survivor, merged, name="merged", source="merged", notes="survivor", **{f"custom_fields__{key}": "merged"}
        ).json()
        assert (body["name"], body["source"], body["notes"], body["website"]) == ("Dois", "Feira", "a", "https://dois.com.br")
        assert body["custom_fields"] == {key: "y"}

    def test_undo_takes_them_apart_and_keeps_what_came_since(self, owner: Person) -> None:
        survivor, merged = a_client(owner, "Um", tags=["vip"]), a_client(owner, "Dois", phone="+55 11 98765-4321", tags=["sp"])
        contact, deal = make_contact(owner, merged["id"]), make_deal(owner, merged["id"])
        done = merge(owner, survivor, merged)
        later = make_deal(owner, survivor["id"], title="Depois")
        owner.patch(f"/clients/{survivor['id']}", json={"version": done.json()["version"], "notes": "Nova nota"})
        undone = owner.post(f"/commands/{done.headers['x-command-id']}/undo")
        assert undone.status_code == 200, undone.text
        one, two = owner.get(f"/clients/{survivor['id']}").json(), owner.get(f"/clients/{merged['id']}").json()
        assert (one["name"], one["phone"], one["tags"], one["notes"]) == ("Um", None, ["vip"], "Nova nota")
        assert (two["id"], two["phone"], two["tags"]) == (merged["id"], "+5511987654321", ["sp"])
        assert owner.get(f"/deals/{deal['id']}").json()["client_id"] == merged["id"]
        assert owner.get(f"/deals/{later['id']}").json()["client_id"] == survivor["id"]
        assert [p["id"] for p in owner.get(f"/clients/{merged['id']}/contacts").json()["items"]] == [contact["id"]]
        assert code(owner.post(f"/commands/{done.headers['x-command-id']}/undo")) == (409, "already_undone")

    def test_merge_of_a_merge_is_followed_to_the_end_and_undone_in_any_order(self, owner: Person) -> None:
        a, b, c = (a_client(owner, name) for name in ("A1", "B2", "C3"))
        first = merge(owner, b, a)
        second = merge(owner, c, first.json())
        assert owner.get(f"/clients/{a['id']}").json()["id"] == c["id"]
        assert code(owner.post(f"/commands/{first.headers['x-command-id']}/undo")) == (404, "client_not_found")
        assert owner.post(f"/commands/{second.headers['x-command-id']}/undo").status_code == 200
        assert owner.get(f"/clients/{a['id']}").json()["id"] == b["id"]
        assert owner.post(f"/commands/{first.headers['x-command-id']}/undo").status_code == 200
        assert owner.get(f"/clients/{a['id']}").json()["id"] == a["id"]

    def test_no_circle(self, owner: Person) -> None:
        a, b = a_client(owner, "A1"), a_client(owner, "B2")
        done = merge(owner, b, a).json()
        assert code(merge(owner, {**a, "version": a["version"] + 1}, done)) == (404, "client_not_found")
        assert code(merge(owner, done, done)) == (422, "merge_with_itself")

    def test_fifty_at_once_have_one_winner(self, owner: Person) -> None:
        a, b = a_client(owner, "A1"), a_client(owner, "B2")
        with ThreadPoolExecutor(50) as pool:
            answers = list(pool.map(lambda n: merge(owner, *((a, b) if n % 2 else (b, a))), range(50)))
        assert sorted(answer.status_code for answer in answers) == [200] + [404] * 49

    def test_stale_side_is_named(self, owner: Person) -> None:
        survivor, merged = a_client(owner, "Um"), a_client(owner, "Dois")
        owner.patch(f"/clients/{merged['id']}", json={"version": 1, "notes": "x"})
        answer = merge(owner, survivor, merged)
        assert code(answer) == (409, "version_stale")
        assert answer.json()["current"]["id"] == merged["id"]

    def test_merged_client_is_not_restored_beside_its_survivor(self, owner: Person) -> None:
        survivor, merged = a_client(owner, "Um"), a_client(owner, "Dois")
        merge(owner, survivor, merged)
        answer = owner.post(f"/clients/{merged['id']}/restore")
        assert (*code(answer), answer.json()["survivor_id"]) == (409, "client_merged", survivor["id"])
        assert owner.patch(f"/clients/{merged['id']}", json={"version": 2, "name": "Outro"}).status_code == 404

    def test_unknown_choice_is_refused(self, owner: Person) -> None:
        survivor, merged = a_client(owner, "Um"), a_client(owner, "Dois")
        assert code(merge(owner, survivor, merged, colour="merged")) == (422, "choice_unknown")
        assert merge(owner, survivor, merged, name="both").status_code == 422

    def test_foreign_client_is_not_found(self, http: httpx.Client, owner: Person) -> None:
        survivor = a_client(owner, "Um")
        foreign = a_client(register(http), "Dois")
        assert code(merge(owner, survivor, foreign)) == (404, "client_not_found")
        assert code(merge(owner, survivor, {"id": str(uuid4()), "version": 1})) == (404, "client_not_found")

    def test_who_sees_a_part_may_not_merge(self, http: httpx.Client, superuser: Connection, owner: Person) -> None:
        member = join(http, superuser, owner.organization_id, "member")
        one, two = a_client(member, "Um"), a_client(member, "Dois")
        superuser.execute("UPDATE memberships SET record_scope = 'own' WHERE user_id = %s", (member.user_id,))
        assert code(merge(member, one, two)) == (403, "merge_out_of_scope")
        assert merge(owner, one, two).status_code == 200

    def test_viewer_may_not_merge(self, http: httpx.Client, superuser: Connection, owner: Person) -> None:
        viewer = join(http, superuser, owner.organization_id, "viewer")
        assert merge(viewer, a_client(owner, "Um"), a_client(owner, "Dois")).status_code == 403

    def test_nothing_that_points_at_a_client_is_forgotten(self, superuser: Connection) -> None:
        tables = superuser.execute(
            "SELECT DISTINCT conrelid::regclass::text AS name FROM pg_constraint WHERE contype = 'f' AND confrelid = 'clients'::regclass"
        ).fetchall()
        assert {row["name"] for row in tables} == set(MOVED) | FOLLOWING
