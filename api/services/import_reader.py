"""Read a delimited text file of any dialect row by row, in flat memory, without losing a row.

Pure rules and one open file: nothing here knows of clients, deals or the database.
"""

import csv
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, Final, Self

from api.core.errors import Invalid
from api.services.import_dates import DATE_SAMPLE_ROWS, DateOrderVotes
from api.services.import_encoding import detect_encoding
from api.services.import_headings import looks_like_heading

DELIMITERS: Final = (",", ";", "\t", "|")
SAMPLE_LINES: Final = 200
PREVIEW_ROWS: Final = 5
PREVIEW_CELL_LENGTH: Final = 200
MAX_COLUMNS: Final = 300
MAX_CELL_LENGTH: Final = 1_000_000
# An opening quote that is never closed would swallow the file; a record of more lines is one line with a stray quote.
MAX_RECORD_LINES: Final = 500

csv.field_size_limit(MAX_CELL_LENGTH)


class FileHasNoRows(Invalid):
    code, detail = "file_has_no_rows", "The file has a heading, but no rows below it."


class FileHasTooManyColumns(Invalid):
    code, detail = "file_has_too_many_columns", f"A file may have at most {MAX_COLUMNS} columns."


@dataclass(frozen=True, slots=True)
class Dialect:
    encoding: str
    delimiter: str
    quote: str = '"'
    has_hint_line: bool = False  # Excel's own "sep=;" before the heading


