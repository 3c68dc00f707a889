"""The isolated test environment: started once, kept up, changed while it runs."""

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable

import psycopg
from psycopg import sql

from scripts import migrations, ports, web_build
from scripts.environment import ENV_FILE, ROOT, Environment, Unusable, read_env_file, test
from scripts.processes import is_alive, last_lines, supervisor_of, wait_until
from scripts.services import Services, apply_migrations
from scripts.stack import Stack, answers, web_url

START_SECONDS = 150
COMPOSE = ["docker", "compose", "-f", "docker-compose.test.yml"]
START_SERVER = ("api", "worker", "mailbox", "oidc")
KEPT_TABLES = ("schema_versions",)


class TestStack:
    """The supervisor of the test environment as other commands see it."""

    def __init__(self, environment: Environment) -> None:
        self.environment = environment
        self.state_file = environment.data_dir / "stack.json"

    def supervisor(self) -> int | None:
        return supervisor_of(self.state_file)

    def is_ready(self) -> bool:
        return self.supervisor() is not None and answers(f"http://127.0.0.1:{self.environment.api_port}/ready")

    def has_web(self) -> bool:
        return self.supervisor() is not None and answers(web_url(self.environment))

    def signal(self, number: signal.Signals) -> int:
        pid = self.supervisor()
        if pid is None:
            raise Unusable("The test environment isn't up; `make test-start` starts it.")
        os.kill(pid, number)
        return pid


def isolated(environment: Environment) -> None:
    """Give what .env sets and tests don't its default: the processes read .env themselves, and it's for development."""
    from api.core.settings import Settings

    for name, setting in Settings.model_fields.items():
        variable = name.upper()
        if variable in read_env_file(ENV_FILE) and variable not in environment.variables:
            os.environ[variable] = str(setting.get_default(call_default_factory=True))


def supervise(environment: Environment) -> None:
    """Run everything until TERM; USR1 adds the web, HUP starts all but the databases again."""
    ending, restarting, adding = threading.Event(), threading.Event(), threading.Event()
    for number, event in ((signal.SIGTERM, ending), (signal.SIGHUP, restarting), (signal.SIGUSR1, adding)):
        signal.signal(number, lambda *_, event=event: event.set())
    isolated(environment)
    state = TestStack(environment).state_file
    stack = Stack(environment, development=False, echo=False)
    try:
        stack.start(web=False)
        stack.wait_ready()
        state.write_text(json.dumps({"supervisor": os.getpid()}))
        while not ending.wait(0.2):
            if adding.is_set():
                adding.clear()
                stack.add_web()
            if restarting.is_set():
                restarting.clear()
                for child in stack.children.values():
                    child.restart()
            stack.watch()
    finally:
        state.unlink(missing_ok=True)
        stack.stop()


# ---------------------------------------------------------------- commands
def start(environment: Environment) -> None:
    """Everything: the API suites' servers, and the built web for browsers."""
    start_server(environment)
    start_web(environment)
    status(environment)


def start_server(environment: Environment) -> None:
    """PostgreSQL, Redis, API and worker, unless they are up."""
    stack = TestStack(environment)
    if stack.is_ready():
        return
    ports.refuse_taken(environment, "postgres", "redis", "api", "oidc", *ports.MAILBOX)
    log = environment.logs_dir / "supervisor.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "scripts.testing", "supervise"], cwd=ROOT, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
            start_new_session=True,
        )  # fmt: skip
    if not wait_until(lambda: process.poll() is not None or stack.is_ready(), START_SECONDS, 0.1) or process.poll() is not None:
        if process.poll() is None:
            process.terminate()
        raise Unusable(f"The test environment did not start. The end of {log}:\n{last_lines(log, 30)}")


def start_web(environment: Environment) -> None:
    """The production build behind its guard, unless it is up."""
    stack = TestStack(environment)
    if stack.has_web():
        return
    ports.refuse_taken(environment, "web")
    web_build.build(environment)
    stack.signal(signal.SIGUSR1)
    if not wait_until(stack.has_web, START_SECONDS, 0.1):
        raise Unusable(f"The web did not start. The end of its log:\n{last_lines(environment.logs_dir / 'web.log', 30)}")


def stop(environment: Environment) -> None:
    stack = TestStack(environment)
    pid = stack.supervisor()
    if pid is not None:
        os.kill(pid, signal.SIGTERM)
        if not wait_until(lambda: not is_alive(pid), 60):
            raise Unusable(f"The test environment (process {pid}) did not end in 60 s; see {environment.logs_dir}.")
    services = Services(environment)
    for service in (services.postgres, services.valkey):
        if service is not None:
            service.stop_leftover()
    print("The test environment is stopped")


def status(environment: Environment) -> bool:
    services = Services(environment)
    rows = [
        ("PostgreSQL", environment.postgres_port, services.postgres is not None and services.postgres.is_ready()),
        ("Redis", environment.redis_port, services.valkey is not None and services.valkey.answers()),
        ("API", environment.api_port, answers(f"http://127.0.0.1:{environment.api_port}/ready")),
        ("web", environment.web_port, answers(web_url(environment))),
        ("mailbox", environment.mail_page_port, ports.has_mailbox(environment)),
    ]
    for label, port, is_up in rows:
        print(f"{label:<12}{port:<7}{'up' if is_up else 'down'}")
    return all(is_up for _, _, is_up in rows)


