"""The timeline of a client, over HTTP."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from tests.e2e.api.support import Person, assert_problem, make_client, make_deal, make_entry

pytestmark = pytest.mark.timeline


class TestCreate:
    def test_entry_bears_author_organization_and_moment(self, owner: Person) -> None:
        entry = make_entry(owner, type="call", content="Ligou.", metadata={"duration_seconds": 90, "direction": "inbound"})
        assert entry["user_id"] == owner.user_id
        assert entry["organization_id"] == owner.organization_id
        assert entry["metadata"] == {"duration_seconds": 90, "direction": "inbound"}
        assert owner.get(f"/timeline/{entry['id']}").json() == entry

    def test_call_touches_the_client_and_its_deals(self, owner: Person) -> None:
        deal = make_deal(owner)
        make_entry(owner, deal["client_id"], type="call", timestamp="2026-03-01T12:00:00Z")
        touched = owner.get(f"/deals/{deal['id']}").json()["last_touch"]
        assert touched["type"] == "call"
        assert touched["at"].startswith("2026-03-01T12:00:00")

    def test_deleting_the_call_takes_the_touch_back(self, owner: Person) -> None:
        deal = make_deal(owner)
        make_entry(owner, deal["client_id"], type="meeting", timestamp="2026-02-01T12:00:00Z")
        entry = make_entry(owner, deal["client_id"], type="call", timestamp="2026-03-01T12:00:00Z")
        owner.delete(f"/timeline/{entry['id']}")
        assert owner.get(f"/deals/{deal['id']}").json()["last_touch"]["type"] == "meeting"

    @pytest.mark.parametrize(
        "changes",
        [
            {"content": ""}, {"content": "x" * 20_001}, {"content": "\x00"}, {"type": "deal"}, {"type": "system"}, {"type": "x"},
            {"timestamp": "yesterday"}, {"timestamp": "2026-01-01T00:00:00"}, {"metadata": {"x": 1}},
            {"metadata": {"duration_seconds": -1}}, {"deal_id": "x"}, {"user_id": str(uuid4())},
        ],
    )  # fmt: skip
    def test_bad_value_is_refused(self, owner: Person, changes: dict[str, object]) -> None:
        client = make_client(owner)
        assert_problem(owner.post("/timeline", json={"client_id": client["id"], "content": "Oi"} | changes), 422)

    @pytest.mark.parametrize("at", [datetime(1989, 1, 1, tzinfo=UTC), datetime.now(UTC) + timedelta(days=400)])
    def test_moment_far_away_is_refused(self, owner: Person, at: datetime) -> None:
        body = {"client_id": make_client(owner)["id"], "content": "Oi", "timestamp": at.isoformat()}
        assert_problem(owner.post("/timeline", json=body), 422, "out_of_range")

    def test_ids_in_the_body_are_of_this_organization(self, owner: Person, other: Person) -> None:
        deal, foreign = make_deal(owner), make_deal(other)
        body = {"client_id": deal["client_id"], "content": "Oi"}
        for client_id in (foreign["client_id"], str(uuid4())):
            assert_problem(owner.post("/timeline", json=body | {"client_id": client_id}), 404, "client_not_found")
        for deal_id in (foreign["id"], str(uuid4()), make_deal(owner)["id"]):
            assert_problem(owner.post("/timeline", json=body | {"deal_id": deal_id}), 404, "deal_not_found")
        assert owner.post("/timeline", json=body | {"deal_id": deal["id"]}).status_code == 201

    def test_viewer_gets_403(self, owner: Person, viewer: Person) -> None:
        body = {"client_id": make_client(owner)["id"], "content": "Oi"}
        assert_problem(viewer.post("/timeline", json=body), 403, "permission_missing")


class TestList:
    def test_newest_first_and_late_arrivals_slot_in(self, owner: Person) -> None:
        client = make_client(owner)
        moments = ["2026-01-02T00:00:00Z", "2026-01-04T00:00:00Z", "2026-01-03T00:00:00Z", "2026-01-03T00:00:00Z"]
        made = [make_entry(owner, client["id"], timestamp=moment) for moment in moments]
        expected = [made[1]["id"], *sorted((made[2]["id"], made[3]["id"]), reverse=True), made[0]["id"]]
        seen, cursor = [], None
        while True:
            page = owner.get(
                f"/clients/{client['id']}/timeline", params={"limit": 2, "type": "note"} | ({"cursor": cursor} if cursor else {})
            ).json()
            seen += [entry["id"] for entry in page["items"]]
            cursor = page["next_cursor"]
            if cursor is None:
                break
        assert seen == expected

    def test_product_notes_what_it_does(self, owner: Person) -> None:
        deal = make_deal(owner, title="Site")
        entries = owner.get(f"/timeline?client_id={deal['client_id']}").json()["items"]
        assert [entry["metadata"]["event"] for entry in entries] == ["deal.created", "client.created"]
        assert entries[0]["deal_id"] == deal["id"]

    def test_client_of_another_organization_is_404(self, owner: Person, other: Person) -> None:
        client = make_client(other)
        for client_id in (client["id"], str(uuid4())):
            assert_problem(owner.get(f"/clients/{client_id}/timeline"), 404, "client_not_found")
            assert_problem(owner.get(f"/timeline?client_id={client_id}"), 404, "client_not_found")
        assert owner.get("/timeline").json()["items"] == []

    def test_cursor_of_another_client_is_refused(self, owner: Person) -> None:
        first, second = make_client(owner), make_client(owner)
        for _ in range(2):
            make_entry(owner, first["id"])
        cursor = owner.get(f"/clients/{first['id']}/timeline?limit=1").json()["next_cursor"]
        assert_problem(owner.get(f"/clients/{second['id']}/timeline?cursor={cursor}"), 422, "cursor_invalid")


class TestChange:
    def test_edit_is_marked_and_checks_the_version(self, owner: Person) -> None:
        entry = make_entry(owner)
        changed = owner.patch(f"/timeline/{entry['id']}", json={"version": 1, "content": "Outro"}).json()
        assert changed["content"] == "Outro"
        assert changed["edited_at"] is not None
        problem = assert_problem(owner.patch(f"/timeline/{entry['id']}", json={"version": 1, "content": "X"}), 409, "version_stale")
        assert problem["current"]["content"] == "Outro"

    def test_what_the_product_wrote_stays(self, owner: Person) -> None:
        client = make_client(owner)
        entry = owner.get(f"/clients/{client['id']}/timeline").json()["items"][0]
        assert_problem(owner.patch(f"/timeline/{entry['id']}", json={"version": 1, "content": "X"}), 409, "timeline_entry_fixed")
        assert_problem(owner.delete(f"/timeline/{entry['id']}"), 409, "timeline_entry_fixed")

    def test_deleted_is_gone(self, owner: Person) -> None:
        entry = make_entry(owner)
        assert owner.delete(f"/timeline/{entry['id']}").status_code == 204
        assert_problem(owner.get(f"/timeline/{entry['id']}"), 404, "timeline_entry_not_found")
