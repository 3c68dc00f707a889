"""What the organization's own history says: how far deals come, how long it takes, why they end, who does what."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from api.core.deps import OrgContext
from api.core.period import Days, days_of
from api.repositories import deal_filter
from api.repositories.deal_filter import STEPS
from api.repositories.filter import Span, within
from api.repositories.report import ReportRepository
from api.schemas.base import STAGES
from api.schemas.report import (
    ActivityDay,
    ActivityReport,
    ConversionReport,
    ConversionStep,
    FirstResponseReport,
    OutcomeMonth,
    OutcomeReason,
    OutcomeReport,
    PersonActivity,
    PersonResponse,
    Report,
    ReportName,
    ReportQuery,
    ResponseBucket,
    StageTime,
    StageTimeReport,
)
from api.services import filter as filter_service

OPEN_STAGES: Final = STAGES[:-1]
HOUR: Final = 3600
RESPONSE_BOUNDS: Final = (HOUR, 4 * HOUR, 24 * HOUR, 72 * HOUR, 168 * HOUR)


def repository(ctx: OrgContext) -> ReportRepository:
    return ReportRepository(ctx.session, ctx.organization_id)


async def make(ctx: OrgContext, name: ReportName, asked: ReportQuery) -> Report:
    """Raises FilterUnknown (422)."""
    return await MAKERS[name](ctx, asked)


async def _conversion(ctx: OrgContext, asked: ReportQuery) -> ConversionReport:
    where, values, days = await narrowed(ctx, asked, "d.created_at")
    rows = await repository(ctx).conversion(where, values)
    steps: list[ConversionStep] = []
    for place, step in enumerate(STEPS, start=1):
        reached = [row for row in rows if row["furthest"] >= place]
        count = count_of(reached)
        rate = None if not steps else percent(count, steps[-1].count)
        steps.append(ConversionStep(step=step, count=count, value_cents=values_of(reached), rate_percent=rate))
    return ConversionReport(**days, steps=steps)


async def _stage_times(ctx: OrgContext, asked: ReportQuery) -> StageTimeReport:
    where, values, _ = await narrowed(ctx, asked, None)
    span, days = await _span(ctx, asked)
    left, standing = await repository(ctx).stage_times(where, values, span)
    left_by, standing_by = ({row["stage"]: row for row in rows} for rows in (left, standing))
    return StageTimeReport(
        **days,
        stages=[
            StageTime(
                stage=stage,
                left_count=left_by.get(stage, {}).get("count", 0),
                left_median_seconds=left_by.get(stage, {}).get("median"),
                left_p90_seconds=left_by.get(stage, {}).get("p90"),
                open_count=standing_by.get(stage, {}).get("count", 0),
                open_median_seconds=standing_by.get(stage, {}).get("median"),
            )
            for stage in OPEN_STAGES
        ],
    )


async def _outcomes(ctx: OrgContext, asked: ReportQuery) -> OutcomeReport:
    where, values, days = await narrowed(ctx, asked, "d.closed_at")
    calendar = await filter_service.calendar_of(ctx)
    rows, won_median = await repository(ctx).outcomes(where, values, calendar.zone.key)
    months = [OutcomeMonth(month=month, **_totals(of)) for month, of in grouped(rows, "month")]
    reasons = [
        OutcomeReason(outcome=outcome, reason=reason, count=count_of(of), value_cents=values_of(of))
        for (outcome, reason), of in grouped(rows, "outcome", "reason")
    ]
    totals = _totals(rows)
    return OutcomeReport(
        **days, **totals, win_rate_percent=percent(totals["won_count"], count_of(rows)), won_median_seconds=won_median,
        months=sorted(months, key=lambda month: month.month),
        reasons=sorted(reasons, key=lambda reason: (-reason.count, reason.outcome, reason.reason or "")),
    )  # fmt: skip


async def _activity(ctx: OrgContext, asked: ReportQuery) -> ActivityReport:
    span, days = await _span(ctx, asked)
    selection = await filter_service.of_deals(ctx, asked)
    calendar = await filter_service.calendar_of(ctx)
    rows, by_day = await repository(ctx).activity(span, selection.owner_ids, calendar.zone.key)
    people = [
        PersonActivity(user_id=user_id, full_name=full_name, count=count_of(of), by_type=_by_type(of))
        for (user_id, full_name), of in grouped(rows, "user_id", "full_name")
    ]
    return ActivityReport(
        **days, count=count_of(rows), by_type=_by_type(rows),
        people=sorted(people, key=lambda person: (-person.count, person.full_name or "")),
        days=[ActivityDay(day=row["day"], count=row["count"]) for row in by_day],
    )  # fmt: skip


async def _first_response(ctx: OrgContext, asked: ReportQuery) -> FirstResponseReport:
    span, days = await _span(ctx, asked)
    selection = await filter_service.of_deals(ctx, asked)
    rows = await repository(ctx).responses(
        span, selection.owner_ids, has_no_owner=selection.has_no_owner, bounds=RESPONSE_BOUNDS
    )  # fmt: skip
    total = next(row for row in rows if row["is_total"])
    upto = [total[f"bucket_{place}"] for place in range(len(RESPONSE_BOUNDS))]
    counts = [here - before for here, before in zip([*upto, total["answered_count"]], [0, *upto], strict=True)]
    people = [
        PersonResponse(
            owner_id=row["owner_id"], owner_name=row["owner_name"], count=row["count"], answered_count=row["answered_count"],
            median_seconds=row["median"],
        )
        for row in rows if not row["is_total"]
    ]  # fmt: skip
    return FirstResponseReport(
        **days, count=total["count"], answered_count=total["answered_count"], median_seconds=total["median"], p90_seconds=total["p90"],
        buckets=[ResponseBucket(within_seconds=bound, count=n) for bound, n in zip([*RESPONSE_BOUNDS, None], counts, strict=True)],
        people=sorted(people, key=lambda person: (-person.count, person.owner_name or "")),
    )  # fmt: skip


MAKERS: Final[Mapping[ReportName, Callable[[OrgContext, ReportQuery], Awaitable[Report]]]] = {
    "conversion": _conversion,
    "stage-time": _stage_times,
    "outcomes": _outcomes,
    "activity": _activity,
    "first-response": _first_response,
}


async def narrowed(ctx: OrgContext, asked: ReportQuery, column: str | None) -> tuple[str, dict[str, Any], dict[str, Any]]:
    """The WHERE of the deals, with the period on `column`; its values; since and until."""
    where, values = deal_filter.where(await filter_service.of_deals(ctx, asked))
    span, days = await _span(ctx, asked)
    more, spans = within(column, "period", span) if column else ([], {})
    return " AND ".join([where, *more]), values | spans, days


async def _span(ctx: OrgContext, asked: ReportQuery) -> tuple[Span, dict[str, Any]]:
    calendar = await filter_service.calendar_of(ctx)
    days = days_of(asked.period, calendar) or Days(None, None)
    return Span(*calendar.moments(days)), {"since": days.first, "until": days.last}


def grouped(rows: Iterable[Mapping[str, Any]], *names: str) -> list[tuple[Any, list[Mapping[str, Any]]]]:
    """[(the value of `names`, a tuple when there are several; the rows that share it)]."""
    found: dict[Any, list[Mapping[str, Any]]] = {}
    for row in rows:
        key = row[names[0]] if len(names) == 1 else tuple(row[name] for name in names)
        found.setdefault(key, []).append(row)
    return list(found.items())


def _totals(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    won, lost = ([row for row in rows if row["outcome"] == outcome] for outcome in ("won", "lost"))
    return {
        "won_count": count_of(won), "won_value_cents": values_of(won), "lost_count": count_of(lost), "lost_value_cents": values_of(lost),
    }  # fmt: skip


def _by_type(rows: Iterable[Mapping[str, Any]]) -> dict[Any, int]:
    counts: dict[Any, int] = {}
    for row in rows:
        counts[row["type"]] = counts.get(row["type"], 0) + row["count"]
    return counts


def count_of(rows: Iterable[Mapping[str, Any]]) -> int:
    return sum(row["count"] for row in rows)


def values_of(rows: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """Summed by currency."""
    by_currency: dict[str, int] = {}
    for row in rows:
        by_currency[row["currency"]] = by_currency.get(row["currency"], 0) + row["value_cents"]
    return by_currency


def percent(part: int, whole: int) -> float | None:
    return round(100 * part / whole, 1) if whole else None
