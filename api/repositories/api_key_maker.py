"""Statements on the keys of people, whatever their organizations: on the identity plane."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from api.core.database import DatabaseSession

LIST_PLACES = """
    SELECT DISTINCT k.organization_id FROM api_keys k JOIN organizations o ON o.id = k.organization_id AND o.deleted_at IS NULL
    WHERE k.created_by = %(user_id)s AND k.revoked_at IS NULL"""
# Once for each number of days, whatever runs beside it; a key made to last less is warned of by the smaller number alone.
WARN = """
    UPDATE api_keys k SET warned_days = %(days)s
    FROM users u, organizations o
    WHERE u.id = k.created_by AND u.disabled_at IS NULL AND o.id = k.organization_id AND o.deleted_at IS NULL
      AND k.revoked_at IS NULL AND k.expires_at > now() AND k.expires_at <= now() + make_interval(days => %(days)s)
      AND k.created_at < k.expires_at - make_interval(days => %(days)s)
      AND (k.warned_days IS NULL OR k.warned_days > %(days)s)
    RETURNING k.organization_id, k.id, k.created_by, k.name, k.expires_at"""


class ApiKeyMakerRepository:
    def __init__(self, session: DatabaseSession) -> None:
        self.session = session

    async def list_places(self, user_id: UUID) -> list[UUID]:
        """The organizations where somebody has a key that works."""
        return [row["organization_id"] for row in await self.session.rows(LIST_PLACES, {"user_id": user_id})]

    async def warn(self, days: int) -> Sequence[dict[str, Any]]:
        """The keys that end within so many days and whose makers haven't been told; they count as told from now on."""
        return await self.session.rows(WARN, {"days": days})
