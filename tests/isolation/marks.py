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
TEXTS = """
    SELECT a.attname AS name FROM pg_attribute a WHERE a.attrelid = %s::regclass AND a.attnum > 0 AND NOT a.attisdropped
      AND a.atttypid IN ('text'::regtype, 'varchar'::regtype) AND a.attgenerated = '' ORDER BY a.attnum"""


def new_mark() -> str:
    """Letters and digits alone, in lower case: it survives folding, quoting, JSON and addresses."""
    return f"canary{uuid4().hex[:16]}"


@dataclass(slots=True)
class Coverage:
    """Columns that bear the mark, and those that their own constraints keep from it."""

    marked: set[str] = field(default_factory=set)
    constrained: set[str] = field(default_factory=set)
    empty: set[str] = field(default_factory=set)


def owned_tables(superuser: Connection) -> list[tuple[str, str]]:
    return [(row["name"], row["key"]) for row in superuser.execute(OWNED).fetchall()]


def mark(superuser: Connection, organization_id: str, word: str, user_id: str) -> Coverage:
    """Put the word into every text column of every row of the organization, giving each table a row first."""
    coverage = Coverage()
    for table, key in owned_tables(superuser):
        _ensure_row(superuser, table, key, organization_id, user_id)
        for row in superuser.execute(TEXTS, (table,)).fetchall():
            name = f"{table}.{row['name']}"
            outcome = _set(superuser, table, key, row["name"], organization_id, word)
            (coverage.constrained if outcome is None else coverage.marked if outcome else coverage.empty).add(name)
    person = sql.SQL("UPDATE users SET full_name = %s, updated_at = now() WHERE id = %s")
    superuser.execute(person, (f"{word} Silva", user_id))
    coverage.marked.add("users.full_name")
    return coverage


def _ensure_row(superuser: Connection, table: str, key: str, organization_id: str, user_id: str) -> None:
    found = sql.SQL("SELECT 1 FROM {} WHERE {} = %s LIMIT 1").format(sql.Identifier(table), sql.Identifier(key))
    if superuser.execute(found, (organization_id,)).fetchone() is not None:
        return
    columns = {row["name"] for row in superuser.execute(tables.COLUMNS, (table,)).fetchall()}
    given = {"user_id": UUID(user_id)} if "user_id" in columns else {}
    try:
        with superuser.transaction():
            tables.make_row(superuser, table, UUID(organization_id), **given)
    except (psycopg.Error, KeyError):
        # A row that only the product itself can make; its columns count as empty.
        return


def _set(superuser: Connection, table: str, key: str, column: str, organization_id: str, word: str) -> int | None:
    """How many rows took the word; None when a constraint or a trigger refuses it."""
    statement = sql.SQL("UPDATE {} t SET {} = %s WHERE {} = %s").format(*map(sql.Identifier, (table, column, key)))
    for text in (word, f"{word}@{word}.com.br"):
        try:
            with superuser.transaction():
                return superuser.execute(statement, (text, organization_id)).rowcount
        except psycopg.Error:
            continue
    # What can't be changed may have come to bear the word on its own way.
    found = sql.SQL("SELECT count(*) AS count FROM {} t WHERE {} = %s AND {}::text LIKE %s").format(
        *map(sql.Identifier, (table, key, column))
    )
    row = superuser.execute(found, (organization_id, f"%{word}%")).fetchone()
    assert row is not None
    return row["count"] or None


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
