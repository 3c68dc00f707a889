"""Statements on people, outside any organization."""

from typing import Any
from uuid import UUID

from api.core.database import DatabaseSession

FIND_BY_EMAIL = """
    SELECT u.id, u.email, u.full_name, u.locale, u.password_hash, u.disabled_at, u.email_verified_at,
        right(u.avatar_key, 36)::uuid AS avatar_version,
        EXISTS (SELECT FROM user_sessions s WHERE s.user_id = u.id AND s.ip_address = %(ip_address)s
                AND s.created_at > now() - interval '90 days') AS is_known_address,
        EXISTS (SELECT FROM user_sessions s WHERE s.user_id = u.id AND s.fingerprint = %(fingerprint)s
                AND s.created_at > now() - interval '90 days') AS is_known_device
    FROM users u WHERE u.email = %(email)s"""
GET = """
    SELECT u.id, u.email, u.full_name, u.locale, u.email_verified_at, u.created_at, right(u.avatar_key, 36)::uuid AS avatar_version,
        (SELECT c.new_email FROM email_changes c WHERE c.user_id = u.id AND c.expires_at > now()) AS pending_email
    FROM users u WHERE u.id = %(id)s"""
LOCK = GET + " FOR UPDATE OF u"
GET_WITH_PASSWORD = "SELECT id, email, password_hash FROM users WHERE id = %(id)s"  # noqa: S105  # a statement
LOCK_PASSWORD = GET_WITH_PASSWORD + " FOR NO KEY UPDATE"
INSERT = """
    INSERT INTO users (id, email, full_name, locale, password_hash)
    VALUES (%(id)s, %(email)s, %(full_name)s, %(locale)s, %(password_hash)s)
    ON CONFLICT ON CONSTRAINT users_email_key DO NOTHING"""
# What was there before goes with the row: of two changes at once, each learns of the file that it replaces.
REPLACE_AVATAR = """
    WITH former AS (SELECT id, avatar_key FROM users WHERE id = %(id)s FOR UPDATE)
    UPDATE users u SET avatar_key = %(avatar_key)s, updated_at = now() FROM former WHERE u.id = former.id
    RETURNING former.avatar_key"""
FIND_TIME_ZONE = "SELECT app.time_zone_of(%(id)s)"
FIND_AVATAR = "SELECT avatar_key FROM users WHERE id = %(id)s"
UPDATE = "UPDATE users SET full_name = %(full_name)s, locale = %(locale)s, updated_at = now() WHERE id = %(id)s"
UPDATE_PASSWORD_HASH = "UPDATE users SET password_hash = %(password_hash)s, updated_at = now() WHERE id = %(id)s"  # noqa: S105  # a statement

MARK_VERIFIED = """
    UPDATE users SET email_verified_at = coalesce(email_verified_at, now()), updated_at = now()
    WHERE id = %(id)s AND email = %(email)s"""
RELEASE_EMAIL = """
    UPDATE users SET email = %(instead)s, updated_at = now() WHERE id = %(id)s AND email = %(email)s AND email_verified_at IS NULL"""
UPDATE_EMAIL = """
    UPDATE users u SET email = %(email)s, email_verified_at = now(), updated_at = now()
    WHERE u.id = %(id)s AND NOT EXISTS (SELECT FROM users o WHERE o.email = %(email)s)"""


class UserRepository:
    def __init__(self, session: DatabaseSession) -> None:
        self.session = session

    async def find_by_email(self, email: str, ip_address: str = "", fingerprint: bytes | None = None) -> dict[str, Any] | None:
        """The person with the password's hash, and whether they have signed in from this address or device lately."""
        return await self.session.row(FIND_BY_EMAIL, {"email": email, "ip_address": ip_address, "fingerprint": fingerprint})

    async def get(self, user_id: UUID) -> dict[str, Any]:
        row = await self.session.row(GET, {"id": user_id})
        assert row is not None
        return row

    async def lock(self, user_id: UUID) -> dict[str, Any]:
        row = await self.session.row(LOCK, {"id": user_id})
        assert row is not None
        return row

    async def get_with_password(self, user_id: UUID) -> dict[str, Any]:
        row = await self.session.row(GET_WITH_PASSWORD, {"id": user_id})
        assert row is not None
        return row

    async def lock_password_hash(self, user_id: UUID) -> str | None:
        """As it is once nobody is replacing it."""
        row = await self.session.row(LOCK_PASSWORD, {"id": user_id})
        return row["password_hash"] if row else None

    async def mark_verified(self, user_id: UUID, email: str) -> bool:
        """The person has proven this address; False when it isn't theirs any more."""
        return await self.session.run(MARK_VERIFIED, {"id": user_id, "email": email}) == 1

    async def update_email_unless_taken(self, user_id: UUID, email: str) -> bool:
        """Move the account to another, proven address."""
        return await self.session.run(UPDATE_EMAIL, {"id": user_id, "email": email}) == 1

    async def insert_unless_taken(self, **values: Any) -> bool:
        """False when somebody has this e-mail, even if they registered at this very moment."""
        return await self.session.run(INSERT, values) == 1

    async def update(self, user_id: UUID, *, full_name: str, locale: str) -> None:
        await self.session.run(UPDATE, {"id": user_id, "full_name": full_name, "locale": locale})

    async def replace_avatar(self, user_id: UUID, avatar_key: str | None) -> str | None:
        """The key of the picture before."""
        key: str | None = await self.session.scalar(REPLACE_AVATAR, {"id": user_id, "avatar_key": avatar_key})
        return key

    async def find_avatar(self, user_id: UUID) -> str | None:
        """Of oneself on the identity plane, of a colleague inside an organization."""
        key: str | None = await self.session.scalar(FIND_AVATAR, {"id": user_id})
        return key

    async def release_email(self, user_id: UUID, email: str, *, instead: str) -> bool:
        """Take an address that was never proven out of an account; False when it has been, or is another one."""
        return await self.session.run(RELEASE_EMAIL, {"id": user_id, "email": email, "instead": instead}) == 1

    async def find_time_zone(self, user_id: UUID) -> str | None:
        """The one that the person chose last, in any organization."""
        zone: str | None = await self.session.scalar(FIND_TIME_ZONE, {"id": user_id})
        return zone

    async def update_password_hash(self, user_id: UUID, password_hash: str) -> None:
        await self.session.run(UPDATE_PASSWORD_HASH, {"id": user_id, "password_hash": password_hash})
