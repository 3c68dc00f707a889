from uuid import UUID

from api.core import cursor as cursors
from api.models.organization import Membership
from api.repositories.base import TenantRepository, page

EXISTS = "SELECT true FROM memberships m WHERE m.organization_id = %(organization_id)s AND m.user_id = %(user_id)s"
LIST = """
    SELECT json_build_object('user_id', m.user_id, 'full_name', u.full_name, 'email', u.email, 'role', m.role)::text AS json,
        m.created_at::text AS sort_value, m.user_id AS id
    FROM memberships m JOIN users u ON u.id = m.user_id
    WHERE m.organization_id = %(organization_id)s
      AND (%(cursor_value)s::timestamptz IS NULL OR (m.created_at, m.user_id) > (%(cursor_value)s::timestamptz, %(cursor_id)s::uuid))
    ORDER BY m.created_at, m.user_id LIMIT %(limit)s"""


class MemberRepository(TenantRepository):
    model = Membership

    async def exists(self, user_id: UUID) -> bool:
        return bool(await self.session.scalar(EXISTS, self.params(user_id=user_id)))

    async def list_json(self, *, limit: int, cursor: str | None) -> bytes:
        value, last_id = cursors.decode(cursor, "members") if cursor else (None, None)
        rows = await self.session.rows(LIST, self.params(limit=limit + 1, cursor_value=value, cursor_id=last_id))
        return page(rows, limit=limit, listing="members")
