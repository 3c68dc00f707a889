"""Which open deals need a look, and since when: the thresholds of the whole product are here."""

from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import orjson

from api.core.deps import OrgContext
from api.repositories.attention import AttentionRepository, Thresholds
from api.services import preference as preference_service

CLOSING_DAYS: Final = 7
QUIET_DAYS: Final = 14
ROTTING_DAYS: Final = {"lead": 14, "contact": 14, "proposal": 21, "negotiation": 30}


def thresholds_at(now: datetime, time_zone: str) -> Thresholds:
    today = now.astimezone(ZoneInfo(time_zone)).date()
    since = {stage: now - timedelta(days=days) for stage, days in ROTTING_DAYS.items()}
    return Thresholds(
        today=today, closing_until=today + timedelta(days=CLOSING_DAYS), quiet_since=now - timedelta(days=QUIET_DAYS),
        lead_since=since["lead"], contact_since=since["contact"], proposal_since=since["proposal"],
        negotiation_since=since["negotiation"],
    )  # fmt: skip


async def list_page(ctx: OrgContext, *, limit: int) -> bytes:
    """The most pressing deals with the reason of each: overdue, closing, quiet, rotting; and how many there are."""
    time_zone = (await preference_service.get(ctx)).time_zone
    thresholds = thresholds_at(datetime.now(UTC), time_zone)
    rows, total = await AttentionRepository(ctx.session, ctx.organization_id).list(thresholds, limit=limit)
    items = b",".join(b'{"reason":"' + row["reason"].encode() + b'","deal":' + row["json"].encode() + b"}" for row in rows)
    return b'{"items":[' + items + b'],"next_cursor":null,"total":' + orjson.dumps(total) + b"}"
