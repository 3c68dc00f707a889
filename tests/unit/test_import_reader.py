import json
from pathlib import Path

import pytest

from api.core.errors import Invalid
from api.services.import_reader import FileShape, analyse, name_columns, read_rows

DATA = Path(__file__).parents[1] / "data" / "csv"
SPECTRUM = sorted(path.stem for path in (DATA / "spectrum").glob("*.csv"))


def write(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "file"
    path.write_bytes(content)
    return path


def rows(path: Path) -> list[list[str]]:
    return [row.cells for row in read_rows(path, analyse(path))]


class TestSpectrum:
    @pytest.mark.parametrize("name", [name for name in SPECTRUM if name != "location_coordinates"])
    def test_gives_the_expected_rows(self, name: str) -> None:
        path = DATA / "spectrum" / f"{name}.csv"
        shape = analyse(path)
        found = [dict(zip(shape.columns, row.cells, strict=True)) for row in read_rows(path, shape)]
        expected = json.loads((DATA / "spectrum" / f"{name}.json").read_text(encoding="utf-8"))
        lines = [{key: value.replace("\r\n", "\n").strip() for key, value in row.items()} for row in expected]
        assert [{key: value.replace("\r\n", "\n") for key, value in row.items()} for row in found] == lines

    def test_keeps_characters_that_were_damaged_before(self) -> None:
        (row,) = read_rows(path := DATA / "spectrum" / "location_coordinates.csv", analyse(path))
        assert row.cells[0] == "2095257564"
        assert row.problems == ["text_damaged"]


class TestDialects:
    @pytest.mark.parametrize(
        ("name", "encoding", "delimiter", "columns", "row_count"),
        [
            ("bad.csv", "utf-8", ",", ["column_a", "column_b", "column_c"], 3),
            ("dummy.tsv", "utf-8", "\t", ["a", "b", "c"], 1),
            ("mac_newlines.csv", "utf-8", ",", ["a", "b", "c"], 2),
            ("no_header_row.csv", "utf-8", ",", ["Column 1", "Column 2", "Column 3"], 1),
            ("null_byte.csv", "utf-8", ",", ["a", "b", "c"], 1),
            ("optional_quote_characters.csv", "utf-8", ",", ["a", "b", "c"], 1),
            ("realdata__acs2012_5yr_population.csv", "utf-8", ",", ["fips", "name", "total_population", "margin_of_error"], 93),
            ("test_empty_columns.csv", "utf-8", ",", ["a", "b", "c", "Column 4", "Column 5"], 2),
            ("test_extra_header.csv", "utf-8", ",", ["a", "b", "c", "d"], 1),
            ("test_header_newline.csv", "utf-8", ",", ["start end", "b", "c"], 1),
            ("test_latin1.csv", "cp1252", ",", ["a", "b", "c"], 2),
            ("test_utf16_big.csv", "utf-16", ",", ["a", "b", "c"], 2),
            ("test_utf16_little.csv", "utf-16", ",", ["a", "b", "c"], 2),
            ("test_utf8.csv", "utf-8", ",", ["foo", "bar", "baz"], 2),
            ("test_utf8_bom.csv", "utf-8-sig", ",", ["foo", "bar", "baz"], 2),
        ],
    )
    def test_is_found(self, name: str, encoding: str, delimiter: str, columns: list[str], row_count: int) -> None:
        shape = analyse(DATA / "csvkit" / name)
        assert (shape.dialect.encoding, shape.dialect.delimiter) == (encoding, delimiter)
        assert (shape.columns, shape.row_count) == (columns, row_count)

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "mac_roman", "cp850"])
    @pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_reads_every_combination(self, tmp_path: Path, encoding: str, delimiter: str, end: str) -> None:
        lines = [["Nome", "Observações"], ["Conceição Água", "São João, às 9h; talvez"], ["Núñez", 'disse "olá"']]
        quoted = end.join(delimiter.join('"{}"'.format(cell.replace('"', '""')) for cell in line) for line in lines) + end
        path = write(tmp_path, quoted.encode(encoding))
        assert analyse(path).columns == lines[0]
        assert rows(path) == lines[1:]

    def test_believes_the_separator_that_excel_names(self, tmp_path: Path) -> None:
        path = write(tmp_path, b"sep=;\r\nNome;Valor\r\nAna;1,50\r\n")
        assert analyse(path).columns == ["Nome", "Valor"]
        assert rows(path) == [["Ana", "1,50"]]

    def test_reads_apostrophes_as_quotes_only_when_all_cells_have_them(self, tmp_path: Path) -> None:
        assert rows(write(tmp_path, b"'nome','cidade'\n'Ana','Sao Paulo, SP'\n")) == [["Ana", "Sao Paulo, SP"]]
        assert rows(write(tmp_path, b"nome,cidade\nJoana d'Arc,'Orleans\n")) == [["Joana d'Arc", "'Orleans"]]


