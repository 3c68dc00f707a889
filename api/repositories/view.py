from typing import Any
from uuid import UUID

from api.core import cursor as cursors
from api.models.view import View
from api.repositories.base import TenantRepository, page

VIEW_JSON = """json_build_object(
    'id', v.id, 'name', v.name, 'kind', v.kind, 'layout', v.layout, 'filters', v.filters, 'sort', v.sort, 'grouping', v.grouping,
    'columns', v.columns, 'is_shared', v.is_shared, 'user_id', v.user_id,
    'user_name', (SELECT u.full_name FROM users u WHERE u.id = v.user_id),
    'is_default', EXISTS (SELECT FROM view_defaults vd WHERE vd.organization_id = v.organization_id AND vd.view_id = v.id
                          AND vd.user_id = %(user_id)s),
    'version', v.version, 'created_at', v.created_at, 'updated_at', v.updated_at)::text"""
SEEN = "(v.is_shared OR v.user_id = %(user_id)s)"
GET = f"""
    SELECT {VIEW_JSON} AS json FROM views v
    WHERE v.organization_id = %(organization_id)s AND v.id = %(id)s AND v.deleted_at IS NULL AND {SEEN}"""
LIST = f"""
    SELECT {VIEW_JSON} AS json, lower(v.name) AS sort_value, v.id FROM views v
    WHERE v.organization_id = %(organization_id)s AND v.deleted_at IS NULL AND {SEEN}
      AND (%(kind)s::text IS NULL OR v.kind = %(kind)s::text)
      AND (%(cursor_value)s::text IS NULL OR (lower(v.name) COLLATE "C", v.id) > (%(cursor_value)s::text, %(cursor_id)s::uuid))
    ORDER BY lower(v.name) COLLATE "C", v.id LIMIT %(limit)s"""
LOCK = f"""
    SELECT v.* FROM views v
    WHERE v.organization_id = %(organization_id)s AND v.id = %(id)s AND (v.deleted_at IS NOT NULL) = %(deleted)s AND {SEEN}
    FOR NO KEY UPDATE"""
COUNT_OWN = """
    SELECT count(*) FROM views v
    WHERE v.organization_id = %(organization_id)s AND v.user_id = %(user_id)s AND v.deleted_at IS NULL"""
MAKE_DEFAULT = """
    INSERT INTO view_defaults (organization_id, user_id, kind, view_id)
    VALUES (%(organization_id)s, %(user_id)s, %(kind)s, %(id)s)
    ON CONFLICT (organization_id, user_id, kind) DO UPDATE SET view_id = excluded.view_id"""
CLEAR_DEFAULT = """
    DELETE FROM view_defaults vd
    WHERE vd.organization_id = %(organization_id)s AND vd.user_id = %(user_id)s AND vd.view_id = %(id)s"""


class ViewRepository(TenantRepository):
    """Of what a person sees: their own views and the team's. `user_id` is always who asks."""

    model = View

    async def get_json(self, view_id: UUID, *, user_id: UUID) -> bytes | None:
        return await self.json(GET, id=view_id, user_id=user_id)

    async def lock(self, view_id: UUID, *, user_id: UUID, deleted: bool = False) -> dict[str, Any] | None:
        return await self.session.row(LOCK, self.params(id=view_id, user_id=user_id, deleted=deleted))

    async def count_own(self, user_id: UUID) -> int:
        return int(await self.session.scalar(COUNT_OWN, self.params(user_id=user_id)))

    async def list_json(self, *, user_id: UUID, kind: str | None, limit: int, cursor: str | None) -> bytes:
        listing = f"views:{kind or ''}"
        value, last_id = cursors.decode(cursor, listing) if cursor else (None, None)
        rows = await self.session.rows(
            LIST, self.params(user_id=user_id, kind=kind, limit=limit + 1, cursor_value=value, cursor_id=last_id)
        )  # fmt: skip
        return page(rows, limit=limit, listing=listing)

    async def make_default(self, view_id: UUID, kind: str, *, user_id: UUID) -> None:
        await self.session.run(MAKE_DEFAULT, self.params(id=view_id, kind=kind, user_id=user_id))

    async def clear_default(self, view_id: UUID, *, user_id: UUID) -> int:
        return await self.session.run(CLEAR_DEFAULT, self.params(id=view_id, user_id=user_id))
