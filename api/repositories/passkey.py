"""Statements on passkeys and the challenges that they sign."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from api.core.database import DatabaseSession

COLUMNS = "id, credential_id, public_key, sign_count, transports, is_synced, name, last_used_at, created_at"
LIST = f"SELECT {COLUMNS} FROM passkeys WHERE user_id = %(user_id)s ORDER BY created_at, id"
FIND_BY_CREDENTIAL = f"SELECT {COLUMNS}, user_id FROM passkeys WHERE credential_id = %(credential_id)s"
INSERT = """
    INSERT INTO passkeys (id, user_id, credential_id, public_key, sign_count, transports, is_synced, name)
    VALUES (%(id)s, %(user_id)s, %(credential_id)s, %(public_key)s, %(sign_count)s, %(transports)s, %(is_synced)s, %(name)s)
    ON CONFLICT ON CONSTRAINT passkeys_credential_id_key DO NOTHING"""
# A count that stands still says nothing only where authenticators never count at all.
USE = """
    UPDATE passkeys SET sign_count = %(sign_count)s, is_synced = %(is_synced)s, last_used_at = now()
    WHERE id = %(id)s AND (sign_count < %(sign_count)s OR (sign_count = 0 AND %(sign_count)s = 0))"""
RENAME = f"UPDATE passkeys SET name = %(name)s WHERE id = %(id)s AND user_id = %(user_id)s RETURNING {COLUMNS}"
FIND = f"SELECT {COLUMNS} FROM passkeys WHERE id = %(id)s AND user_id = %(user_id)s"
DELETE = "DELETE FROM passkeys WHERE id = %(id)s AND user_id = %(user_id)s"
DELETE_ALL = "DELETE FROM passkeys WHERE user_id = %(user_id)s"
ADD_CHALLENGE = """
    INSERT INTO passkey_challenges (challenge, user_id, purpose, expires_at)
    VALUES (%(challenge)s, %(user_id)s, %(purpose)s, now() + make_interval(secs => %(seconds)s))"""
TAKE_CHALLENGE = """
    DELETE FROM passkey_challenges
    WHERE challenge = %(challenge)s AND purpose = %(purpose)s AND user_id IS NOT DISTINCT FROM %(user_id)s
    RETURNING expires_at > now() AS is_current"""
DELETE_OLD = """
    DELETE FROM passkey_challenges WHERE challenge IN (
        SELECT challenge FROM passkey_challenges WHERE expires_at < now() LIMIT 100 FOR UPDATE SKIP LOCKED)"""


class PasskeyRepository:
    def __init__(self, session: DatabaseSession) -> None:
        self.session = session

    async def list(self, user_id: UUID) -> Sequence[dict[str, Any]]:
        return await self.session.rows(LIST, {"user_id": user_id})

    async def find_by_credential(self, credential_id: bytes) -> dict[str, Any] | None:
        return await self.session.row(FIND_BY_CREDENTIAL, {"credential_id": credential_id})

    async def find(self, user_id: UUID, passkey_id: UUID) -> dict[str, Any] | None:
        return await self.session.row(FIND, {"user_id": user_id, "id": passkey_id})

    async def insert(self, *, transports: Sequence[str], **values: Any) -> bool:
        """False when the authenticator's credential is registered already."""
        return await self.session.run(INSERT, values | {"transports": Jsonb(list(transports))}) == 1

    async def use(self, passkey_id: UUID, *, sign_count: int, is_synced: bool) -> bool:
        """False when the count went back: the key was cloned, or the answer played again."""
        return await self.session.run(USE, {"id": passkey_id, "sign_count": sign_count, "is_synced": is_synced}) == 1

    async def rename(self, user_id: UUID, passkey_id: UUID, name: str) -> dict[str, Any] | None:
        return await self.session.row(RENAME, {"user_id": user_id, "id": passkey_id, "name": name})

    async def delete(self, user_id: UUID, passkey_id: UUID) -> bool:
        return await self.session.run(DELETE, {"user_id": user_id, "id": passkey_id}) == 1

    async def delete_all(self, user_id: UUID) -> None:
        await self.session.run(DELETE_ALL, {"user_id": user_id})

    async def add_challenge(self, challenge: bytes, *, user_id: UUID | None, purpose: str, seconds: int) -> None:
        await self.session.run(DELETE_OLD, {})
        await self.session.run(ADD_CHALLENGE, {"challenge": challenge, "user_id": user_id, "purpose": purpose, "seconds": seconds})

    async def take_challenge(self, challenge: bytes, *, user_id: UUID | None, purpose: str) -> bool:
        """True once, for whom and what it was made for, while it is current."""
        wanted = {"challenge": challenge, "user_id": user_id, "purpose": purpose}
        return bool(await self.session.scalar(TAKE_CHALLENGE, wanted))