def rebuild(environment: Environment) -> None:
    """Take in changed code: a new web build where its sources changed, everything but the databases started again."""
    stack = TestStack(environment)
    if stack.supervisor() is None:
        start(environment)
        return
    web_build.build(environment)
    restart(environment)
    start_web(environment)


def restart(environment: Environment) -> None:
    TestStack(environment).signal(signal.SIGHUP)
    url = f"http://127.0.0.1:{environment.api_port}/ready"
    wait_until(lambda: not answers(url, 1), 3)
    if not wait_until(lambda: answers(url), START_SECONDS, 0.1):
        raise Unusable(f"The API did not come back; see {environment.logs_dir / 'api.log'}.")
    print("API, worker and web were started again")


def hot_migrate(environment: Environment) -> None:
    """Apply new migrations to the running environment; an edited one makes the database anew, its data being disposable."""
    require_database(environment)
    code = migrations.run(["apply"], environment)
    if code == migrations.OK:
        return
    if code not in (migrations.BROKEN, migrations.NEWER):
        raise Unusable("The migrations did not apply; see above.")
    print("The history changed: making the test database anew")
    name = migrations.database_name(environment.database_url)
    with migrations.connect(migrations.maintenance_url(environment.database_url)) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
    apply_migrations(environment)
    if TestStack(environment).supervisor() is not None:
        restart(environment)


def hot_data(environment: Environment) -> None:
    require_database(environment)
    done = subprocess.run([sys.executable, "-m", "scripts.seed_demo"], cwd=ROOT, env=environment.child_env(), check=False)
    if done.returncode != 0:
        raise Unusable("The demo organization did not load; see above.")


def hot_reset(environment: Environment) -> None:
    """Empty every table and Redis; the schema stays."""
    require_database(environment)
    with psycopg.connect(environment.database_url) as connection:
        rows = connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> ALL(%s)", (list(KEPT_TABLES),)
        ).fetchall()
        tables = sql.SQL(", ").join(sql.Identifier("public", row[0]) for row in rows)
        connection.execute("SET session_replication_role = replica")
        connection.execute(sql.SQL("TRUNCATE {} RESTART IDENTITY CASCADE").format(tables))
    import redis

    redis.Redis.from_url(environment.redis_url).flushall()
    print(f"Emptied {len(rows)} tables and Redis")


def hot_mocks(environment: Environment) -> None:
    folder = ROOT / "tests" / "mocks"
    if not any(folder.glob("*.py")):
        print("Nothing to do: no provider is mocked yet, so none has answers to load again")
        return
    restart(environment)


def require_database(environment: Environment) -> None:
    services = Services(environment)
    if services.postgres is None or not services.postgres.is_ready():
        raise Unusable("The test environment isn't up; `make test-start` starts it.")


# ---------------------------------------------------------------- with Docker
def docker(command: str) -> int:
    """The same commands on docker-compose.test.yml, for who sets TEST_ENV=docker."""
    if shutil.which("docker") is None or subprocess.run(["docker", "info"], capture_output=True, check=False).returncode != 0:
        raise Unusable("TEST_ENV=docker needs a running Docker engine; leave TEST_ENV out and everything runs without one.")
    steps: dict[str, list[list[str]]] = {
        "start-server": [[*COMPOSE, "up", "--detach", "--build", "--wait", *START_SERVER]],
        "start": [[*COMPOSE, "up", "--detach", "--build", "--wait"]],
        "stop": [[*COMPOSE, "down"]],
        "status": [[*COMPOSE, "ps"]],
        "rebuild": [[*COMPOSE, "up", "--detach", "--build", "--force-recreate", "--wait", "migrate", "api", "oidc", "worker", "web"]],
        "hot-migrate": [[*COMPOSE, "run", "--rm", "--build", "migrate"]],
        "hot-data": [[*COMPOSE, "exec", "-T", "api", "python", "-m", "scripts.seed_demo"]],
        "hot-reset": [[*COMPOSE, "down", "--volumes"], [*COMPOSE, "up", "--detach", "--wait"]],
    }
    if command == "hot-mocks":
        hot_mocks(test())
        return 0
    for step in steps[command]:
        code = subprocess.run(step, cwd=ROOT, check=False).returncode
        if code != 0:
            return code
    return 0


COMMANDS: dict[str, Callable[[Environment], object]] = {
    "start": start,
    "start-server": start_server,
    "stop": stop,
    "status": status,
    "rebuild": rebuild,
    "hot-migrate": hot_migrate,
    "hot-data": hot_data,
    "hot-reset": hot_reset,
    "hot-mocks": hot_mocks,
    "supervise": supervise,
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="make test-…", description=__doc__)
    parser.add_argument("command", choices=sorted(COMMANDS))
    given = parser.parse_args()
    os.chdir(ROOT)
    if os.environ.get("TEST_ENV") == "docker" and given.command != "supervise":
        return docker(given.command)
    return 1 if COMMANDS[given.command](test()) is False else 0


if __name__ == "__main__":
    sys.exit(main())
