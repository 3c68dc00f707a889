"""Hand-written SQL migrations, forward only: status, check, apply, init, verify, new.

Exit codes: 0 done or current · 1 a migration or the connection failed · 2 wrong use · 3 migrations are pending (check)
· 4 the database is newer than this code · 5 history differs from the files, or a file breaks a rule.
"""

import argparse
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote, urlsplit, urlunsplit

import psycopg
from psycopg import sql
from psycopg.pq import TransactionStatus

from scripts.environment import ROOT, Environment, Unusable, development
from scripts.sql_file import TRANSACTION_WORDS, Migration, Statement, read_migrations

FOLDER = ROOT / "migrations"
LOCK_KEY = 0x10FEDC4B
LOCK_TIMEOUT_SECONDS = 5
WAIT_FOR_RUNNER_SECONDS = 120
RUNTIME_LOGINS = {"lovedcrm_app": "APP_DB_PASSWORD", "lovedcrm_auth": "AUTH_DB_PASSWORD"}

OK, FAILED, PENDING, NEWER, BROKEN = 0, 1, 3, 4, 5

VERSIONS_TABLE = """
CREATE TABLE IF NOT EXISTS public.schema_versions (
    version integer PRIMARY KEY,
    name text NOT NULL,
    checksum text,
    applied_at timestamptz NOT NULL DEFAULT now()
)
"""
TEMPLATE = """-- Say why this change is needed.
SET LOCAL lock_timeout = '5s';


INSERT INTO schema_versions (version, name) VALUES ({version}, '{name}');
"""

Applied = dict[int, tuple[str, str | None]]


class Stop(Exception):
    """Ends the command with a sentence and an exit code."""

    def __init__(self, code: int, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


def say(text: str) -> None:
    print(text, flush=True)


# ---------------------------------------------------------------- connections
def connect(url: str) -> psycopg.Connection[tuple[object, ...]]:
    try:
        return psycopg.connect(url, autocommit=True, connect_timeout=10, application_name="lovedcrm-migrate")
    except psycopg.Error as error:
        raise Stop(FAILED, f"Cannot connect to {without_password(url)}: {one_line(error)}") from None


def without_password(url: str) -> str:
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit((parts.scheme, host, parts.path, "", ""))


def one_line(error: Exception) -> str:
    return " ".join(str(error).split())


def database_name(url: str) -> str:
    name = unquote(urlsplit(url).path.lstrip("/"))
    if not name:
        raise Stop(FAILED, "DATABASE_URL names no database: it must end in /name.")
    return name


def maintenance_url(url: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path="/postgres"))


@contextmanager
def one_runner(url: str) -> Iterator[None]:
    """Let one runner at a time into the whole cluster: roles belong to it, not to one database.

    Advisory locks are per database, hence the maintenance database; where it can't be reached, the target's own.
    """
    try:
        holder = connect(maintenance_url(url))
    except Stop:
        holder = connect(url)
    with holder:
        row = holder.execute("SELECT pg_try_advisory_lock(%s)", (LOCK_KEY,)).fetchone()
        if row is not None and not row[0]:
            say("Another migration is running; waiting for it")
            try:
                holder.execute("SELECT set_config('lock_timeout', %s, false)", (f"{WAIT_FOR_RUNNER_SECONDS}s",))
                holder.execute("SELECT pg_advisory_lock(%s)", (LOCK_KEY,))
            except psycopg.errors.LockNotAvailable:
                raise Stop(FAILED, f"Another migration is still running after {WAIT_FOR_RUNNER_SECONDS} s.") from None
        yield


# ---------------------------------------------------------------- history
def read_applied(connection: psycopg.Connection[tuple[object, ...]]) -> Applied:
    """Versions of the database, empty when it was never migrated."""
    row = connection.execute("SELECT to_regclass('public.schema_versions') IS NOT NULL").fetchone()
    if row is None or not row[0]:
        return {}
    rows = connection.execute("SELECT version, name, checksum FROM public.schema_versions ORDER BY version").fetchall()
    return {int(str(version)): (str(name), None if checksum is None else str(checksum)) for version, name, checksum in rows}


