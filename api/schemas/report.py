"""What the reports say. Money is summed by currency, never across; times are whole seconds; months begin on their first day."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from api.schemas.deal import OpenStage, Outcome
from api.schemas.deal_filter import DealFilters
from api.schemas.filter import Period
from api.schemas.timeline import EntryType

ReportName = Literal["conversion", "stage-time", "outcomes", "activity", "first-response"]
Step = Literal["lead", "contact", "proposal", "negotiation", "won"]
Money = dict[str, int]


class ReportQuery(DealFilters):
    """The words of lists, and the period that the report is of."""

    period: Annotated[Period, Field(description="Deals and clients created, stages left, deals closed or entries written in it")] = (
        "last_90_days"
    )


class Spanned(BaseModel):
    """since, until: the days of the period on the calendar of whoever asks, both included; null: an open end."""

    since: date | None
    until: date | None


class ConversionStep(BaseModel):
    """Deals that came this far or further; rate_percent of those of the step before."""

    step: Step
    count: int
    value_cents: Money
    rate_percent: float | None


class ConversionReport(Spanned):
    """Of the deals created in the period: how far their history has taken them until now."""

    name: Literal["conversion"] = "conversion"
    steps: list[ConversionStep]


class StageTime(BaseModel):
    """left_*: of deals that left the stage in the period, all their visits together; open_*: of those that stand there now."""

    stage: OpenStage
    left_count: int
    left_median_seconds: int | None
    left_p90_seconds: int | None
    open_count: int
    open_median_seconds: int | None


class StageTimeReport(Spanned):
    name: Literal["stage-time"] = "stage-time"
    stages: list[StageTime]


class OutcomeTotals(BaseModel):
    won_count: int
    won_value_cents: Money
    lost_count: int
    lost_value_cents: Money


class OutcomeMonth(OutcomeTotals):
    month: date


class OutcomeReason(BaseModel):
    """reason: the key of one of the organization's, own words, or null where none was given."""

    outcome: Outcome
    reason: str | None
    count: int
    value_cents: Money


class OutcomeReport(Spanned, OutcomeTotals):
    """Of the deals closed in the period. won_median_seconds: from a deal's creation to the day it was won."""

    name: Literal["outcomes"] = "outcomes"
    win_rate_percent: float | None
    won_median_seconds: int | None
    months: list[OutcomeMonth]
    reasons: list[OutcomeReason]


class PersonActivity(BaseModel):
    """user_id null: entries that nobody of the team wrote, such as what a client sent."""

    user_id: UUID | None
    full_name: str | None
    count: int
    by_type: dict[EntryType, int]


class ActivityDay(BaseModel):
    day: date
    count: int


class ActivityReport(Spanned):
    """Entries of the timelines by person and channel, and how many each day had."""

    name: Literal["activity"] = "activity"
    count: int
    by_type: dict[EntryType, int]
    people: list[PersonActivity]
    days: list[ActivityDay]


class ResponseBucket(BaseModel):
    """Clients answered within so many seconds, and not within those of the bucket before; null: later than all."""

    within_seconds: int | None
    count: int


class PersonResponse(BaseModel):
    """By the client's owner; null for those of nobody."""

    owner_id: UUID | None
    owner_name: str | None
    count: int
    answered_count: int
    median_seconds: int | None


class FirstResponseReport(Spanned):
    """Of the clients created in the period by hand, form or channel: from then to the first call, mail, message or meeting."""

    name: Literal["first-response"] = "first-response"
    count: int
    answered_count: int
    median_seconds: int | None
    p90_seconds: int | None
    buckets: list[ResponseBucket]
    people: list[PersonResponse]


Report = Annotated[ConversionReport | StageTimeReport | OutcomeReport | ActivityReport | FirstResponseReport, Field(discriminator="name")]


class StageProbability(BaseModel):
    """percent of the deals that came to this stage and were decided in the last year were won.

    is_own: whether enough were decided for that; else it is what is common.
    """

    stage: OpenStage
    percent: float
    decided_count: int
    is_own: bool


class ForecastMonth(BaseModel):
    """kind: overdue for close dates before this month, later for those after the last month shown, undated without one."""

    kind: Literal["overdue", "month", "later", "undated"]
    month: date | None
    count: int
    value_cents: Money
    weighted_cents: Money
    won_cents: Money


class Forecast(BaseModel):
    months: list[ForecastMonth]
    probabilities: list[StageProbability]
