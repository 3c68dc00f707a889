"""`make prove-races ROUNDS=500`: whatever may happen once, asked for by fifty at once, round after round; and what time tells.

Ends with 1 if in any round none or several got it. `--write` puts the figures into docs/security/races.md.
"""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING, Final

from scripts import testing
from scripts.environment import ROOT, Unusable, test
from scripts.testing import TestStack

if TYPE_CHECKING:
    from tests.races.run import Outcome
    from tests.races.timing import Timing

REPORT: Final = ROOT / "docs" / "security" / "races.md"
HEAD: Final = """# One of many at once

What may happen once happens once, however many ask for it at the same moment. `make prove-races ROUNDS=500` arranges each
thing anew in every round and lets fifty ask for it together, each on a connection of its own, all released by one barrier;
in each round exactly one may get it. The suite tries every thing once (`tests/e2e/api/test_races.py`).
A refresh token and a repeated request are handed to everybody, but always the same one.

## The last run

{verdict}

| thing | rounds | at once | rounds with none or several winners | seconds |
|---|---:|---:|---:|---:|
{races}

## What the time of an answer tells

Known and unknown addresses in turns, one call after another, {calls} of each; medians of one run on a machine that did other
work as well.

| door | known, ms | unknown, ms | ratio |
|---|---:|---:|---:|
{timings}

Signing up says that an address is taken, in words ([0014](../decisions/0014-a-taken-address.md)), so its time tells nothing
more; it makes an account in one case and none in the other. Whether a forgotten password's address is known is looked up by
a job, after the answer.
"""


def line(outcome: Outcome) -> str:
    words = outcome.name.replace("_", " ")
    return f"| {words} | {outcome.rounds:,} | {outcome.at_once} | {len(outcome.findings)} | {outcome.seconds:,.0f} |"


def timing_line(timing: Timing) -> str:
    return f"| {timing.door} | {timing.known_ms:.1f} | {timing.unknown_ms:.1f} | {timing.ratio:.2f} |"


def prove(rounds: int, at_once: int, calls: int, only: str, *, write: bool) -> int:
    # The races ask for what the test environment says of itself.
    from tests.races import timing
    from tests.races.kinds import BY_NAME
    from tests.races.run import opened, run

    names = only.split(",") if only else list(BY_NAME)
    if unknown := set(names) - set(BY_NAME):
        raise Unusable(f"There is no race {', '.join(sorted(unknown))}; there are {', '.join(BY_NAME)}.")
    outcomes, timings = [], []
    for name in names:
        outcomes.append(run(name, rounds=rounds, at_once=at_once))
        print(line(outcomes[-1]), *outcomes[-1].findings, sep="\n", flush=True)
    if not only:
        with opened(1) as stage:
            for door in timing.DOORS:
                timings.append(timing.measure(stage, door, calls=calls))
                print(timing_line(timings[-1]), flush=True)
    findings = sum(len(outcome.findings) for outcome in outcomes)
    total = sum(outcome.rounds for outcome in outcomes)
    verdict = f"{len(outcomes)} things, {total:,} rounds, {total * at_once:,} requests: {findings} rounds with none or several winners."
    print(verdict)
    if write and not only:
        REPORT.write_text(
            HEAD.format(verdict=verdict, races="\n".join(map(line, outcomes)), calls=calls, timings="\n".join(map(timing_line, timings))),
            encoding="utf-8",
        )
        print(f"Written to {REPORT.relative_to(ROOT)}")
    return 1 if findings else 0


def main() -> int:
    parser = argparse.ArgumentParser(prog="make prove-races", description=__doc__)
    parser.add_argument("--rounds", type=int, default=20, help="how often each thing is asked for")
    parser.add_argument("--at-once", type=int, default=50, help="by how many")
    parser.add_argument("--calls", type=int, default=500, help="of each kind, for the times")
    parser.add_argument("--only", default="", help="things by name, separated by commas; then no times are taken")
    parser.add_argument("--write", action="store_true", help="write docs/security/races.md")
    given = parser.parse_args()
    os.chdir(ROOT)
    environment = test()
    started = not TestStack(environment).is_ready()
    testing.start_server(environment)
    try:
        return prove(given.rounds, given.at_once, given.calls, given.only, write=given.write)
    finally:
        if started:
            testing.stop(environment)


if __name__ == "__main__":
    sys.exit(main())
