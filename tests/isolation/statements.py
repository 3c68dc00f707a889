"""Plain SQL as each runtime login, on every table that the catalog lists: whoever could run statements still gets nothing.

An attack runs in a savepoint. `refused` must end in insufficient privilege; `empty` may also succeed, with no row.
Any other error counts as a gain: a division by zero in a WHERE tells that a foreign row was looked at.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Final, Literal
from uuid import UUID

import psycopg
from psycopg import errors, sql
from psycopg.types.json import Jsonb
from uuid_utils.compat import uuid7

from tests.e2e.api import tables
from tests.e2e.api.support import Connection, Person, connect, enter, runtime_url
from tests.isolation import forgeries, marks
from tests.isolation.proof import Case, Group
from tests.isolation.scene import Scene

GROUP: Final = Group("sql", "no statement of a runtime login reads, changes or finds out about a row of another organization")
LOGINS: Final = ("lovedcrm_app", "lovedcrm_auth")
# What a login says when it is kept out: insufficient privilege, and COPY FROM where row-level security is on.
# The last is said of a column before any row is looked at.
REFUSED: Final = (errors.InsufficientPrivilege, errors.FeatureNotSupported, errors.GeneratedAlways)
UNDER_POLICY: Final = """
    SELECT c.relname AS name FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
      AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'organization_id' AND NOT a.attisdropped)
    ORDER BY c.relname"""

Expected = Literal["refused", "empty"]


@dataclass(frozen=True, slots=True)
class Target:
    """A table, and the organization whose rows are after there."""

    table: str
    key: str
    owner: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Attack:
    """sql: `{table}`, `{key}` are names, `{owner}` the foreign value, `{own}` the attacker's own, `{column}` each column in turn."""

    name: str
    sql: str
    expected: Expected = "empty"
    is_copy: bool = False


