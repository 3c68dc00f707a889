"""Periods on a calendar: names, days from and to, the clocks of a zone."""

from datetime import UTC, date, datetime

import pytest

from api.core.period import NAMES, Calendar, Days, days_of

MONDAY, SUNDAY = 0, 6
# Tuesday, 24 November 2026, on a clock that Brazil and UTC share the day of.
NOW = datetime(2026, 11, 24, 15, tzinfo=UTC)
HERE = Calendar.of("America/Sao_Paulo", SUNDAY, NOW)


def day(text: str) -> date:
    return date.fromisoformat(text)


class TestDaysOf:
    @pytest.mark.parametrize(
        ("name", "first", "last"),
        [
            ("today", "2026-11-24", "2026-11-24"),
            ("yesterday", "2026-11-23", "2026-11-23"),
            ("tomorrow", "2026-11-25", "2026-11-25"),
            ("this_week", "2026-11-22", "2026-11-28"),
            ("last_week", "2026-11-15", "2026-11-21"),
            ("next_week", "2026-11-29", "2026-12-05"),
            ("this_month", "2026-11-01", "2026-11-30"),
            ("last_month", "2026-10-01", "2026-10-31"),
            ("next_month", "2026-12-01", "2026-12-31"),
            ("this_quarter", "2026-10-01", "2026-12-31"),
            ("last_quarter", "2026-07-01", "2026-09-30"),
            ("next_quarter", "2027-01-01", "2027-03-31"),
            ("this_year", "2026-01-01", "2026-12-31"),
            ("last_year", "2025-01-01", "2025-12-31"),
            ("last_7_days", "2026-11-18", "2026-11-24"),
            ("next_30_days", "2026-11-24", "2026-12-23"),
            ("2026-02-01..2026-02-28", "2026-02-01", "2026-02-28"),
        ],
    )
    def test_names_become_days(self, name: str, first: str, last: str) -> None:
        assert days_of(name, HERE) == Days(day(first), day(last))

    def test_open_ends_and_the_past(self) -> None:
        assert days_of("2026-02-01..", HERE) == Days(day("2026-02-01"), None)
        assert days_of("..2026-02-01", HERE) == Days(None, day("2026-02-01"))
        assert days_of("past", HERE) == Days(None, day("2026-11-23"))
        assert days_of("none", HERE) is None

    def test_a_week_begins_where_the_person_begins_it(self) -> None:
        assert days_of("this_week", Calendar.of("America/Sao_Paulo", MONDAY, NOW)) == Days(day("2026-11-23"), day("2026-11-29"))

    def test_today_is_that_of_the_zone(self) -> None:
        late = datetime(2026, 11, 25, 1, tzinfo=UTC)
        assert Calendar.of("America/Sao_Paulo", SUNDAY, late).today == day("2026-11-24")
        assert Calendar.of("Pacific/Auckland", SUNDAY, late).today == day("2026-11-25")

    @pytest.mark.parametrize("name", sorted(NAMES))
    def test_every_name_has_days(self, name: str) -> None:
        assert name == "none" or days_of(name, HERE) is not None


class TestMoments:
    def test_the_last_day_is_whole(self) -> None:
        first, last = HERE.moments(Days(day("2026-11-01"), day("2026-11-30")))
        assert (first, last) == (datetime(2026, 11, 1, 3, tzinfo=UTC), datetime(2026, 12, 1, 3, tzinfo=UTC))

    def test_a_day_of_changing_clocks_has_its_own_length(self) -> None:
        first, last = Calendar.of("Europe/Lisbon", MONDAY, NOW).moments(Days(day("2026-10-25"), day("2026-10-25")))
        assert first is not None
        assert last is not None
        assert (last.astimezone(UTC) - first.astimezone(UTC)).total_seconds() == 25 * 3600


class TestRefusals:
    @pytest.mark.parametrize(
        "text", ["", "..", "someday", "2026-02-30..", "2026-03-01..2026-02-01", "2026-2-1..", "0001-01-01..", "x..y", "today..tomorrow"]
    )
    def test_what_is_none_is_refused(self, text: str) -> None:
        with pytest.raises(ValueError, match=r"."):
            days_of(text, HERE)
