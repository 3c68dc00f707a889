"""What open deals may still bring, month by month, weighted by what became of those before them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from api.core.deps import OrgContext
from api.repositories import deal_filter
from api.repositories.deal_filter import STEPS
from api.schemas.deal_filter import DealFilters
from api.schemas.report import Forecast, ForecastMonth, StageProbability
from api.services import filter as filter_service
from api.services.report import OPEN_STAGES, count_of, repository, values_of

MONTHS: Final = 6
HISTORY: Final = timedelta(days=365)
# Below, a handful of deals would make a rule.
ENOUGH: Final = 20
COMMON_PERCENT: Final[Mapping[str, float]] = {"lead": 10.0, "contact": 20.0, "proposal": 40.0, "negotiation": 70.0}


async def make(ctx: OrgContext, asked: DealFilters) -> Forecast:
    """This month and the next ones, what is overdue, later or without a date. Raises FilterUnknown (422)."""
    where, values = deal_filter.where(await filter_service.of_deals(ctx, asked))
    calendar = await filter_service.calendar_of(ctx)
    this_month = calendar.today.replace(day=1)
    begins = datetime(this_month.year, this_month.month, 1, tzinfo=calendar.zone)
    still_open, won, decided = await repository(ctx).forecast(
        where, values, zone=calendar.zone.key, month_begins=begins, year_ago=datetime.now(UTC) - HISTORY
    )
    probabilities = [_probability(place, decided) for place in range(1, len(STEPS))]
    percents = {one.stage: one.percent for one in probabilities}
    shown = [_add_months(this_month, offset) for offset in range(MONTHS)]
    months = [
        _month(kind, month, [row for row in still_open if _kind(row["month"], shown) == (kind, month)], percents, won)
        for kind, month in [("overdue", None), *(("month", month) for month in shown), ("later", None), ("undated", None)]
    ]
    return Forecast(months=months, probabilities=probabilities)


def _probability(place: int, decided: Iterable[Mapping[str, Any]]) -> StageProbability:
    came = [row for row in decided if row["furthest"] >= place]
    count, won = count_of(came), count_of(row for row in came if row["furthest"] == len(STEPS))
    stage = OPEN_STAGES[place - 1]
    is_own = count >= ENOUGH
    percent = round(100 * won / count, 1) if is_own else COMMON_PERCENT[stage]
    return StageProbability(stage=stage, percent=percent, decided_count=count, is_own=is_own)


def _kind(month: date | None, shown: Sequence[date]) -> tuple[str, date | None]:
    if month is None:
        return "undated", None
    if month < shown[0]:
        return "overdue", None
    return ("month", month) if month <= shown[-1] else ("later", None)


def _month(
    kind: Any, month: date | None, rows: Sequence[Mapping[str, Any]], percents: Mapping[Any, float], won: Iterable[Mapping[str, Any]]
) -> ForecastMonth:
    weighted: dict[str, int] = {}
    for row in rows:
        cents = round(row["value_cents"] * percents[row["stage"]] / 100)
        weighted[row["currency"]] = weighted.get(row["currency"], 0) + cents
    return ForecastMonth(
        kind=kind, month=month, count=count_of(rows), value_cents=values_of(rows), weighted_cents=weighted,
        won_cents=values_of(row for row in won if month is not None and row["month"] == month),
    )  # fmt: skip


def _add_months(day: date, months: int) -> date:
    count = day.year * 12 + day.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)
