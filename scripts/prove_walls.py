"""`make prove-walls [-- --database|--code|--filters]`: remove each wall in turn; the suite must go red each time.

Writes its parts of docs/security/walls.md. Works in a copy with its own database, ports and API.
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
        return f"| {self.wall} | {shown + more if names else '**nothing**'} |"


def fall_in_database(laboratory: Laboratory) -> Iterator[Finding]:
    with laboratory.connect() as connection:
        for wall in list(database.read(connection)):
            connection.execute(wall.remove.encode())
            try:
                noticed = laboratory.run_tests(wall.tests)
            finally:
                connection.execute(wall.restore.encode())
            yield Finding("database", wall.name, noticed)


def fall_in_code(laboratory: Laboratory) -> Iterator[Finding]:
    with laboratory.connect() as connection:
        with laboratory.open_database(connection):
            broken = laboratory.run_tests((ISOLATION, FOREIGN_IDS))
            yield Finding("alone", "Row-level security off, the code's wall alone", ["holds"] if not broken else [])
            if broken:
                print("\n".join(broken[:20]), file=sys.stderr)
        for wall in list(code.read(laboratory.root)):
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
HEADING = """# Walls, removed one at a time

`make prove-walls` copies the product, starts it on a database of its own, removes each wall in turn and runs the
checks that must notice. A wall that nothing notices fails the command.
"""


def write_report(findings: list[Finding]) -> None:
    """Put the parts that ran into the report; the others stay as they were."""
    sections: dict[str, str] = {}
    if REPORT.exists():
        for section in REPORT.read_text(encoding="utf-8").split("\n## ")[1:]:
            sections[section.partition("\n")[0]] = section.partition("\n")[2].strip()
    for part, title in TITLES.items():
        own = [finding for finding in findings if finding.part == part]
        if own:
            unnoticed = sum(1 for finding in own if not finding.noticed_by)
            table = ["| wall removed | noticed by (failing cases) |", "|---|---|", *(finding.row for finding in own)]
            sections[title] = "\n".join([f"{len(own)} removed, {unnoticed} unnoticed.", "", *table])
    REPORT.parent.mkdir(parents=True, exist_ok=True)
    ordered = [title for title in TITLES.values() if title in sections]
    REPORT.write_text(HEADING + "".join(f"\n## {title}\n\n{sections[title]}\n" for title in ordered), encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(prog="make prove-walls", description=__doc__)
    for part in ("database", "code", "filters"):
        parser.add_argument(f"--{part}", action="store_true")
    chosen = {name for name, wanted in vars(parser.parse_args()).items() if wanted}
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

    if "filters" in parts:
        note(fall_in_source(ROOT))
    if parts - {"filters"}:
        with Laboratory() as laboratory:
            if failed := laboratory.run_tests(CONTROL):
                print("✗ The suite is red with every wall standing:", *failed[:20], sep="\n  ")
                return 1
            print("✓ green with every wall standing", flush=True)
            if "database" in parts:
                note(fall_in_database(laboratory))
            if "code" in parts:
                note(fall_in_code(laboratory))
            if failed := laboratory.run_tests(CONTROL):
                print("✗ The suite is red after every wall was rebuilt:", *failed[:20], sep="\n  ")
                return 1
            print("✓ green with every wall rebuilt", flush=True)
    unnoticed = [finding for finding in findings if not finding.noticed_by]
    write_report(findings)
    print(f"{len(findings)} walls removed in {time.monotonic() - begun:.0f} s, {len(unnoticed)} unnoticed")
    return 1 if unnoticed else 0


if __name__ == "__main__":
    sys.exit(main())
