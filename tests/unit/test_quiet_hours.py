"""Quiet hours by the clock on the wall: over midnight, on some days only, and where summer time begins or ends."""

from datetime import UTC, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from api.core.quiet_hours import QuietHours

EVERY_DAY = (1, 2, 3, 4, 5, 6, 7)


def end_after(
    wall: str, *, starts: str = "22:00", ends: str = "07:00", zone: str = "America/Sao_Paulo", days: Any = EVERY_DAY
) -> str | None:
    """The end on the wall for a moment on the wall, both in the zone."""
    place = ZoneInfo(zone)
    hours = QuietHours(time.fromisoformat(starts), time.fromisoformat(ends), frozenset(days), place)
    end = hours.end_after(datetime.fromisoformat(wall).replace(tzinfo=place))
    return end.astimezone(place).strftime("%Y-%m-%d %H:%M") if end else None


@pytest.mark.parametrize(
    ("wall", "end"),
    [
        ("2026-03-10 21:59", None),
        ("2026-03-10 22:00", "2026-03-11 07:00"),
        ("2026-03-10 23:59", "2026-03-11 07:00"),
        ("2026-03-11 00:00", "2026-03-11 07:00"),
        ("2026-03-11 06:59", "2026-03-11 07:00"),
        ("2026-03-11 07:00", None),
        ("2026-12-31 23:00", "2027-01-01 07:00"),
    ],
)
def test_over_midnight(wall: str, end: str | None) -> None:
    assert end_after(wall) == end


@pytest.mark.parametrize(
    ("wall", "end"), [("2026-03-10 11:59", None), ("2026-03-10 12:30", "2026-03-10 14:00"), ("2026-03-10 14:00", None)]
)
def test_within_a_day(wall: str, end: str | None) -> None:
    assert end_after(wall, starts="12:00", ends="14:00") == end


# 2026-03-13 is a Friday.
@pytest.mark.parametrize(
    ("wall", "end"),
    [
        ("2026-03-13 23:00", "2026-03-14 07:00"),
        ("2026-03-14 03:00", "2026-03-14 07:00"),
        ("2026-03-14 23:00", None),
        ("2026-03-13 03:00", None),
    ],
)
def test_belong_to_the_day_that_they_begin_on(wall: str, end: str | None) -> None:
    assert end_after(wall, days=[5]) == end


def test_no_day_is_never_quiet() -> None:
    assert end_after("2026-03-10 23:00", days=[]) is None


@pytest.mark.parametrize(
    ("zone", "is_quiet"), [("America/Sao_Paulo", False), ("Europe/Lisbon", True), ("Asia/Tokyo", False), ("Pacific/Auckland", False)]
)
def test_are_those_of_the_person_s_zone(zone: str, is_quiet: bool) -> None:
    hours = QuietHours(time(22), time(7), frozenset(EVERY_DAY), ZoneInfo(zone))
    assert (hours.end_after(datetime(2026, 1, 15, 22, 30, tzinfo=UTC)) is not None) is is_quiet


class TestSummerTime:
    """Lisbon: at 01:00 on 2026-03-29 the clock goes to 02:00, at 02:00 on 2026-10-25 back to 01:00."""

    def utc_end(self, moment: datetime, starts: str, ends: str) -> datetime | None:
        hours = QuietHours(time.fromisoformat(starts), time.fromisoformat(ends), frozenset(EVERY_DAY), ZoneInfo("Europe/Lisbon"))
        return hours.end_after(moment)

    def test_the_night_that_loses_an_hour_ends_by_the_clock(self) -> None:
        night = datetime(2026, 3, 28, 23, 0, tzinfo=UTC)
        assert self.utc_end(night, "22:00", "07:00") == datetime(2026, 3, 29, 6, 0, tzinfo=UTC)

    def test_the_night_that_gains_one_too(self) -> None:
        night = datetime(2026, 10, 24, 22, 0, tzinfo=UTC)
        assert self.utc_end(night, "22:00", "07:00") == datetime(2026, 10, 25, 7, 0, tzinfo=UTC)

    def test_an_end_that_comes_twice_is_the_second(self) -> None:
        first_time = datetime(2026, 10, 25, 0, 45, tzinfo=UTC)
        assert self.utc_end(first_time, "22:00", "01:30") == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)

    def test_an_end_that_never_comes_still_ends(self) -> None:
        night = datetime(2026, 3, 29, 0, 15, tzinfo=UTC)
        end = self.utc_end(night, "22:00", "01:30")
        assert end is not None
        assert datetime(2026, 3, 29, 0, 30, tzinfo=UTC) <= end <= datetime(2026, 3, 29, 1, 30, tzinfo=UTC)

    def test_almost_the_whole_day_leaves_its_minutes(self) -> None:
        assert self.utc_end(datetime(2026, 6, 1, 12, 0, tzinfo=UTC), "09:00", "08:50") == datetime(2026, 6, 2, 7, 50, tzinfo=UTC)


def test_off_is_none() -> None:
    stored = {"is_on": False, "from": "22:00", "to": "07:00", "days": [1]}
    assert QuietHours.load(stored, "UTC") is None
    assert QuietHours.load(stored | {"is_on": True}, "UTC") == QuietHours(time(22), time(7), frozenset({1}), ZoneInfo("UTC"))
