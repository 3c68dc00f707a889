"""`make dev` and `make start`: everything on this machine, until Ctrl-C."""

import argparse
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request

import psycopg

from scripts import ports, web_build
from scripts.demo.people import DEMO_EMAIL, DEMO_PASSWORD
from scripts.environment import ROOT, Environment, Unusable, development, ensure_secrets
from scripts.stack import Stack, newest_source

SECRETS = ("JWT_SECRET", "DATA_ENCRYPTION_KEY", "APP_DB_PASSWORD", "AUTH_DB_PASSWORD")
DEMO_MARK = "Loved CRM: demo organization loaded"
WATCH_SECONDS = 0.5
WARM_PAGES = ("/pt", "/pt/auth/login", "/pt/auth/register", "/pt/admin", "/pt/admin/pipeline", "/pt/admin/clients",
              "/pt/admin/clients/00000000-0000-0000-0000-000000000000", "/pt/admin/import", "/pt/admin/settings")  # fmt: skip


class Ended(Exception):
    """TERM, HUP or Ctrl-C arrived."""


def end(*_: object) -> None:
    raise Ended


def step(text: str, begun: float | None = None) -> None:
    print(text if begun is None else f"{text} ({time.monotonic() - begun:.1f} s)", flush=True)


def has_demo(environment: Environment) -> bool:
    """Whether the demo was ever loaded; the mark lives and dies with the database, not with the demo's rows."""
    with psycopg.connect(environment.database_url, autocommit=True) as connection:
        row = connection.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()"
        ).fetchone()
    return row is not None and row[0] == DEMO_MARK


def load_demo_once(environment: Environment) -> bool:
    """Load the demo organization into a database that never had it; returns whether it was loaded now."""
    if has_demo(environment):
        return False
    step("Loading the demo organization (once)")
    done = subprocess.run(
        [sys.executable, "-m", "scripts.seed_demo"], cwd=ROOT, env=environment.child_env(), capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise Unusable(f"The demo organization did not load:\n{(done.stderr or done.stdout)[-2000:]}")
    with psycopg.connect(environment.database_url, autocommit=True) as connection:
        name = psycopg.sql.Identifier(connection.info.dbname)
        connection.execute(psycopg.sql.SQL("COMMENT ON DATABASE {} IS {}").format(name, psycopg.sql.Literal(DEMO_MARK)))
    return True


def warm(base: str, ended: threading.Event) -> None:
    """Ask for the main pages once, in the background, so that a person doesn't wait for their first compile."""
    for page in WARM_PAGES:
        if ended.is_set():
            return
        try:
            with urllib.request.urlopen(base + page, timeout=120) as response:
                response.read()
        except (urllib.error.URLError, OSError):
            continue


def announce(environment: Environment, *, production: bool) -> None:
    address = environment.variables.get("NEXT_PUBLIC_APP_URL") or f"http://localhost:{environment.web_port}"
    lines = [f"Loved CRM is ready: {address}"]
    demo = f"{DEMO_EMAIL} · {DEMO_PASSWORD}"
    if not production:
        lines.append(f"Demo login: {demo}")
        lines.append(f"API and its documentation: http://localhost:{environment.api_port}/docs")
        if environment.simulates_mail:
            lines.append(f"Mail that it sends arrives here: http://localhost:{environment.mail_page_port}")
    else:
        if not environment.variables.get("SMTP_URL"):
            lines.append("No mail leaves: SMTP_URL is not set, so nobody can be invited or get back in without their password.")
        lines.append("Sign up there; whoever signs up owns a new organization.")
        if has_demo(environment):
            lines.append(f"The demo organization is in here, and its login is public ({demo}):")
            lines.append("change its passwords before others can reach this address, or begin with another DATA_DIR.")
    lines.append("Ctrl-C stops everything.")
    width = max(map(len, lines)) + 2
    print("\n".join(["", "─" * width, *(f" {line}" for line in lines), "─" * width, ""]), flush=True)


def serve(environment: Environment, *, production: bool) -> None:
    begun = time.monotonic()
    ended = threading.Event()
    stack = Stack(environment, development=not production, echo=True)
    try:
        step(f"Starting PostgreSQL ({environment.postgres_port}) and Redis ({environment.redis_port})")
        stack.start()
        if not production:
            load_demo_once(environment)
        step(f"Starting the API ({environment.api_port}), the worker and the web ({environment.web_port})")
        stack.wait_ready()
        step("Everything answers", begun)
        announce(environment, production=production)
        if not production:
            host = "127.0.0.1" if environment.host == "0.0.0.0" else environment.host
            threading.Thread(target=warm, args=(f"http://{host}:{environment.web_port}", ended), daemon=True).start()
        changed = newest_source(ROOT / "api")
        while True:
            time.sleep(WATCH_SECONDS)
            stack.watch()
            # The API reloads itself; the worker has no such feature of its own.
            if stack.development and (now := newest_source(ROOT / "api")) > changed:
                changed = now
                stack.children["worker"].restart()
    finally:
        # A second Ctrl-C must not interrupt the orderly end.
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        ended.set()
        print("\nStopping", flush=True)
        stack.stop()
        print("Stopped; the data stays in", environment.data_dir, flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(prog="make dev", description=__doc__)
    parser.add_argument("--production", action="store_true", help="built web, no reload, strong secrets (make start)")
    parser.add_argument("--port", "-p", help="port of the web; the same as PORT")
    given = parser.parse_args()
    os.chdir(ROOT)
    if given.port:
        os.environ["PORT"] = given.port
    if given.production:
        os.environ["APP_ENV"] = "production"
        os.environ.setdefault("TRUSTED_PROXY_HOPS", "1")
    ports.refuse_taken(development())
    ensure_secrets(*SECRETS, *(("POSTGRES_PASSWORD",) if given.production else ()))
    environment = development()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, end)
    try:
        if given.production:
            web_build.build(environment)
        serve(environment, production=given.production)
    except Ended:
        return 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
