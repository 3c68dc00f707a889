"""Reading a migration: its statements with their lines, its name, its checksum."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path

NAME = re.compile(r"^(\d{3})_([a-z0-9_]+)\.sql$")
INCLUDE = re.compile(r"^-- migrate:include (\w+)\s*$", re.MULTILINE)
TRANSACTION_WORDS = re.compile(r"^(BEGIN|START\s+TRANSACTION|COMMIT|END|ROLLBACK|ABORT)\b", re.IGNORECASE)
# One token that may hold a semicolon which ends nothing, or the semicolon that ends a statement.
TOKEN = re.compile(
    r"""--[^\n]*
      | (?<!\w)[eE]'(?:[^'\\]|\\.|'')*'
      | '(?:[^']|'')*'
      | "(?:[^"]|"")*"
      | (?<![\w$])\$(?P<tag>[A-Za-z_]\w*)?\$.*?\$(?(tag)(?P=tag))\$
      | (?P<comment>/\*)
      | (?P<end>;)
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True)
class Statement:
    text: str
    line: int
    source: str

    def place(self, position: int | None) -> str:
        """`file:line` of a character position (from 1) inside the statement, or of its beginning."""
        offset = self.text.count("\n", 0, max(position - 1, 0)) if position else 0
        return f"{self.source}:{self.line + offset}"


@dataclass(frozen=True)
class Migration:
    path: Path
    version: int
    name: str

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8").replace("\r\n", "\n")

    @property
    def checksum(self) -> str:
        """Of the file alone: an included schema follows the version of its library."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def label(self) -> str:
        return f"{self.version:03d}_{self.name}"

    def statements(self) -> Iterator[Statement]:
        line = 1
        rest = self.text
        while (found := INCLUDE.search(rest)) is not None:
            yield from split(rest[: found.start()], self.path.name, line)
            yield from split(included(found[1]), f"{self.path.name} ({found[1]})", 1)
            line += rest.count("\n", 0, found.end())
            rest = rest[found.end() :]
        yield from split(rest, self.path.name, line)


def included(library: str) -> str:
    """The schema that the installed version of a library ships."""
    if library != "procrastinate":
        raise ValueError(f"there is no schema to include called {library}")
    return files("procrastinate").joinpath("sql/schema.sql").read_text(encoding="utf-8")


def split(text: str, source: str, first_line: int) -> Iterator[Statement]:
    """Cut at the semicolons that end statements; empty ones and those of comments alone are left out."""
    start = position = 0
    while position < len(text):
        found = TOKEN.search(text, position)
        if found is None:
            break
        if found["comment"]:
            position = _comment_end(text, found.start())
        elif found["end"]:
            yield from _statement(text[start : found.end()], source, first_line + text.count("\n", 0, start))
            start = position = found.end()
        else:
            position = found.end()
    yield from _statement(text[start:], source, first_line + text.count("\n", 0, start))


def _comment_end(text: str, start: int) -> int:
    depth = 0
    for found in re.compile(r"/\*|\*/").finditer(text, start):
        depth += 1 if found[0] == "/*" else -1
        if depth == 0:
            return found.end()
    return len(text)


LEADING = re.compile(r"(?:\s+|--[^\n]*(?:\n|$)|/\*.*?\*/)*", re.DOTALL)


def _statement(text: str, source: str, line: int) -> Iterator[Statement]:
    leading = LEADING.match(text)
    begin = leading.end() if leading else 0
    body = text[begin:].rstrip()
    if body and body != ";":
        yield Statement(body, line + text.count("\n", 0, begin), source)


def read_migrations(folder: Path) -> list[Migration]:
    found = []
    for path in sorted(folder.glob("*.sql")):
        match = NAME.match(path.name)
        if match is not None:
            found.append(Migration(path, int(match[1]), match[2]))
    return found
