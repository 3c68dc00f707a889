"""The embedded PostgreSQL and Redis under one supervisor: `python -m scripts.services up [--detach] | down | status | env`."""

import argparse
import json
import os
import signal
import subprocess
import sys
import threading

from scripts import migrations, ports
from scripts.environment import ROOT, Environment, Unusable, by_name
from scripts.postgres import Postgres
from scripts.processes import is_alive, last_lines, supervisor_of, wait_until
from scripts.valkey import Valkey

CHECK_SECONDS = 0.5


class Services:
    """Starts what the environment embeds, restarts what dies, stops what it started."""

    def __init__(self, environment: Environment) -> None:
        self.environment = environment
        self.state_file = environment.data_dir / "services.json"
        self.postgres = Postgres(environment) if environment.embeds_postgres else None
        self.valkey = Valkey(environment) if environment.embeds_redis else None

    # ------------------------------------------------------------ somebody else's supervisor
    def supervisor_pid(self) -> int | None:
        """The live supervisor of this data folder, if any."""
        return supervisor_of(self.state_file)

    def is_up(self) -> bool:
        return (self.postgres is None or self.postgres.is_ready()) and (self.valkey is None or self.valkey.answers())

    # ------------------------------------------------------------ ours
    def start(self) -> None:
        self.environment.data_dir.mkdir(parents=True, exist_ok=True)
        for service in (self.postgres, self.valkey):
            if service is not None:
                service.start()
        self.state_file.write_text(
            json.dumps(
                {
                    "supervisor": os.getpid(),
                    "postgres_port": self.environment.postgres_port,
                    "redis_port": self.environment.redis_port,
                }
            )
        )

    def revive(self) -> list[str]:
        """Start again what has died; returns a sentence for each."""
        revived = []
        for service in (self.postgres, self.valkey):
            if service is not None and service.process is not None and service.process.poll() is not None:
                try:
                    service.start()
                except Unusable as unusable:
                    # Tried again at the next look: a full disk or a busy machine may pass.
                    revived.append(unusable.sentence)
                else:
                    revived.append(f"{type(service).__name__} had stopped and was started again")
        return revived

    def stop(self) -> None:
        for service in (self.valkey, self.postgres):
            if service is not None:
                service.stop()
        self.state_file.unlink(missing_ok=True)


def apply_migrations(environment: Environment) -> None:
    code = migrations.run(["init"], environment)
    if code != 0:
        raise Unusable("The migrations did not apply; see above.")


# ---------------------------------------------------------------- commands
def run_supervisor(environment: Environment) -> None:
    """Stay in the foreground until TERM or Ctrl-C."""
    ending = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ending.set())
    services = Services(environment)
    services.start()
    try:
        while not ending.wait(CHECK_SECONDS):
            for sentence in services.revive():
                print(sentence, flush=True)
    finally:
        services.stop()


def up(environment: Environment, *, detach: bool, migrate: bool) -> None:
    services = Services(environment)
    if services.supervisor_pid() is not None and services.is_up():
        print(f"PostgreSQL and Redis of {environment.name} are already up")
    else:
        ports.refuse_taken(environment, "postgres", "redis")
        if not detach:
            print(f"PostgreSQL on {environment.postgres_port}, Redis on {environment.redis_port}; Ctrl-C stops them", flush=True)
            run_supervisor(environment)
            return
        start_detached(environment, services)
    if migrate:
        apply_migrations(environment)


def start_detached(environment: Environment, services: Services) -> None:
    log = environment.logs_dir / "services.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "scripts.services", "--environment", environment.name, "supervise"]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env=os.environ, stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True
        )
    started = wait_until(lambda: process.poll() is not None or services.supervisor_pid() == process.pid, 90)
    if not started or process.poll() is not None:
        raise Unusable(last_lines(log, 20).removeprefix("✗ ") or "PostgreSQL and Redis did not start in 90 s")
    print(f"PostgreSQL on {environment.postgres_port} and Redis on {environment.redis_port} are up")


def down(environment: Environment) -> None:
    services = Services(environment)
    pid = services.supervisor_pid()
    if pid is None:
        # A supervisor that was killed leaves its servers; they are known by their data folder.
        for service in (services.postgres, services.valkey):
            if service is not None:
                service.stop_leftover()
        services.state_file.unlink(missing_ok=True)
        print(f"PostgreSQL and Redis of {environment.name} are stopped")
        return
    os.kill(pid, signal.SIGTERM)
    if not wait_until(lambda: not is_alive(pid), 45):
        raise Unusable(f"The supervisor (process {pid}) did not end in 45 s; see {environment.logs_dir / 'services.log'}.")
    print(f"PostgreSQL and Redis of {environment.name} are stopped")


def status(environment: Environment) -> bool:
    services = Services(environment)
    rows = [
        ("PostgreSQL", environment.postgres_port, services.postgres is None or services.postgres.is_ready()),
        ("Redis", environment.redis_port, services.valkey is None or services.valkey.answers()),
    ]
    for label, port, is_up in rows:
        print(f"{label:<12}{port:<7}{'up' if is_up else 'down'}")
    return all(is_up for _, _, is_up in rows)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m scripts.services", description=__doc__)
    parser.add_argument("--environment", choices=("development", "test"), default="development")
    commands = parser.add_subparsers(dest="command", required=True)
    up_parser = commands.add_parser("up", help="start both and apply the migrations")
    up_parser.add_argument("--detach", action="store_true", help="return once they answer; `down` stops them")
    up_parser.add_argument("--no-migrate", action="store_true")
    for name, text in (
        ("supervise", "start both and stay"),
        ("down", "stop both"),
        ("status", "say what is up; exit 1 when something isn't"),
        ("env", "print what to export for them"),
    ):
        commands.add_parser(name, help=text)
    given = parser.parse_args(arguments)
    environment = by_name(given.environment)
    if given.command == "up":
        up(environment, detach=given.detach, migrate=not given.no_migrate)
    elif given.command == "supervise":
        run_supervisor(environment)
    elif given.command == "down":
        down(environment)
    elif given.command == "env":
        for name in ("DATABASE_URL", "REDIS_URL", "DATA_DIR", "STORAGE_DIR", "POSTGRES_PORT", "REDIS_PORT", "API_PORT"):
            print(f"export {name}='{environment.child_env()[name]}'")
    elif not status(environment):
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
