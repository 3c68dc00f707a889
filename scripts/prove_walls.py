"""`make prove-isolation MUTATE=1` removes each wall in turn; the suite must go red each time.

`--database`, `--code`, `--filters`, `--only PATTERN` do a part of it, `--new` what the report doesn't have yet; `--resume`
goes on where an interrupted run stopped. A wall's tests end at the first failure.
Writes its parts of docs/security/walls.md. Works in a copy with its own database, ports and API.
"""

import argparse
import json
import re
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from scripts.environment import ROOT
from scripts.walls import code, database
from scripts.walls.laboratory import Laboratory
from scripts.walls.wall import (
    AUDIT,
    CATALOG,
    CONTEXT,
    FOREIGN_IDS,
    HOSTILE,
    ISOLATION,
    KEYS,
    POLICY,
    SCHEMA,
    STATEMENTS,
    CodeWall,
    DatabaseWall,
)

REPORT = ROOT / "docs" / "security" / "walls.md"
JOURNAL = ROOT / ".data" / "prove-walls.jsonl"
# What must be green before a wall falls: else what is red says nothing.
OF_DATABASE = (CATALOG, CONTEXT, STATEMENTS, KEYS, SCHEMA)
OF_KEYS = database.NOTICING_KEYS
OF_CODE = (ISOLATION, FOREIGN_IDS, AUDIT, POLICY, HOSTILE)


@dataclass(frozen=True, slots=True)
class Finding:
    part: str
    wall: str
    noticed_by: list[str]

    @property
    def row(self) -> str:
        names = Counter(self.noticed_by)
        shown = ", ".join(f"{name} ({count})" if count > 1 else name for name, count in names.most_common(3))
        more = f" and {len(names) - 3} more" if len(names) > 3 else ""
        return f"| {self.wall} | {shown + more if names else NOTHING} |"


Wall = TypeVar("Wall", CodeWall, DatabaseWall)


@dataclass(slots=True)
class Chosen:
    """Which walls fall: those whose name the pattern finds, but for those that are done. standing: all that there are."""

    only: str
    done: set[tuple[str, str]]
    standing: dict[str, set[str]] = field(default_factory=dict)

    def of(self, part: str, walls: Iterable[Wall]) -> list[Wall]:
        found = list(walls)
        self.standing[part] = {wall.name for wall in found}
        return [wall for wall in found if self.takes(part, wall.name)]

    def takes(self, part: str, wall: str) -> bool:
        return re.search(self.only, wall) is not None and (part, wall) not in self.done


def read_journal() -> list[Finding]:
    if not JOURNAL.exists():
        return []
    return [Finding(**json.loads(line)) for line in JOURNAL.read_text(encoding="utf-8").splitlines()]


def add_to_journal(finding: Finding) -> None:
    JOURNAL.parent.mkdir(parents=True, exist_ok=True)
    with JOURNAL.open("a", encoding="utf-8") as journal:
        journal.write(json.dumps({"part": finding.part, "wall": finding.wall, "noticed_by": finding.noticed_by}) + "\n")


class NotRebuilt(RuntimeError):
    """What fell did not come back as it was: every later finding would be of another database."""


def fall_in_database(laboratory: Laboratory, chosen: Chosen) -> Iterator[Finding]:
    with laboratory.connect() as connection:
        before = database.state(connection)
        for wall in chosen.of("database", database.read(connection)):
            connection.execute(wall.remove.encode())
            try:
                noticed = laboratory.run_tests(wall.tests)
            finally:
                connection.execute(wall.restore.encode())
            yield Finding("database", wall.name, noticed)
        if differences := before ^ database.state(connection):
            raise NotRebuilt("\n".join(sorted(differences)[:20]))


ALONE = "Row-level security off, the code's wall alone"


def fall_in_code(laboratory: Laboratory, chosen: Chosen) -> Iterator[Finding]:
    with laboratory.connect() as connection:
        chosen.standing["alone"] = {ALONE}
        if chosen.takes("alone", ALONE):
            with laboratory.open_database(connection):
                broken = laboratory.run_tests((ISOLATION, FOREIGN_IDS))
            yield Finding("alone", ALONE, ["holds"] if not broken else [])
            if broken:
                print("\n".join(broken[:20]), file=sys.stderr)
        for wall in chosen.of("code", code.read(laboratory.root)):
            with laboratory.cut(wall.file, wall.before, wall.after):
                if wall.without_database:
                    with laboratory.open_database(connection):
                        noticed = _restarted(laboratory, wall)
                else:
                    noticed = _restarted(laboratory, wall)
            yield Finding("code", wall.name, noticed)
    laboratory.stop_api()
    laboratory.start_api()


def _restarted(laboratory: Laboratory, wall: CodeWall) -> list[str]:
    laboratory.stop_api()
    return laboratory.run_tests(wall.tests) if laboratory.start_api() else ["the API doesn't start"]


