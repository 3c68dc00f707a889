"""`make test`: every suite against the isolated test environment, started and stopped here unless it is up already."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from scripts import testing
from scripts.environment import ROOT, Unusable, test
from scripts.testing import TestStack

PYTEST = [sys.executable, "-m", "pytest"]
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@dataclass(frozen=True)
class Suite:
    name: str
    command: Sequence[str]
    needs_server: bool = False
    needs_browser: bool = False


SUITES = (
    Suite("gates", ["make", "--no-print-directory", "check"]),
    Suite("backend unit", [*PYTEST, "tests/unit", "-q"]),
    Suite("web unit", ["npx", "--no-install", "vitest", "run"]),
    Suite("API", [*PYTEST, "tests/e2e/api", "-q", "-n", "2"], needs_server=True),
    Suite("two-factor run", [sys.executable, "tests/e2e/api/run_2fa_tests.py", "--auto"], needs_server=True),
    Suite("two-factor login", [sys.executable, "test_2fa_login_integration.py"], needs_server=True),
    Suite("web weight", [sys.executable, "-m", "scripts.bundle_budget"], needs_server=True, needs_browser=True),
    Suite("browser", ["npx", "--no-install", "playwright", "test"], needs_server=True, needs_browser=True),
)


def find_browser() -> str | None:
    """A Chromium of this machine, or of Playwright's own folder."""
    given = os.environ.get("CHROME_PATH")
    if given and Path(given).exists():
        return given
    for name in BROWSERS:
        if (found := shutil.which(name)) is not None:
            return found
    return None


def has_playwright_browser() -> bool:
    script = "process.exit(require('node:fs').existsSync(require('@playwright/test').chromium.executablePath()) ? 0 : 1)"
    return subprocess.run(["node", "-e", script], cwd=ROOT, capture_output=True, check=False).returncode == 0


def ensure_browser() -> None:
    """Use what is there; else Debian's package as root, else Playwright's download."""
    found = find_browser()
    if found is None and not has_playwright_browser():
        print("Installing Chromium for the browser tests (once)", flush=True)
        if os.geteuid() == 0 and shutil.which("apt-get") is not None:
            env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
            for command in (["apt-get", "update"], ["apt-get", "install", "-y", "--no-install-recommends", "chromium"]):
                subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=env, check=False)
            found = find_browser()
        if found is None and subprocess.run(["npx", "--no-install", "playwright", "install", "chromium"], cwd=ROOT, check=False).returncode:
            raise Unusable("No Chromium could be installed for the browser tests; install one and set CHROME_PATH to it.")
    if found is not None:
        os.environ["CHROME_PATH"] = found


def run(suites: Sequence[Suite]) -> bool:
    """Run them all, also after a failure; returns whether all passed."""
    environment = test()
    stack = TestStack(environment)
    started = False
    results: list[tuple[str, bool, float]] = []
    try:
        if any(suite.needs_browser for suite in suites):
            ensure_browser()
        for suite in suites:
            if suite.needs_server and not stack.is_ready():
                started = True
                testing.start_server(environment)
            if suite.needs_browser:
                testing.start_web(environment)
            print(f"\n── {suite.name} {'─' * (70 - len(suite.name))}", flush=True)
            begun = time.monotonic()
            env = {
                **os.environ,
                "API_URL": f"http://127.0.0.1:{environment.api_port}",
                "WEB_URL": f"http://127.0.0.1:{environment.web_port}",
                "NEXT_TELEMETRY_DISABLED": "1",
            }
            done = subprocess.run(list(suite.command), cwd=ROOT, env=env, check=False)
            results.append((suite.name, done.returncode == 0, time.monotonic() - begun))
    finally:
        if started:
            testing.stop(environment)
    print()
    for name, passed, seconds in results:
        print(f"{'✓' if passed else '✗'} {name:<16}{seconds:6.0f} s")
    return bool(results) and all(passed for _, passed, _ in results)


def main() -> int:
    os.chdir(ROOT)
    wanted = sys.argv[1:]
    chosen = [suite for suite in SUITES if not wanted or suite.name in wanted]
    return 0 if chosen and run(chosen) else 1


if __name__ == "__main__":
    sys.exit(main())
