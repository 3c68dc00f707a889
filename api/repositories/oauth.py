"""Statements on people at providers and on the ways there, outside any organization."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from api.core.database import DatabaseSession

INSERT_ATTEMPT = """
    INSERT INTO oauth_attempts (id, secret_hash, provider, purpose, session_id, next_path, locale, time_zone, expires_at)
    VALUES (%(id)s, %(secret_hash)s, %(provider)s, %(purpose)s, %(session_id)s, %(next_path)s, %(locale)s, %(time_zone)s,
            now() + make_interval(secs => %(seconds)s))"""
USE_ATTEMPT = """
    UPDATE oauth_attempts SET used_at = now()
    WHERE secret_hash = %(secret_hash)s AND provider = %(provider)s AND used_at IS NULL AND expires_at > now()
    RETURNING purpose, session_id, next_path, locale, time_zone"""
DELETE_OVER = "DELETE FROM oauth_attempts WHERE expires_at < now() - interval '1 day'"
FIND = """
    SELECT i.id AS identity_id, u.id, u.email, u.full_name, u.locale, u.disabled_at, u.email_verified_at,
        right(u.avatar_key, 36)::uuid AS avatar_version
    FROM oauth_identities i JOIN users u ON u.id = i.user_id
    WHERE i.issuer = %(issuer)s AND i.subject = %(subject)s"""
FIND_ACCOUNT = """
    SELECT id, email, full_name, locale, disabled_at, email_verified_at, right(avatar_key, 36)::uuid AS avatar_version
    FROM users WHERE email = %(email)s"""
# Two at once, for one person or for one identity: the first one stays.
INSERT = """
    INSERT INTO oauth_identities (id, user_id, provider, issuer, subject, email)
    VALUES (%(id)s, %(user_id)s, %(provider)s, %(issuer)s, %(subject)s, %(email)s) ON CONFLICT DO NOTHING"""
TOUCH = "UPDATE oauth_identities SET last_used_at = now(), email = %(email)s WHERE id = %(id)s"
LIST = "SELECT provider, email, last_used_at, created_at FROM oauth_identities WHERE user_id = %(user_id)s ORDER BY provider"
DELETE = "DELETE FROM oauth_identities WHERE user_id = %(user_id)s AND provider = %(provider)s RETURNING email"
DELETE_ALL = "DELETE FROM oauth_identities WHERE user_id = %(user_id)s"
HAS_PASSWORD = "SELECT password_hash IS NOT NULL FROM users WHERE id = %(user_id)s FOR UPDATE"  # noqa: S105  # a statement


class OauthRepository:
    def __init__(self, session: DatabaseSession) -> None:
        self.session = session

    async def insert_attempt(self, **values: Any) -> None:
        await self.session.run(DELETE_OVER, {})
        await self.session.run(INSERT_ATTEMPT, values | {"id": uuid7()})

    async def use_attempt(self, secret_hash: bytes, provider: str) -> dict[str, Any] | None:
        """What the way was for; None when it was gone already, is too old, or never began."""
        return await self.session.row(USE_ATTEMPT, {"secret_hash": secret_hash, "provider": provider})

    async def find(self, issuer: str, subject: str) -> dict[str, Any] | None:
        """The person of an identity."""
        return await self.session.row(FIND, {"issuer": issuer, "subject": subject})

    async def find_account(self, email: str) -> dict[str, Any] | None:
        return await self.session.row(FIND_ACCOUNT, {"email": email})

    async def insert_unless_taken(self, **values: Any) -> bool:
        """False when the identity is somebody's, or the person has another one at this provider."""
        return await self.session.run(INSERT, values | {"id": uuid7()}) == 1

    async def touch(self, identity_id: UUID, email: str) -> None:
        await self.session.run(TOUCH, {"id": identity_id, "email": email})

    async def list_of(self, user_id: UUID) -> Sequence[dict[str, Any]]:
        return await self.session.rows(LIST, {"user_id": user_id})

    async def lock_has_password(self, user_id: UUID) -> bool:
        """Whether they have a password; until the end of the transaction nobody takes a way in away from them."""
        return bool(await self.session.scalar(HAS_PASSWORD, {"user_id": user_id}))

    async def delete_all(self, user_id: UUID) -> None:
        await self.session.run(DELETE_ALL, {"user_id": user_id})

    async def delete(self, user_id: UUID, provider: str) -> bool:
        return await self.session.row(DELETE, {"user_id": user_id, "provider": provider}) is not None
