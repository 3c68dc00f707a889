"""Statements on the recoveries of an organization's members, for the owners who agree to them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from api.core.database import DatabaseSession
from api.repositories.two_factor_recovery import VOUCHES

WAITING = f"""
    FROM two_factor_recoveries r
    JOIN memberships mine ON mine.user_id = r.user_id AND mine.organization_id = %(organization_id)s AND mine.left_at IS NULL
        AND {VOUCHES}
    JOIN users u ON u.id = r.user_id
    WHERE r.ended_at IS NULL AND r.confirmed_at IS NOT NULL AND r.user_id <> %(own_id)s"""
COLUMNS = "r.id, r.user_id, u.full_name, u.email, u.locale, r.confirmed_at AS requested_at, r.opens_at, r.approved_at"
LIST_WAITING = f"SELECT {COLUMNS} {WAITING} ORDER BY r.confirmed_at"
LOCK_WAITING = f"SELECT {COLUMNS} {WAITING} AND r.id = %(id)s FOR UPDATE OF r"
APPROVE = "UPDATE two_factor_recoveries SET approved_at = now(), approved_by = %(own_id)s WHERE id = %(id)s AND approved_at IS NULL"


class RecoveryApprovalRepository:
    def __init__(self, session: DatabaseSession, organization_id: UUID, own_id: UUID) -> None:
        self.session = session
        self.own = {"organization_id": organization_id, "own_id": own_id}

    async def list_waiting(self) -> Sequence[dict[str, Any]]:
        """Colleagues who wait, the reader not among them."""
        return await self.session.rows(LIST_WAITING, self.own)

    async def lock_waiting(self, recovery_id: UUID) -> dict[str, Any] | None:
        return await self.session.row(LOCK_WAITING, self.own | {"id": recovery_id})

    async def approve(self, recovery_id: UUID) -> None:
        await self.session.run(APPROVE, self.own | {"id": recovery_id})
