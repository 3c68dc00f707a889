"""`make db-up`, `db-down`, `db-reset`, `db-seed-dev` and the second half of `make setup`."""

import os
import sys

from psycopg import sql

from scripts import dev, migrations, services
from scripts.environment import ROOT, Environment, Unusable, development, ensure_secrets


def up(environment: Environment) -> None:
    services.up(environment, detach=True, migrate=True)


def with_services(environment: Environment) -> bool:
    """Start PostgreSQL and Redis unless they run; returns whether they were started here."""
    running = services.Services(environment)
    if running.supervisor_pid() is not None and running.is_up():
        return False
    services.up(environment, detach=True, migrate=False)
    return True


def reset(environment: Environment) -> None:
    """Only ever the development database of this machine."""
    if environment.is_production or not environment.embeds_postgres:
        raise Unusable("db-reset deletes everything; it works on the embedded development database alone.")
    started = with_services(environment)
    name = migrations.database_name(environment.database_url)
    with migrations.connect(migrations.maintenance_url(environment.database_url)) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
    print(f"Deleted the database {name}")
    services.apply_migrations(environment)
    if started:
        services.down(environment)


def seed(environment: Environment) -> None:
    started = with_services(environment)
    services.apply_migrations(environment)
    if not dev.load_demo_once(environment):
        print("The demo organization is already there; `make db-reset` makes an empty database")
    if started:
        services.down(environment)


def setup(environment: Environment) -> None:
    started = with_services(environment)
    services.apply_migrations(environment)
    if started:
        services.down(environment)
    print("Set up; `make dev` starts everything")


COMMANDS = {"up": up, "down": services.down, "reset": reset, "seed": seed, "setup": setup}


def main() -> int:
    if len(sys.argv) != 2 or sys.argv[1] not in COMMANDS:
        raise Unusable(f"Use one of: {', '.join(COMMANDS)}")
    os.chdir(ROOT)
    ensure_secrets(*dev.SECRETS)
    COMMANDS[sys.argv[1]](development())
    return 0


if __name__ == "__main__":
    sys.exit(main())