READS: Final = (
    Attack("SELECT by its organization", "SELECT 1 FROM {table} WHERE {key} = {owner}"),
    Attack("SELECT whole rows", "SELECT t::text FROM {table} t WHERE {key} = {owner}"),
    Attack("SELECT ... OR true", "SELECT 1 FROM (SELECT {key} FROM {table} WHERE {key} = {owner} OR true) x WHERE {key} = {owner}"),
    Attack("count", "SELECT count(*) FROM {table} WHERE {key} = {owner} HAVING count(*) > 0"),
    Attack("EXISTS", "SELECT 1 WHERE EXISTS (SELECT FROM {table} WHERE {key} = {owner})"),
    Attack("CTE", "WITH x AS MATERIALIZED (SELECT {key} FROM {table}) SELECT 1 FROM x WHERE {key} = {owner}"),
    Attack("UNION", "SELECT 1 FROM (SELECT {key} FROM {table} UNION SELECT {key} FROM {table}) x WHERE {key} = {owner}"),
    Attack("LATERAL", "SELECT 1 FROM (VALUES (1)) v (n), LATERAL (SELECT {key} FROM {table} LIMIT 1000) x WHERE {key} = {owner}"),
    Attack("by physical place", "SELECT 1 FROM {table} WHERE ctid >= '(0,0)' AND {key} = {owner}"),
    Attack("TABLESAMPLE", "SELECT 1 FROM {table} TABLESAMPLE SYSTEM (100) WHERE {key} = {owner}"),
    Attack("FOR UPDATE", "SELECT 1 FROM {table} WHERE {key} = {owner} FOR UPDATE SKIP LOCKED"),
    Attack("a view of one's own", "CREATE TEMP VIEW door AS SELECT * FROM {table}", "refused"),
    Attack("a table of one's own", "CREATE TEMP TABLE door AS SELECT * FROM {table}", "refused"),
    Attack("COPY TO", "COPY {table} ({key}) TO STDOUT", is_copy=True),
    Attack("COPY of a query", "COPY (SELECT {key} FROM {table} WHERE {key} = {owner}) TO STDOUT", is_copy=True),
    Attack("dividing by what is foreign", "SELECT 1 FROM {table} WHERE 1 / (CASE WHEN {key} = {owner} THEN 0 ELSE 1 END) = 2"),
    Attack("statistics", "SELECT 1 FROM pg_stats WHERE schemaname = 'public' AND tablename = {name} AND {name} IN (SELECT relname FROM pg_class WHERE relrowsecurity)"),
)  # fmt: skip
OF_COLUMNS: Final = (
    Attack("casting a column in WHERE", "SELECT 1 FROM {table} WHERE {key} = {owner} AND {column}::text::integer > 0"),
    Attack("UPDATE of a column", "UPDATE {table} SET {column} = {column} WHERE {key} = {owner}"),
)
WRITES: Final = (
    Attack("DELETE", "DELETE FROM {table} WHERE {key} = {owner}"),
    Attack("DELETE ... USING", "DELETE FROM {table} t USING {table} u WHERE t.{key} = u.{key} AND t.{key} = {owner}"),
    Attack("moving rows here", "UPDATE {table} SET {key} = {own} WHERE {key} = {owner}"),
    Attack("moving rows there", "UPDATE {table} SET {key} = {owner}", "refused"),
    Attack("MERGE", "MERGE INTO {table} t USING (SELECT 1) s ON t.{key} = {owner} WHEN MATCHED THEN DELETE"),
    Attack("COPY FROM", "COPY {table} ({key}) FROM STDIN", "refused", is_copy=True),
    Attack("TRUNCATE", "TRUNCATE {table}", "refused"),
    Attack("TRUNCATE CASCADE", "TRUNCATE {table} CASCADE", "refused"),
    Attack("row security off by table", "ALTER TABLE {table} DISABLE ROW LEVEL SECURITY", "refused"),
    Attack("row security no longer forced", "ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY", "refused"),
    Attack("a policy of one's own", "CREATE POLICY door ON {table} USING (true)", "refused"),
    Attack("a trigger of one's own", "CREATE TRIGGER door BEFORE INSERT ON {table} EXECUTE FUNCTION suppress_redundant_updates_trigger()", "refused"),
    Attack("a rule of one's own", "CREATE RULE door AS ON INSERT TO {table} DO ALSO NOTHING", "refused"),
    Attack("an index of one's own", "CREATE INDEX door ON {table} ({key})", "refused"),
    Attack("taking the table over", "ALTER TABLE {table} OWNER TO CURRENT_USER", "refused"),
    Attack("inheriting from it", "CREATE TABLE public.door () INHERITS ({table})", "refused"),
    Attack("dropping it", "DROP TABLE {table}", "refused"),
)  # fmt: skip
# Set first, then read: it must be an error, not fewer policies.
ROW_SECURITY_OFF: Final = Attack("row_security = off", "SELECT 1 FROM {table} LIMIT 1", "refused")
ONCE: Final = tuple(
    Attack(text, text, "refused")
    for text in (
        "SET ROLE lovedcrm_owner", "SET ROLE lovedcrm_gate", "SET ROLE lovedcrm_search", "SET ROLE postgres",
        "SET SESSION AUTHORIZATION postgres", "ALTER ROLE CURRENT_USER BYPASSRLS", "ALTER ROLE CURRENT_USER SUPERUSER",
        "CREATE ROLE door", "GRANT lovedcrm_owner TO CURRENT_USER",
        "SET session_replication_role = replica", "CREATE EXTENSION dblink", "CREATE SCHEMA door", "CREATE TABLE public.door (id int)",
        "CREATE FUNCTION public.door() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE OR REPLACE FUNCTION app.organization_id() RETURNS uuid LANGUAGE sql AS 'SELECT NULL::uuid'",
        "DO LANGUAGE plpython3u 'pass'", "SELECT pg_read_file('/etc/passwd')", "SELECT pg_ls_dir('.')", "SELECT lo_import('/etc/passwd')",
        "SELECT * FROM pg_authid", "SELECT * FROM pg_shadow", "SELECT * FROM pg_statistic", "SELECT secret FROM app.context_keys",
        "SELECT app.set_context(gen_random_uuid(), NULL)", "SELECT app.context_mac('x')", "SELECT pg_reload_conf()",
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'postgres'", "CREATE PUBLICATION door FOR ALL TABLES",
        "SELECT pg_create_logical_replication_slot('door', 'test_decoding')", "CREATE EVENT TRIGGER door ON ddl_command_end EXECUTE FUNCTION app.refuse_change()",
    )
)  # fmt: skip

