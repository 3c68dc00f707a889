"""Statements on people, outside any organization."""

from typing import Any
from uuid import UUID

from api.core.database import DatabaseSession

FIND_BY_EMAIL = """
    SELECT u.id, u.email, u.full_name, u.locale, u.password_hash, u.disabled_at,
        EXISTS (SELECT FROM user_sessions s WHERE s.user_id = u.id AND s.ip_address = %(ip_address)s
                AND s.created_at > now() - interval '90 days') AS is_known_address
    FROM users u WHERE u.email = %(email)s"""
GET = "SELECT id, email, full_name, locale FROM users WHERE id = %(id)s"
LOCK = GET + " FOR UPDATE"
INSERT = """
    INSERT INTO users (id, email, full_name, locale, password_hash)
    VALUES (%(id)s, %(email)s, %(full_name)s, %(locale)s, %(password_hash)s)
    ON CONFLICT ON CONSTRAINT users_email_key DO NOTHING"""
UPDATE = "UPDATE users SET full_name = %(full_name)s, locale = %(locale)s, updated_at = now() WHERE id = %(id)s"
UPDATE_PASSWORD_HASH = "UPDATE users SET password_hash = %(password_hash)s, updated_at = now() WHERE id = %(id)s"  # noqa: S105  # a statement


class UserRepository:
    def __init__(self, session: DatabaseSession) -> None:
        self.session = session

    async def find_by_email(self, email: str, ip_address: str = "") -> dict[str, Any] | None:
        """The person with the password's hash, and whether they have signed in from this address lately."""
        return await self.session.row(FIND_BY_EMAIL, {"email": email, "ip_address": ip_address})

    async def get(self, user_id: UUID) -> dict[str, Any]:
        row = await self.session.row(GET, {"id": user_id})
        assert row is not None
        return row

    async def lock(self, user_id: UUID) -> dict[str, Any]:
        row = await self.session.row(LOCK, {"id": user_id})
        assert row is not None
        return row

    async def insert_unless_taken(self, **values: Any) -> bool:
        """False when somebody has this e-mail, even if they registered at this very moment."""
        return await self.session.run(INSERT, values) == 1

    async def update(self, user_id: UUID, *, full_name: str, locale: str) -> None:
        await self.session.run(UPDATE, {"id": user_id, "full_name": full_name, "locale": locale})

    async def update_password_hash(self, user_id: UUID, password_hash: str) -> None:
        await self.session.run(UPDATE_PASSWORD_HASH, {"id": user_id, "password_hash": password_hash})
