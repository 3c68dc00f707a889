"""check-saas-mode.sh: agreeing everywhere is exit 0; each single place that disagrees is named, and exit 1."""

import json
import os
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final

import pytest

from scripts import saas_mode
from scripts.environment import ROOT

pytestmark = pytest.mark.saas_mode

NOWHERE: Final = "http://127.0.0.1:9"
COMPOSE: Final = """
services:
  api:
    environment:
      SAAS_MODE: {server}
      NEXT_PUBLIC_SAAS_MODE: {web}
"""
FOLLOWING: Final = COMPOSE.format(server="${SAAS_MODE:-B2B}", web="${NEXT_PUBLIC_SAAS_MODE:-${SAAS_MODE:-B2B}}")


@contextmanager
def serving(mode: str | None, status: int = 200) -> Iterator[str]:
    """A server that reports a mode as both the API and the web do."""

    class Handler(BaseHTTPRequestHandler):
        def answer(self, body: bytes) -> None:
            self.send_response(status)
            if mode is not None:
                self.send_header("X-Saas-Mode", mode)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(body)

        def do_GET(self) -> None:
            self.answer(json.dumps({"status": "ok"} if mode is None else {"saas_mode": mode}).encode())

        def do_HEAD(self) -> None:
            self.answer(b"")

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def collect(
    folder: Path,
    *,
    environ: dict[str, str] | None = None,
    env_file: str = "",
    compose: str = FOLLOWING,
    api: str = NOWHERE,
    web: str = NOWHERE,
) -> list[str]:
    """The disagreements of an installation that is described so."""
    (folder / ".env").write_text(env_file, encoding="utf-8")
    (folder / "docker-compose.yml").write_text(compose, encoding="utf-8")
    found = saas_mode.collect(environ or {}, folder / ".env", folder / "docker-compose.yml", api_url=api, web_url=web)
    return saas_mode.disagreements(found)


@pytest.mark.parametrize("mode", ["B2B", "B2C"])
def test_agreeing_everywhere_has_nothing_to_say(tmp_path: Path, mode: str) -> None:
    both = {"SAAS_MODE": mode, "NEXT_PUBLIC_SAAS_MODE": mode}
    with serving(mode) as url:
        assert collect(tmp_path, environ=both, env_file=f"SAAS_MODE={mode}\nNEXT_PUBLIC_SAAS_MODE={mode}\n", api=url, web=url) == []


def test_setting_nothing_is_b2b_everywhere(tmp_path: Path) -> None:
    with serving("B2B") as url:
        assert collect(tmp_path, api=url, web=url) == []


def test_one_variable_is_enough_for_compose(tmp_path: Path) -> None:
    assert collect(tmp_path, environ={"SAAS_MODE": "B2C"}) == []
    assert collect(tmp_path, env_file="SAAS_MODE=B2C\n") == []


B2B: Final = {"SAAS_MODE": "B2B", "NEXT_PUBLIC_SAAS_MODE": "B2B"}


@pytest.mark.parametrize(
    ("description", "named"),
    [
        ({"environ": {"SAAS_MODE": "B2C", "NEXT_PUBLIC_SAAS_MODE": "B2B"}}, "environment: NEXT_PUBLIC_SAAS_MODE is B2B"),
        ({"environ": B2B, "env_file": "SAAS_MODE=B2C\n"}, ".env: SAAS_MODE is B2C"),
        ({"environ": B2B, "env_file": "NEXT_PUBLIC_SAAS_MODE=B2C\n"}, ".env: NEXT_PUBLIC_SAAS_MODE is B2C"),
        ({"env_file": "SAAS_MODE=B2C\nNEXT_PUBLIC_SAAS_MODE=B2B\n"}, ".env: NEXT_PUBLIC_SAAS_MODE is B2B"),
        ({"environ": B2B, "compose": COMPOSE.format(server="B2C", web="B2B")}, "docker-compose.yml: SAAS_MODE is B2C"),
        ({"environ": B2B, "compose": COMPOSE.format(server="B2B", web="B2C")}, "docker-compose.yml: NEXT_PUBLIC_SAAS_MODE is B2C"),
        ({"environ": {"SAAS_MODE": "b2b"}}, "environment: SAAS_MODE is 'b2b'; it must be B2B or B2C"),
        ({"env_file": "NEXT_PUBLIC_SAAS_MODE=teams\n"}, ".env: NEXT_PUBLIC_SAAS_MODE is 'teams'; it must be B2B or B2C"),
    ],
)
def test_each_place_that_disagrees_is_named(tmp_path: Path, description: dict[str, Any], named: str) -> None:
    assert any(sentence.startswith(named) for sentence in collect(tmp_path, **description))


def test_a_running_api_of_another_mode_is_named(tmp_path: Path) -> None:
    with serving("B2C") as url:
        assert collect(tmp_path, environ=B2B, api=url) == ["the running API: SAAS_MODE is B2C, but environment has SAAS_MODE=B2B"]


def test_an_api_that_is_not_ready_says_its_mode_too(tmp_path: Path) -> None:
    with serving("B2C", status=503) as url:
        assert len(collect(tmp_path, environ=B2B, api=url)) == 1


def test_a_running_web_of_another_mode_is_named(tmp_path: Path) -> None:
    with serving("B2C") as url:
        assert collect(tmp_path, environ=B2B, web=url) == [
            "the running web: NEXT_PUBLIC_SAAS_MODE is B2C, but environment has SAAS_MODE=B2B"
        ]


def test_servers_that_are_down_or_others_say_nothing(tmp_path: Path) -> None:
    with serving(None) as url:
        assert collect(tmp_path, environ=B2B, api=url, web=url) == []
    assert collect(tmp_path, environ=B2B) == []


@pytest.mark.parametrize(("web", "code"), [("B2C", 0), ("B2B", 1)])
def test_the_command_s_exit_tells(web: str, code: int) -> None:
    variables = {"SAAS_MODE": "B2C", "NEXT_PUBLIC_SAAS_MODE": web, "API_PORT": "9", "PORT": "9"}
    done = subprocess.run([ROOT / "check-saas-mode.sh"], env=os.environ | variables, capture_output=True, text=True, check=False)
    assert (done.returncode, "NEXT_PUBLIC_SAAS_MODE is B2B" in done.stdout) == (code, code == 1), done.stdout + done.stderr
