from typing import Any
from uuid import UUID

from api.core import cursor as cursors
from api.models.contact import Contact
from api.repositories.base import TenantRepository, page
from api.repositories.custom_field import live_values

CONTACT_JSON = f"""json_build_object(
    'id', p.id, 'client_id', p.client_id, 'name', p.name, 'title', p.title, 'email', p.email, 'phone', p.phone,
    'is_primary', p.is_primary, 'custom_fields', {live_values("p", "contact")}, 'version', p.version, 'created_at', p.created_at, 'updated_at', p.updated_at)::text"""

GET = f"""
    SELECT {CONTACT_JSON} FROM contacts p
    WHERE p.organization_id = %(organization_id)s AND p.id = %(id)s AND p.deleted_at IS NULL"""
LIST = f"""
    SELECT {CONTACT_JSON} AS json, p.created_at::text AS sort_value, p.id FROM contacts p
    WHERE p.organization_id = %(organization_id)s AND p.client_id = %(client_id)s AND p.deleted_at IS NULL
      AND (%(cursor_value)s::timestamptz IS NULL OR (p.created_at, p.id) > (%(cursor_value)s::timestamptz, %(cursor_id)s::uuid))
    ORDER BY p.created_at, p.id LIMIT %(limit)s"""
# The client first: who is its primary contact is decided by one after the other.
LOCK = """
    SELECT p.* FROM contacts p
    JOIN clients c ON c.organization_id = p.organization_id AND c.id = p.client_id AND c.deleted_at IS NULL
    WHERE p.organization_id = %(organization_id)s AND p.id = %(id)s AND (p.deleted_at IS NOT NULL) = %(deleted)s
    FOR NO KEY UPDATE OF c, p"""
CLEAR_PRIMARY = """
    UPDATE contacts p SET is_primary = false
    WHERE p.organization_id = %(organization_id)s AND p.client_id = %(client_id)s AND p.is_primary"""


class ContactRepository(TenantRepository):
    model = Contact

    async def get_json(self, contact_id: UUID) -> bytes | None:
        return await self.json(GET, id=contact_id)

    async def list_json(self, client_id: UUID, *, limit: int, cursor: str | None) -> bytes:
        value, last_id = cursors.decode(cursor, "contacts") if cursor else (None, None)
        rows = await self.session.rows(LIST, self.params(client_id=client_id, limit=limit + 1, cursor_value=value, cursor_id=last_id))
        return page(rows, limit=limit, listing="contacts")

    async def lock(self, contact_id: UUID, *, deleted: bool = False) -> dict[str, Any] | None:
        return await self.session.row(LOCK, self.params(id=contact_id, deleted=deleted))

    async def clear_primary(self, client_id: UUID) -> None:
        await self.session.run(CLEAR_PRIMARY, self.params(client_id=client_id))
