"""The board and its figures. Money is summed by currency, never across."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import orjson

from api.core.deps import OrgContext
from api.core.errors import Invalid
from api.core.normalize import search_text
from api.repositories.deal import DealRepository
from api.repositories.pipeline import PipelineRepository
from api.schemas.base import STAGES
from api.services import preference as preference_service


def repository(ctx: OrgContext) -> PipelineRepository:
    return PipelineRepository(ctx.session, ctx.organization_id)


async def board(
    ctx: OrgContext, *, limit: int, query: str | None, owner_id: UUID | None, client_id: UUID | None, tag: str | None,
    stage: str | None, cursor: str | None,
) -> bytes:  # fmt: skip
    """Every column with its first `limit` cards, or one column from `cursor` on. Raises Invalid, CursorInvalid (422)."""
    if cursor is not None and stage is None:
        raise Invalid.field("stage", "missing", "A cursor pages one column: say which stage.")
    text, tag_key = search_text(query or ""), search_text(tag) if tag else None
    where, values = DealRepository.filters(owner_id=owner_id, client_id=client_id, query=text, tag_key=tag_key)
    stages = [stage] if stage else list(STAGES)
    columns, totals = await repository(ctx).board(stages, where, values, limit=limit, cursor=cursor, filtered=bool(values))
    by_stage = {column["stage"]: column for column in columns}
    parts = []
    for name in stages:
        head = orjson.dumps(_sum(name, totals) | {"next_cursor": by_stage[name]["next_cursor"]})
        parts.append(head[:-1] + b',"items":[' + by_stage[name]["items"].encode() + b"]}")
    return b'{"columns":[' + b",".join(parts) + b"]}"


async def metrics(ctx: OrgContext, *, days: int) -> bytes:
    """What is open now, what was closed in the last `days`, and in the person's calendar month."""
    now, zone = datetime.now(UTC), ZoneInfo((await preference_service.get(ctx)).time_zone)
    month = now.astimezone(zone).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    totals, closed, closed_in_month = await repository(ctx).list_totals(now - timedelta(days=days), month)
    still_open = [row for row in totals if row["stage"] != "closed"]
    return orjson.dumps(
        {
            "by_stage": [_sum(stage, totals) for stage in STAGES],
            "open_count": _count(still_open),
            "open_value_cents": _values(still_open),
            **_results(closed),
            "period_days": days,
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
