"""Run every house rule; print what breaks one as `file:line: sentence` and exit 1."""

import sys
from collections.abc import Callable

from scripts.lints import database, files, messages, migrations, python

RULES: tuple[Callable[[], list[str]], ...] = (python.check, database.check, migrations.check, messages.check, files.check)


def main() -> int:
    problems = [problem for rule in RULES for problem in rule()]
    for problem in problems:
        print(f"✗ {problem}")
    for warning in files.warnings():
        print(f"  (long) {warning}", file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
