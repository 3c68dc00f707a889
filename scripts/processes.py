"""Starting, watching and ending child processes, each by its own process id."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path


def is_alive(pid: int) -> bool:
    """Whether a process runs; a zombie that nobody has reaped doesn't count."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in ("Z", "X")
    except OSError:
        return True


def supervisor_of(state_file: Path) -> int | None:
    """The live process, other than this one, that a state file names as its supervisor."""
    try:
        pid = int(json.loads(state_file.read_text())["supervisor"])
    except (OSError, ValueError, KeyError):
        return None
    return pid if pid != os.getpid() and is_alive(pid) else None


def wait_until(condition: Callable[[], bool], timeout_seconds: float, pause_seconds: float = 0.05) -> bool:
    end = time.monotonic() + timeout_seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(pause_seconds)
    return condition()


def is_port_taken(port: int, host: str = "127.0.0.1") -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return True
    return False


def spawn(command: Sequence[str], *, env: Mapping[str, str], cwd: Path, log: Path) -> subprocess.Popen[bytes]:
    """Start a child in its own process group, so that Ctrl-C reaches only its parent, which ends it in order."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        return subprocess.Popen(
            command, env=dict(env), cwd=cwd, stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True
        )


def stop(process: subprocess.Popen[bytes], timeout_seconds: float = 10) -> None:
    """End a child and the group it leads; KILL after the timeout."""
    for number, patience in ((signal.SIGTERM, timeout_seconds), (signal.SIGKILL, 5.0)):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, number)
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            continue
        if number is signal.SIGTERM and not wait_until(lambda: not _group_alive(process.pid), 3):
            continue
        return


def _group_alive(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except (ProcessLookupError, PermissionError):
        return False
    return True


def last_lines(path: Path, count: int = 15) -> str:
    if not path.exists():
        return ""
    return "\n".join(path.read_text(encoding="utf-8", errors="replace").splitlines()[-count:])
