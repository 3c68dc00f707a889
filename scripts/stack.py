"""All processes of one environment: PostgreSQL, Redis, API, worker and web, started in order and ended together."""

import os
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from scripts import ports, web_build
from scripts.environment import ROOT, Environment, Unusable
from scripts.processes import last_lines, stop, wait_until
from scripts.services import Services, apply_migrations

PYTHON = sys.executable
READY_SECONDS = 120
# Longer than the worker waits for its running jobs.
GRACE_SECONDS = 25
# A process that keeps ending this soon after its start is not started again.
SHORT_LIFE_SECONDS = 10
MAX_SHORT_LIVES = 3
MAILBOX_SECONDS = 5


@dataclass
class Child:
    """One process; its output goes to a log file, and to the terminal once the stack is ready."""

    name: str
    command: Sequence[str]
    env: Mapping[str, str]
    log: Path
    echo: threading.Event
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    short_lives: int = field(default=0)

    def start(self) -> None:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        self.started_at = time.monotonic()
        # A session of its own: Ctrl-C reaches only the parent, which ends its children in order.
        self.process = subprocess.Popen(
            list(self.command), cwd=ROOT, env=dict(self.env), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        assert self.process.stdout is not None
        threading.Thread(target=self._drain, args=(self.process.stdout,), daemon=True).start()

    def _drain(self, output: IO[bytes]) -> None:
        with self.log.open("ab") as log, output:
            for line in output:
                log.write(line)
                log.flush()
                if self.echo.is_set():
                    sys.stdout.write(f"[{self.name}] {line.decode(errors='replace').rstrip()}\n")
                    sys.stdout.flush()

    @property
    def has_ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def stop(self) -> None:
        if self.process is not None:
            stop(self.process, GRACE_SECONDS)

    def restart(self) -> None:
        self.stop()
        self.start()


class Stack:
    """Starts what is missing, watches it, and on `stop` ends exactly what it started."""

    def __init__(self, environment: Environment, *, development: bool, echo: bool) -> None:
        self.environment = environment
        self.development = development
        self.echo_wanted = echo
        self.echo = threading.Event()
        self.services = Services(environment)
        self.owns_services = False
        self.children: dict[str, Child] = {}
        self.mailbox_seen_at = time.monotonic()

    # ------------------------------------------------------------ what runs
    def _child(self, name: str, command: Sequence[str], **extra: str) -> None:
        log = self.environment.logs_dir / f"{name}.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        log.unlink(missing_ok=True)
        self.children[name] = Child(name, command, self.environment.child_env(**extra), log, self.echo)

    def _define_server(self) -> None:
        api = [PYTHON, "-m", "uvicorn", "api.main:app", "--host", "127.0.0.1", "--port", str(self.environment.api_port)]
        api += ["--loop", "uvloop", "--http", "httptools", "--no-access-log", "--timeout-graceful-shutdown", "5", "--no-proxy-headers"]
        if self.development:
            api += ["--reload", "--reload-dir", "api"]
        self._child("api", api)
        self._child("worker", [PYTHON, "-m", "api.worker"])
        if self.environment.simulates_mail and not ports.has_mailbox(self.environment):
            self._define_mailbox()

        if self.environment.oidc_port:
            node = shutil.which("node") or "node"
            origins = f"{self.environment.variables['NEXT_PUBLIC_APP_URL']},{web_url(self.environment).rpartition('/en/')[0]}"
            provider = [node, str(ROOT / "tests" / "mocks" / "oidc.mjs")]
            self._child("oidc", provider, PORT=str(self.environment.oidc_port), WEB_ORIGINS=origins)

    def _define_mailbox(self) -> None:
        command = [PYTHON, "-m", "api.integrations.mail.simulator", "--folder", str(self.environment.data_dir / "mail")]
        command += ["--smtp-port", str(self.environment.mail_smtp_port), "--page-port", str(self.environment.mail_page_port)]
        self._child("mailbox", command)

    def _define_web(self) -> None:
        host, port = self.environment.host, str(self.environment.web_port)
        api_url = self.environment.variables.get("API_INTERNAL_URL") or f"http://127.0.0.1:{self.environment.api_port}"
        if self.development:
            command = web_build.next_command("dev", "-H", host, "-p", port)
            self._child("web", command, NODE_ENV="development", NEXT_DIST_DIR=".next-dev", API_INTERNAL_URL=api_url)
            return
        # The guard starts Next itself, on a port that nobody is told.
        guard = [shutil.which("node") or "node", str(ROOT / "server" / "guard.mjs")]
        self._child("web", guard, NODE_ENV="production", API_INTERNAL_URL=api_url, PORT=port, HOST=host)

    # ------------------------------------------------------------ life
    def start(self, *, web: bool = True) -> None:
        if self.services.supervisor_pid() is None:
            self.services.start()
            self.owns_services = True
        elif not self.services.is_up():
            raise Unusable("PostgreSQL and Redis are starting or stopping elsewhere; try again in a moment.")
        apply_migrations(self.environment)
        self._define_server()
        if web:
            self._define_web()
        for child in self.children.values():
            child.start()

    def add_web(self) -> None:
        """Start the web beside a server that is up, unless there is one: it may only be starting again."""
        if "web" in self.children:
            return
        known = set(self.children)
        self._define_web()
        for name in set(self.children) - known:
            self.children[name].start()

    def wait_ready(self) -> None:
        self._wait("api", f"http://127.0.0.1:{self.environment.api_port}/ready")
        if "web" in self.children and self.development:
            # The first page compiles for a while; the server is up before.
            self._wait_port("web", self.environment.web_port)
        elif "web" in self.children:
            self._wait("web", web_url(self.environment))
        if "oidc" in self.children:
            self._wait("oidc", f"http://127.0.0.1:{self.environment.oidc_port}/health")
        for name in self.children:
            self._refuse_ended(name)
        if self.echo_wanted:
            self.echo.set()

    def _wait(self, name: str, url: str) -> None:
        if not wait_until(lambda: answers(url) or self.children[name].has_ended, READY_SECONDS, 0.1):
            raise Unusable(
                f"{name} did not answer at {url} in {READY_SECONDS} s. The end of its log:\n{last_lines(self.children[name].log)}"
            )
        self._refuse_ended(name)

    def _wait_port(self, name: str, port: int) -> None:
        if not wait_until(lambda: accepts(self.environment.host, port) or self.children[name].has_ended, READY_SECONDS, 0.1):
            raise Unusable(f"{name} did not open port {port}. The end of its log:\n{last_lines(self.children[name].log)}")
        self._refuse_ended(name)

    def _refuse_ended(self, name: str) -> None:
        if self.children[name].has_ended:
            raise Unusable(f"{name} stopped while starting. The end of its log:\n{last_lines(self.children[name].log, 25)}")

    def watch(self) -> None:
        """One look: revive what died."""
        if self.owns_services:
            for sentence in self.services.revive():
                print(sentence, flush=True)
        self._watch_mailbox()
        for child in self.children.values():
            if not child.has_ended:
                continue
            lived = time.monotonic() - child.started_at
            child.short_lives = child.short_lives + 1 if lived < SHORT_LIFE_SECONDS else 1
            if child.short_lives > MAX_SHORT_LIVES:
                raise Unusable(f"{child.name} keeps stopping. The end of its log:\n{last_lines(child.log, 25)}")
            print(f"{child.name} stopped; starting it again", flush=True)
            child.start()

    def _watch_mailbox(self) -> None:
        """One mailbox serves every environment of a machine: take over when another's ends, yield when another was faster."""
        own = self.children.get("mailbox")
        if own is not None and own.has_ended and ports.has_mailbox(self.environment):
            del self.children["mailbox"]
        elif own is None and self.environment.simulates_mail and time.monotonic() > self.mailbox_seen_at + MAILBOX_SECONDS:
            self.mailbox_seen_at = time.monotonic()
            if not ports.has_mailbox(self.environment):
                self._define_mailbox()
                self.children["mailbox"].start()

    def stop(self) -> None:
        """Web, worker and API first, all at once; then the services, should they be ours."""
        self.echo.clear()
        enders = [threading.Thread(target=child.stop) for child in self.children.values()]
        for ender in enders:
            ender.start()
        for ender in enders:
            ender.join()
        if self.owns_services:
            self.services.stop()


def web_url(environment: Environment) -> str:
    """A page that the built web serves without the API: the guard alone would answer 502 while Next starts."""
    host = "127.0.0.1" if environment.host == "0.0.0.0" else environment.host
    return f"http://{host}:{environment.web_port}/en/auth/login"


def accepts(host: str, port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1" if host == "0.0.0.0" else host, port), timeout=1):
            return True
    except OSError:
        return False


def answers(url: str, timeout_seconds: float = 3) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=timeout_seconds) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def newest_source(folder: Path) -> float:
    """When a Python file below a folder last changed."""
    newest = 0.0
    for root, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name != "__pycache__"]
        for name in names:
            if name.endswith(".py"):
                newest = max(newest, (Path(root) / name).stat().st_mtime)
    return newest
