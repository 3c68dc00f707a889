"""`make check` and its parts: each gate is one command; what passes stays silent, what fails prints its output."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from scripts.environment import ROOT, VENV_PYTHON

PY = str(VENV_PYTHON)
NPX = ("npx", "--no-install")
PYTHON_FOLDERS = ("api", "scripts", "bench", "tests", "migrations/migrate")
PRETTIER_GLOBS = ("**/*.{ts,tsx,css,mjs}", "*.{js,cjs,json}")


@dataclass(frozen=True)
class Gate:
    name: str
    command: Sequence[str]


PYTHON_LINT = (
    Gate("python format", (PY, "-m", "ruff", "format", "--check", *PYTHON_FOLDERS)),
    Gate("python lint", (PY, "-m", "ruff", "check", *PYTHON_FOLDERS)),
)
WEB_LINT = (
    Gate("web format", (*NPX, "prettier", "--check", "--log-level", "warn", *PRETTIER_GLOBS)),
    Gate("web lint", (*NPX, "eslint", "--max-warnings", "0", "--ext", ".ts,.tsx", ".")),
)
PYTHON_TYPES = (Gate("python types", (PY, "-m", "mypy", "api", "scripts", "bench", "tests")),)
WEB_TYPES = (Gate("web types", (*NPX, "tsc", "--noEmit")),)
STRUCTURE = (
    Gate("python imports", (str(VENV_PYTHON.with_name("lint-imports")),)),
    Gate("web imports", (*NPX, "depcruise", "--config", ".dependency-cruiser.cjs", "app", "components", "containers", "hooks", "lib",
                         "services", "stores")),
    Gate("python dead code", (PY, "-m", "vulture")),
    Gate("web dead code", (*NPX, "knip", "--no-progress")),
    Gate("house rules", (PY, "-m", "scripts.lints")),
    Gate("generated types", (PY, "-m", "scripts.types", "--check")),
)  # fmt: skip

SETS: dict[str, tuple[Gate, ...]] = {
    "check": (*WEB_LINT, *PYTHON_TYPES, *WEB_TYPES, *PYTHON_LINT, *STRUCTURE),
    "lint": (*WEB_LINT, *PYTHON_LINT),
    "backend": (*PYTHON_LINT, *PYTHON_TYPES),
    "typecheck": (*WEB_TYPES, *PYTHON_TYPES),
}
FIXES: dict[str, tuple[Gate, ...]] = {
    "backend-fix": (
        Gate("python format", (PY, "-m", "ruff", "format", *PYTHON_FOLDERS)),
        Gate("python lint", (PY, "-m", "ruff", "check", "--fix", *PYTHON_FOLDERS)),
    ),
    "format": (
        Gate("python format", (PY, "-m", "ruff", "format", *PYTHON_FOLDERS)),
        Gate("web format", (*NPX, "prettier", "--write", "--log-level", "warn", *PRETTIER_GLOBS)),
    ),
    "fix": (
        Gate("python format", (PY, "-m", "ruff", "format", *PYTHON_FOLDERS)),
        Gate("python lint", (PY, "-m", "ruff", "check", "--fix", *PYTHON_FOLDERS)),
        Gate("web lint", (*NPX, "eslint", "--fix", "--max-warnings", "0", "--ext", ".ts,.tsx", ".")),
        Gate("web format", (*NPX, "prettier", "--write", "--log-level", "warn", *PRETTIER_GLOBS)),
    ),
}


def run_gate(gate: Gate) -> bool:
    begun = time.monotonic()
    done = subprocess.run(list(gate.command), cwd=ROOT, capture_output=True, text=True, check=False)
    passed = done.returncode == 0
    report = f"{'✓' if passed else '✗'} {gate.name:<20}{time.monotonic() - begun:5.1f} s"
    if not passed:
        report += "\n" + (done.stdout + done.stderr).strip()
    print(report, flush=True)
    return passed


def main() -> int:
    name = sys.argv[1] if len(sys.argv) > 1 else "check"
    os.chdir(ROOT)
    if name in FIXES:
        # One after the other: they write the same files.
        return max(int(not run_gate(gate)) for gate in FIXES[name])
    if name not in SETS:
        print(f"✗ Use one of: {', '.join((*SETS, *FIXES))}")
        return 2
    with ThreadPoolExecutor(max_workers=2) as pool:
        passed = list(pool.map(run_gate, SETS[name]))
    return 0 if all(passed) else 1


if __name__ == "__main__":
    sys.exit(main())
