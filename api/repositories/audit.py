from datetime import datetime
from uuid import UUID

from api.models.audit_entry import AuditEntry
from api.repositories.base import TenantRepository

FIND_LATEST = """
    SELECT (SELECT u.full_name FROM users u WHERE u.id = a.user_id) AS full_name, a.created_at FROM audit_log a
    WHERE a.organization_id = %(organization_id)s AND a.entity_id = %(entity_id)s
    ORDER BY a.created_at DESC LIMIT 1"""


class AuditRepository(TenantRepository):
    model = AuditEntry

    async def find_latest(self, entity_id: UUID) -> tuple[str | None, datetime] | None:
        """Who changed this last, and when; the name is None when the person has left."""
        row = await self.session.row(FIND_LATEST, self.params(entity_id=entity_id))
        return None if row is None else (row["full_name"], row["created_at"])
