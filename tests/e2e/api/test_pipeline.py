"""The board and the figures of the pipeline."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.e2e.api.support import Connection, Person, assert_problem, make_client, make_deal

pytestmark = pytest.mark.pipeline

STAGES = ["lead", "contact", "proposal", "negotiation", "closed"]


class TestBoard:
    def test_empty_board_has_every_column(self, owner: Person) -> None:
        columns = owner.get("/pipeline/board").json()["columns"]
        assert [column["stage"] for column in columns] == STAGES
        assert all(
            column | {"stage": ""} == {"stage": "", "count": 0, "value_cents": {}, "items": [], "next_cursor": None} for column in columns
        )

    def test_totals_cover_unseen_cards_by_currency(self, owner: Person) -> None:
        for value, currency in ((100, "BRL"), (200, "BRL"), (50, "USD")):
            make_deal(owner, value_cents=value, currency=currency)
        lead = owner.get("/pipeline/board?limit=1").json()["columns"][0]
        assert (lead["count"], lead["value_cents"], len(lead["items"])) == (3, {"BRL": 300, "USD": 50}, 1)

    def test_one_column_pages_to_its_end(self, owner: Person) -> None:
        made = [make_deal(owner, stage="proposal")["id"] for _ in range(5)]
        seen, cursor = [], None
        while True:
            params = {"stage": "proposal", "limit": 2} | ({"cursor": cursor} if cursor else {})
            columns = owner.get("/pipeline/board", params=params).json()["columns"]
            assert [column["stage"] for column in columns] == ["proposal"]
            assert columns[0]["count"] == 5
            seen += [item["id"] for item in columns[0]["items"]]
            cursor = columns[0]["next_cursor"]
            if cursor is None:
                break
        assert seen == made[::-1]

    def test_a_full_last_page_has_no_cursor(self, owner: Person) -> None:
        for _ in range(2):
            make_deal(owner)
        assert owner.get("/pipeline/board?limit=2").json()["columns"][0]["next_cursor"] is None

    def test_filters_narrow_cards_and_totals(self, owner: Person, member: Person) -> None:
        client = make_client(owner, name="Padaria Aurora")
        mine = make_deal(owner, client["id"], title="Marca", value_cents=100, tags=["Vip"])
        make_deal(owner, title="Site", value_cents=900, owner_id=member.user_id)
        for query in (f"client_id={client['id']}", f"owner_id={owner.user_id}", "query=aurora", "query=marca", "tag=VIP"):
            lead = owner.get(f"/pipeline/board?{query}").json()["columns"][0]
            assert ([item["id"] for item in lead["items"]], lead["count"], lead["value_cents"]) == ([mine["id"]], 1, {"BRL": 100}), query

    def test_other_organization_is_not_on_the_board(self, owner: Person, other: Person) -> None:
        deal = make_deal(other)
        board = owner.get("/pipeline/board", params={"client_id": deal["client_id"]}).json()
        assert all(column["count"] == 0 for column in board["columns"])

    @pytest.mark.parametrize(
        "query", ["limit=0", "limit=101", "stage=x", "owner_id=x", "cursor=abc", "stage=lead&cursor=abc", "query=" + "x" * 201]
    )
    def test_bad_query_is_refused(self, owner: Person, query: str) -> None:
        assert_problem(owner.get(f"/pipeline/board?{query}"), 422)

    def test_cursor_of_another_column_is_refused(self, owner: Person) -> None:
        for _ in range(2):
            make_deal(owner)
        cursor = owner.get("/pipeline/board?stage=lead&limit=1").json()["columns"][0]["next_cursor"]
        assert_problem(owner.get(f"/pipeline/board?stage=contact&cursor={cursor}"), 422, "cursor_invalid")


class TestMetrics:
    def test_figures_follow_the_deals(self, owner: Person) -> None:
        make_deal(owner, value_cents=100)
        make_deal(owner, stage="proposal", value_cents=200, currency="USD")
        make_deal(owner, stage="closed", outcome="won", value_cents=1000)
        make_deal(owner, stage="closed", outcome="won", value_cents=500)
        make_deal(owner, stage="closed", outcome="lost", lost_reason="Preço", value_cents=1)
        metrics = owner.get("/pipeline/metrics").json()
        assert metrics["open_count"] == 2
        assert metrics["open_value_cents"] == {"BRL": 100, "USD": 200}
        assert (metrics["won_count"], metrics["won_value_cents"], metrics["lost_count"]) == (2, {"BRL": 1500}, 1)
        assert metrics["win_rate_percent"] == 66.7
        assert [(stage["stage"], stage["count"]) for stage in metrics["by_stage"]] == list(zip(STAGES, [1, 0, 1, 0, 3], strict=True))

    def test_nothing_closed_has_no_rate(self, owner: Person) -> None:
        metrics = owner.get("/pipeline/metrics?days=7").json()
        assert (metrics["win_rate_percent"], metrics["period_days"]) == (None, 7)

    @pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
    def test_the_month_is_that_of_the_person(self, owner: Person, superuser: Connection, zone: str) -> None:
        assert owner.patch("/preferences", json={"time_zone": zone}).status_code == 200
        starts = datetime.now(ZoneInfo(zone)).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        for offset, value in ((timedelta(0), 1000), (timedelta(microseconds=-1), 500)):
            deal = make_deal(owner, stage="closed", outcome="won", value_cents=value)
            superuser.execute("UPDATE deals SET closed_at = %s WHERE id = %s", (starts + offset, deal["id"]))
        make_deal(owner, stage="closed", outcome="lost", lost_reason="Preço")
        assert owner.get("/pipeline/metrics").json()["month"] == {
            "starts_on": starts.date().isoformat(), "won_count": 1, "won_value_cents": {"BRL": 1000}, "lost_count": 1,
            "win_rate_percent": 50.0,
        }  # fmt: skip

    @pytest.mark.parametrize("days", ["0", "x", "99999"])
    def test_bad_period_is_refused(self, owner: Person, days: str) -> None:
        assert_problem(owner.get(f"/pipeline/metrics?days={days}"), 422)
