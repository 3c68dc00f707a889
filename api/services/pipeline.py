"""The board and its figures. Money is summed by currency, never across."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import orjson

from api.core.deps import OrgContext
from api.core.errors import Invalid
from api.repositories import deal_filter
from api.repositories.pipeline import PipelineRepository
from api.schemas.base import STAGES
from api.schemas.deal_filter import BoardQuery, MetricsQuery
from api.services import filter as filter_service
from api.services import preference as preference_service


def repository(ctx: OrgContext) -> PipelineRepository:
    return PipelineRepository(ctx.session, ctx.organization_id)


async def board(ctx: OrgContext, asked: BoardQuery) -> bytes:
    """The columns with their first `limit` cards, or one column from `cursor` on. Raises Invalid, FilterUnknown, CursorInvalid (422)."""
    if asked.cursor is not None and len(asked.stage) != 1:
        raise Invalid.field("stage", "missing", "A cursor pages one column: say which stage.")
    selection = await filter_service.of_deals(ctx, asked)
    where, values = deal_filter.where(selection)
    stages: list[str] = list(dict.fromkeys(asked.stage)) or list(STAGES)
    columns, totals = await repository(ctx).board(
        stages, where, values, limit=asked.limit, cursor=asked.cursor, filtered=selection.narrows or not ctx.sees_all
    )  # fmt: skip
    by_stage = {column["stage"]: column for column in columns}
    parts = []
    for name in stages:
        head = orjson.dumps(_sum(name, totals) | {"next_cursor": by_stage[name]["next_cursor"]})
        parts.append(head[:-1] + b',"items":[' + by_stage[name]["items"].encode() + b"]}")
    return b'{"columns":[' + b",".join(parts) + b"]}"


async def metrics(ctx: OrgContext, asked: MetricsQuery) -> bytes:
    """What is open now, what was closed in the last `days`, and in the person's calendar month. Raises FilterUnknown (422)."""
    selection = await filter_service.of_deals(ctx, asked, asked.stage)
    where, values = deal_filter.where(selection)
    now, zone = datetime.now(UTC), ZoneInfo((await preference_service.get(ctx)).time_zone)
    month = now.astimezone(zone).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    totals, closed, closed_in_month = await repository(ctx).list_totals(
        where, values, now - timedelta(days=asked.days), month, filtered=selection.narrows or not ctx.sees_all
    )  # fmt: skip
    still_open = [row for row in totals if row["stage"] != "closed"]
    return orjson.dumps(
        {
            "by_stage": [_sum(stage, totals) for stage in STAGES],
            "open_count": _count(still_open),
            "open_value_cents": _values(still_open),
            **_results(closed),
            "period_days": asked.days,
            "month": {"starts_on": month.date(), **_results(closed_in_month)},
        }
    )


def _results(closed: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    won = [row for row in closed if row["outcome"] == "won"]
    won_count, lost_count = _count(won), _count(row for row in closed if row["outcome"] == "lost")
    decided = won_count + lost_count
    return {
        "won_count": won_count,
        "won_value_cents": _values(won),
        "lost_count": lost_count,
        "win_rate_percent": round(100 * won_count / decided, 1) if decided else None,
    }


def _sum(stage: str, totals: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    rows = [row for row in totals if row["stage"] == stage]
    return {"stage": stage, "count": _count(rows), "value_cents": _values(rows)}


def _count(rows: Iterable[Mapping[str, Any]]) -> int:
    return sum(row["count"] for row in rows)


def _values(rows: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    by_currency: dict[str, int] = {}
    for row in rows:
        if row["count"]:
            by_currency[row["currency"]] = by_currency.get(row["currency"], 0) + row["value_cents"]
    return by_currency
