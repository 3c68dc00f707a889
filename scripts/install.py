"""Install what is missing or changed, with the standard library alone: Python packages in .venv, npm packages."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from scripts.environment import ROOT, VENV_PYTHON, Unusable
from scripts.processes import last_lines

VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
PYTHON_STAMP = VENV / "lovedcrm-requirements.sha256"
UV = "uv==0.13.9"
MIN_PYTHON = (3, 11)
MIN_NODE = (18, 18)
LOGS = ROOT / ".data" / "logs"


def say(text: str) -> None:
    print(text, flush=True)


def run_logged(command: Sequence[str], log: Path, env: Mapping[str, str] | None = None) -> bool:
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        output.write(f"$ {' '.join(command)}\n".encode())
        output.flush()
        done = subprocess.run(command, cwd=ROOT, stdout=output, stderr=output, env={**os.environ, **(env or {})}, check=False)
    return done.returncode == 0


# ---------------------------------------------------------------- Python
def python_is_current() -> bool:
    return VENV_PYTHON.exists() and PYTHON_STAMP.exists() and PYTHON_STAMP.read_text() == _digest(LOCK)


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def install_python() -> None:
    """Create .venv and install requirements.lock into it, every package checked against its hash."""
    log = LOGS / "install-python.log"
    log.unlink(missing_ok=True)
    uv = shutil.which("uv")
    if not VENV_PYTHON.exists():
        create_venv(log, uv)
    has_pip = run_logged([str(VENV_PYTHON), "-m", "pip", "--version"], log)
    own_uv = VENV / "bin" / "uv"
    if uv is None or not run_logged([uv, "--version"], log):
        # uv installs in seconds what takes pip a minute; where it can't be had, pip does the same.
        if not own_uv.exists() and has_pip:
            run_logged([str(VENV_PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", UV], log)
        uv = str(own_uv) if own_uv.exists() else None
    with_uv = uv is not None and run_logged([uv, "pip", "install", "--python", str(VENV_PYTHON), "--require-hashes", "-r", str(LOCK)], log)
    pip = [str(VENV_PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--require-hashes", "-r", str(LOCK)]
    if not with_uv and not (has_pip and run_logged(pip, log)):
        raise Unusable(f"The Python packages could not be installed. The end of {log}:\n{last_lines(log)}")
    PYTHON_STAMP.write_text(_digest(LOCK))


def create_venv(log: Path, uv: str | None) -> None:
    if run_logged([sys.executable, "-m", "venv", str(VENV)], log):
        return
    # Debian ships Python without ensurepip unless python3-venv is installed.
    shutil.rmtree(VENV, ignore_errors=True)
    if uv is not None and run_logged([uv, "venv", "--seed", "--python", sys.executable, str(VENV)], log):
        return
    raise Unusable(f"A Python environment could not be created in .venv. On Debian or Ubuntu: apt install python3-venv.\n{last_lines(log)}")


# ---------------------------------------------------------------- Node
def npm_is_current() -> bool:
    """Whether node_modules holds what package-lock.json asks for, by npm's own record of the last complete install."""
    record = ROOT / "node_modules" / ".package-lock.json"
    if not record.exists():
        return False
    wanted: dict[str, dict[str, Any]] = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    installed: dict[str, dict[str, Any]] = json.loads(record.read_text())["packages"]
    for path, package in wanted.items():
        if not path or package.get("extraneous"):
            continue
        there = installed.get(path)
        if there is None:
            # Packages for other platforms are left out.
            if not (package.get("optional") or package.get("devOptional") or package.get("peer")):
                return False
        elif there.get("version") != package.get("version") or there.get("integrity") != package.get("integrity"):
            return False
    return True


def install_npm() -> None:
    log = LOGS / "install-npm.log"
    log.unlink(missing_ok=True)
    env = {"PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD": "1", "NEXT_TELEMETRY_DISABLED": "1", "npm_config_update_notifier": "false"}
    # One retry: registries drop a connection now and then, and the packages that arrived are in npm's cache.
    if not any(run_logged(["npm", "ci", "--no-audit", "--no-fund"], log, env) for _ in range(2)):
        raise Unusable(f"The npm packages could not be installed. The end of {log}:\n{last_lines(log)}")


def check_tools() -> None:
    if sys.version_info < MIN_PYTHON:
        raise Unusable(f"Python {'.'.join(map(str, MIN_PYTHON))} or newer is needed; this is {sys.version.split()[0]}.")
    for tool in ("node", "npm"):
        if shutil.which(tool) is None:
            raise Unusable(f"{tool} was not found. Install Node.js {MIN_NODE[0]} or newer: https://nodejs.org")
    text = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False).stdout.strip()
    numbers = tuple(int(part) for part in text.removeprefix("v").split(".")[:2] if part.isdigit())
    if numbers < MIN_NODE:
        raise Unusable(f"Node.js {'.'.join(map(str, MIN_NODE))} or newer is needed; this is {text or 'unknown'}.")


def install_missing() -> None:
    """Both installers at once: one waits for the network while the other unpacks."""
    check_tools()
    jobs = []
    if not python_is_current():
        jobs.append(("Python packages", install_python))
    if not npm_is_current():
        jobs.append(("npm packages", install_npm))
    if not jobs:
        return
    say(f"Installing {' and '.join(label for label, _ in jobs)} (once; about a minute)")
    failures: list[str] = []

    def work(label: str, job: Any) -> None:
        begun = time.monotonic()
        try:
            job()
        except Unusable as unusable:
            failures.append(unusable.sentence)
        else:
            say(f"  {label} installed in {time.monotonic() - begun:.0f} s")

    threads = [threading.Thread(target=work, args=job) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise Unusable("\n✗ ".join(failures))
