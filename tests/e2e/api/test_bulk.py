"""One change of many deals or clients: the rest succeeds, what can't be changed is named, one command undoes all of it."""

import time
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from uuid_utils.compat import uuid7

from tests.e2e.api.support import Connection, Person, Record, assert_problem, make_client, make_deal

pytestmark = [pytest.mark.pipeline, pytest.mark.clients]

Bulk = Callable[..., httpx.Response]


def bulk(person: Person, records: list[Record], action: str, *, kind: str = "deals", **more: Any) -> httpx.Response:
    return person.post(f"/{kind}/bulk", json={"ids": [record["id"] for record in records], "action": action} | more)


def deal(person: Person, record: Record) -> Record:
    found: Record = person.get(f"/deals/{record['id']}").json()
    return found


def undo(person: Person, answer: httpx.Response) -> Record:
    undone = person.post(f"/commands/{answer.headers['x-command-id']}/undo")
    assert undone.status_code == 200, undone.text
    body: Record = undone.json()
    return body


@pytest.fixture
def deals(owner: Person) -> list[Record]:
    client = make_client(owner)
    return [make_deal(owner, client["id"], title=title) for title in ("Um", "Dois", "Três")]


class TestMove:
    def test_deals_enter_a_stage_on_top_and_come_back(self, owner: Person, deals: list[Record]) -> None:
        there = make_deal(owner, stage="proposal")
        before = [deal(owner, record) for record in deals]
        answer = bulk(owner, deals, "move", stage="proposal")
        assert answer.json() == {"changed": [record["id"] for record in deals], "unchanged": [], "refused": []}
        column = owner.get("/pipeline/board?stage=proposal").json()["columns"][0]
        assert [item["id"] for item in column["items"]] == [record["id"] for record in deals] + [there["id"]]
        moved = column["items"][0]
        assert (moved["version"], moved["stage_entered_at"] > before[0]["stage_entered_at"]) == (2, True)
        visits = owner.get(f"/deals/{deals[0]['id']}/history").json()["items"]
        assert [(visit["stage"], visit["left_at"] is None) for visit in visits] == [("lead", False), ("proposal", True)]
        assert undo(owner, answer)["skipped_count"] == 0
        for record in before:
            now = deal(owner, record)
            kept = {name: now[name] for name in ("stage", "position", "outcome", "stage_entered_at", "closed_at")}
            assert kept == {name: record[name] for name in kept}
        visits = owner.get(f"/deals/{deals[0]['id']}/history").json()["items"]
        assert [(visit["stage"], visit["left_at"] is None) for visit in visits] == [("lead", True)]

    def test_who_is_there_already_is_unchanged(self, owner: Person, deals: list[Record]) -> None:
        there = make_deal(owner, stage="contact")
        answer = bulk(owner, [deals[0], there], "move", stage="contact").json()
        assert (answer["changed"], answer["unchanged"]) == ([deals[0]["id"]], [there["id"]])
        assert deal(owner, there)["version"] == 1

    def test_a_closed_deal_is_opened_again(self, owner: Person) -> None:
        won = make_deal(owner, stage="closed")
        answer = bulk(owner, [won], "move", stage="lead")
        now = deal(owner, won)
        assert (now["stage"], now["outcome"], now["closed_at"]) == ("lead", None, None)
        undo(owner, answer)
        assert deal(owner, won)["outcome"] == "won"

    def test_what_a_stage_demands_is_demanded_of_each(self, owner: Person, deals: list[Record]) -> None:
        settings = owner.get("/pipeline/settings").json()
        next(stage for stage in settings["stages"] if stage["stage"] == "proposal")["required"] = ["expected_close_date", "next_step"]
        assert owner.put("/pipeline/settings", json=settings).status_code == 200
        full = make_deal(owner, expected_close_date="2030-01-01")
        assert owner.post("/tasks", json={"title": "Ligar", "deal_id": full["id"]}).status_code == 201
        answer = bulk(owner, [*deals, full], "move", stage="proposal").json()
        assert answer["changed"] == [full["id"]]
        assert [(refusal["code"], refusal["name"], refusal["fields"]) for refusal in answer["refused"]] == [
            ("stage_fields_required", name, ["expected_close_date", "next_step"]) for name in ("Um", "Dois", "Três")
        ]  # fmt: skip


