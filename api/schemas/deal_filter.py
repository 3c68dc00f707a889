from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from api.schemas.base import Currency, Cursor, Limit, ShortText
from api.schemas.deal import Stage
from api.schemas.filter import Filters, Period

DealSort = Literal[
    "created_at", "-created_at", "updated_at", "-updated_at", "title", "-title", "client", "-client", "value", "-value",
    "stage", "-stage", "owner", "-owner", "expected_close_date", "-expected_close_date", "stage_entered_at", "-stage_entered_at",
    "closed_at", "-closed_at", "last_contact", "-last_contact", "source", "-source",
]  # fmt: skip
DealGroup = Literal["stage", "owner"]
Cents = Annotated[int, Field(ge=0, le=99_999_999_999_999)]
Standing = Literal["open", "won", "lost"]
Reached = Literal["lead", "contact", "proposal", "negotiation", "won"]


class DealFilters(Filters):
    client_id: UUID | None = None
    outcome: Annotated[list[Standing], Field(max_length=3)] = []
    value_min: Annotated[Cents | None, Field(description="In minor units, whatever the currency")] = None
    value_max: Annotated[Cents | None, Field(description="In minor units, whatever the currency")] = None
    currency: Currency | None = None
    expected_close: Annotated[Period | None, Field(description="As other periods; `past` for overdue ones, `none` for those without")] = (
        None
    )
    closed: Period | None = None
    stage_entered: Period | None = None
    reached: Annotated[Reached | None, Field(description="Whose history came this far or further")] = None
    reason: Annotated[ShortText | None, Field(description="Why they were won or lost, as the deal keeps it; `none` without a reason")] = (
        None
    )
    next_step: Annotated[
        Literal["none", "planned", "overdue"] | None, Field(description="By the deal's open tasks; `overdue` on the viewer's clock")
    ] = None


class DealViewFilters(DealFilters):
    """As a saved view keeps them."""

    stage: Annotated[list[Stage], Field(max_length=5)] = []


class DealListQuery(DealFilters):
    limit: Limit = 50
    cursor: Cursor | None = None
    stage: Annotated[list[Stage], Field(max_length=5)] = []
    sort: DealSort = "-created_at"
    group_by: Annotated[DealGroup | None, Field(description="Rows of one group stand together, in the order of `sort`")] = None
    with_totals: Annotated[bool, Field(description="Add count and sums by currency of the whole filtered set, and of each group")] = False


class BoardQuery(DealFilters):
    limit: Limit = 50
    cursor: Cursor | None = None
    stage: Annotated[list[Stage], Field(max_length=5, description="The columns to answer; all when left out")] = []


class MetricsQuery(DealFilters):
    days: Annotated[int, Field(ge=1, le=3660)] = 30
    stage: Annotated[list[Stage], Field(max_length=5)] = []
