from datetime import date, datetime
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import BaseModel, Field, model_validator

from api.schemas.base import Cents, Currency, Name, ShortText, Strict, Tags, Version, Versioned
from api.schemas.custom_field import CustomFields

Stage = Literal["lead", "contact", "proposal", "negotiation", "closed"]
OpenStage = Literal["lead", "contact", "proposal", "negotiation"]
Outcome = Literal["won", "lost"]
CloseDate = Annotated[date, Field(ge=date(1990, 1, 1), le=date(2100, 12, 31))]


class DealCreate(Strict):
    title: Name
    client_id: UUID
    stage: OpenStage = "lead"
    value_cents: Cents = 0
    currency: Currency | None = None
    owner_id: UUID | None = None
    expected_close_date: CloseDate | None = None
    source: ShortText | None = None
    tags: Tags = []
    custom_fields: CustomFields = {}


class DealUpdate(Strict):
    version: Version
    title: Name | None = None
    value_cents: Cents | None = None
    currency: Currency | None = None
    owner_id: UUID | None = None
    expected_close_date: CloseDate | None = None
    source: ShortText | None = None
    lost_reason: ShortText | None = None
    won_reason: ShortText | None = None
    snoozed_until: CloseDate | None = Field(default=None, description="The day from which on the deal may be called rotting again.")
    tags: Tags | None = None
    custom_fields: CustomFields | None = None

    @model_validator(mode="after")
    def required_stay_filled(self) -> Self:
        for required in ("title", "value_cents", "currency", "tags", "custom_fields"):
            if required in self.model_fields_set and getattr(self, required) is None:
                raise ValueError(f"{required} can't be empty")
        return self


class StageFields(Strict):
    """What the stage demands, given with the move; what is left out stays."""

    value_cents: Cents | None = None
    currency: Currency | None = None
    owner_id: UUID | None = None
    expected_close_date: CloseDate | None = None
    source: ShortText | None = None
    custom_fields: CustomFields | None = None


class StageMove(Strict):
    """Where a card goes: before_id stands directly below it, after_id directly above; neither puts it at the end.

    Into closed: outcome, for lost the lost_reason (the key of one, or own words), for won perhaps the won_reason and the
    day (closed_on, today when left out). Out of closed: why (reopen_reason).
    """

    stage: Stage
    version: Version
    before_id: UUID | None = None
    after_id: UUID | None = None
    outcome: Outcome | None = None
    lost_reason: ShortText | None = None
    won_reason: ShortText | None = None
    closed_on: CloseDate | None = None
    reopen_reason: ShortText | None = None
    fields: StageFields | None = None


class NextTask(BaseModel):
    """due_at: of a time; only due_on: of a whole day; neither: some day."""

    id: UUID
    title: str
    due_on: date | None
    due_at: datetime | None


class LastTouch(BaseModel):
    type: str
    at: datetime


class Deal(Versioned):
    title: str
    client_id: UUID
    client_name: str
    stage: Stage
    value_cents: int
    currency: str
    owner_id: UUID | None
    owner_name: str | None
    expected_close_date: date | None
    outcome: Outcome | None
    lost_reason: str | None
    won_reason: str | None
    position: str
    stage_entered_at: datetime
    earlier_stage_seconds: int
    snoozed_until: date | None
    next_task: NextTask | None
    closed_at: datetime | None
    source: str | None
    tags: list[str]
    custom_fields: dict[str, Any]
    last_touch: LastTouch | None


class DealTotals(BaseModel):
    count: int
    value_cents: dict[str, int]


class DealGroupTotals(DealTotals):
    """key: the stage, or the owner's id, null for nobody's; name: the owner's."""

    key: str | None
    name: str | None


class DealSetTotals(DealTotals):
    """Of the whole filtered set, whatever the page."""

    groups: list[DealGroupTotals]


class DealPage(BaseModel):
    items: list[Deal]
    next_cursor: str | None
    totals: DealSetTotals | None


class StageVisit(BaseModel):
    stage: Stage
    entered_at: datetime
    left_at: datetime | None
    outcome: Outcome | None
    reason: str | None
    seconds: int
    user_name: str | None


class StageVisitPage(BaseModel):
    items: list[StageVisit]
    next_cursor: None


class BoardColumn(BaseModel):
    stage: Stage
    count: int
    value_cents: dict[str, int]
    items: list[Deal]
    next_cursor: str | None


class Board(BaseModel):
    columns: list[BoardColumn]


class StageTotal(BaseModel):
    stage: Stage
    count: int
    value_cents: dict[str, int]


class Results(BaseModel):
    won_count: int
    won_value_cents: dict[str, int]
    lost_count: int
    win_rate_percent: float | None


class MonthResults(Results):
    """Closed since the first day of the month, as the asking person's time zone counts it."""

    starts_on: date


class PipelineMetrics(Results):
    """The results are those of the last `period_days`."""

    by_stage: list[StageTotal]
    open_count: int
    open_value_cents: dict[str, int]
    period_days: int
    month: MonthResults


class AttentionItem(BaseModel):
    """An open deal under its most pressing reason."""

    deal: Deal
    reason: Literal["overdue", "closing", "rotting"]


class Attention(BaseModel):
    items: list[AttentionItem]
    next_cursor: None
    total: int
