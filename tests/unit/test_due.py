"""When tasks are due and come again: by calendar and wall clock."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from api.core.due import SOME_DAY, Due, Today, next_day

pytestmark = pytest.mark.tasks


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


class TestInstant:
    @pytest.mark.parametrize(
        ("on", "at", "zone", "instant"),
        [
            ("2026-11-24", "15:00", "America/Sao_Paulo", "2026-11-24T18:00"),
            ("2026-11-24", "22:30", "America/Sao_Paulo", "2026-11-25T01:30"),
            ("2026-07-01", "09:00", "Europe/Lisbon", "2026-07-01T08:00"),
            ("2026-12-01", "09:00", "Europe/Lisbon", "2026-12-01T09:00"),
            # The clocks skip from 2:00 to 3:00, and pass 1:30 twice.
            ("2026-03-08", "02:30", "America/New_York", "2026-03-08T07:30"),
            ("2026-11-01", "01:30", "America/New_York", "2026-11-01T05:30"),
        ],
    )
    def test_is_the_wall_clock_s(self, on: str, at: str, zone: str, instant: str) -> None:
        assert Due(date.fromisoformat(on), time.fromisoformat(at), zone).instant() == utc(instant)

    def test_a_whole_day_has_none(self) -> None:
        assert Due(date(2026, 11, 24), None, "America/Sao_Paulo").instant() is None


class TestColumns:
    def test_some_day_sorts_last_and_keeps_nothing_that_needs_a_date(self) -> None:
        columns = Due(None, None, "UTC").columns(30, {"every": "day"})
        assert columns["due_order"] == SOME_DAY
        assert {value for name, value in columns.items() if name != "due_order"} == {None}

    def test_a_whole_day_reminds_in_the_morning(self) -> None:
        columns = Due(date(2026, 11, 24), None, "America/Sao_Paulo").columns(60, None)
        assert columns["remind_at"] == utc("2026-11-24T11:00")
        assert columns["due_order"] == utc("2026-11-24T12:00")

    def test_a_time_reminds_before_it(self) -> None:
        columns = Due(date(2026, 11, 24), time(15), "America/Sao_Paulo").columns(1_440, None)
        assert columns["remind_at"] == utc("2026-11-23T18:00")

    def test_is_seen_elsewhere_on_another_day(self) -> None:
        row = {"due_on": date(2026, 11, 24), "due_at": utc("2026-11-25T01:30")}
        assert Due.of(row, "Europe/Lisbon") == Due(date(2026, 11, 25), time(1, 30), "Europe/Lisbon")
        assert Due.of(row | {"due_at": None}, "Europe/Lisbon").on == date(2026, 11, 24)


@pytest.mark.parametrize(
    ("now", "zone", "today", "ends_at"),
    [
        ("2026-11-24T02:59", "America/Sao_Paulo", "2026-11-23", "2026-11-24T03:00"),
        ("2026-11-24T03:00", "America/Sao_Paulo", "2026-11-24", "2026-11-25T03:00"),
        ("2026-11-24T11:00", "Pacific/Auckland", "2026-11-25", "2026-11-25T11:00"),
        ("2026-03-08T12:00", "America/New_York", "2026-03-08", "2026-03-09T04:00"),
    ],
)
def test_today_is_the_viewer_s(now: str, zone: str, today: str, ends_at: str) -> None:
    found = Today.at(utc(now), zone)
    assert (found.date, found.ends_at) == (date.fromisoformat(today), utc(ends_at))


@pytest.mark.parametrize(
    ("repeats", "after", "today", "expected"),
    [
        ({"every": "day"}, "2026-11-24", "2026-11-24", "2026-11-25"),
        ({"every": "day"}, "2026-11-20", "2026-11-24", "2026-11-24"),
        ({"every": "day"}, "2026-11-28", "2026-11-24", "2026-11-29"),
        ({"every": "weekday"}, "2026-11-27", "2026-11-27", "2026-11-30"),
        ({"every": "week", "weekdays": [1]}, "2026-11-23", "2026-11-23", "2026-11-30"),
        ({"every": "week", "weekdays": [1, 4]}, "2026-11-23", "2026-11-23", "2026-11-26"),
        ({"every": "week", "weekdays": [1]}, "2026-11-02", "2026-11-24", "2026-11-30"),
        ({"every": "month", "day": 31}, "2026-11-30", "2026-11-30", "2026-12-31"),
        ({"every": "month", "day": 31}, "2027-01-31", "2027-01-31", "2027-02-28"),
        ({"every": "month", "day": 5}, "2026-12-05", "2026-11-24", "2027-01-05"),
        ({"every": "year", "month": 2, "day": 29}, "2028-02-29", "2028-03-01", "2029-02-28"),
        ({"every": "year", "month": 2, "day": 29}, "2031-02-28", "2031-03-01", "2032-02-29"),
    ],
)
def test_comes_again_on_the_next_day_that_is_not_past(repeats: dict[str, Any], after: str, today: str, expected: str) -> None:
    assert next_day(repeats, date.fromisoformat(after), date.fromisoformat(today)) == date.fromisoformat(expected)
