"""Periods as people name them: "this month", or from one day to another, on the calendar of whoever asks."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, Literal, get_args
from zoneinfo import ZoneInfo

NamedPeriod = Literal[
    "today", "yesterday", "tomorrow", "this_week", "last_week", "next_week", "this_month", "last_month", "next_month",
    "this_quarter", "last_quarter", "next_quarter", "this_year", "last_year", "last_7_days", "last_30_days", "last_90_days",
    "next_7_days", "next_30_days", "past", "none",
]  # fmt: skip
NAMES: Final = frozenset(get_args(NamedPeriod))
BETWEEN: Final = re.compile(r"^(\d{4}-\d{2}-\d{2})?\.\.(\d{4}-\d{2}-\d{2})?$")
ROLLING: Final = re.compile(r"^(last|next)_(\d+)_days$")
MONTHS: Final = {"month": 1, "quarter": 3, "year": 12}
SHIFTS: Final = {"last": -1, "this": 0, "next": 1}


@dataclass(frozen=True, slots=True)
class Days:
    """From one day to another, both included; None is an open end."""

    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class Calendar:
    """today: in `zone`. first_weekday: 0 is Monday."""

    zone: ZoneInfo
    first_weekday: int
    today: date

    @classmethod
    def of(cls, zone: str, first_weekday: int, now: datetime | None = None) -> "Calendar":
        place = ZoneInfo(zone)
        return cls(place, first_weekday, (now or datetime.now(UTC)).astimezone(place).date())

    def moments(self, days: Days) -> tuple[datetime | None, datetime | None]:
        """When the first day begins, and when the last one is over."""
        first = datetime.combine(days.first, time(), self.zone) if days.first else None
        last = datetime.combine(days.last + timedelta(days=1), time(), self.zone) if days.last else None
        return first, last


def days_of(text: str, calendar: Calendar) -> Days | None:
    """A name, or 2026-01-01..2026-01-31 with at least one end; None for "none", which no day is of. Raises ValueError for all else."""
    if text == "none":
        return None
    if (between := _between(text)) is not None:
        return between
    if text not in NAMES:
        raise ValueError(f"{text!r} is not a period")
    today = calendar.today
    if text == "past":
        return Days(None, today - timedelta(days=1))
    if text in ("yesterday", "today", "tomorrow"):
        day = today + timedelta(days=("yesterday", "today", "tomorrow").index(text) - 1)
        return Days(day, day)
    if (rolling := ROLLING.match(text)) is not None:
        span = timedelta(days=int(rolling[2]) - 1)
        return Days(today - span, today) if rolling[1] == "last" else Days(today, today + span)
    which, unit = text.split("_")
    if unit == "week":
        begins = today - timedelta(days=(today.weekday() - calendar.first_weekday) % 7) + timedelta(days=7 * SHIFTS[which])
        return Days(begins, begins + timedelta(days=6))
    length = MONTHS[unit]
    begins = _month(today, -((today.month - 1) % length) + length * SHIFTS[which])
    return Days(begins, _month(begins, length) - timedelta(days=1))


def _between(text: str) -> Days | None:
    """Raises ValueError for a day that no calendar has, and for an end before the beginning."""
    found = BETWEEN.match(text)
    if found is None or not any(found.groups()):
        return None
    first, last = (date.fromisoformat(end) if end else None for end in found.groups())
    if any(day is not None and not 1900 <= day.year <= 2200 for day in (first, last)):
        raise ValueError("out of the calendar")
    if first is not None and last is not None and first > last:
        raise ValueError("ends before it begins")
    return Days(first, last)


def _month(day: date, months: int) -> date:
    """The first of the month that lies so many months on."""
    count = day.year * 12 + day.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)