def check_files(migrations: list[Migration]) -> None:
    """Numbers without gaps or twins, no transaction control, and each file records itself."""
    for expected, migration in enumerate(migrations, start=1):
        if migration.version != expected:
            raise Stop(BROKEN, f"{migration.path.name}: number {expected:03d} was expected here.")
        statements = list(migration.statements())
        for statement in statements:
            if TRANSACTION_WORDS.match(statement.text):
                raise Stop(BROKEN, f"{statement.place(None)}: a migration is one transaction already; remove {first_words(statement)}.")
        if not statements or "schema_versions" not in statements[-1].text:
            raise Stop(BROKEN, f"{migration.path.name}: the last statement must record the file in schema_versions.")


def first_words(statement: Statement) -> str:
    return " ".join(statement.text.split()[:3])


def check_history(migrations: list[Migration], applied: Applied) -> None:
    known = {m.version: m for m in migrations}
    newest = max(known, default=0)
    if applied and max(applied) > newest:
        version = max(applied)
        raise Stop(NEWER, f"The database is at {version:03d}_{applied[version][0]}, this code knows up to {newest:03d}: update the code.")
    for version, (name, checksum) in applied.items():
        migration = known.get(version)
        if migration is None or migration.name != name:
            raise Stop(BROKEN, f"The database has {version:03d}_{name}, but the files have {migration.label if migration else 'none'}.")
        if checksum is not None and checksum != migration.checksum:
            raise Stop(BROKEN, f"{migration.path.name} was edited after it was applied: undo the edit and write the next number instead.")
    gaps = [m for m in migrations if m.version not in applied and applied and m.version < max(applied)]
    if gaps:
        raise Stop(BROKEN, f"The database has {max(applied):03d} but lacks {gaps[0].label}.")


def pending_of(migrations: list[Migration], applied: Applied) -> list[Migration]:
    return [m for m in migrations if m.version not in applied]


# ---------------------------------------------------------------- applying
def apply_one(connection: psycopg.Connection[tuple[object, ...]], migration: Migration) -> None:
    with connection.transaction(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", (f"{LOCK_TIMEOUT_SECONDS}s",))
        for statement in migration.statements():
            try:
                cursor.execute(statement.text.encode())
            except psycopg.Error as error:
                position = error.diag.statement_position
                place = statement.place(int(position) if position else None)
                raise Stop(FAILED, f"{place}: {failure(error)}\nNothing of {migration.path.name} was kept.") from None
            if connection.info.transaction_status is not TransactionStatus.INTRANS:
                raise Stop(FAILED, f"{statement.place(None)}: this statement ended the migration's transaction.")
        cursor.execute(
            "UPDATE public.schema_versions SET checksum = %s WHERE version = %s AND name = %s",
            (migration.checksum, migration.version, migration.name),
        )
        if cursor.rowcount != 1:
            raise Stop(
                FAILED,
                f"{migration.path.name} did not record itself as version {migration.version}, "
                f"name '{migration.name}'; nothing of it was kept.",
            )


def failure(error: psycopg.Error) -> str:
    parts = [error.diag.message_primary or one_line(error)]
    if isinstance(error, psycopg.errors.LockNotAvailable):
        parts.append(f"waited {LOCK_TIMEOUT_SECONDS} s for a lock: something is using the table; try again in a quiet moment")
    parts += [f"{label}: {text}" for label, text in (("detail", error.diag.message_detail), ("hint", error.diag.message_hint)) if text]
    return " · ".join(parts)


def set_login_passwords(connection: psycopg.Connection[tuple[object, ...]], environment: Environment) -> None:
    """Give the runtime logins the passwords that the API will use; only hashes travel to the server."""
    from api.core.settings import DEVELOPMENT_SECRET, MIN_SECRET_LENGTH

    for login, variable in RUNTIME_LOGINS.items():
        password = environment.variables.get(variable) or DEVELOPMENT_SECRET
        if environment.is_production and (password == DEVELOPMENT_SECRET or len(password) < MIN_SECRET_LENGTH):
            raise Stop(FAILED, f"{variable} is missing or weak: set at least {MIN_SECRET_LENGTH} characters.")
        hashed = connection.pgconn.encrypt_password(password.encode(), login.encode(), b"scram-sha-256").decode()
        connection.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(login), sql.Literal(hashed)))


def create_database(url: str) -> None:
    name = database_name(url)
    with connect(maintenance_url(url)) as connection:
        exists = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone()
        if exists is None:
            connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(sql.Identifier(name)))
            say(f"Created the database {name}")


