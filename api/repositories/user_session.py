"""Statements on log-ins."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from api.core.database import DatabaseSession

INSERT = """
    INSERT INTO user_sessions (id, user_id, organization_id, refresh_hash, user_agent, ip_address, expires_at)
    VALUES (%(id)s, %(user_id)s, %(organization_id)s, %(refresh_hash)s, %(user_agent)s, %(ip_address)s,
            now() + make_interval(days => %(days)s))"""
LOCK_ALIVE = """
    SELECT s.id, s.user_id, s.organization_id, s.refresh_hash, s.previous_refresh_hash, s.generation,
           s.generation > 1 AND s.rotated_at > now() - make_interval(secs => %(grace_seconds)s) AS is_in_grace
    FROM user_sessions s JOIN users u ON u.id = s.user_id
    WHERE s.id = %(id)s AND s.revoked_at IS NULL AND s.expires_at > now() AND u.disabled_at IS NULL
    FOR UPDATE OF s"""
ROTATE = """
    UPDATE user_sessions SET previous_refresh_hash = refresh_hash, refresh_hash = %(refresh_hash)s,
        generation = generation + 1, rotated_at = now(), organization_id = %(organization_id)s,
        user_agent = %(user_agent)s, ip_address = %(ip_address)s
    WHERE id = %(id)s"""
REVOKE = "UPDATE user_sessions SET revoked_at = now(), revoked_reason = %(reason)s WHERE id = %(id)s AND revoked_at IS NULL"
LIST_ALIVE = """
    SELECT s.id AS session_id, m.organization_id, m.role
    FROM user_sessions s
    JOIN users u ON u.id = s.user_id AND u.disabled_at IS NULL
    JOIN memberships m ON m.user_id = s.user_id
    JOIN organizations o ON o.id = m.organization_id AND o.deleted_at IS NULL
    WHERE s.id = ANY(%(ids)s) AND s.revoked_at IS NULL AND s.expires_at > now()"""


class UserSessionRepository:
    def __init__(self, session: DatabaseSession) -> None:
        self.session = session

    async def insert(self, **values: Any) -> None:
        await self.session.run(INSERT, values)

    async def lock_alive(self, session_id: UUID, *, grace_seconds: int) -> dict[str, Any] | None:
        return await self.session.row(LOCK_ALIVE, {"id": session_id, "grace_seconds": grace_seconds})

    async def rotate(self, session_id: UUID, **values: Any) -> None:
        await self.session.run(ROTATE, values | {"id": session_id})

    async def revoke(self, session_id: UUID, reason: str) -> bool:
        return await self.session.run(REVOKE, {"id": session_id, "reason": reason}) == 1

    async def list_alive(self, session_ids: Sequence[UUID]) -> set[tuple[UUID, UUID, str]]:
        """(session, organization, role) of every membership that these log-ins still hold."""
        rows = await self.session.rows(LIST_ALIVE, {"ids": list(session_ids)})
        return {(row["session_id"], row["organization_id"], row["role"]) for row in rows}
