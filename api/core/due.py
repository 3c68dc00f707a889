"""When a task is due, reminds and comes again: calendar days and wall clocks, so that no change of the clocks moves them."""

from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Any, Final, Self
from zoneinfo import ZoneInfo

# A task of a whole day reminds as if it were due then.
MORNING: Final = time(9)
NOON: Final = time(12)
SOME_DAY: Final = datetime(9999, 12, 31, tzinfo=UTC)
FRIDAY: Final = 5


@dataclass(frozen=True, slots=True)
class Due:
    """on None: some day; at None: any time of that day."""

    on: date | None
    at: time | None
    zone: str

    @classmethod
    def of(cls, row: Mapping[str, Any], zone: str) -> Self:
        """As whoever is in `zone` sees it: a time may be on another day there, a whole day is the same everywhere."""
        if row["due_at"] is None:
            return cls(row["due_on"], None, zone)
        local = row["due_at"].astimezone(ZoneInfo(zone))
        return cls(local.date(), local.time(), zone)

    def instant(self) -> datetime | None:
        """The time in UTC; one that the clocks skip is that much later, one that comes twice is the first."""
        if self.on is None or self.at is None:
            return None
        return datetime.combine(self.on, self.at, ZoneInfo(self.zone)).astimezone(UTC)

    def columns(self, reminder_minutes: int | None, repeats: Mapping[str, Any] | None) -> dict[str, Any]:
        if self.on is None:
            empty = dict.fromkeys(("due_on", "due_time", "time_zone", "due_at", "reminder_minutes", "remind_at", "repeats"))
            return {**empty, "due_order": SOME_DAY}
        due_at = self.instant()
        remind_at = None
        if reminder_minutes is not None:
            from_then = due_at or datetime.combine(self.on, MORNING, ZoneInfo(self.zone)).astimezone(UTC)
            remind_at = from_then - timedelta(minutes=reminder_minutes)
        return {
            "due_on": self.on, "due_time": self.at, "time_zone": self.zone, "due_at": due_at,
            "due_order": due_at or datetime.combine(self.on, NOON, UTC),
            "reminder_minutes": reminder_minutes, "remind_at": remind_at, "repeats": repeats,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Today:
    """The day of somebody in a time zone: what is late, due today and still to come depends on it."""

    now: datetime
    date: date
    ends_at: datetime

    @classmethod
    def at(cls, now: datetime, zone: str) -> Self:
        today = now.astimezone(ZoneInfo(zone)).date()
        return cls(now, today, datetime.combine(today + timedelta(days=1), time.min, ZoneInfo(zone)).astimezone(UTC))


def next_day(repeats: Mapping[str, Any], after: date, today: date) -> date:
    """The first day of the rule after `after` that isn't past."""
    return next(day for day in _days(repeats, after) if day > after and day >= today)


def _days(repeats: Mapping[str, Any], since: date) -> Iterator[date]:
    match repeats["every"]:
        case "month":
            for index in count(since.month - 1):
                yield _clipped(since.year + index // 12, index % 12 + 1, repeats["day"])
        case "year":
            for year in count(since.year):
                yield _clipped(year, repeats["month"], repeats["day"])
        case every:
            wanted = {"day": range(1, 8), "weekday": range(1, FRIDAY + 1)}.get(every) or repeats["weekdays"]
            for passed in count():
                day = since + timedelta(days=passed)
                if day.isoweekday() in wanted:
                    yield day


def _clipped(year: int, month: int, day: int) -> date:
    """The 31st of a shorter month is its last day."""
    return date(year, month, min(day, monthrange(year, month)[1]))