class TestClose:
    def test_won_and_lost_with_a_reason(self, owner: Person, deals: list[Record]) -> None:
        answer = bulk(owner, deals[:2], "close", outcome="won")
        assert [deal(owner, record)["outcome"] for record in deals] == ["won", "won", None]
        assert deal(owner, deals[0])["closed_at"] is not None
        # Thought better of: what is closed already only ends otherwise.
        again = bulk(owner, deals, "close", outcome="lost", lost_reason="price")
        assert [deal(owner, record)["lost_reason"] for record in deals] == ["price"] * 3
        visits = owner.get(f"/deals/{deals[0]['id']}/history").json()["items"]
        assert [(visit["stage"], visit["outcome"], visit["reason"]) for visit in visits][-1] == ("closed", "lost", "price")
        undo(owner, again)
        assert [deal(owner, record)["outcome"] for record in deals] == ["won", "won", None]
        assert_problem(owner.post(f"/commands/{answer.headers['x-command-id']}/undo"), 409, "version_stale")

    @pytest.mark.parametrize(
        ("fields", "code"),
        [
            ({"outcome": "lost"}, "lost_reason_missing"),
            ({"outcome": "won", "lost_reason": "price"}, "outcome_unexpected"),
            ({"outcome": "lost", "lost_reason": "other"}, "reason_text_missing"),
        ],
    )
    def test_an_end_has_its_reason(self, owner: Person, deals: list[Record], fields: Record, code: str) -> None:
        assert_problem(bulk(owner, deals, "close", **fields), 422, code)
        assert deal(owner, deals[0])["version"] == 1


class TestAssign:
    def test_deals_get_an_owner_and_their_former_ones_back(self, owner: Person, member: Person, deals: list[Record]) -> None:
        answer = bulk(owner, deals, "assign", owner_id=member.user_id)
        assert {deal(owner, record)["owner_id"] for record in deals} == {member.user_id}
        news = [item for item in member.get("/notifications").json()["items"] if item["event"] == "deal.assigned"]
        assert [item["params"]["more_count"] for item in news] == [2]
        undo(owner, answer)
        assert {deal(owner, record)["owner_id"] for record in deals} == {owner.user_id}
        bulk(owner, deals, "assign", owner_id=None)
        assert {deal(owner, record)["owner_id"] for record in deals} == {None}

    def test_an_owner_is_a_member(self, owner: Person, other: Person, deals: list[Record]) -> None:
        for stranger in (other.user_id, str(uuid7())):
            assert_problem(bulk(owner, deals, "assign", owner_id=stranger), 404, "owner_not_found")


class TestTag:
    def test_tags_come_and_go(self, owner: Person) -> None:
        plain, tagged = make_deal(owner), make_deal(owner, tags=["Vip", "Site"])
        given = bulk(owner, [plain, tagged], "tag", tags=["vip", "Novo"])
        assert (deal(owner, plain)["tags"], deal(owner, tagged)["tags"]) == (["Novo", "Vip"], ["Novo", "Site", "Vip"])
        taken = bulk(owner, [plain, tagged], "untag", tags=["VIP", "site"])
        assert (deal(owner, plain)["tags"], deal(owner, tagged)["tags"]) == (["Novo"], ["Novo"])
        assert bulk(owner, [plain], "untag", tags=["site"]).json()["unchanged"] == [plain["id"]]
        undo(owner, taken)
        assert (deal(owner, plain)["tags"], deal(owner, tagged)["tags"]) == (["Novo", "Vip"], ["Novo", "Site", "Vip"])
        assert_problem(owner.post(f"/commands/{given.headers['x-command-id']}/undo"), 409, "version_stale")


class TestDelete:
    def test_deals_leave_and_return(self, owner: Person, deals: list[Record]) -> None:
        answer = bulk(owner, deals, "delete")
        assert owner.get("/deals").json()["items"] == []
        assert undo(owner, answer)["entity_type"] == "deals"
        assert len(owner.get("/deals").json()["items"]) == 3


class TestClients:
    def test_clients_leave_with_their_deals_and_return(self, owner: Person) -> None:
        one, two = make_client(owner), make_client(owner)
        gone, kept = make_deal(owner, one["id"]), make_deal(owner, one["id"])
        assert owner.delete(f"/deals/{gone['id']}").status_code == 204
        answer = bulk(owner, [one, two], "delete", kind="clients")
        assert (owner.get("/clients").json()["total"], owner.get("/deals").json()["items"]) == (0, [])
        undo(owner, answer)
        assert owner.get("/clients").json()["total"] == 2
        assert [item["id"] for item in owner.get("/deals").json()["items"]] == [kept["id"]]

    def test_owner_and_tags(self, owner: Person, member: Person) -> None:
        clients = [make_client(owner, tags=["Vip"]), make_client(owner)]
        assigned = bulk(owner, clients, "assign", kind="clients", owner_id=member.user_id)
        tagged = bulk(owner, clients, "tag", kind="clients", tags=["vip"])
        assert tagged.json() == {"changed": [clients[1]["id"]], "unchanged": [clients[0]["id"]], "refused": []}
        rows = owner.get("/clients").json()["items"]
        assert {(row["owner_id"], tuple(row["tags"])) for row in rows} == {(member.user_id, ("Vip",))}
        # One of the two was tagged since: it keeps its owner, the other one's comes back.
        assert undo(owner, assigned)["skipped_count"] == 1

    @pytest.mark.parametrize("body", [{"action": "move", "stage": "lead"}, {"action": "tag"}, {"action": "delete", "tags": ["x"]}])
    def test_bad_body_is_refused(self, owner: Person, body: Record) -> None:
        assert_problem(owner.post("/clients/bulk", json={"ids": [make_client(owner)["id"]]} | body), 422)


