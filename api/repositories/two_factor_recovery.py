"""Statements on the way back of people who lost every second factor. One open recovery a person."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from api.core.database import DatabaseSession

# An organization vouches for whom it has known for a month, or whose account was made for it: otherwise whoever brings a
# stranger to accept an invitation could agree, as the owner, to the fall of that person's second factor.
VOUCHES = """
    (mine.joined_at <= now() - interval '30 days'
        OR mine.joined_at <= (SELECT p.created_at FROM users p WHERE p.id = mine.user_id))"""
# Whoever may approve: an owner of an organization that vouches for the person, and not the person.
APPROVERS = f"""
    SELECT DISTINCT u.id, u.email, u.full_name, u.locale FROM memberships mine
    JOIN organizations o ON o.id = mine.organization_id AND o.deleted_at IS NULL AND NOT o.is_personal AND {VOUCHES}
    JOIN memberships owners ON owners.organization_id = o.id AND owners.role = 'owner' AND owners.left_at IS NULL
    JOIN users u ON u.id = owners.user_id AND u.disabled_at IS NULL
    WHERE mine.user_id = %(user_id)s AND mine.left_at IS NULL AND owners.user_id <> %(user_id)s"""
REPLACE = """
    UPDATE two_factor_recoveries SET ended_at = now(), outcome = 'replaced'
    WHERE user_id = %(user_id)s AND ended_at IS NULL AND confirmed_at IS NULL"""
INSERT = """
    INSERT INTO two_factor_recoveries (id, user_id, expires_at)
    SELECT %(id)s, %(user_id)s, now() + make_interval(secs => %(seconds)s)
    WHERE NOT EXISTS (SELECT FROM two_factor_recoveries WHERE user_id = %(user_id)s AND ended_at IS NULL)"""
CONFIRM = """
    UPDATE two_factor_recoveries
    SET confirmed_at = now(), opens_at = now() + make_interval(hours => %(hours)s), needs_approval = %(needs_approval)s
    WHERE id = %(id)s AND confirmed_at IS NULL AND ended_at IS NULL AND expires_at > now()
    RETURNING user_id, opens_at, needs_approval"""
CANCEL = """
    UPDATE two_factor_recoveries SET ended_at = now(), outcome = 'cancelled'
    WHERE id = %(id)s AND ended_at IS NULL RETURNING user_id, opens_at, needs_approval"""
CANCEL_OF = "UPDATE two_factor_recoveries SET ended_at = now(), outcome = 'cancelled' WHERE user_id = %(user_id)s AND ended_at IS NULL"
FINISH = """
    UPDATE two_factor_recoveries SET ended_at = now(), outcome = 'completed'
    WHERE user_id = %(user_id)s AND ended_at IS NULL AND confirmed_at IS NOT NULL AND opens_at <= now()
        AND (approved_at IS NOT NULL OR NOT needs_approval)"""
CLAIM_REMINDERS = """
    UPDATE two_factor_recoveries r SET reminded_at = now() FROM users u
    WHERE u.id = r.user_id AND r.ended_at IS NULL AND r.confirmed_at IS NOT NULL AND r.reminded_at IS NULL
      AND r.opens_at > now() AND r.opens_at <= now() + make_interval(hours => %(hours)s)
    RETURNING r.id AS recovery_id, r.opens_at, u.id, u.email, u.full_name, u.locale"""
FIND = "SELECT user_id, confirmed_at, opens_at, needs_approval, ended_at FROM two_factor_recoveries WHERE id = %(id)s"


class TwoFactorRecoveryRepository:
    def __init__(self, session: DatabaseSession) -> None:
        self.session = session

    async def list_approvers(self, user_id: UUID) -> Sequence[dict[str, Any]]:
        return await self.session.rows(APPROVERS, {"user_id": user_id})

    async def insert(self, recovery_id: UUID, user_id: UUID, *, seconds: int) -> bool:
        """Takes the place of one that was never confirmed; False while a confirmed one waits."""
        await self.session.run(REPLACE, {"user_id": user_id})
        return await self.session.run(INSERT, {"id": recovery_id, "user_id": user_id, "seconds": seconds}) == 1

    async def find(self, recovery_id: UUID) -> dict[str, Any] | None:
        return await self.session.row(FIND, {"id": recovery_id})

    async def confirm(self, recovery_id: UUID, *, hours: int, needs_approval: bool) -> dict[str, Any] | None:
        """None when its link is over, or was followed before."""
        return await self.session.row(CONFIRM, {"id": recovery_id, "hours": hours, "needs_approval": needs_approval})

    async def claim_reminders(self, *, hours: int) -> Sequence[dict[str, Any]]:
        """Recoveries that open within so many hours, with whose they are; each once."""
        return await self.session.rows(CLAIM_REMINDERS, {"hours": hours})

    async def cancel(self, recovery_id: UUID) -> dict[str, Any] | None:
        return await self.session.row(CANCEL, {"id": recovery_id})

    async def cancel_of(self, user_id: UUID) -> bool:
        return await self.session.run(CANCEL_OF, {"user_id": user_id}) > 0

    async def finish(self, user_id: UUID) -> bool:
        """True once, when the waiting is over and whoever must agree has agreed."""
        return await self.session.run(FINISH, {"user_id": user_id}) == 1