@dataclass(frozen=True, slots=True)
class FileShape:
    """What the first pass over a file found; kept with the import so that the job reads it the same way."""

    dialect: Dialect
    has_heading: bool
    columns: list[str]
    row_count: int
    blank_row_count: int
    date_order: str
    preview: list[list[str]] = field(default_factory=list)

    def dump(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def load(cls, values: dict[str, Any]) -> Self:
        names = cls.__dataclass_fields__.keys()
        return cls(**{name: values[name] for name in names if name != "dialect"}, dialect=Dialect(**values["dialect"]))


@dataclass(slots=True)
class Row:
    """number: as a spreadsheet counts records, the heading being 1. problems: codes of what was wrong with its form."""

    number: int
    cells: list[str]
    problems: list[str] = field(default_factory=list)

    @property
    def is_blank(self) -> bool:
        return not any(self.cells)


class _Lines:
    """Physical lines, with those of the record under way, so that they can be put back."""

    def __init__(self, source: Iterator[str]) -> None:
        self.source = source
        self.waiting: deque[str] = deque()
        self.taken: list[str] = []
        self.has_ended = False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if len(self.taken) >= MAX_RECORD_LINES:
            raise csv.Error("record of too many lines")
        if self.waiting:
            line = self.waiting.popleft()
        else:
            line = next(self.source, "")
            if not line:
                self.has_ended = True
                raise StopIteration
        self.taken.append(line)
        return line

    def put_back(self, lines: Sequence[str]) -> None:
        self.waiting.extendleft(reversed(lines))
        self.has_ended = False


def read_records(lines: Iterator[str], dialect: Dialect) -> Iterator[Row]:
    """Every record, blank ones too; `problems` names a stray quote, NUL characters and damaged bytes."""
    source = _Lines(lines)
    options: dict[str, Any] = {"delimiter": dialect.delimiter, "quotechar": dialect.quote, "doublequote": True}
    reader = csv.reader(source, **options)
    number = 0
    while True:
        source.taken = []
        is_broken = False
        cells: list[str] = []
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            is_broken = True
        if source.has_ended and not is_broken and _is_unclosed(source.taken, options):
            is_broken = True
        number += 1
        problems = []
        if is_broken:
            problems.append("quote_unclosed")
            source.put_back(source.taken[1:])
            cells = source.taken[0].rstrip("\r\n")[:MAX_CELL_LENGTH].split(dialect.delimiter)
            reader = csv.reader(source, **options)
        yield _clean(number, cells, problems)


def _is_unclosed(lines: Sequence[str], options: dict[str, Any]) -> bool:
    """Whether the last record ran into the end of the file inside quotes: only then does strict parsing say so."""
    try:
        for _ in csv.reader(iter(lines), strict=True, **options):
            pass
    except csv.Error as error:
        return "unexpected end" in str(error)
    return False


def _clean(number: int, cells: list[str], problems: list[str]) -> Row:
    joined = "".join(cells)
    if "\x00" in joined:
        problems.append("nul_removed")
        cells = [cell.replace("\x00", "") for cell in cells]
    if "\ufffd" in joined:
        problems.append("text_damaged")
    return Row(number, [cell.strip() for cell in cells], problems)


def open_lines(path: Path, dialect: Dialect) -> Iterator[str]:
    """Lines as the file has them: CR, LF and CRLF end one, and stay at its end for quoted cells."""
    with path.open(encoding=dialect.encoding, errors="replace", newline="") as file:
        yield from islice(file, int(dialect.has_hint_line), None)


def read_rows(path: Path, shape: FileShape, *, skip: int = 0) -> Iterator[Row]:
    """Data rows without the blank ones, from the `skip`-th on, each as long as the heading or longer."""
    width = len(shape.columns)
    records = read_records(open_lines(path, shape.dialect), shape.dialect)
    if shape.has_heading:
        next((record for record in records if not record.is_blank), None)
    for row in islice((record for record in records if not record.is_blank), skip, None):
        if len(row.cells) < width:
            row.problems.append("row_too_short")
            row.cells.extend([""] * (width - len(row.cells)))
        elif any(row.cells[width:]):
            row.problems.append("row_too_long")
        yield row


def detect_dialect(path: Path) -> Dialect:
    encoding = detect_encoding(path)
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        lines = [line for line in islice(file, SAMPLE_LINES) if line.strip()]
    if lines and (hint := lines[0].strip().strip('"').lower()).startswith("sep=") and len(hint) == len("sep=") + 1:
        return Dialect(encoding, hint[-1], has_hint_line=True)
    quote = _detect_quote(lines)
    return Dialect(encoding, max(DELIMITERS, key=lambda delimiter: _consistency(lines, delimiter, quote)), quote)


def _detect_quote(lines: Sequence[str]) -> str:
    """The apostrophe only when cells begin and end with it everywhere and none does with the quotation mark."""
    text = "\n".join(lines)
    apostrophes = sum(text.count(f"{d}'") + text.count(f"'{d}") for d in DELIMITERS)
    marks = sum(text.count(f'{d}"') + text.count(f'"{d}') for d in DELIMITERS)
    return "'" if marks == 0 and apostrophes >= len(lines) else '"'


def _consistency(lines: Sequence[str], delimiter: str, quote: str) -> float:
    """How well a delimiter explains the sample: the share of rows as wide as most, weighted by the width."""
    dialect = Dialect("utf-8", delimiter, quote)
    rows = [row.cells for row in read_records(iter(lines), dialect)]
    # The last one may be cut by the end of the sample.
    widths = Counter(len(cells) for cells in (rows[:-1] or rows))
    if not widths:
        return 0.0
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
    heading_width = len(rows[0])
    if width == 1 and heading_width == 1:
        return 0.0
    agreement = count / sum(widths.values())
    return agreement + min(heading_width, width) / 1000 + (0.5 if heading_width > 1 and width > 1 else 0)


def analyse(path: Path) -> FileShape:
    """One pass over the file: dialect, heading, columns, honest counts, first rows.

    Raises FileIsEmpty, FileIsSpreadsheet, FileIsBinary, FileHasNoRows, FileHasTooManyColumns (422).
    """
    dialect = detect_dialect(path)
    records = read_records(open_lines(path, dialect), dialect)
    blank_count = 0
    first: Row | None = None
    for record in records:
        if not record.is_blank:
            first = record
            break
        blank_count += 1
    if first is None:
        raise FileHasNoRows
    has_heading = looks_like_heading(first.cells)
    preview = [] if has_heading else [first.cells]
    width, count = len(first.cells), len(preview)
    votes = DateOrderVotes()
    for record in records:
        if record.is_blank:
            blank_count += 1
            continue
        count += 1
        if count <= PREVIEW_ROWS:
            preview.append(record.cells)
        if count <= DATE_SAMPLE_ROWS:
            votes.add(record.cells)
        if not has_heading:
            width = max(width, len(record.cells))
    if count == 0:
        raise FileHasNoRows
    if width > MAX_COLUMNS:
        raise FileHasTooManyColumns
    columns = name_columns(first.cells) if has_heading else [f"Column {i + 1}" for i in range(width)]
    return FileShape(
        dialect=dialect, has_heading=has_heading, columns=columns, row_count=count, blank_row_count=blank_count,
        date_order=votes.verdict(),
        preview=[[cell[:PREVIEW_CELL_LENGTH] for cell in (cells + [""] * width)[: len(columns)]] for cells in preview],
    )  # fmt: skip


def name_columns(heading: Sequence[str]) -> list[str]:
    """Unique names on one line each; a second 'E-mail' becomes 'E-mail (2)', an empty one 'Column 4'."""
    names: list[str] = []
    seen: set[str] = set()
    for i, cell in enumerate(heading):
        base = " ".join(cell.split())[:200] or f"Column {i + 1}"
        name, copy = base, 1
        while name in seen:
            copy += 1
            name = f"{base} ({copy})"
        seen.add(name)
        names.append(name)
    return names
