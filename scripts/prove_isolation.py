"""`make prove-isolation`: attack every organization's data in every way that is known; one leak fails the command.

`--only routes,sql` tries some groups, `--write` puts the report into docs/security/isolation.md (with all groups only).
`--mutate` removes each wall in turn instead (MUTATE=1); what follows it goes to scripts.prove_walls.
"""

import argparse
import os
import sys

from scripts import prove_walls, testing
from scripts.environment import ROOT, Unusable, test
from scripts.testing import TestStack

REPORT = ROOT / "docs" / "security" / "isolation.md"


def attack(only: str, *, write: bool) -> int:
    # The cases are made from the application as it is set up for tests.
    from tests.isolation import report, whole
    from tests.isolation.proof import Outcome
    from tests.isolation.scene import opened

    chosen = set(only.split(",")) if only else set(whole.KEYS)
    if unknown := chosen - set(whole.KEYS):
        raise Unusable(f"There is no group {', '.join(sorted(unknown))}; there are {', '.join(whole.KEYS)}.")
    with opened() as (http, _):
        if not whole.is_of_this_code(http):
            raise Unusable("The test environment runs other code than this; `make test-rebuild` takes it in.")

    def tell(outcome: Outcome) -> None:
        print(report.line(outcome), flush=True)

    outcomes = whole.run(chosen, tell)
    print(f"\n{'✓' if all(outcome.holds for outcome in outcomes) else '✗'} {report.verdict(outcomes)}")
    if write and chosen == set(whole.KEYS):
        REPORT.write_text(report.markdown(outcomes), encoding="utf-8")
        print(f"Written to {REPORT.relative_to(ROOT)}")
    return 0 if outcomes and all(outcome.holds for outcome in outcomes) else 1


def main() -> int:
    parser = argparse.ArgumentParser(prog="make prove-isolation", description=__doc__)
    parser.add_argument("--only", default="", help="groups by name, or with --mutate the walls that this pattern finds")
    parser.add_argument("--write", action="store_true", help="write docs/security/isolation.md")
    parser.add_argument("--mutate", action="store_true", help="remove each wall in turn")
    given, rest = parser.parse_known_args()
    if given.mutate:
        return prove_walls.main([*rest, *(["--only", given.only] if given.only else [])])
    os.chdir(ROOT)
    environment = test()
    started = not TestStack(environment).is_ready()
    testing.start_server(environment)
    try:
        return attack(given.only, write=given.write)
    finally:
        if started:
            testing.stop(environment)


if __name__ == "__main__":
    sys.exit(main())
