"""What people ask of a list, made exact: who "me" is, when "this week" begins, how a tag is spelled."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from api.core.deps import OrgContext
from api.core.errors import Invalid
from api.core.normalize import search_text
from api.core.period import Calendar, days_of
from api.repositories.client_filter import ClientSelection
from api.repositories.deal_filter import DealSelection
from api.repositories.filter import Span
from api.schemas.client_filter import ClientFilters
from api.schemas.deal_filter import DealFilters
from api.schemas.filter import Filters
from api.services import custom_field_filter
from api.services import preference as preference_service

WEEKDAYS: Final[Mapping[str, int]] = {"monday": 0, "saturday": 5, "sunday": 6}
# The browser begins its weeks alike (lib/formats.ts).
WEEKDAYS_BY_LANGUAGE: Final[Mapping[str, int]] = {"en": 6, "pt": 6, "es": 0}


class FilterUnknown(Invalid):
    code, detail = "filter_unknown", "There is no such filter."


async def calendar_of(ctx: OrgContext, now: datetime | None = None) -> Calendar:
    """The person's time zone and week."""
    preferences = await preference_service.get(ctx)
    first = WEEKDAYS.get(preferences.first_weekday, WEEKDAYS_BY_LANGUAGE[preferences.locale])
    return Calendar.of(preferences.time_zone, first, now)


async def of_deals(ctx: OrgContext, asked: DealFilters, stages: Iterable[str] = ()) -> DealSelection:
    """Raises FilterUnknown (422)."""
    spans = await _spans(
        ctx, created=asked.created, expected_close=asked.expected_close, closed=asked.closed, stage_entered=asked.stage_entered
    )
    return DealSelection(
        **_shared(ctx, asked), **spans, custom=await custom_field_filter.conditions(ctx, "deal", asked.custom),
        client_id=asked.client_id, stages=list(dict.fromkeys(stages)), next_step=asked.next_step,
        today=(await calendar_of(ctx)).today if asked.next_step == "overdue" else None,
        outcomes=list(dict.fromkeys(asked.outcome)), value_min=asked.value_min, value_max=asked.value_max, currency=asked.currency,
        reached=asked.reached, reason=asked.reason,
    )  # fmt: skip


async def of_clients(ctx: OrgContext, asked: ClientFilters) -> ClientSelection:
    """Raises FilterUnknown (422)."""
    spans = await _spans(ctx, created=asked.created, last_contact=asked.last_contact)
    custom = await custom_field_filter.conditions(ctx, "client", asked.custom)
    return ClientSelection(**_shared(ctx, asked), **spans, custom=custom, kind=asked.kind, has_open_deals=asked.has_open_deals)


def _shared(ctx: OrgContext, asked: Filters) -> dict[str, Any]:
    if unknown := asked.unknown:
        raise FilterUnknown(errors=[{"field": name, "code": "filter_unknown", "message": FilterUnknown.detail} for name in unknown])
    owner_ids = {ctx.user_id if owner == "me" else owner for owner in asked.owner_id if owner != "none"}
    tags = list(dict.fromkeys(search_text(tag) for tag in asked.tag))
    return {
        "query": search_text(asked.query or ""), "owner_ids": sorted(i for i in owner_ids if isinstance(i, UUID)),
        "has_no_owner": "none" in asked.owner_id, "tag_keys": tags, "needs_all_tags": len(tags) > 1 and asked.tag_match == "all",
        "sources": list(dict.fromkeys(asked.source)),
    }  # fmt: skip


async def _spans(ctx: OrgContext, **periods: str | None) -> dict[str, Any]:
    wanted = {name: period for name, period in periods.items() if period is not None}
    if not wanted:
        return {}
    calendar = await calendar_of(ctx)
    spans: dict[str, Any] = {}
    for name, period in wanted.items():
        days = days_of(period, calendar)
        if days is None:
            spans[name] = Span(is_empty=True)
        else:
            spans[name] = Span(days.first, days.last) if name == "expected_close" else Span(*calendar.moments(days))
    return spans