# The identity login may read whom it lets in; the business login may not.
ONCE_AS_APP: Final = tuple(
    Attack(text, text, "refused")
    for text in (
        "SET ROLE lovedcrm_auth", "SELECT password_hash FROM users", "SELECT id FROM user_sessions", "SELECT refresh_hash FROM user_sessions",
        "SELECT session_id FROM audit_log", "COPY clients TO PROGRAM 'true'", "DROP POLICY clients_tenant ON clients",
        "SELECT app.job_pass(1)", "SELECT app.list_organizations(1)", "UPDATE procrastinate_jobs SET status = 'doing'",
        "DELETE FROM procrastinate_jobs", "SELECT * FROM procrastinate_workers",
    )
)  # fmt: skip


# ---------------------------------------------------------------- running one


def gained(connection: Connection, query: sql.Composed | str, attack: Attack, word: str, foreign: str = "") -> str | None:
    """What the attack gained; the transaction is as it was before. foreign: what a copied row must not hold."""
    connection.execute("SAVEPOINT attack")
    try:
        found = _run(connection, query, attack, foreign)
    except errors.DeadlockDetected:
        # Some statements ask for the table's lock before they ask who may: two attackers met.
        connection.execute("ROLLBACK TO attack")
        return gained(connection, query, attack, word, foreign)
    except REFUSED as refusal:
        return f"the refusal tells the mark: {refusal}" if word and word in str(refusal) else None
    except (errors.UndefinedObject, errors.UndefinedFunction, errors.UndefinedFile) as error:
        return None if attack.expected == "refused" else f"broke with {error}"
    except psycopg.Error as error:
        return f"looked at what is foreign: {type(error).__name__}: {error}"
    finally:
        connection.execute("ROLLBACK TO attack")
    if attack.expected == "refused":
        return "was allowed"
    return f"touched {found} rows" if found else None


def _run(connection: Connection, query: sql.Composed | str, attack: Attack, foreign: str) -> int:
    text = query.encode() if isinstance(query, str) else query
    with connection.cursor() as cursor:
        if attack.is_copy:
            with cursor.copy(text) as copy:
                if attack.expected == "refused":
                    copy.write_row(["00000000-0000-0000-0000-000000000000"])
                    return 1
                return sum(1 for row in copy.rows() if foreign in row)
        cursor.execute(text)
        return len(cursor.fetchall()) if cursor.description else max(0, cursor.rowcount)


def compose(attack: Attack, target: Target, own: str, column: str = "") -> sql.Composed:
    names = {
        "table": sql.Identifier("public", target.table), "key": sql.Identifier(target.key), "owner": sql.Literal(target.owner),
        "own": sql.Literal(own), "name": sql.Literal(target.table), "column": sql.Identifier(column or target.key),
    }  # fmt: skip
    return sql.SQL(attack.sql).format(**names)


def on_table(connection: Connection, superuser: Connection, target: Target, own: str, word: str, *, label: str) -> Iterator[Case]:
    """All attacks on one table, by whoever the connection's transaction is; the superuser finds the row to copy."""

    def case(attack: Attack, column: str = "") -> Case:
        name = f"{label} · {target.table}{'.' + column if column else ''} · {attack.name}"
        return Case(name, lambda: gained(connection, compose(attack, target, own, column), attack, word, target.owner))

    yield from (case(attack) for attack in READS)
    yield from (case(attack, column) for attack in OF_COLUMNS for column in target.columns)
    yield from (case(attack) for attack in WRITES)
    for suffix in ("", "ON CONFLICT DO NOTHING"):
        check = partial(inserted, connection, superuser, target, suffix=suffix)
        yield Case(f"{label} · {target.table} · INSERT {suffix}".rstrip(), check)

    def without_row_security() -> str | None:
        with connection.transaction(force_rollback=True):
            connection.execute("SET LOCAL row_security = off")
            return gained(connection, compose(ROW_SECURITY_OFF, target, own), ROW_SECURITY_OFF, word)

    yield Case(f"{label} · {target.table} · {ROW_SECURITY_OFF.name}", without_row_security)