class TestRefusals:
    def test_the_rest_succeeds_and_the_stale_are_named(self, owner: Person, member: Person, other: Person, deals: list[Record]) -> None:
        stale = deals[1]
        assert member.patch(f"/deals/{stale['id']}", json={"title": "Outro", "version": 1}).status_code == 200
        foreign, unknown = make_deal(other), {"id": str(uuid7())}
        versions = {record["id"]: record["version"] for record in deals}
        answer = bulk(owner, [*deals, foreign, unknown], "move", stage="contact", versions=versions).json()
        assert answer["changed"] == [deals[0]["id"], deals[2]["id"]]
        assert [(refusal["id"], refusal["name"], refusal["code"]) for refusal in answer["refused"]] == [
            (stale["id"], "Outro", "version_stale"), (foreign["id"], None, "deal_not_found"), (unknown["id"], None, "deal_not_found"),
        ]  # fmt: skip
        assert deal(other, foreign)["stage"] == "lead"

    def test_undo_leaves_what_was_changed_since(self, owner: Person, deals: list[Record]) -> None:
        answer = bulk(owner, deals, "move", stage="contact")
        assert owner.patch(f"/deals/{deals[0]['id']}", json={"title": "Novo", "version": 2}).status_code == 200
        assert undo(owner, answer)["skipped_count"] == 1
        assert [deal(owner, record)["stage"] for record in deals] == ["contact", "lead", "lead"]

    def test_nothing_changed_leaves_nothing_to_undo(self, owner: Person, deals: list[Record]) -> None:
        assert "x-command-id" not in bulk(owner, deals, "assign", owner_id=owner.user_id).headers

    def test_an_id_twice_is_once(self, owner: Person, deals: list[Record]) -> None:
        assert bulk(owner, [deals[0], deals[0]], "move", stage="contact").json()["changed"] == [deals[0]["id"]]

    @pytest.mark.parametrize(
        "body",
        [
            {"action": "move"}, {"action": "move", "stage": "closed"}, {"action": "move", "stage": "x"}, {"action": "assign"},
            {"action": "tag", "tags": []}, {"action": "tag"}, {"action": "close"}, {"action": "close", "outcome": "maybe"},
            {"action": "delete", "stage": "lead"}, {"action": "move", "stage": "lead", "owner_id": None}, {"action": "explode"},
            {"action": "delete", "ids": []}, {"action": "delete", "ids": ["x"]}, {"action": "delete", "ids": [str(uuid7())] * 1001},
            {"action": "delete", "versions": {"x": 1}}, {"action": "tag", "tags": ["x" * 51]},
        ],
    )  # fmt: skip
    def test_bad_body_is_refused(self, owner: Person, deals: list[Record], body: Record) -> None:
        assert_problem(owner.post("/deals/bulk", json={"ids": [deals[0]["id"]]} | body), 422)
        assert deal(owner, deals[0])["version"] == 1

    def test_a_viewer_changes_nothing(self, owner: Person, viewer: Person, deals: list[Record]) -> None:
        assert_problem(bulk(viewer, deals, "move", stage="contact"), 403, "permission_missing")

    def test_a_key_without_deletion_deletes_nothing(self, owner: Person, http: httpx.Client, deals: list[Record]) -> None:
        from tests.e2e.api.support import make_api_key

        key = make_api_key(owner, "deal:write")["secret"]
        body = {"ids": [deals[0]["id"]], "action": "delete"}
        answer = http.post("/deals/bulk", json=body, headers={"Authorization": f"Bearer {key}"})
        assert_problem(answer, 403, "permission_missing")


class TestThousand:
    def test_a_thousand_of_which_three_are_stale(self, owner: Person, superuser: Connection) -> None:
        client = make_client(owner)
        superuser.execute(
            "INSERT INTO deals (organization_id, id, client_id, title, position, value_cents, search_text)"
            " SELECT %s, gen_random_uuid(), %s, 'Negócio ' || n, 'b' || lpad(n::text, 5, '0') || 'V', 100, 'negocio ' || n"
            " FROM generate_series(1, 1000) n",
            (owner.organization_id, client["id"]),
        )
        rows = superuser.execute("SELECT id FROM deals WHERE organization_id = %s ORDER BY position", (owner.organization_id,)).fetchall()
        records = [{"id": str(row["id"])} for row in rows]
        versions = {record["id"]: 2 if n in (7, 70, 700) else 1 for n, record in enumerate(records)}
        begun = time.monotonic()
        answer = bulk(owner, records, "move", stage="proposal", versions=versions)
        taken = time.monotonic() - begun
        assert [refusal["code"] for refusal in answer.json()["refused"]] == ["version_stale"] * 3
        assert len(answer.json()["changed"]) == 997
        assert taken < 10
        counts = {column["stage"]: column["count"] for column in owner.get("/pipeline/board?limit=1").json()["columns"]}
        assert (counts["lead"], counts["proposal"]) == (3, 997)
        assert undo(owner, answer)["skipped_count"] == 0
        assert owner.get("/pipeline/board?limit=1").json()["columns"][0]["count"] == 1000
