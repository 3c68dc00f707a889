from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import UUID, uuid4

from api.schemas.base import STAGES
from scripts.demo.build import DAYS, Row, build

NOW = datetime(2026, 11, 24, 15, tzinfo=UTC)
TABLES = build([uuid4() for _ in range(4)], NOW).tables


def by_deal(table: str) -> dict[UUID, list[Row]]:
    found: dict[UUID, list[Row]] = {}
    for row in TABLES[table]:
        if row["deal_id"]:
            found.setdefault(row["deal_id"], []).append(row)
    return found


class TestBuild:
    def test_is_as_large_as_promised(self) -> None:
        assert len(TABLES["clients"]) == 40
        assert 60 <= len(TABLES["contacts"]) <= 80
        assert len(TABLES["deals"]) == 60
        assert 420 <= len(TABLES["timeline_entries"]) <= 460

    def test_nothing_lies_ahead(self) -> None:
        moments = [entry["occurred_at"] for entry in TABLES["timeline_entries"]]
        assert max(moments) < NOW
        assert min(moments) > NOW - timedelta(days=DAYS + 10)

    def test_visits_lead_to_where_the_deal_stands(self) -> None:
        visits = by_deal("deal_stage_visits")
        for deal in TABLES["deals"]:
            path = visits[deal["id"]]
            assert path[-1]["stage"] == deal["stage"]
            assert path[-1]["left_at"] is None
            assert all(a["left_at"] == b["entered_at"] > a["entered_at"] for a, b in pairwise(path))
            assert deal["created_at"] == path[0]["entered_at"]

    def test_every_stage_is_in_use_and_every_loss_has_its_reason(self) -> None:
        assert set(Counter(deal["stage"] for deal in TABLES["deals"])) == set(STAGES)
        assert all((deal["outcome"] == "lost") == (deal["lost_reason"] is not None) for deal in TABLES["deals"])

    def test_no_text_has_a_gap(self) -> None:
        assert not [entry["content"] for entry in TABLES["timeline_entries"] if "{" in entry["content"]]
