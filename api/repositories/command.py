from typing import Any
from uuid import UUID

from api.models.command import Command
from api.repositories.base import TenantRepository

LOCK = """
    SELECT k.kind, k.entity_type, k.entity_id, k.before, k.entity_version, k.undone_at FROM commands k
    WHERE k.organization_id = %(organization_id)s AND k.id = %(id)s FOR NO KEY UPDATE"""
MARK_UNDONE = """
    UPDATE commands k SET undone_at = now() WHERE k.organization_id = %(organization_id)s AND k.id = %(id)s"""


class CommandRepository(TenantRepository):
    model = Command

    async def lock(self, command_id: UUID) -> dict[str, Any] | None:
        return await self.session.row(LOCK, self.params(id=command_id))

    async def mark_undone(self, command_id: UUID) -> None:
        await self.session.run(MARK_UNDONE, self.params(id=command_id))
