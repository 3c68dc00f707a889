"""The migrated schema and the models say the same: tables, columns, types, defaults, keys; both ways."""

import importlib
import pkgutil
from typing import Any

import pytest
from sqlalchemy import Computed, ForeignKeyConstraint, Table, UniqueConstraint
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import DefaultClause

import api.models
from api.models.base import Base
from tests.e2e.api import tables
from tests.e2e.api.support import Connection

pytestmark = pytest.mark.migrations

for module in pkgutil.iter_modules(api.models.__path__):
    importlib.import_module(f"api.models.{module.name}")
MODELS = dict(Base.metadata.tables)

COLUMNS = """
    SELECT a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type, NOT a.attnotnull AS is_nullable,
        pg_get_expr(d.adbin, d.adrelid) AS default,
        CASE WHEN a.attcollation <> t.typcollation THEN (SELECT collname FROM pg_collation WHERE oid = a.attcollation) END AS collation
    FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
    LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE a.attrelid = %s::regclass AND a.attnum > 0 AND NOT a.attisdropped"""
KEYS = """
    SELECT k.conname AS name, k.contype::text AS kind, pg_get_constraintdef(k.oid) AS text
    FROM pg_constraint k WHERE k.conrelid = %s::regclass AND k.contype IN ('p', 'u', 'f')"""
DIALECT = postgresql.dialect()  # type: ignore[no-untyped-call]  # SQLAlchemy types no dialect constructor
TYPES = {"TEXT": "text", "UUID": "uuid", "INTEGER": "integer", "BIGINT": "bigint", "BOOLEAN": "boolean", "JSONB": "jsonb"} | {
    "TIMESTAMP WITH TIME ZONE": "timestamp with time zone",
    "BYTEA": "bytea",
    "DATE": "date",
    "TIME WITHOUT TIME ZONE": "time without time zone",
    "DOUBLE PRECISION": "double precision",
}


def _type(column: Any) -> str:
    return TYPES[column.type.compile(DIALECT).partition(" COLLATE")[0]]


def _default(column: Any) -> str | None:
    """The model's default, spelled as PostgreSQL prints it."""
    if column.server_default is None:
        return None
    if isinstance(column.server_default, Computed):
        return str(column.server_default.sqltext)
    assert isinstance(column.server_default, DefaultClause)
    value = column.server_default.arg
    if not isinstance(value, str):
        return str(value.compile(dialect=DIALECT))
    kind = _type(column)
    return f"'{value}'::{kind}" if kind in ("text", "jsonb") else value


def test_every_table_of_ours_has_a_model_and_no_more() -> None:
    assert set(MODELS) == set(tables.TENANT) | set(tables.IDENTITY)


@pytest.mark.parametrize("name", sorted(MODELS))
class TestTable:
    def test_columns_agree(self, superuser: Connection, name: str) -> None:
        migrated = {
            row["name"]: (row["type"], row["is_nullable"], row["default"], row["collation"]) for row in superuser.execute(COLUMNS, (name,))
        }
        modelled = {
            column.name: (_type(column), bool(column.nullable), _default(column), getattr(column.type, "collation", None))
            for column in MODELS[name].columns
        }
        assert modelled == migrated

    def test_primary_key_agrees(self, superuser: Connection, name: str) -> None:
        row = next(row for row in superuser.execute(KEYS, (name,)) if row["kind"] == "p")
        columns = ", ".join(column.name for column in MODELS[name].primary_key.columns)
        assert row["text"] == f"PRIMARY KEY ({columns})"

    def test_foreign_keys_agree(self, superuser: Connection, name: str) -> None:
        """Keys to the organization itself are the migration's alone: TenantRow says that every table has one or a parent's."""
        migrated = {row["name"]: row["text"] for row in superuser.execute(KEYS, (name,)) if row["kind"] == "f"}
        modelled = {_name(MODELS[name], key): _text(key) for key in MODELS[name].foreign_key_constraints}
        assert modelled == {k: v for k, v in migrated.items() if k in modelled or not k.endswith("_organization_id_fkey")}

    def test_unique_keys_of_the_model_exist(self, superuser: Connection, name: str) -> None:
        migrated = {row["name"] for row in superuser.execute(KEYS, (name,)) if row["kind"] == "u"}
        modelled = {str(key.name) for key in MODELS[name].constraints if isinstance(key, UniqueConstraint) and key.name}
        assert modelled <= migrated


def _name(table: Table, key: ForeignKeyConstraint) -> str:
    return str(key.name or f"{table.name}_{'_'.join(key.column_keys)}_fkey")


def _text(key: ForeignKeyConstraint) -> str:
    own, target = ", ".join(key.column_keys), ", ".join(element.column.name for element in key.elements)
    return f"FOREIGN KEY ({own}) REFERENCES {key.referred_table.name}({target})" + (f" ON DELETE {key.ondelete}" if key.ondelete else "")
