"""The first wall: every statement of a tenant repository starts with its organization."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import func, insert, update

from api.core import cursor as cursors
from api.core.database import TenantSession
from api.models.base import Base


NOW = func.now()


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

    async def insert(self, **values: Any) -> None:
        await self.session.execute(insert(self.model).values(values | {"organization_id": self.organization_id}))

    async def update(self, row_id: UUID, values: Mapping[str, Any]) -> None:
        """Write columns of one row of this organization; the caller has locked it."""
        table = self.model.__table__
        await self.session.execute(
            update(self.model).where(table.c.organization_id == self.organization_id, table.c.id == row_id).values(dict(values))
        )

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