# ---------------------------------------------------------------- commands
def command_status(environment: Environment, migrations: list[Migration]) -> int:
    with connect(environment.database_url) as connection:
        applied = read_applied(connection)
    for migration in migrations:
        say(f"{migration.label:<48}{'applied' if migration.version in applied else 'pending'}")
    for version in sorted(set(applied) - {m.version for m in migrations}):
        say(f"{version:03d}_{applied[version][0]:<44}unknown to this code")
    check_history(migrations, applied)
    return OK


def command_check(environment: Environment, migrations: list[Migration]) -> int:
    check_files(migrations)
    with connect(environment.database_url) as connection:
        applied = read_applied(connection)
    check_history(migrations, applied)
    pending = pending_of(migrations, applied)
    if pending:
        say(f"{len(pending)} pending: {', '.join(m.label for m in pending)}. `./migrate apply` applies them.")
        return PENDING
    say(f"The database is current, at {migrations[-1].label}" if migrations else "There are no migrations")
    return OK


def command_apply(environment: Environment, migrations: list[Migration]) -> int:
    check_files(migrations)
    with one_runner(environment.database_url), connect(environment.database_url) as connection:
        connection.execute("SET client_min_messages = warning")
        connection.execute(VERSIONS_TABLE)
        applied = read_applied(connection)
        check_history(migrations, applied)
        pending = pending_of(migrations, applied)
        for migration in pending:
            apply_one(connection, migration)
            say(f"Applied {migration.label}")
        set_login_passwords(connection, environment)
    if not pending:
        say(f"The database is current, at {migrations[-1].label}" if migrations else "There are no migrations")
    return OK


def command_init(environment: Environment, migrations: list[Migration]) -> int:
    check_files(migrations)
    with one_runner(environment.database_url):
        create_database(environment.database_url)
    return command_apply(environment, migrations)


def command_verify(environment: Environment, migrations: list[Migration]) -> int:
    """History equals the files, nothing is pending, and the runtime logins get in and are bound by row-level security."""
    if (code := command_check(environment, migrations)) != OK:
        return code
    from api.core.settings import DEVELOPMENT_SECRET

    parts = urlsplit(environment.database_url)
    for login, variable in RUNTIME_LOGINS.items():
        password = environment.variables.get(variable) or DEVELOPMENT_SECRET
        try:
            with psycopg.connect(
                host=parts.hostname, port=parts.port or 5432, dbname=database_name(environment.database_url),
                user=login, password=password, connect_timeout=10,
            ) as connection:  # fmt: skip
                row = connection.execute(
                    "SELECT rolsuper OR rolbypassrls OR rolcreaterole FROM pg_roles WHERE rolname = current_user"
                ).fetchone()
        except psycopg.Error as error:
            raise Stop(FAILED, f"{login} cannot log in with {variable}: {one_line(error)}. `./migrate apply` sets it.") from None
        if row is None or row[0]:
            raise Stop(FAILED, f"{login} is not bound by row-level security.")
    say("Files, history and runtime logins agree")
    return OK


def command_new(migrations: list[Migration], name: str, folder: Path) -> int:
    slug = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")
    if not slug:
        raise Stop(2, "Give the migration a name such as add_client_phone.")
    version = max((m.version for m in migrations), default=0) + 1
    path = folder / f"{version:03d}_{slug}.sql"
    path.write_text(TEMPLATE.format(version=version, name=slug), encoding="utf-8")
    say(f"Created {folder.name}/{path.name}")
    return OK


COMMANDS = {
    "status": (command_status, "list the files and what the database has"),
    "check": (command_check, "check files and history; exit 3 when something is pending"),
    "apply": (command_apply, "apply what is pending and set the runtime logins' passwords"),
    "init": (command_init, "create the database when missing, then apply"),
    "verify": (command_verify, "check history and that the runtime logins get in"),
}


def run(arguments: list[str], environment: Environment | None = None, folder: Path = FOLDER) -> int:
    parser = argparse.ArgumentParser(prog="./migrate", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, (_, text) in COMMANDS.items():
        commands.add_parser(name, help=text)
    commands.add_parser("new", help="create the next numbered file").add_argument("name")
    given = parser.parse_args(arguments)
    try:
        migrations = read_migrations(folder)
        if given.command == "new":
            return command_new(migrations, given.name, folder)
        return COMMANDS[given.command][0](environment or development(), migrations)
    except Stop as stop:
        print(f"✗ {stop}", file=sys.stderr)
        return stop.code
    except Unusable as unusable:
        print(f"✗ {unusable.sentence}", file=sys.stderr)
        return FAILED


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
