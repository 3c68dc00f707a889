"""Statements on a person's second factors. What may happen once is one conditional statement each."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from api.core.database import DatabaseSession

FIND_APP = "SELECT secret_sealed, last_step, enabled_at FROM user_two_factor WHERE user_id = %(user_id)s"
SET_UP = """
    INSERT INTO user_two_factor (user_id, secret_sealed) VALUES (%(user_id)s, %(secret_sealed)s)
    ON CONFLICT (user_id) DO UPDATE SET secret_sealed = excluded.secret_sealed, last_step = 0, created_at = now()
        WHERE user_two_factor.enabled_at IS NULL"""
ENABLE = """
    UPDATE user_two_factor SET enabled_at = now(), last_step = %(step)s
    WHERE user_id = %(user_id)s AND enabled_at IS NULL AND secret_sealed = %(secret_sealed)s"""
USE_STEP = """
    UPDATE user_two_factor SET last_step = %(step)s
    WHERE user_id = %(user_id)s AND enabled_at IS NOT NULL AND last_step < %(step)s"""
DELETE_APP = "DELETE FROM user_two_factor WHERE user_id = %(user_id)s"
INSERT_CODES = """
    INSERT INTO two_factor_backup_codes (id, user_id, code_hash)
    SELECT id, %(user_id)s, code_hash FROM unnest(%(ids)s::uuid[], %(hashes)s::bytea[]) AS codes (id, code_hash)"""
USE_BACKUP_CODE = """
    UPDATE two_factor_backup_codes SET used_at = now()
    WHERE user_id = %(user_id)s AND code_hash = ANY(%(hashes)s) AND used_at IS NULL"""
COUNT_CODES = "SELECT count(*) FROM two_factor_backup_codes WHERE user_id = %(user_id)s AND used_at IS NULL"
DELETE_CODES = "DELETE FROM two_factor_backup_codes WHERE user_id = %(user_id)s"
GET_USER = """
    SELECT id, email, full_name, locale, password_hash, two_factor_enabled_at, disabled_at, right(avatar_key, 36)::uuid AS avatar_version
    FROM users WHERE id = %(user_id)s"""
LOCK_USER = GET_USER + " FOR UPDATE"
MARK = """
    UPDATE users SET updated_at = now(), two_factor_enabled_at = CASE
        WHEN EXISTS (SELECT FROM user_two_factor f WHERE f.user_id = %(user_id)s AND f.enabled_at IS NOT NULL)
          OR EXISTS (SELECT FROM passkeys p WHERE p.user_id = %(user_id)s)
        THEN coalesce(two_factor_enabled_at, now()) END
    WHERE id = %(user_id)s RETURNING two_factor_enabled_at IS NOT NULL"""
FIND_DEMAND = "SELECT organization_name, grace_until FROM app.find_factor_demand()"


class TwoFactorRepository:
    def __init__(self, session: DatabaseSession, user_id: UUID) -> None:
        self.session = session
        self.user_id = user_id

    async def get_user(self) -> dict[str, Any]:
        """The person with what decides how they prove who they are."""
        row = await self.session.row(GET_USER, {"user_id": self.user_id})
        assert row is not None
        return row

    async def lock_user(self) -> dict[str, Any]:
        """One change of a person's factors at a time."""
        row = await self.session.row(LOCK_USER, {"user_id": self.user_id})
        assert row is not None
        return row

    async def find_app(self) -> dict[str, Any] | None:
        return await self.session.row(FIND_APP, {"user_id": self.user_id})

    async def set_up(self, secret_sealed: bytes) -> bool:
        """False when an app is enabled already: its secret stays."""
        return await self.session.run(SET_UP, {"user_id": self.user_id, "secret_sealed": secret_sealed}) == 1

    async def enable(self, *, secret_sealed: bytes, step: int) -> bool:
        """False when somebody enabled it, or set it up anew, a moment ago."""
        return await self.session.run(ENABLE, {"user_id": self.user_id, "secret_sealed": secret_sealed, "step": step}) == 1

    async def use_step(self, step: int) -> bool:
        """True once for a step and those before it."""
        return await self.session.run(USE_STEP, {"user_id": self.user_id, "step": step}) == 1

    async def delete_app(self) -> bool:
        return await self.session.run(DELETE_APP, {"user_id": self.user_id}) == 1

    async def replace_codes(self, hashes: Sequence[bytes]) -> None:
        await self.session.run(DELETE_CODES, {"user_id": self.user_id})
        await self.session.run(INSERT_CODES, {"user_id": self.user_id, "ids": [uuid7() for _ in hashes], "hashes": list(hashes)})

    async def use_backup_code(self, hashes: Sequence[bytes]) -> bool:
        """True for whoever is first with this code. hashes: the same code by each key that may have hashed it."""
        return await self.session.run(USE_BACKUP_CODE, {"user_id": self.user_id, "hashes": list(hashes)}) == 1

    async def count_codes(self) -> int:
        return int(await self.session.scalar(COUNT_CODES, {"user_id": self.user_id}))

    async def delete_codes(self) -> None:
        await self.session.run(DELETE_CODES, {"user_id": self.user_id})

    async def mark(self) -> bool:
        """Write down on the person whether there is any factor left; that decides log-ins and policies."""
        return bool(await self.session.scalar(MARK, {"user_id": self.user_id}))

    async def find_demand(self) -> dict[str, Any] | None:
        """The most urgent of those organizations of whoever acts that ask for a second factor, wherever they are signed in."""
        return await self.session.row(FIND_DEMAND, {})