def inserted(connection: Connection, superuser: Connection, target: Target, *, suffix: str) -> str | None:
    """A copy of a foreign row, under its own id (does it exist?) or a new one: refused before any key is looked at."""
    query = sql.SQL("SELECT * FROM {} WHERE {} = %s LIMIT 1").format(sql.Identifier(target.table), sql.Identifier(target.key))
    row = superuser.execute(query, (target.owner,)).fetchone()
    if row is None:
        return None
    values = {name: Jsonb(v) if isinstance(v, dict | list) else v for name, v in row.items() if v is not None}
    if "id" in values and target.key != "id" and not suffix:
        values["id"] = uuid7() if isinstance(values["id"], UUID) else values["id"]
    statement = sql.SQL("INSERT INTO {} ({}) VALUES ({}) {}").format(
        sql.Identifier(target.table), sql.SQL(", ").join(map(sql.Identifier, values)),
        sql.SQL(", ").join(map(sql.Literal, values.values())), sql.SQL(suffix),
    )  # fmt: skip
    return gained(connection, statement, Attack("INSERT", "", "refused"), "")


# ---------------------------------------------------------------- who attacks what


def targets(superuser: Connection, organization_id: str, login: str) -> list[Target]:
    """Every table of organizations; the identity plane's own tables are open to its own login."""
    names = [row["name"] for row in superuser.execute(UNDER_POLICY).fetchall()]
    beyond = (*tables.IDENTITY, *tables.QUEUE)
    chosen = [name for name in names if login == "lovedcrm_app" or name not in beyond]
    found = [Target(name, "organization_id", organization_id, _columns(superuser, name)) for name in chosen]
    if login == "lovedcrm_app":
        found.append(Target("organizations", "id", organization_id, _columns(superuser, "organizations")))
    return found


def once(login: str) -> tuple[Attack, ...]:
    return ONCE + (ONCE_AS_APP if login == "lovedcrm_app" else ())


def _columns(superuser: Connection, table: str) -> tuple[str, ...]:
    return tuple(row["name"] for row in superuser.execute(tables.COLUMNS, (table,)).fetchall())


@contextmanager
def attacker(login: str, person: Person | None) -> Iterator[Connection]:
    """The login in a transaction that is rolled back: inside the person's organization, or in none."""
    connection = connect(runtime_url(login), autocommit=False)
    try:
        if person is not None:
            enter(connection, person)
        # One transaction for all attacks on a table; the limits of requests would end it.
        connection.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        yield connection
    finally:
        connection.rollback()
        connection.close()


def owner_attack(superuser: Connection, target: Target) -> str | None:
    """FORCE: not even the tables' owner reads past the policies."""
    with superuser.transaction(force_rollback=True):
        superuser.execute("SET LOCAL ROLE lovedcrm_owner")
        query = sql.SQL("SELECT 1 FROM {} LIMIT 1").format(sql.Identifier(target.table))
        return "the owner of the table reads it" if superuser.execute(query).fetchall() else None


def all_cases(scene: Scene) -> Iterator[Case]:
    word = marks.new_mark()
    elder, own = scene.elder.owner.organization_id, scene.house.owner.organization_id
    scene.elder.fill()
    marks.mark(scene.superuser, elder, word, scene.elder.owner.user_id)
    before = scene.state()
    seen = set()
    for login in LOGINS:
        found = targets(scene.superuser, elder, login)
        seen |= {target.table for target in found}
        for person, place in ((None, "no organization"), (scene.house.owner, "another organization")):
            for target in found:
                with attacker(login, person) as connection:
                    yield from on_table(connection, scene.superuser, target, own, word, label=f"{login} in {place}")
        with attacker(login, scene.house.owner) as connection:
            for attack in once(login):
                yield Case(f"{login} · {attack.name}", partial(gained, connection, attack.sql, attack, word))
    for target in targets(scene.superuser, elder, "lovedcrm_auth"):
        yield Case(f"lovedcrm_owner · {target.table}", partial(owner_attack, scene.superuser, target))
    yield from forgeries.cases(scene, word)
    yield Case("nothing changed", lambda: None if scene.state() == before else "rows changed")
    scene.figures |= {
        "tables attacked": str(len(seen)),
        "kinds of statement, beside those of each column": str(len(READS) + len(WRITES) + 3),
    }
