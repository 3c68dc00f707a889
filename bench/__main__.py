"""`make bench`: own PostgreSQL, Redis and one API process, a large data set, loads beside their floors, one table.

BENCH_SECONDS (of each load, default 5), BENCH_ROUNDS (3), BENCH_DATA_DIR (.data/bench), BENCH_POSTGRES_PORT (5435),
BENCH_REDIS_PORT (6381), BENCH_API_PORT (8002). The data set is kept for the next run.
"""

import dataclasses
import os
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import jwt
import orjson
import psycopg

from api.core.settings import Settings
from bench import dataset, load, processes, targets
from bench.floor import rate as floor_rate
from scripts import environment, ports, postgres
from scripts import processes as children
from scripts.services import Services, apply_migrations

SECONDS = int(os.environ.get("BENCH_SECONDS", "5"))
FOLD = """
    SELECT app.fold_totals(t.organization_id) FROM (
        SELECT organization_id FROM totals GROUP BY organization_id HAVING count(*) > 100) t"""
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "3"))


def bench_environment() -> environment.Environment:
    base = environment.test()
    numbers = {name: int(os.environ.get(variable, default)) for name, variable, default in (
        ("postgres", "BENCH_POSTGRES_PORT", "5435"), ("redis", "BENCH_REDIS_PORT", "6381"), ("api", "BENCH_API_PORT", "8002"),
    )}  # fmt: skip
    variables = dict(base.variables) | {
        "DATABASE_URL": f"postgresql://postgres:postgres@127.0.0.1:{numbers['postgres']}/lovedcrm",
        "REDIS_URL": f"redis://127.0.0.1:{numbers['redis']}/0",
        "LOGIN_ATTEMPTS_PER_MINUTE": "1000000",
        "ADDRESS_ATTEMPTS_PER_MINUTE": "1000000",
        # The longest there is: a run takes less.
        "ACCESS_TOKEN_SECONDS": "900",
        # One organization asks in the name of a thousand.
        "ORGANIZATION_REQUESTS_PER_SECOND": "1000000",
        "ORGANIZATION_REQUESTS_AT_ONCE": "1000000",
        "TRUSTED_PROXY_HOPS": "0",
    }
    data_dir = (environment.ROOT / os.environ.get("BENCH_DATA_DIR", ".data/bench")).resolve()
    return dataclasses.replace(
        base, name="bench", data_dir=data_dir, postgres_port=numbers["postgres"], redis_port=numbers["redis"], api_port=numbers["api"],
        variables=variables | {"STORAGE_DIR": str(data_dir / "storage")}, durable=True,
        port_names={"postgres": "BENCH_POSTGRES_PORT", "redis": "BENCH_REDIS_PORT", "api": "BENCH_API_PORT"},
    )  # fmt: skip


@contextmanager
def served(env: environment.Environment) -> Iterator[tuple[int, int]]:
    """(pid of the API, pid of PostgreSQL) while both answer."""
    services = Services(env)
    ports.refuse_taken(env, "postgres", "redis", "api")
    services.start()
    try:
        apply_migrations(env)
        command = [sys.executable, "-m", "uvicorn", "api.main:app", "--host", "127.0.0.1", "--port", str(env.api_port)]
        api = children.spawn([*command, "--no-access-log"], env=env.child_env(), cwd=environment.ROOT, log=env.logs_dir / "api.log")
        try:
            if not children.wait_until(lambda: _answers(env.api_port), 30):
                raise environment.Unusable(f"The API did not start:\n{children.last_lines(env.logs_dir / 'api.log')}")
            assert services.postgres is not None
            assert services.postgres.process is not None
            yield api.pid, services.postgres.process.pid
        finally:
            children.stop(api)
    finally:
        services.stop()


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=1) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def log_in(env: environment.Environment, connection: psycopg.Connection[Any], size: dataset.Size) -> targets.Tenant:
    body = orjson.dumps({"email": size.email, "password": dataset.PASSWORD})
    asked = urllib.request.Request(f"http://127.0.0.1:{env.api_port}/auth/login", body, {"Content-Type": "application/json"}, method="POST")
    with urllib.request.urlopen(asked, timeout=10) as answer:
        token = orjson.loads(answer.read())["access_token"]
    claims = jwt.decode(token, options={"verify_signature": False})
    organization = UUID(claims["org_id"])

    def column(sql: str) -> list[Any]:
        return [row[0] for row in connection.execute(sql, {"organization": organization}).fetchall()]

    deals = connection.execute(
        """SELECT id, stage, version FROM deals WHERE organization_id = %s AND deleted_at IS NULL ORDER BY position LIMIT 8000""",
        (organization,),
    ).fetchall()
    return targets.Tenant(
        token=token, session_id=UUID(claims["sid"]), organization_id=organization, user_id=UUID(claims["sub"]), email=size.email or "",
        busy_clients=column(
            "SELECT client_id FROM timeline_entries WHERE organization_id = %(organization)s GROUP BY client_id HAVING count(*) > 50 LIMIT 200"
        ),
        clients=column("SELECT id FROM clients WHERE organization_id = %(organization)s LIMIT 1000"),
        deals=[(row[0], row[1], row[2]) for row in deals],
    )  # fmt: skip


