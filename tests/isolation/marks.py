"""A word of its own in every text that an organization has stored, so that one look tells whose data something is."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID, uuid4

import psycopg
from psycopg import sql

from tests.e2e.api import tables
from tests.e2e.api.support import Connection

# Tables whose rows belong to an organization, whatever their plane, and the column that says so.
OWNED = """
    SELECT c.relname AS name, CASE WHEN c.relname = 'organizations' THEN 'id' ELSE 'organization_id' END AS key
    FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
      AND (c.relname = 'organizations' OR EXISTS (
          SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'organization_id' AND NOT a.attisdropped))
    ORDER BY c.relname"""
# Tables of a person alone: factors, identities at providers, one-time tokens.
PERSONAL = """
    SELECT c.relname AS name, 'user_id' AS key FROM pg_class c
    JOIN pg_attribute u ON u.attrelid = c.oid AND u.attname = 'user_id' AND NOT u.attisdropped
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT EXISTS (
        SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'organization_id' AND NOT a.attisdropped)
    ORDER BY c.relname"""
COLUMNS = """
    SELECT a.attname AS name FROM pg_attribute a WHERE a.attrelid = %s::regclass AND a.attnum > 0 AND NOT a.attisdropped
      AND a.atttypid::regtype::text = ANY(%s) AND a.attgenerated = '' ORDER BY a.attnum"""
TEXT, JSON, BYTES = ["text", "character varying"], ["jsonb", "json"], ["bytea"]
# A list of values, or a pattern from its first character on.
ENUMERATED = """
    SELECT k.conrelid::regclass || '.' || a.attname AS name FROM pg_constraint k
    JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = ANY(k.conkey)
    WHERE k.contype = 'c' AND k.connamespace = 'public'::regnamespace
      AND (pg_get_constraintdef(k.oid) ~ ('\\m' || a.attname || '\\M = ANY \\(ARRAY')
        OR pg_get_constraintdef(k.oid) ~ ('\\m' || a.attname || '\\M ~ .{0,3}''\\^'))"""
# What bears no word though no list or pattern keeps it from it, and why no person's words get there.
WITHOUT_WORDS = {
    "audit_log.action": "one of the product's own names; nothing in the log can be changed",
    "audit_log.entity_type": "one of the product's own names; nothing in the log can be changed",
    "audit_log.ip_address": "an address of the network; nothing in the log can be changed",
    "audit_log.session_reference": "part of a hash; nothing in the log can be changed",
    "tasks.repeats": "a rule of dates, or nothing where nothing is due",
    "tasks.time_zone": "a zone of the tz database, or nothing where nothing is due",
    "user_preferences.notifications": "yes or no by event and channel, of names that a CHECK demands",
}
# Rows whose words depend on the rest of the row.
FURTHER_ROWS: tuple[tuple[str, dict[str, str]], ...] = (
    ("deals", {"stage": "closed", "outcome": "lost", "lost_reason": "{word}"}),
    ("deals", {"stage": "closed", "outcome": "won", "won_reason": "{word}"}),
)


def new_mark() -> str:
    """Letters and digits alone, in lower case: it survives folding, quoting, JSON and addresses."""
    return f"canary{uuid4().hex[:16]}"


@dataclass(slots=True)
class Coverage:
    """Columns (table.column) by what became of the mark in them."""

    marked: set[str] = field(default_factory=set)
    # Kept from it: by a list of values or a pattern; otherwise.
    enumerated: set[str] = field(default_factory=set)
    constrained: set[str] = field(default_factory=set)
    empty: set[str] = field(default_factory=set)
    marked_json: set[str] = field(default_factory=set)
    unmarked_json: set[str] = field(default_factory=set)

    @property
    def text_count(self) -> int:
        return len(self.marked | self.enumerated | self.constrained | self.empty)

    @property
    def unexplained(self) -> list[str]:
        """Columns that bear no mark without a reason that is written down."""
        return sorted((self.constrained | self.empty | self.unmarked_json) - WITHOUT_WORDS.keys())


def owned_tables(superuser: Connection) -> list[tuple[str, str]]:
    return [(row["name"], row["key"]) for row in superuser.execute(OWNED).fetchall()]


def personal_tables(superuser: Connection) -> list[tuple[str, str]]:
    return [(row["name"], row["key"]) for row in superuser.execute(PERSONAL).fetchall()]


def mark(superuser: Connection, organization_id: str, word: str, user_id: str) -> Coverage:
    """Put the word into every text of every row of the organization and of its owner, giving each table a row first."""
    coverage = Coverage()
    enumerated = {row["name"] for row in superuser.execute(ENUMERATED).fetchall()}
    for table, values in FURTHER_ROWS:
        tables.make_row(superuser, table, UUID(organization_id), **{name: value.format(word=word) for name, value in values.items()})
    for table, key in (*owned_tables(superuser), *personal_tables(superuser)):
        owner_id = user_id if key == "user_id" else organization_id
        _ensure_row(superuser, table, key, organization_id, user_id)
        for row in superuser.execute(COLUMNS, (table, TEXT)).fetchall():
            name = f"{table}.{row['name']}"
            outcome = _set(superuser, table, key, row["name"], owner_id, word)
            if outcome is None:
                (coverage.enumerated if name in enumerated else coverage.constrained).add(name)
            else:
                (coverage.marked if outcome else coverage.empty).add(name)
        for row in superuser.execute(COLUMNS, (table, JSON)).fetchall():
            took = _set_json(superuser, table, key, row["name"], owner_id, word)
            (coverage.marked_json if took else coverage.unmarked_json).add(f"{table}.{row['name']}")
    person = sql.SQL("UPDATE users SET full_name = %s, updated_at = now() WHERE id = %s")
    superuser.execute(person, (f"{word} Silva", user_id))
    coverage.marked.add("users.full_name")
    return coverage


def _ensure_row(superuser: Connection, table: str, key: str, organization_id: str, user_id: str) -> None:
    found = sql.SQL("SELECT 1 FROM {} WHERE {} = %s LIMIT 1").format(sql.Identifier(table), sql.Identifier(key))
    if superuser.execute(found, (user_id if key == "user_id" else organization_id,)).fetchone() is not None:
        return
    columns = {row["name"] for row in superuser.execute(tables.COLUMNS, (table,)).fetchall()}
    given = {"user_id": UUID(user_id)} if "user_id" in columns else {}
    try:
        with superuser.transaction():
            tables.make_row(superuser, table, UUID(organization_id), **given)
    except (psycopg.Error, KeyError):
        # A row that only the product itself can make; its columns count as empty.
        return


def _set(superuser: Connection, table: str, key: str, column: str, owner_id: str, word: str) -> int | None:
    """How many rows took the word; None when a constraint or a trigger refuses it in all of them."""
    names = [sql.Identifier(name) for name in (table, column, key)]
    for text in (word, f"{word}@{word}.com.br"):
        try:
            with superuser.transaction():
                return superuser.execute(sql.SQL("UPDATE {} SET {} = %s WHERE {} = %s").format(*names), (text, owner_id)).rowcount
        except psycopg.Error:
            continue
    if taken := _set_by_row(superuser, table, key, column, owner_id, word):
        return taken
    # What can't be changed may have come to bear the word on its own way.
    return _count(superuser, table, key, column, owner_id, word) or None


def _set_by_row(superuser: Connection, table: str, key: str, column: str, owner_id: str, word: str) -> int:
    """For columns that are unique, or whose other columns must agree: each row a text of its own, where it may."""
    places = sql.SQL("SELECT ctid FROM {} WHERE {} = %s LIMIT 20").format(sql.Identifier(table), sql.Identifier(key))
    statement = sql.SQL("UPDATE {} SET {} = %s WHERE ctid = %s::tid").format(sql.Identifier(table), sql.Identifier(column))
    taken = 0
    for number, row in enumerate(superuser.execute(places, (owner_id,)).fetchall()):
        try:
            with superuser.transaction():
                taken += superuser.execute(statement, (f"{word}{number}", row["ctid"])).rowcount
        except psycopg.Error:
            continue
    return taken


def _set_json(superuser: Connection, table: str, key: str, column: str, owner_id: str, word: str) -> bool:
    """Whether a value took the word, as a further element of a list or a further name with its value."""
    statement = sql.SQL(
        "UPDATE {} SET {column} = CASE jsonb_typeof({column}) WHEN 'array' THEN {column} || to_jsonb(%(word)s::text)"
        " ELSE coalesce({column}, '{{}}') || jsonb_build_object(%(word)s::text, %(word)s::text) END WHERE {} = %(owner)s"
    ).format(sql.Identifier(table), sql.Identifier(key), column=sql.Identifier(column))
    try:
        with superuser.transaction():
            return superuser.execute(statement, {"word": word, "owner": owner_id}).rowcount > 0
    except psycopg.Error:
        return _count(superuser, table, key, column, owner_id, word) > 0


def _count(superuser: Connection, table: str, key: str, column: str, owner_id: str, word: str) -> int:
    found = sql.SQL("SELECT count(*) AS count FROM {} WHERE {} = %s AND {}::text LIKE %s").format(
        *map(sql.Identifier, (table, key, column))
    )
    row = superuser.execute(found, (owner_id, f"%{word}%")).fetchone()
    assert row is not None
    return int(row["count"])


def hashes_of(superuser: Connection, organization_id: str, user_id: str) -> tuple[set[str], set[str]]:
    """(columns, values in hexadecimal) of all bytes that are kept: hashes, sealed secrets, keys. They tell whose they are by themselves."""
    columns, values = set(), set()
    for table, key in (*owned_tables(superuser), *personal_tables(superuser)):
        for row in superuser.execute(COLUMNS, (table, BYTES)).fetchall():
            query = sql.SQL("SELECT DISTINCT encode({}, 'hex') AS hex FROM {} WHERE {} = %s").format(
                *map(sql.Identifier, (row["name"], table, key))
            )
            found = superuser.execute(query, (user_id if key == "user_id" else organization_id,)).fetchall()
            columns.add(f"{table}.{row['name']}")
            values |= {each["hex"] for each in found if each["hex"] and len(each["hex"]) >= 32}
    return columns, values


def everything_of(superuser: Connection, organization_id: str) -> Iterator[tuple[str, str]]:
    """(table, row as text) of all rows of the organization."""
    for table, key in owned_tables(superuser):
        query = sql.SQL("SELECT t::text AS row FROM {} t WHERE {} = %s").format(sql.Identifier(table), sql.Identifier(key))
        for row in superuser.execute(query, (organization_id,)).fetchall():
            yield table, row["row"]


def rows_with_both(superuser: Connection, one: str, other: str) -> list[str]:
    """Tables, of every schema of the product, that hold a row with both texts."""
    names = superuser.execute(
        "SELECT format('%I.%I', n.nspname, c.relname) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^(pg_|information_schema)' ORDER BY 1"
    ).fetchall()
    found = []
    for row in names:
        query = f"SELECT 1 FROM {row['name']} t WHERE t::text LIKE %s AND t::text LIKE %s LIMIT 1"
        if superuser.execute(query.encode(), (f"%{one}%", f"%{other}%")).fetchone() is not None:
            found.append(row["name"])
    return found
