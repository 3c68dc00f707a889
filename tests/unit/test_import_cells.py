from datetime import UTC, date, datetime

import pytest

from api.services import import_cells as cells
from api.services.import_dates import parse_date, parse_moment


class TestParseMoney:
    @pytest.mark.parametrize(
        ("text", "cents", "currency"),
        [
            ("1.234,56", 123_456, None), ("1,234.56", 123_456, None), ("R$ 1.234,56", 123_456, "BRL"), ("US$ 10", 1_000, "USD"),
            ("€ 5,5", 550, "EUR"), ("EUR 5,00", 500, "EUR"), ("1234", 123_400, None), ("1.234", 123_400, None), ("1,234", 123_400, None),
            ("1.234.567", 123_456_700, None), ("12.5", 1_250, None), ("0.125", 12, None), ("1 234,50", 123_450, None),
            ("999999999999,99", 99_999_999_999_999, None),
        ],
    )  # fmt: skip
    def test_reads_both_ways_of_writing(self, text: str, cents: int, currency: str | None) -> None:
        assert cells.parse_money(text) == (cents, currency)

    @pytest.mark.parametrize("text", ["", "abc", "-5", "1.2.3", "10%", "9999999999999", "=1+1"])
    def test_refuses_what_is_no_amount(self, text: str) -> None:
        assert cells.parse_money(text) is None


class TestDates:
    @pytest.mark.parametrize(
        ("text", "order", "expected"),
        [
            ("02/01/2014", "dmy", date(2014, 1, 2)), ("02/01/2014", "mdy", date(2014, 2, 1)), ("31/12/2012", "mdy", date(2012, 12, 31)),
            ("2014-01-02", "dmy", date(2014, 1, 2)), ("5 de março de 2024", "dmy", date(2024, 3, 5)), ("Mar 5, 2024", "dmy", date(2024, 3, 5)),
            ("05/03/24 14:30", "dmy", date(2024, 3, 5)), ("2024-08-13T18:04:34.666+00:00", "dmy", date(2024, 8, 13)),
            ("99/99/2020", "dmy", None), ("amanhã", "dmy", None), ("01/01/1812", "dmy", None),
        ],
    )  # fmt: skip
    def test_reads_what_spreadsheets_write(self, text: str, order: str, expected: date | None) -> None:
        assert parse_date(text, order) == expected

    def test_afternoon_is_afternoon(self) -> None:
        assert parse_moment("1/2/2024 3:04 PM", "mdy") == datetime(2024, 1, 2, 15, 4, tzinfo=UTC)


class TestHandles:
    def test_one_cell_may_hold_several_addresses(self) -> None:
        good, bad = cells.split_emails('"Ana" <Ana@X.com>; b@x.com ::: c@x.com, ruim@, mailto:d@x.com')
        assert good == ["ana@x.com", "b@x.com", "c@x.com", "d@x.com"]
        assert bad == ["ruim@"]

    @pytest.mark.parametrize("text", ["a@b.local", "a..b@x.com", ".a@x.com", "a@-x.com", "a b@x.com", "a@x", "@x.com"])
    def test_the_fast_way_accepts_nothing_that_the_careful_one_refuses(self, text: str) -> None:
        assert cells.split_emails(text)[0] == []

    @pytest.mark.parametrize(
        ("text", "good"),
        [
            ("(11) 98765-4321", ["+5511987654321"]), ("(11) 98765-4321 / 11 3333-4444", ["+5511987654321", "+551133334444"]),
            ("11 3333-4444 ramal 12", ["+551133334444"]), ("+1 415 293 3313", ["+14152933313"]), ("12", []), ("-", []),
        ],
    )  # fmt: skip
    def test_phones_become_e164(self, text: str, good: list[str]) -> None:
        assert cells.split_phones(text)[0] == good


class TestStages:
    @pytest.mark.parametrize(
        ("text", "stage"),
        [
            ("Lead In", ("lead", None)), ("Contato feito", ("contact", None)), ("1 - Proposta enviada", ("proposal", None)),
            ("Contract sent", ("negotiation", None)), ("Negociação", ("negotiation", None)), ("closedwon", ("closed", "won")),
            ("Cerrado perdido", ("closed", "lost")), ("Fechado", ("closed", None)), ("Sei lá", None),
        ],
    )  # fmt: skip
    def test_names_of_other_systems_are_known(self, text: str, stage: tuple[str, str | None] | None) -> None:
        assert cells.parse_stage(text) == stage

    @pytest.mark.parametrize(("text", "outcome"), [("Em andamento", "open"), ("Ganha", "won"), ("Lost", "lost"), ("Roxo", None)])
    def test_outcomes(self, text: str, outcome: str | None) -> None:
        assert cells.parse_outcome(text) == outcome


class TestFormulas:
    @pytest.mark.parametrize(
        "text", ["=1+1", "+55 11 98765-4321", "-3", "@cmd", "\tx", "\rx", "\nx", "\uff1d1", "\uff0b1", "\uff0d1", "\uff201"]
    )
    def test_are_kept_from_running_and_come_back(self, text: str) -> None:
        assert cells.safe_cell(text) == f"'{text}"
        assert cells.plain_cell(cells.safe_cell(text)) == text

    @pytest.mark.parametrize("text", ["Ana", "'Orleans", "", "R$ 5"])
    def test_other_cells_stay_as_they_are(self, text: str) -> None:
        assert cells.plain_cell(cells.safe_cell(text)) == text
