"""Every change that answers X-Command-Id can be taken back once, unless somebody changed the same thing since."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.e2e.api.support import Connection, Person, assert_problem, make_client, make_contact, make_deal, make_entry

pytestmark = pytest.mark.audit


def undo(person: Person, answer: httpx.Response) -> httpx.Response:
    assert answer.status_code in (200, 204), answer.text
    return person.post(f"/commands/{answer.headers['x-command-id']}/undo")


def without_clock(record: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name not in ("version", "updated_at", "edited_at")}


class TestUndo:
    def test_client_update(self, owner: Person) -> None:
        client = make_client(owner, name="Antes", email="a@b.com.br", tags=["Um"], notes="x")
        path = f"/clients/{client['id']}"
        body = {"version": 1, "name": "Depois", "email": None, "owner_id": None, "tags": ["Dois"], "kind": "person"}
        undone = undo(owner, owner.patch(path, json=body))
        assert undone.json() | {"id": ""} == {"id": "", "entity_type": "client", "entity_id": client["id"], "skipped_count": 0}
        assert without_clock(owner.get(path).json()) == without_clock(client)
        assert_problem(owner.post("/clients", json={"name": "Nova", "email": "a@b.com.br"}), 409, "client_exists")

    def test_client_delete(self, owner: Person) -> None:
        client = make_client(owner)
        deal = make_deal(owner, client["id"])
        assert undo(owner, owner.delete(f"/clients/{client['id']}")).status_code == 200
        assert owner.get(f"/deals/{deal['id']}").status_code == 200

    def test_contact_update_and_delete(self, owner: Person) -> None:
        contact = make_contact(owner, title="Sócia", email="s@acme.com.br")
        path, people = f"/contacts/{contact['id']}", f"/clients/{contact['client_id']}/contacts"
        assert undo(owner, owner.patch(path, json={"version": 1, "title": None, "email": None})).status_code == 200
        assert [without_clock(person) for person in owner.get(people).json()["items"]] == [without_clock(contact)]
        assert undo(owner, owner.delete(path)).status_code == 200
        assert [without_clock(person) for person in owner.get(people).json()["items"]] == [without_clock(contact)]

    def test_deal_update(self, owner: Person) -> None:
        deal = make_deal(owner, tags=["A"], expected_close_date="2026-12-01")
        body = {"version": 1, "title": "X", "value_cents": 1, "currency": "USD", "owner_id": None, "expected_close_date": None, "tags": []}
        assert undo(owner, owner.patch(f"/deals/{deal['id']}", json=body)).status_code == 200
        assert without_clock(owner.get(f"/deals/{deal['id']}").json()) == without_clock(deal)

    def test_deal_move_brings_stage_place_outcome_and_clock_back(self, owner: Person) -> None:
        below, deal, above = (make_deal(owner, stage="negotiation") for _ in range(3))
        move = {"stage": "closed", "version": 1, "outcome": "lost", "lost_reason": "Preço"}
        assert undo(owner, owner.put(f"/deals/{deal['id']}/stage", json=move)).status_code == 200
        assert without_clock(owner.get(f"/deals/{deal['id']}").json()) == without_clock(deal)
        column = owner.get("/pipeline/board?stage=negotiation").json()["columns"][0]
        assert [item["id"] for item in column["items"]] == [above["id"], deal["id"], below["id"]]
        history = owner.get(f"/deals/{deal['id']}/history").json()["items"]
        assert [(visit["stage"], visit["left_at"]) for visit in history] == [("negotiation", None)]
        assert owner.get("/pipeline/metrics").json()["lost_count"] == 0

    def test_deal_delete(self, owner: Person) -> None:
        deal = make_deal(owner)
        assert undo(owner, owner.delete(f"/deals/{deal['id']}")).status_code == 200
        assert without_clock(owner.get(f"/deals/{deal['id']}").json()) == without_clock(deal)

    def test_timeline_update_and_delete(self, owner: Person) -> None:
        entry = make_entry(owner, content="Antes")
        path = f"/timeline/{entry['id']}"
        assert undo(owner, owner.patch(path, json={"version": 1, "content": "Depois"})).status_code == 200
        assert owner.get(path).json()["content"] == "Antes"
        assert undo(owner, owner.delete(path)).status_code == 200
        assert owner.get(path).json()["content"] == "Antes"

    def test_second_undo_is_a_conflict(self, owner: Person) -> None:
        answer = owner.delete(f"/deals/{make_deal(owner)['id']}")
        undo(owner, answer)
        assert_problem(undo(owner, answer), 409, "already_undone")

    def test_parallel_undos_have_one_winner(self, owner: Person) -> None:
        answer = owner.delete(f"/clients/{make_client(owner)['id']}")
        with ThreadPoolExecutor(6) as pool:
            answers = list(pool.map(lambda _: undo(owner, answer), range(6)))
        assert sorted(found.status_code for found in answers) == [200, *[409] * 5]

    def test_later_change_is_not_overwritten(self, owner: Person, member: Person) -> None:
        deal = make_deal(owner)
        moved = owner.put(f"/deals/{deal['id']}/stage", json={"stage": "contact", "version": 1})
        member.patch(f"/deals/{deal['id']}", json={"version": 2, "title": "Delas"})
        problem = assert_problem(undo(owner, moved), 409, "version_stale")
        assert problem["current"]["title"] == "Delas"
        assert problem["changed_by"] == member.full_name
        assert owner.get(f"/deals/{deal['id']}").json()["stage"] == "contact"

    def test_restored_since_is_stale(self, owner: Person) -> None:
        client = make_client(owner)
        answer = owner.delete(f"/clients/{client['id']}")
        owner.post(f"/clients/{client['id']}/restore")
        assert_problem(undo(owner, answer), 409, "version_stale")

    def test_undo_leaves_one_audit_row(self, owner: Person, superuser: Connection) -> None:
        deal = make_deal(owner)
        undone = undo(owner, owner.put(f"/deals/{deal['id']}/stage", json={"stage": "contact", "version": 1}))
        rows = superuser.execute(
            "SELECT count(*) AS count FROM audit_log WHERE request_id = %s", (undone.headers["x-request-id"],)
        ).fetchone()
        assert rows is not None
        assert rows["count"] == 1

    def test_other_organization_gets_the_404_of_an_unknown_id(self, owner: Person, other: Person) -> None:
        answer = owner.delete(f"/deals/{make_deal(owner)['id']}")
        foreign = assert_problem(undo(other, answer), 404, "command_not_found")
        unknown = assert_problem(other.post(f"/commands/{uuid4()}/undo"), 404, "command_not_found")
        assert foreign | {"request_id": ""} == unknown | {"request_id": ""}

    def test_viewer_gets_403(self, owner: Person, viewer: Person) -> None:
        assert_problem(undo(viewer, owner.delete(f"/deals/{make_deal(owner)['id']}")), 403, "permission_missing")
