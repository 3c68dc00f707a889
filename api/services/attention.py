"""Which open deals need a look, and since when."""

from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import orjson

from api.core.deps import OrgContext
from api.repositories.attention import AttentionRepository, Thresholds
from api.services import preference as preference_service
from api.services import stage_rules
from api.services.stage_rules import StageRules

CLOSING_DAYS: Final = 7


def thresholds_at(now: datetime, time_zone: str, rules: StageRules) -> Thresholds:
    today = now.astimezone(ZoneInfo(time_zone)).date()
    since = {stage: now - timedelta(days=days) if (days := one["rotting_days"]) else None for stage, one in rules.stages.items()}
    return Thresholds(
        today=today, closing_until=today + timedelta(days=CLOSING_DAYS), lead_since=since["lead"], contact_since=since["contact"],
        proposal_since=since["proposal"], negotiation_since=since["negotiation"],
    )  # fmt: skip


async def list_page(ctx: OrgContext, *, limit: int) -> bytes:
    """The most pressing deals with the reason of each: overdue, closing, rotting; and how many there are."""
    time_zone = (await preference_service.get(ctx)).time_zone
    thresholds = thresholds_at(datetime.now(UTC), time_zone, await stage_rules.load(ctx))
    rows, total = await AttentionRepository(ctx.session, ctx.organization_id).list(thresholds, limit=limit)
    items = b",".join(b'{"reason":"' + row["reason"].encode() + b'","deal":' + row["json"].encode() + b"}" for row in rows)
    return b'{"items":[' + items + b'],"next_cursor":null,"total":' + orjson.dumps(total) + b"}"
