from datetime import date, datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints, model_validator

from api.schemas.base import LongText, Storable, Strict, Version, Versioned
from api.schemas.preference import ClockTime, IsoWeekday, TimeZone

TaskView = Literal["open", "overdue", "today", "upcoming", "done"]
Title = Annotated[str, StringConstraints(min_length=1, max_length=300), Storable]
DueDate = Annotated[date, Field(ge=date(1990, 1, 1), le=date(2100, 12, 31))]
ReminderMinutes = Annotated[
    int,
    Field(ge=0, le=40_320, strict=True, description="Before the due time; of a whole day, before nine in the morning"),
]
DayOfMonth = Annotated[int, Field(ge=1, le=31, strict=True, description="In a shorter month, its last day")]


class EveryDay(Strict):
    every: Literal["day", "weekday"]


class EveryWeek(Strict):
    every: Literal["week"]
    weekdays: Annotated[list[IsoWeekday], Field(min_length=1, max_length=7, description="ISO weekdays: 1 is Monday")]


class EveryMonth(Strict):
    every: Literal["month"]
    day: DayOfMonth


class EveryYear(Strict):
    every: Literal["year"]
    month: Annotated[int, Field(ge=1, le=12, strict=True)]
    day: DayOfMonth


Repeats = Annotated[EveryDay | EveryWeek | EveryMonth | EveryYear, Field(discriminator="every")]


class TaskCreate(Strict):
    """due_time is by the clock of time_zone, which is the caller's own unless it is sent."""

    title: Title
    details: LongText = ""
    due_on: DueDate | None = None
    due_time: ClockTime | None = None
    time_zone: TimeZone | None = None
    reminder_minutes: ReminderMinutes | None = None
    repeats: Repeats | None = None
    assignee_id: Annotated[UUID | None, Field(description="The caller, unless it is sent")] = None
    client_id: UUID | None = None
    deal_id: Annotated[UUID | None, Field(description="Brings its client along")] = None


class TaskUpdate(Strict):
    """What is left out stays. A task without a due date has no time, no reminder and no repetition either."""

    version: Version
    title: Title | None = None
    details: LongText | None = None
    due_on: DueDate | None = None
    due_time: ClockTime | None = None
    time_zone: TimeZone | None = None
    reminder_minutes: ReminderMinutes | None = None
    repeats: Repeats | None = None
    assignee_id: UUID | None = None
    client_id: UUID | None = None
    deal_id: UUID | None = None
    is_completed: Annotated[bool | None, Field(strict=True, description="Sent alone with the version")] = None

    @model_validator(mode="after")
    def required_stay_filled(self) -> Self:
        for required in ("title", "details", "time_zone", "is_completed"):
            if required in self.model_fields_set and getattr(self, required) is None:
                raise ValueError(f"{required} can't be empty")
        if "is_completed" in self.model_fields_set and self.model_fields_set != {"is_completed", "version"}:
            raise ValueError("is_completed is sent alone with the version")
        return self


class Task(Versioned):
    title: str
    details: str
    due_on: date | None
    due_time: str | None
    time_zone: str | None
    due_at: Annotated[datetime | None, Field(description="The instant of due_on and due_time; null for a whole day")]
    reminder_minutes: int | None
    repeats: Repeats | None
    assignee_id: UUID | None
    assignee_name: str | None
    client_id: UUID | None
    client_name: str | None
    deal_id: UUID | None
    deal_title: str | None
    created_by: UUID | None
    completed_at: datetime | None
    completed_by: UUID | None
    next_id: Annotated[UUID | None, Field(description="What a repeating task left behind when it was completed")]


class TaskPage(BaseModel):
    items: list[Task]
    next_cursor: str | None


class TaskCounts(BaseModel):
    """The caller's own open tasks."""

    overdue: int
    today: int
