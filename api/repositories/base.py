"""The first wall: every statement of a tenant repository starts with its organization."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, ClassVar, Final
from uuid import UUID

from psycopg.types.json import Jsonb
from sqlalchemy import inspect
from sqlalchemy.dialects.postgresql import JSONB

from api.core import cursor as cursors
from api.core.database import TenantSession
from api.core.statement import Statement
from api.models.base import Base

# Stands for the transaction's own moment in `insert` and `update`.
NOW: Final = object()
EMPTY_PAGE: Final = b'{"items":[],"next_cursor":null}'


@lru_cache(maxsize=512)
def _columns(model: type[Base], names: tuple[str, ...]) -> tuple[tuple[str, bool], ...]:
    """(column, is it JSON) of each attribute of a model."""
    mapped = inspect(model).columns
    return tuple((mapped[name].name, isinstance(mapped[name].type, JSONB)) for name in names)


def _bind(model: type[Base], values: Mapping[str, Any]) -> tuple[list[str], list[str], dict[str, Any]]:
    """Columns, the SQL of their values, and the parameters; one text per set of names, so that it stays prepared."""
    columns, places, params = [], [], {}
    for (column, is_json), (name, value) in zip(_columns(model, tuple(values)), values.items(), strict=True):
        columns.append(column)
        places.append("now()" if value is NOW else f"%({name})s")
        if value is not NOW:
            params[name] = Jsonb(value) if is_json and value is not None else value
    return columns, places, params


class TenantRepository:
    """Statements on one table of one organization.

    SQL text names the organization as %(organization_id)s, which `params` always fills; a test reads every
    statement and refuses one without it.
    """

    model: ClassVar[type[Base]]

    def __init__(self, session: TenantSession, organization_id: UUID) -> None:
        self.session = session
        self.organization_id = organization_id

    def params(self, **values: Any) -> dict[str, Any]:
        return {**values, "organization_id": self.organization_id}

    def insertion(self, **values: Any) -> Statement:
        columns, places, params = _bind(self.model, {"organization_id": self.organization_id} | values)
        table = self.model.__tablename__
        return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join(places)})", params

    def change(self, row_id: UUID, values: Mapping[str, Any]) -> Statement:
        columns, places, params = _bind(self.model, values)
        assignments = ", ".join(f"{column} = {place}" for column, place in zip(columns, places, strict=True))
        sql = f"UPDATE {self.model.__tablename__} SET {assignments} WHERE organization_id = %(organization_id)s AND id = %(row_id)s"
        return sql, self.params(row_id=row_id, **params)

    @staticmethod
    def returning(statement: Statement) -> Statement:
        sql, params = statement
        return f"{sql} RETURNING *", params

    async def insert(self, **values: Any) -> None:
        await self.session.run(*self.insertion(**values))

    async def update(self, row_id: UUID, values: Mapping[str, Any]) -> None:
        """Write columns of one row of this organization; the caller has locked it."""
        await self.session.run(*self.change(row_id, values))

    async def json(self, sql: str, **values: Any) -> bytes | None:
        """One JSON value built by PostgreSQL, as bytes; None when no row matches."""
        text = await self.session.scalar(sql, self.params(**values))
        return None if text is None else str(text).encode()


def page(rows: Sequence[Mapping[str, Any]], *, limit: int, listing: str, **extra: bytes) -> bytes:
    """The JSON of a keyset page from rows of (json text, sort_value, id), fetched with limit + 1."""
    following = "null"
    if len(rows) > limit:
        rows = rows[:limit]
        following = f'"{cursors.encode(listing, rows[-1]["sort_value"], rows[-1]["id"])}"'
    parts = [b'{"items":[', ",".join(row["json"] for row in rows).encode(), b'],"next_cursor":', following.encode()]
    for name, value in extra.items():
        parts += [b',"', name.encode(), b'":', value]
    return b"".join([*parts, b"}"])
