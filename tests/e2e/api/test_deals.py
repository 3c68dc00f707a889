"""Deals over HTTP: create, change, move through the stages, delete, restore."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.e2e.api.support import Connection, Person, assert_problem, make_client, make_deal

pytestmark = pytest.mark.pipeline


def move(person: Person, deal: dict[str, Any], stage: str, **fields: Any) -> httpx.Response:
    return person.put(f"/deals/{deal['id']}/stage", json={"stage": stage, "version": deal["version"]} | fields)


def column(person: Person, stage: str) -> list[str]:
    board = person.get(f"/pipeline/board?stage={stage}&limit=100").json()
    return [item["id"] for item in board["columns"][0]["items"]]


class TestCreate:
    def test_new_deal_stands_on_top_in_the_currency_of_the_organization(self, owner: Person) -> None:
        client = make_client(owner, name="Padaria Sol")
        first = make_deal(owner, client["id"])
        second = owner.post("/deals", json={"title": "Marca", "client_id": client["id"]}).json()
        assert second["currency"] == owner.get("/organizations/current").json()["currency"]
        assert second["owner_id"] == owner.user_id
        assert second["client_name"] == "Padaria Sol"
        assert (second["stage"], second["outcome"], second["version"], second["value_cents"]) == ("lead", None, 1, 0)
        assert column(owner, "lead") == [second["id"], first["id"]]
        assert owner.get(f"/deals/{second['id']}").json() == second

    @pytest.mark.parametrize(
        "changes",
        [
            {"title": ""}, {"title": "x" * 201}, {"title": "a\x00"}, {"value_cents": -1}, {"value_cents": 100_000_000_000_000},
            {"value_cents": 1.5}, {"value_cents": "1"}, {"currency": "ABC"}, {"currency": "brl"}, {"currency": "DEM"},
            {"currency": "R$"}, {"stage": "closed"}, {"stage": "won"}, {"expected_close_date": "1989-12-31"},
            {"expected_close_date": "2101-01-01"}, {"expected_close_date": "31/12/2026"}, {"client_id": "x"},
            {"owner_id": 1}, {"outcome": "won"}, {"position": "a0"},
        ],
    )  # fmt: skip
    def test_bad_value_is_refused(self, owner: Person, changes: dict[str, object]) -> None:
        client = make_client(owner)
        assert_problem(owner.post("/deals", json={"title": "Site", "client_id": client["id"]} | changes), 422, "invalid")
        assert owner.get("/deals").json()["items"] == []

    def test_ids_in_the_body_are_of_this_organization(self, owner: Person, other: Person) -> None:
        mine, foreign = make_client(owner), make_client(other)
        for client_id in (foreign["id"], str(uuid4())):
            assert_problem(owner.post("/deals", json={"title": "A", "client_id": client_id}), 404, "client_not_found")
        for owner_id in (other.user_id, str(uuid4())):
            body = {"title": "A", "client_id": mine["id"], "owner_id": owner_id}
            assert_problem(owner.post("/deals", json=body), 404, "owner_not_found")

    def test_viewer_gets_403(self, owner: Person, viewer: Person) -> None:
        body = {"title": "A", "client_id": make_client(owner)["id"]}
        assert_problem(viewer.post("/deals", json=body), 403, "permission_missing")

    def test_parallel_creates_all_arrive_and_are_counted(self, owner: Person) -> None:
        client = make_client(owner)
        body = {"title": "Site", "client_id": client["id"], "value_cents": 100, "currency": "BRL"}
        with ThreadPoolExecutor(12) as pool:
            answers = list(pool.map(lambda _: owner.post("/deals", json=body), range(36)))
        assert {answer.status_code for answer in answers} == {201}
        assert sorted(column(owner, "lead")) == sorted(answer.json()["id"] for answer in answers)
        lead = owner.get("/pipeline/board").json()["columns"][0]
        assert (lead["count"], lead["value_cents"]) == (36, {"BRL": 3600})


class TestList:
    def test_deals_of_one_client(self, owner: Person) -> None:
        deal = make_deal(owner)
        make_deal(owner)
        found = owner.get(f"/deals?client_id={deal['client_id']}").json()["items"]
        assert [item["id"] for item in found] == [deal["id"]]

    def test_filters_and_pages(self, owner: Person, member: Person) -> None:
        made = [make_deal(owner, title=f"Campanha {n}")["id"] for n in range(3)]
        make_deal(owner, title="Site", stage="proposal", owner_id=member.user_id)
        first = owner.get("/deals?query=campanha&limit=2").json()
        second = owner.get(f"/deals?query=campanha&limit=2&cursor={first['next_cursor']}").json()
        assert [item["id"] for item in first["items"] + second["items"]] == made[::-1]
        assert len(owner.get("/deals?stage=proposal").json()["items"]) == 1
        assert len(owner.get(f"/deals?owner_id={member.user_id}").json()["items"]) == 1


class TestUpdate:
    def test_writes_only_what_is_named(self, owner: Person) -> None:
        deal = make_deal(owner, title="Site", tags=["A"])
        body = {"version": 1, "value_cents": 900, "expected_close_date": "2026-12-01", "tags": ["B"]}
        changed = owner.patch(f"/deals/{deal['id']}", json=body).json()
        assert (changed["title"], changed["value_cents"], changed["version"]) == ("Site", 900, 2)
        assert (changed["expected_close_date"], changed["tags"]) == ("2026-12-01", ["B"])
        assert owner.get("/pipeline/board").json()["columns"][0]["value_cents"] == {"BRL": 900}

    def test_stale_version_tells_the_present_state_and_who(self, owner: Person, member: Person) -> None:
        deal = make_deal(owner)
        assert move(member, deal, "contact").status_code == 200
        problem = assert_problem(owner.patch(f"/deals/{deal['id']}", json={"version": 1, "title": "X"}), 409, "version_stale")
        assert problem["current"]["stage"] == "contact"
        assert problem["changed_by"] == member.full_name
        assert problem["changed_at"]

    def test_only_a_lost_deal_has_a_reason(self, owner: Person) -> None:
        deal = make_deal(owner)
        body = {"version": 1, "lost_reason": "Preço"}
        assert_problem(owner.patch(f"/deals/{deal['id']}", json=body), 422, "outcome_unexpected")
        lost = make_deal(owner, stage="closed", outcome="lost", lost_reason="Preço")
        body = {"version": lost["version"], "lost_reason": "Prazo"}
        assert owner.patch(f"/deals/{lost['id']}", json=body).json()["lost_reason"] == "Prazo"
        body = {"version": lost["version"] + 1, "lost_reason": "  "}
        assert_problem(owner.patch(f"/deals/{lost['id']}", json=body), 422, "lost_reason_missing")


class TestMove:
    def test_goes_between_the_neighbours(self, owner: Person) -> None:
        top, middle, bottom = (make_deal(owner, stage="proposal") for _ in range(3))
        assert column(owner, "proposal") == [bottom["id"], middle["id"], top["id"]]
        moved = move(owner, top, "proposal", after_id=bottom["id"], before_id=middle["id"]).json()
        assert column(owner, "proposal") == [bottom["id"], top["id"], middle["id"]]
        moved = move(owner, moved, "proposal", before_id=bottom["id"]).json()
        assert column(owner, "proposal") == [top["id"], bottom["id"], middle["id"]]
        move(owner, moved, "proposal", after_id=middle["id"])
        assert column(owner, "proposal") == [bottom["id"], middle["id"], top["id"]]

    def test_without_neighbours_goes_to_the_end(self, owner: Person) -> None:
        first, second = make_deal(owner, stage="contact"), make_deal(owner)
        assert move(owner, second, "contact").status_code == 200
        assert column(owner, "contact") == [first["id"], second["id"]]

    def test_moving_inside_the_stage_keeps_the_clock(self, owner: Person) -> None:
        deal = make_deal(owner)
        make_deal(owner)
        moved = move(owner, deal, "lead").json()
        assert moved["stage_entered_at"] == deal["stage_entered_at"]
        assert len(owner.get(f"/deals/{deal['id']}/history").json()["items"]) == 1

    def test_history_counts_every_visit(self, owner: Person) -> None:
        deal = make_deal(owner)
        for stage in ("contact", "lead", "contact"):
            deal = move(owner, deal, stage).json()
        visits = owner.get(f"/deals/{deal['id']}/history").json()["items"]
        assert [visit["stage"] for visit in visits] == ["lead", "contact", "lead", "contact"]
        assert [visit["left_at"] is None for visit in visits] == [False, False, False, True]
        assert all(visit["seconds"] >= 0 and visit["user_name"] == owner.full_name for visit in visits)

    def test_closing_asks_won_or_lost_and_lost_asks_why(self, owner: Person) -> None:
        deal = make_deal(owner)
        problem = assert_problem(move(owner, deal, "closed"), 422, "outcome_missing")
        assert problem["errors"][0]["field"] == "outcome"
        problem = assert_problem(move(owner, deal, "closed", outcome="lost"), 422, "lost_reason_missing")
        assert problem["errors"][0]["field"] == "lost_reason"
        assert_problem(move(owner, deal, "closed", outcome="lost", lost_reason=" "), 422, "lost_reason_missing")
        assert_problem(move(owner, deal, "closed", outcome="won", lost_reason="x"), 422, "outcome_unexpected")
        assert_problem(move(owner, deal, "contact", outcome="won"), 422, "outcome_unexpected")
        assert owner.get(f"/deals/{deal['id']}").json() == deal
        lost = move(owner, deal, "closed", outcome="lost", lost_reason="Preço").json()
        assert (lost["outcome"], lost["lost_reason"]) == ("lost", "Preço")
        assert lost["closed_at"] is not None
        reopened = move(owner, lost, "negotiation").json()
        assert (reopened["outcome"], reopened["lost_reason"], reopened["closed_at"]) == (None, None, None)
        events = owner.get(f"/timeline?client_id={deal['client_id']}&type=deal").json()["items"]
        assert [entry["metadata"]["event"] for entry in events] == ["deal.reopened", "deal.lost", "deal.created"]

    @pytest.mark.parametrize("changes", [{"stage": "x"}, {"version": 0}, {"version": None}, {"before_id": "x"}, {"position": "a1"}])
    def test_bad_value_is_refused(self, owner: Person, changes: dict[str, object]) -> None:
        deal = make_deal(owner)
        assert_problem(owner.put(f"/deals/{deal['id']}/stage", json={"stage": "contact", "version": 1} | changes), 422, "invalid")

    def test_neighbour_of_another_organization_or_column_is_404(self, owner: Person, other: Person) -> None:
        deal, beside, foreign = make_deal(owner), make_deal(owner, stage="contact"), make_deal(other, stage="contact")
        for name in ("before_id", "after_id"):
            for neighbour in (foreign["id"], str(uuid4()), make_deal(owner, stage="proposal")["id"]):
                assert_problem(move(owner, deal, "contact", **{name: neighbour}), 404, "neighbour_not_found")
        for neighbour in (foreign["id"], str(uuid4())):
            answer = move(owner, deal, "contact", before_id=beside["id"], after_id=neighbour)
            assert_problem(answer, 404, "neighbour_not_found")
        assert owner.get(f"/deals/{deal['id']}").json() == deal

    def test_viewer_gets_403(self, owner: Person, viewer: Person) -> None:
        assert_problem(move(viewer, make_deal(owner), "contact"), 403, "permission_missing")

    def test_one_of_two_movers_of_one_version_wins(self, owner: Person, member: Person) -> None:
        deal = make_deal(owner)
        with ThreadPoolExecutor(2) as pool:
            answers = list(pool.map(lambda who: move(who[0], deal, who[1]), [(owner, "contact"), (member, "proposal")]))
        assert sorted(answer.status_code for answer in answers) == [200, 409]
        won = next(answer for answer in answers if answer.status_code == 200)
        assert owner.get(f"/deals/{deal['id']}").json() == won.json()
        problem = next(answer for answer in answers if answer.status_code == 409).json()
        assert problem["current"]["stage"] == won.json()["stage"]

    def test_parallel_moves_of_one_column_end_in_one_agreed_order(self, owner: Person, member: Person) -> None:
        client = make_client(owner)
        deals = [make_deal(owner, client["id"]) for _ in range(30)]
        anchor = deals[0]

        def drop_above_anchor(number: int) -> httpx.Response:
            who = owner if number % 2 else member
            stage = "lead" if number % 3 else "contact"
            return move(who, deals[number], stage, **({"before_id": anchor["id"]} if stage == "lead" else {}))

        with ThreadPoolExecutor(15) as pool:
            answers = list(pool.map(drop_above_anchor, range(1, 30)))
        assert {answer.status_code for answer in answers} == {200}
        for stage in ("lead", "contact"):
            seen = column(owner, stage)
            assert seen == column(member, stage)
            assert len(seen) == len(set(seen))
            positions = [owner.get(f"/deals/{deal_id}").json()["position"] for deal_id in seen]
            assert positions == sorted(positions)
        columns = owner.get("/pipeline/board").json()["columns"]
        assert (columns[0]["count"], columns[1]["count"]) == (len(column(owner, "lead")), len(column(owner, "contact")))
        assert columns[0]["count"] + columns[1]["count"] == 30

    def test_leaves_one_audit_row_one_command_one_entry(self, owner: Person, superuser: Connection) -> None:
        deal = make_deal(owner)
        answer = move(owner, deal, "contact")
        audit = superuser.execute("SELECT changes FROM audit_log WHERE entity_id = %s AND action = 'deal.moved'", (deal["id"],)).fetchall()
        assert [row["changes"] for row in audit] == [{"stage": ["lead", "contact"]}]
        commands = superuser.execute("SELECT id::text, kind FROM commands WHERE entity_id = %s", (deal["id"],)).fetchall()
        assert [(row["id"], row["kind"]) for row in commands] == [(answer.headers["x-command-id"], "deal.move")]
        entries = owner.get(f"/timeline?client_id={deal['client_id']}&type=deal").json()["items"]
        assert [entry["metadata"]["event"] for entry in entries] == ["deal.moved", "deal.created"]


class TestDelete:
    def test_deleted_leaves_board_and_totals_and_comes_back_to_its_place(self, owner: Person) -> None:
        below, deal, above = (make_deal(owner) for _ in range(3))
        assert owner.delete(f"/deals/{deal['id']}").status_code == 204
        assert column(owner, "lead") == [above["id"], below["id"]]
        assert_problem(move(owner, deal, "contact"), 404, "deal_not_found")
        assert owner.post(f"/deals/{deal['id']}/restore").status_code == 200
        assert column(owner, "lead") == [above["id"], deal["id"], below["id"]]
        assert_problem(owner.post(f"/deals/{deal['id']}/restore"), 404, "deal_not_found")
