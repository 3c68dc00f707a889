"""Dates and moments as spreadsheets and other CRMs write them."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Final

DATE_SAMPLE_ROWS: Final = 5_000
FIRST_YEAR, LAST_YEAR = 1990, 2100
NUMERIC = re.compile(r"^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?:[ T,]+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([AaPp][Mm])?)?$")
ISO = re.compile(r"^(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})$")
NAMED = re.compile(r"^(\d{1,2})?(?:\s+de)?[ -]*([a-zç]{3,12})\.?[ -]*(?:de\s+)?(\d{1,2}(?=,))?,?\s*(?:de\s+)?(\d{4})$")
MONTHS: Final = {
    name: month
    for month, names in enumerate(
        ("jan ene", "feb fev", "mar", "apr abr", "may mai", "jun", "jul", "aug ago", "sep set", "oct out", "nov", "dec dez dic"), 1
    )
    for name in names.split()
}


class DateOrderVotes:
    """Which of day and month stands first in a file: dates with a part above 12 tell."""

    def __init__(self) -> None:
        self.day_first = self.month_first = self.either = 0

    def add(self, cells: Sequence[str]) -> None:
        for cell in cells:
            if 6 <= len(cell) <= 22 and cell[0].isdigit() and (match := NUMERIC.match(cell)):
                first, second = int(match[1]), int(match[2])
                self.day_first += first > 12 >= second
                self.month_first += second > 12 >= first
                self.either += first <= 12 and second <= 12 and first != second

    def verdict(self) -> str:
        """dmy, mdy, or ambiguous when dates are there and none of them tells."""
        if self.day_first or self.month_first:
            return "dmy" if self.day_first >= self.month_first else "mdy"
        return "ambiguous" if self.either else "dmy"


def parse_moment(text: str, order: str = "dmy") -> datetime | None:
    """An aware moment, midnight UTC for a mere date; None when it is no date between 1990 and 2100."""
    text = text.strip()
    try:
        found = _parse(text, order)
    except (ValueError, OverflowError):
        return None
    if found is None or not FIRST_YEAR <= found.year <= LAST_YEAR:
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def parse_date(text: str, order: str = "dmy") -> date | None:
    moment = parse_moment(text, order)
    return moment.date() if moment else None


def _parse(text: str, order: str) -> datetime | None:
    if match := ISO.match(text):
        return datetime(int(match[1]), int(match[2]), int(match[3]), tzinfo=UTC)
    if match := NUMERIC.match(text):
        first, second, year = int(match[1]), int(match[2]), int(match[3])
        day, month = (second, first) if order == "mdy" else (first, second)
        # A part above 12 can only be the day, whatever the rest of the file says.
        if month > 12:
            day, month = month, day
        hour = int(match[4] or 0)
        if match[7]:
            hour = hour % 12 + (12 if match[7].lower() == "pm" else 0)
        return datetime(year + 2000 if year < 100 else year, month, day, hour, int(match[5] or 0), int(match[6] or 0), tzinfo=UTC)
    if text[:4].isdigit():
        return datetime.fromisoformat(text.replace(" UTC", "+00:00").replace(" +0000", "+00:00"))
    if (match := NAMED.match(text.lower())) and (month_number := MONTHS.get(match[2][:3])) and (match[1] or match[3]):
        return datetime(int(match[4]), month_number, int(match[1] or match[3]), tzinfo=UTC)
    return None
