"""The production database through the Railway CLI: connect, check, status, migration-status|check|apply."""

import os
import shutil
import subprocess
import sys

from scripts.environment import ROOT, VENV_PYTHON, Unusable

STATUS_SQL = """
SELECT pg_size_pretty(pg_database_size(current_database())) AS size,
       (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()) AS connections,
       (SELECT coalesce(max(now() - xact_start), interval '0') FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()) AS longest_transaction
"""
# Railway's own variable that is reachable from outside its network; DATABASE_URL there is the inner one.
OUTER_URL = "DATABASE_PUBLIC_URL"
SERVICE = os.environ.get("RAILWAY_DATABASE_SERVICE") or "Postgres"


def production_url() -> str:
    cli = shutil.which("railway")
    if cli is None:
        raise Unusable(
            "The Railway CLI isn't installed. Install it (npm install -g @railway/cli), then `railway login` and `railway link`."
        )
    done = subprocess.run([cli, "variables", "--service", SERVICE, "--kv"], cwd=ROOT, capture_output=True, text=True, check=False)
    variables = dict(line.split("=", 1) for line in done.stdout.splitlines() if "=" in line)
    url = variables.get(OUTER_URL) or variables.get("DATABASE_URL")
    if done.returncode != 0 or not url:
        raise Unusable(
            f"Railway names no database for the service {SERVICE!r}. Link the project with `railway login` and `railway link`, "
            "or set RAILWAY_DATABASE_SERVICE."
        )
    return url


def run_migrate(url: str, *arguments: str) -> int:
    return subprocess.run(
        [str(VENV_PYTHON), "migrate", *arguments], cwd=ROOT / "migrations", env={**os.environ, "DATABASE_URL": url}, check=False
    ).returncode


def confirmed() -> bool:
    try:
        return input("Apply these to PRODUCTION? Type yes: ").strip() == "yes"
    except EOFError:
        return False


def apply(url: str) -> int:
    pending = run_migrate(url, "check")
    if pending != 3:
        return pending
    if not confirmed():
        print("Nothing was applied")
        return 1
    for name in ("APP_DB_PASSWORD", "AUTH_DB_PASSWORD"):
        if not os.environ.get(name):
            raise Unusable(f"{name} must be set to what the production API uses: applying also sets the logins' passwords.")
    os.environ["APP_ENV"] = "production"
    return run_migrate(url, "apply")


def main() -> int:
    command = sys.argv[1] if len(sys.argv) > 1 else ""
    commands = ("connect", "check", "status", "migration-status", "migration-check", "migration-apply")
    if command not in commands:
        raise Unusable(f"Use one of: {', '.join(commands)}")
    url = production_url()
    if command == "connect":
        from scripts.postgres import client_tool

        return subprocess.run([str(client_tool("psql")), url], check=False).returncode
    if command == "migration-apply":
        return apply(url)
    if command.startswith("migration-"):
        return run_migrate(url, command.removeprefix("migration-"))
    import psycopg

    try:
        with psycopg.connect(url, connect_timeout=10) as connection:
            if command == "check":
                print(f"Connected: PostgreSQL {connection.info.server_version // 10000}, database {connection.info.dbname}")
                return 0
            row = connection.execute(STATUS_SQL).fetchone()
            assert row is not None
            print(f"size {row[0]} · {row[1]} connections · longest transaction {row[2]}")
    except psycopg.Error as error:
        raise Unusable(f"The production database doesn't answer: {' '.join(str(error).split())}") from None
    return 0


if __name__ == "__main__":
    sys.exit(main())
