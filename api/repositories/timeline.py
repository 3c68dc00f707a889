from typing import Any
from uuid import UUID

from api.core import cursor as cursors
from api.models.timeline_entry import TimelineEntry
from api.repositories.base import TenantRepository, page

ENTRY_JSON = """json_build_object(
    'id', e.id, 'type', e.type, 'client_id', e.client_id, 'client_name', c.name, 'deal_id', e.deal_id,
    'content', e.content, 'timestamp', e.occurred_at, 'user_id', e.user_id,
    'user_name', (SELECT u.full_name FROM users u WHERE u.id = e.user_id), 'organization_id', e.organization_id,
    'metadata', e.metadata, 'edited_at', e.edited_at, 'version', e.version)::text"""
FROM = "timeline_entries e JOIN clients c ON c.organization_id = e.organization_id AND c.id = e.client_id AND c.deleted_at IS NULL"

GET = f"""
    SELECT {ENTRY_JSON} FROM {FROM}
    WHERE e.organization_id = %(organization_id)s AND e.id = %(id)s AND e.deleted_at IS NULL"""
LOCK = f"""
    SELECT e.* FROM {FROM}
    WHERE e.organization_id = %(organization_id)s AND e.id = %(id)s AND (e.deleted_at IS NOT NULL) = %(deleted)s
    FOR NO KEY UPDATE OF e"""


class TimelineRepository(TenantRepository):
    model = TimelineEntry

    async def get_json(self, entry_id: UUID) -> bytes | None:
        return await self.json(GET, id=entry_id)

    async def lock(self, entry_id: UUID, *, deleted: bool = False) -> dict[str, Any] | None:
        return await self.session.row(LOCK, self.params(id=entry_id, deleted=deleted))

    async def list_json(self, *, limit: int, cursor: str | None, client_id: UUID | None, type: str | None) -> bytes:
        """Newest first, of one client or of the whole organization."""
        listing = "timeline"
        values: dict[str, Any] = {"limit": limit + 1}
        filters = ["e.organization_id = %(organization_id)s", "e.deleted_at IS NULL"]
        if client_id is not None:
            listing = f"timeline:{client_id}"
            filters.append("e.client_id = %(client_id)s")
            values["client_id"] = client_id
        if type is not None:
            filters.append("e.type = %(type)s")
            values["type"] = type
        if cursor is not None:
            values["cursor_value"], values["cursor_id"] = cursors.decode(cursor, listing)
            filters.append("(e.occurred_at, e.id) < (%(cursor_value)s::timestamptz, %(cursor_id)s)")
        sql = f"""
            SELECT {ENTRY_JSON} AS json, e.occurred_at::text AS sort_value, e.id FROM {FROM}
            WHERE {" AND ".join(filters)} ORDER BY e.occurred_at DESC, e.id DESC LIMIT %(limit)s"""
        return page(await self.session.rows(sql, self.params(**values)), limit=limit, listing=listing)
