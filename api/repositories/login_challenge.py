"""Statements on log-ins that await their second factor."""

from typing import Any
from uuid import UUID

from api.core.database import DatabaseSession

INSERT = """
    INSERT INTO login_challenges (id, user_id, method, expires_at)
    VALUES (%(id)s, %(user_id)s, %(method)s, now() + make_interval(secs => %(seconds)s))"""
DELETE_OLD = """
    DELETE FROM login_challenges WHERE id IN (
        SELECT id FROM login_challenges WHERE expires_at < now() - interval '1 hour' LIMIT 100 FOR UPDATE SKIP LOCKED)"""
OPEN = "c.used_at IS NULL AND c.expires_at > now() AND c.attempt_count < %(limit)s"
FIND_OPEN = f"""
    SELECT c.user_id, c.method, c.attempt_count, u.email, u.full_name, u.locale
    FROM login_challenges c JOIN users u ON u.id = c.user_id AND u.disabled_at IS NULL WHERE c.id = %(id)s AND {OPEN}"""
COUNT_ATTEMPT = f"""
    UPDATE login_challenges c SET attempt_count = c.attempt_count + 1
    FROM users u WHERE u.id = c.user_id AND u.disabled_at IS NULL AND c.id = %(id)s AND {OPEN}
    RETURNING c.user_id, c.method, c.attempt_count, u.email, u.full_name, u.locale"""
CLOSE = "UPDATE login_challenges SET used_at = now() WHERE id = %(id)s AND used_at IS NULL"
CLOSE_ALL = "UPDATE login_challenges SET used_at = now() WHERE user_id = %(user_id)s AND used_at IS NULL"


class LoginChallengeRepository:
    def __init__(self, session: DatabaseSession) -> None:
        self.session = session

    async def insert(self, challenge_id: UUID, user_id: UUID, *, method: str, seconds: int) -> None:
        await self.session.run(DELETE_OLD, {})
        await self.session.run(INSERT, {"id": challenge_id, "user_id": user_id, "method": method, "seconds": seconds})

    async def find_open(self, challenge_id: UUID, *, limit: int) -> dict[str, Any] | None:
        return await self.session.row(FIND_OPEN, {"id": challenge_id, "limit": limit})

    async def count_attempt(self, challenge_id: UUID, *, limit: int) -> dict[str, Any] | None:
        """Take one of the challenge's attempts and hold the row; None when it is used, over or out of attempts."""
        return await self.session.row(COUNT_ATTEMPT, {"id": challenge_id, "limit": limit})

    async def close(self, challenge_id: UUID) -> None:
        await self.session.run(CLOSE, {"id": challenge_id})

    async def close_all(self, user_id: UUID) -> None:
        """Steps that began before the factors changed lead nowhere."""
        await self.session.run(CLOSE_ALL, {"user_id": user_id})
