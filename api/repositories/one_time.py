"""Statements on one-time tokens and on wishes for another address, outside any organization."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from api.core.database import DatabaseSession

# A job that runs again finds the token of its first run.
INSERT = """
    INSERT INTO one_time_tokens (id, user_id, purpose, email, token_hash, expires_at)
    VALUES (%(id)s, %(user_id)s, %(purpose)s, %(email)s, %(token_hash)s, now() + make_interval(mins => %(minutes)s))
    ON CONFLICT (id) DO NOTHING"""
FIND = """
    SELECT t.id, t.user_id, t.purpose, t.email FROM one_time_tokens t JOIN users u ON u.id = t.user_id
    WHERE t.token_hash = %(token_hash)s AND t.purpose = ANY(%(purposes)s) AND t.used_at IS NULL AND t.expires_at > now()
      AND u.disabled_at IS NULL"""
# Of any number of submissions at once, the row lets one through.
CONSUME = """
    UPDATE one_time_tokens t SET used_at = now() FROM users u
    WHERE u.id = t.user_id AND u.disabled_at IS NULL AND t.token_hash = %(token_hash)s AND t.purpose = ANY(%(purposes)s)
      AND t.used_at IS NULL AND t.expires_at > now()
    RETURNING t.id, t.user_id, t.purpose, t.email"""
VOID = "DELETE FROM one_time_tokens WHERE user_id = %(user_id)s AND purpose = ANY(%(purposes)s) AND used_at IS NULL"
DELETE_OLD = "DELETE FROM one_time_tokens WHERE expires_at < now() - interval '30 days'"

START_CHANGE = """
    INSERT INTO email_changes (user_id, new_email, old_confirmed_at, expires_at)
    VALUES (%(user_id)s, %(new_email)s, CASE WHEN %(is_old_proven)s THEN NULL ELSE now() END,
            now() + make_interval(mins => %(minutes)s))
    ON CONFLICT (user_id) DO UPDATE SET new_email = excluded.new_email, old_confirmed_at = excluded.old_confirmed_at,
        new_confirmed_at = NULL, expires_at = excluded.expires_at, created_at = now()"""
CONFIRM_CHANGE = """
    UPDATE email_changes SET old_confirmed_at = CASE WHEN %(is_old)s THEN now() ELSE old_confirmed_at END,
        new_confirmed_at = CASE WHEN %(is_old)s THEN new_confirmed_at ELSE now() END
    WHERE user_id = %(user_id)s AND new_email = %(new_email)s AND expires_at > now()
    RETURNING old_confirmed_at IS NOT NULL AND new_confirmed_at IS NOT NULL AS is_complete"""
DELETE_CHANGE = "DELETE FROM email_changes WHERE user_id = %(user_id)s"
DELETE_OLD_CHANGES = "DELETE FROM email_changes WHERE expires_at < now()"


class OneTimeRepository:
    def __init__(self, session: DatabaseSession) -> None:
        self.session = session

    async def insert(self, *, id: UUID, user_id: UUID, purpose: str, email: str, token_hash: bytes, minutes: int) -> bool:
        """False when there is this token already."""
        values = {"id": id, "user_id": user_id, "purpose": purpose, "email": email, "token_hash": token_hash, "minutes": minutes}
        return await self.session.run(INSERT, values) == 1

    async def find(self, token_hash: bytes, purposes: Sequence[str]) -> dict[str, Any] | None:
        """A token that could still be spent."""
        return await self.session.row(FIND, {"token_hash": token_hash, "purposes": list(purposes)})

    async def consume(self, token_hash: bytes, purposes: Sequence[str]) -> dict[str, Any] | None:
        """Spend a token; None for one that was spent, ran out, is for something else or never was."""
        return await self.session.row(CONSUME, {"token_hash": token_hash, "purposes": list(purposes)})

    async def void(self, user_id: UUID, purposes: Sequence[str]) -> None:
        await self.session.run(VOID, {"user_id": user_id, "purposes": list(purposes)})

    async def start_change(self, user_id: UUID, new_email: str, *, is_old_proven: bool, minutes: int) -> None:
        """One wish a person: another one takes its place. An address that was never proven has no say."""
        values = {"user_id": user_id, "new_email": new_email, "is_old_proven": is_old_proven, "minutes": minutes}
        await self.session.run(START_CHANGE, values)

    async def confirm_change(self, user_id: UUID, new_email: str, *, is_old: bool) -> bool | None:
        """Whether both addresses have agreed now; None when the wish is gone."""
        row = await self.session.row(CONFIRM_CHANGE, {"user_id": user_id, "new_email": new_email, "is_old": is_old})
        return row["is_complete"] if row else None

    async def delete_change(self, user_id: UUID) -> None:
        await self.session.run(DELETE_CHANGE, {"user_id": user_id})

    async def delete_old(self) -> None:
        await self.session.run(DELETE_OLD, {})
        await self.session.run(DELETE_OLD_CHANGES, {})