@dataclass(slots=True)
class Row:
    name: str
    rate: float
    floor: float
    wanted_percent: float | None
    p50: float
    p99: float
    api_cpu_ms: float
    postgres_cpu_ms: float
    failures: int

    @property
    def percent(self) -> float | None:
        return 100 * self.rate / self.floor if self.floor else None


def measure(env: environment.Environment, target: targets.Target, pids: tuple[int, int]) -> Row:
    """Floor and load in turns, ROUNDS times; the medians."""
    pgbench = postgres.client_tool("pgbench")
    settings = Settings(database_url=env.database_url, app_db_password=env.variables["APP_DB_PASSWORD"])
    url = settings.app_database_url if target.needs_login else env.database_url
    rows = []
    for _ in range(ROUNDS):
        floor = floor_rate(pgbench, url, target.floor, connections=target.connections, seconds=SECONDS) if target.floor else 0.0
        tidy(env)
        before = processes.measure(*pids)
        figures = load.run(f"http://127.0.0.1:{env.api_port}", target.make_work, connections=target.connections, seconds=SECONDS)
        used = processes.measure(*pids) - before
        done = max(1, len(figures.latencies_ms))
        rows.append(
            Row(target.name, figures.rate, floor, target.wanted_percent, figures.percentile(50), figures.percentile(99),
                1000 * used.api_seconds / done, 1000 * used.postgres_seconds / done, figures.failures)
        )  # fmt: skip
    middle = {
        name: statistics.median(getattr(row, name) for row in rows)
        for name in ("rate", "floor", "p50", "p99", "api_cpu_ms", "postgres_cpu_ms")
    }
    return Row(name=target.name, wanted_percent=target.wanted_percent, failures=sum(row.failures for row in rows), **middle)


def tidy(env: environment.Environment) -> None:
    """Fold and vacuum the totals: the floor writes as a superuser, whom the triggers take for nobody's writer."""
    with psycopg.connect(env.database_url, autocommit=True) as connection:
        while connection.execute(FOLD).fetchone() is not None:
            pass
        connection.execute("VACUUM totals")


HEADING = (
    "| what | requests/s | floor/s | of the floor | wanted | p50 ms | p99 ms | API CPU ms | PostgreSQL CPU ms | failed |\n"
    "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |"
)


def line(row: Row) -> str:
    percent = f"{row.percent:.1f}%" if row.percent is not None else "-"
    wanted = f"{row.wanted_percent:g}%" if row.wanted_percent is not None else "-"
    return (
        f"| {row.name} | {row.rate:.0f} | {row.floor:.0f} | {percent} | {wanted} | {row.p50:.1f} | {row.p99:.1f} "
        f"| {row.api_cpu_ms:.2f} | {row.postgres_cpu_ms:.2f} | {row.failures} |"
    )


def fill_once(env: environment.Environment) -> None:
    with psycopg.connect(env.database_url) as connection:
        if dataset.is_filled(connection):
            return
        connection.rollback()
        print("Filling 1,000 organizations, once", flush=True)
        dataset.fill(connection)


def main() -> None:
    env = bench_environment()
    only = set(sys.argv[1:])
    with served(env) as pids:
        fill_once(env)
        host = f"127.0.0.1:{env.api_port}"
        rows: dict[str, Row] = {}
        print(HEADING, flush=True)
        with psycopg.connect(env.database_url, autocommit=True) as connection:
            tenants = {size.name: log_in(env, connection, size) for size in (dataset.LARGE, dataset.MEDIUM, dataset.SMALL)}
            work = [*targets.reads(host, tenants["large"], connection), *targets.writes(host, tenants["large"])]
            work.append(targets.login(host, tenants["large"], dataset.PASSWORD))
            for size in ("medium", "small"):
                work += [
                    dataclasses.replace(target, name=f"{target.name}, {size}", wanted_percent=None)
                    for target in targets.reads(host, tenants[size], connection)
                ]
            for target in work:
                if only and not any(target.name.startswith(name) for name in only):
                    continue
                rows[target.name] = measure(env, target, pids)
                print(line(rows[target.name]), flush=True)
        print(f"\nAPI memory at most {processes.peak_memory_mb(pids[0]):.0f} MB")
        for name in ("client list", "board", "timeline", "search"):
            if name in rows and f"{name}, small" in rows:
                ratio = rows[name].p50 / rows[f"{name}, small"].p50
                print(f"{name}: p50 is {ratio:.2f} times that of an organization of 1,000 clients")


if __name__ == "__main__":
    started = time.monotonic()
    try:
        main()
    except subprocess.CalledProcessError as error:
        sys.exit(f"{error}")
    print(f"took {time.monotonic() - started:.0f} s")