def fall_in_source(root: Path, chosen: Chosen) -> Iterator[Finding]:
    """Each organization filter of each statement, read by the lint; a statement with two may keep the other."""
    import ast

    from scripts.lints.database import unscoped

    for wall in chosen.of("filters", code.all_filters(root)):
        path = ROOT / wall.file
        before, after = unscoped(path, ast.parse(wall.before)), unscoped(path, ast.parse(wall.after))
        yield Finding("filters", wall.name, ["scripts.lints"] if len(after) > len(before) else [])


TITLES = {
    "database": "In PostgreSQL",
    "alone": "One wall alone",
    "code": "In the code",
    "filters": "Organization filters in statements, read by `make check`",
}
NOTHING = "**nothing**"
TABLE = ("| wall removed | noticed by (failing cases) |", "|---|---|")
HEADING = """# Walls, removed one at a time

`make prove-isolation MUTATE=1` copies the product, starts it on a database of its own, removes each wall in turn and
runs the checks that must notice ([isolation.md](isolation.md)). A wall that nothing notices fails the command.
"""


def read_report() -> dict[str, dict[str, str]]:
    """The rows of the report by title of their section and by wall."""
    found: dict[str, dict[str, str]] = {title: {} for title in TITLES.values()}
    if REPORT.exists():
        for section in REPORT.read_text(encoding="utf-8").split("\n## ")[1:]:
            title, _, body = section.partition("\n")
            rows = [line for line in body.splitlines() if line.startswith("| ") and not line.startswith("| wall removed")]
            found.setdefault(title, {}).update({row.removeprefix("| ").split(" | ")[0]: row for row in rows})
    return found


def noticed_before() -> set[tuple[str, str]]:
    report = read_report()
    return {(part, wall) for part, title in TITLES.items() for wall, row in report[title].items() if NOTHING not in row}


def write_report(findings: list[Finding], standing: dict[str, set[str]]) -> None:
    """Put what was found into the report; rows of walls that are no more go, those that this run left alone stay."""
    sections = read_report()
    for finding in findings:
        sections[TITLES[finding.part]][finding.wall] = finding.row
    text = HEADING
    for part, title in TITLES.items():
        rows = [row for wall, row in sections[title].items() if wall in standing.get(part, {wall})]
        if rows:
            unnoticed = sum(1 for row in rows if NOTHING in row)
            text += "\n".join(["", f"## {title}", "", f"{len(rows)} removed, {unnoticed} unnoticed.", "", *TABLE, *rows, ""])
        if untried := standing.get(part, set()) - sections[title].keys():
            text += "\n".join(["", f"Not tried yet: {', '.join(sorted(untried))}.", ""])
    REPORT.parent.mkdir(parents=True, exist_ok=True)
    REPORT.write_text(text, encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="make prove-isolation MUTATE=1", description=__doc__)
    for part in ("database", "code", "filters"):
        parser.add_argument(f"--{part}", action="store_true")
    parser.add_argument("--only", default="", help="walls whose name this regular expression finds")
    parser.add_argument("--new", action="store_true", help="walls that the report doesn't have yet, or has as unnoticed")
    parser.add_argument("--resume", action="store_true", help="go on where an interrupted run stopped")
    given = vars(parser.parse_args(arguments))
    only, is_new, is_resumed = str(given.pop("only")), bool(given.pop("new")), bool(given.pop("resume"))
    parts = {name for name, wanted in given.items() if wanted} or {"database", "code", "filters"}
    begun = time.monotonic()
    # An exit like any other: what was started ends, and what fell is in the journal.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    if not is_resumed:
        JOURNAL.unlink(missing_ok=True)
    findings = read_journal()
    chosen = Chosen(only, {(finding.part, finding.wall) for finding in findings} | (noticed_before() if is_new else set()))

    def note(found: Iterator[Finding]) -> None:
        for finding in found:
            findings.append(finding)
            add_to_journal(finding)
            print(
                f"{'✓' if finding.noticed_by else '✗'} {finding.part:<9} {finding.wall:<70} {', '.join(finding.noticed_by) or 'unnoticed'}",
                flush=True,
            )

    if "filters" in parts:
        note(fall_in_source(ROOT, chosen))
    if parts - {"filters"}:
        control = (*(OF_DATABASE if "database" in parts else ()), *(OF_CODE if "code" in parts else ()))
        with Laboratory() as laboratory:
            failed = laboratory.run_tests(control, to_the_end=True)
            failed += laboratory.run_tests(OF_KEYS, to_the_end=True) if "database" in parts else []
            if failed:
                print("✗ The suite is red with every wall standing:", *failed[:20], sep="\n  ")
                return 1
            print("✓ green with every wall standing", flush=True)
            if "database" in parts:
                note(fall_in_database(laboratory, chosen))
            if "code" in parts:
                note(fall_in_code(laboratory, chosen))
    unnoticed = [finding for finding in findings if not finding.noticed_by]
    write_report(findings, chosen.standing)
    JOURNAL.unlink(missing_ok=True)
    print(f"{len(findings)} walls removed in {time.monotonic() - begun:.0f} s, {len(unnoticed)} unnoticed")
    return 1 if unnoticed else 0


if __name__ == "__main__":
    sys.exit(main())
