"""`make prove-walls` removes each wall in turn; the suite must go red each time.

`python -m scripts.prove_walls [--database] [--code] [--filters] [--only TEXT]` does a part of it. Writes its parts of docs/security/walls.md. Works in a copy with its own database, ports and API.
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from scripts.environment import ROOT
from scripts.walls import code, database
from scripts.walls.laboratory import Laboratory
from scripts.walls.wall import CATALOG, CONTEXT, FOREIGN_IDS, ISOLATION, KEYS, SCHEMA, CodeWall

REPORT = ROOT / "docs" / "security" / "walls.md"
CONTROL = (CATALOG, CONTEXT, KEYS, SCHEMA, ISOLATION, FOREIGN_IDS)


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


def fall_in_database(laboratory: Laboratory, only: str) -> Iterator[Finding]:
    with laboratory.connect() as connection:
        for wall in [wall for wall in database.read(connection) if only in wall.name]:
            connection.execute(wall.remove.encode())
            try:
                noticed = laboratory.run_tests(wall.tests)
            finally:
                connection.execute(wall.restore.encode())
            yield Finding("database", wall.name, noticed)


def fall_in_code(laboratory: Laboratory, only: str) -> Iterator[Finding]:
    with laboratory.connect() as connection:
        with laboratory.open_database(connection):
            broken = laboratory.run_tests((ISOLATION, FOREIGN_IDS))
            yield Finding("alone", "Row-level security off, the code's wall alone", ["holds"] if not broken else [])
            if broken:
                print("\n".join(broken[:20]), file=sys.stderr)
        for wall in [wall for wall in code.read(laboratory.root) if only in wall.name]:
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
    return laboratory.run_tests((*wall.tests, "--maxfail=10")) if laboratory.start_api() else ["the API doesn't start"]


def fall_in_source(root: Path) -> Iterator[Finding]:
    """Each organization filter of each statement, read by the lint; a statement with two may keep the other."""
    import ast

    from scripts.lints.database import unscoped

    for wall in code.all_filters(root):
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

`make prove-walls` copies the product, starts it on a database of its own, removes each wall in turn and runs the
checks that must notice. A wall that nothing notices fails the command.
"""


def write_report(findings: list[Finding], *, afresh: set[str]) -> None:
    """Put what was found into the report; walls that this run left alone stay, but for the parts that it did `afresh`."""
    sections: dict[str, dict[str, str]] = {title: {} for title in TITLES.values()}
    if REPORT.exists():
        for section in REPORT.read_text(encoding="utf-8").split("\n## ")[1:]:
            title, _, body = section.partition("\n")
            rows = [line for line in body.splitlines() if line.startswith("| ") and not line.startswith("| wall removed")]
            if title not in {TITLES[part] for part in afresh}:
                sections.setdefault(title, {}).update({row.split(" | ")[0]: row for row in rows})
    for finding in findings:
        sections[TITLES[finding.part]][finding.row.split(" | ")[0]] = finding.row
    text = HEADING
    for title in TITLES.values():
        if rows := list(sections[title].values()):
            unnoticed = sum(1 for row in rows if NOTHING in row)
            text += "\n".join(["", f"## {title}", "", f"{len(rows)} removed, {unnoticed} unnoticed.", "", *TABLE, *rows, ""])
    REPORT.parent.mkdir(parents=True, exist_ok=True)
    REPORT.write_text(text, encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(prog="make prove-walls", description=__doc__)
    for part in ("database", "code", "filters"):
        parser.add_argument(f"--{part}", action="store_true")
    parser.add_argument("--only", default="", help="walls whose name holds this text")
    given = vars(parser.parse_args())
    only = str(given.pop("only"))
    chosen = {name for name, wanted in given.items() if wanted}
    parts = chosen or {"database", "code", "filters"}
    begun = time.monotonic()
    findings: list[Finding] = []

    def note(found: Iterator[Finding]) -> None:
        for finding in found:
            findings.append(finding)
            print(
                f"{'✓' if finding.noticed_by else '✗'} {finding.part:<9} {finding.wall:<70} {len(finding.noticed_by) or 'unnoticed'}",
                flush=True,
            )

    done: set[str] = set()
    if "filters" in parts:
        note(fall_in_source(ROOT))
        done.add("filters")
    if parts - {"filters"}:
        with Laboratory() as laboratory:
            if failed := laboratory.run_tests(CONTROL):
                print("✗ The suite is red with every wall standing:", *failed[:20], sep="\n  ")
                return 1
            print("✓ green with every wall standing", flush=True)
            if "database" in parts:
                note(fall_in_database(laboratory, only))
                done.add("database")
                write_report(findings, afresh=set() if only else done)
            if "code" in parts:
                note(fall_in_code(laboratory, only))
                done |= {"code", "alone"}
            if failed := laboratory.run_tests(CONTROL):
                print("✗ The suite is red after every wall was rebuilt:", *failed[:20], sep="\n  ")
                return 1
            print("✓ green with every wall rebuilt", flush=True)
    unnoticed = [finding for finding in findings if not finding.noticed_by]
    write_report(findings, afresh=set() if only else done)
    print(f"{len(findings)} walls removed in {time.monotonic() - begun:.0f} s, {len(unnoticed)} unnoticed")
    return 1 if unnoticed else 0


if __name__ == "__main__":
    sys.exit(main())