class TestRefusals:
    @pytest.mark.parametrize(
        ("content", "code"),
        [
            (b"", "file_is_empty"),
            (b"\xef\xbb\xbf\r\n\r\n", "file_is_empty"),
            (b"\xff\xfe", "file_is_empty"),
            (b"Nome,E-mail\r\n", "file_has_no_rows"),
            (b"Nome,E-mail\r\n,\r\n  , \r\n", "file_has_no_rows"),
            (b"PK\x03\x04" + b"\x00" * 100, "file_is_spreadsheet"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 100, "file_is_spreadsheet"),
            (b"%PDF-1.7\n1 0 obj", "file_is_binary"),
            (bytes(range(256)) * 40, "file_is_binary"),
            (b'{"clients": [{"name": "Ana"}]}', "file_is_not_a_table"),
            (b"BEGIN:VCARD\r\nFN:Ana\r\n", "file_is_not_a_table"),
            (("a," * 400 + "b\n" + "1," * 400 + "2\n").encode(), "file_has_too_many_columns"),
        ],
    )
    def test_has_its_own_code(self, tmp_path: Path, content: bytes, code: str) -> None:
        with pytest.raises(Invalid) as refused:
            analyse(write(tmp_path, content))
        assert refused.value.problem_code == code

    def test_workbook_is_named(self) -> None:
        with pytest.raises(Invalid) as refused:
            analyse(DATA / "csvkit" / "dummy.xlsx")
        assert refused.value.problem_code == "file_is_spreadsheet"


class TestRows:
    def test_ragged_rows_are_kept_with_a_problem(self) -> None:
        found = list(read_rows(path := DATA / "csvkit" / "bad.csv", analyse(path)))
        assert [(row.number, row.problems) for row in found] == [(2, ["row_too_long"]), (3, ["row_too_short"]), (4, [])]
        assert found[0].cells == ["1", "27", "", "I'm too long!"]

    def test_blank_rows_are_counted_apart_and_numbers_stay_those_of_the_sheet(self, tmp_path: Path) -> None:
        path = write(tmp_path, b"Nome\n\nAna\n  \nBruno\n\n")
        shape = analyse(path)
        assert (shape.row_count, shape.blank_row_count) == (2, 3)
        assert [(row.number, row.cells) for row in read_rows(path, shape)] == [(3, ["Ana"]), (5, ["Bruno"])]

    def test_nul_characters_go_with_a_problem(self) -> None:
        (row,) = read_rows(path := DATA / "csvkit" / "null_byte.csv", analyse(path))
        assert (row.cells, row.problems) == (["", "2", "3"], ["nul_removed"])

    @pytest.mark.parametrize("line_count", [3, 2_000])
    def test_a_quote_never_closed_costs_one_row_only(self, tmp_path: Path, line_count: int) -> None:
        path = write(tmp_path, b'Nome,Nota\n"Ana,boa\n' + b"Bruno,ok\n" * line_count)
        shape = analyse(path)
        found = list(read_rows(path, shape))
        assert shape.row_count == len(found) == line_count + 1
        assert found[0].problems == ["quote_unclosed"]
        assert all(row.cells == ["Bruno", "ok"] for row in found[1:])

    def test_goes_on_behind_what_was_read(self, tmp_path: Path) -> None:
        path = write(tmp_path, b"Nome\nAna\n\nBruno\nCarla\n")
        assert [row.cells for row in read_rows(path, analyse(path), skip=2)] == [["Carla"]]

    def test_a_first_row_of_data_is_no_heading(self, tmp_path: Path) -> None:
        path = write(tmp_path, b"Ana Souza;ana@sol.com.br;(11) 98765-4321\nBruno;bruno@sol.com.br;\n")
        shape = analyse(path)
        assert (shape.has_heading, shape.row_count) == (False, 2)

    def test_shape_survives_storage(self) -> None:
        shape = analyse(DATA / "atomic-crm" / "contacts.csv")
        assert FileShape.load(json.loads(json.dumps(shape.dump()))) == shape


class TestNameColumns:
    def test_repeated_and_empty_headings_get_names_of_their_own(self) -> None:
        assert name_columns(["E-mail", "", "E-mail", "E-mail (2)", "a\n b"]) == [
            "E-mail",
            "Column 2",
            "E-mail (2)",
            "E-mail (2) (2)",
            "a b",
        ]


class TestDateOrder:
    @pytest.mark.parametrize(
        ("dates", "order"),
        [(b"02/01/2014\n31/12/2012", "dmy"), (b"12/31/2012\n01/02/2014", "mdy"), (b"02/01/2014", "ambiguous"), (b"2014-01-02", "dmy")],
    )
    def test_is_what_the_file_shows(self, tmp_path: Path, dates: bytes, order: str) -> None:
        assert analyse(write(tmp_path, b"Criado em\n" + dates)).date_order == order
