"""Statements on an organization's invites, on the identity plane: the business login doesn't see them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from api.core.database import DatabaseSession
from api.repositories.invite_token import IS_OVER

COLUMNS = f"""
    i.id, i.email, i.role, i.locale, i.sent_at, i.expires_at, i.created_at, {IS_OVER} AS is_expired,
    i.invited_by, (SELECT u.full_name FROM users u WHERE u.id = i.invited_by) AS inviter_name"""
OPEN = "i.accepted_at IS NULL AND i.revoked_at IS NULL"
# One open invite an address: a second one is the same row, and only where the first is over.
INSERT = f"""
    INSERT INTO invites AS i (organization_id, id, email, role, locale, token_id, token_hash, invited_by, expires_at)
    VALUES (%(organization_id)s, %(id)s, %(email)s, %(role)s, %(locale)s, %(token_id)s, %(token_hash)s, %(invited_by)s,
            now() + make_interval(days => %(days)s))
    ON CONFLICT (organization_id, email) WHERE accepted_at IS NULL AND revoked_at IS NULL DO UPDATE
    SET locale = excluded.locale, role = excluded.role, token_id = excluded.token_id, token_hash = excluded.token_hash,
        invited_by = excluded.invited_by, sent_at = now(), expires_at = excluded.expires_at
    WHERE i.organization_id = %(organization_id)s AND {IS_OVER}
    RETURNING id"""
LIST = f"""
    SELECT {COLUMNS} FROM invites i WHERE i.organization_id = %(organization_id)s AND {OPEN}
      AND (%(cursor_value)s::timestamptz IS NULL OR (i.created_at, i.id) < (%(cursor_value)s::timestamptz, %(cursor_id)s::uuid))
    ORDER BY i.created_at DESC, i.id DESC LIMIT %(limit)s"""
FIND = f"SELECT {COLUMNS} FROM invites i WHERE i.organization_id = %(organization_id)s AND i.id = %(id)s AND {OPEN}"
LOCK = FIND + " FOR UPDATE OF i"
RENEW = """
    UPDATE invites SET token_id = %(token_id)s, token_hash = %(token_hash)s, invited_by = %(invited_by)s, sent_at = now(),
        expires_at = now() + make_interval(days => %(days)s)
    WHERE organization_id = %(organization_id)s AND id = %(id)s"""
REVOKE = "UPDATE invites SET revoked_at = now() WHERE organization_id = %(organization_id)s AND id = %(id)s"
# Exactly one of many that come at once gets the row.
CONSUME = f"""
    UPDATE invites i SET accepted_at = now()
    WHERE i.organization_id = %(organization_id)s AND i.id = %(id)s AND i.token_hash = %(token_hash)s AND {OPEN} AND NOT {IS_OVER}
    RETURNING i.id"""
MARK_ACCEPTED_BY = "UPDATE invites SET accepted_by = %(user_id)s WHERE organization_id = %(organization_id)s AND id = %(id)s"
LIST_MEMBERS = """
    SELECT u.email FROM memberships m JOIN users u ON u.id = m.user_id
    WHERE m.organization_id = %(organization_id)s AND m.left_at IS NULL AND u.email = ANY(%(emails)s)"""
LIST_INVITED = f"""
    SELECT i.email FROM invites i
    WHERE i.organization_id = %(organization_id)s AND {OPEN} AND NOT {IS_OVER} AND i.email = ANY(%(emails)s)"""
LIST_DOMAINS = "SELECT p.invite_domains FROM security_policies p WHERE p.organization_id = %(organization_id)s"


class InviteRepository:
    def __init__(self, session: DatabaseSession, organization_id: UUID) -> None:
        self.session = session
        self.organization_id = organization_id

    def params(self, **values: Any) -> dict[str, Any]:
        return {**values, "organization_id": self.organization_id}

    async def insert_or_renew(self, **values: Any) -> UUID | None:
        """The id of the new invite, or of the one that had run out; None while there is an open one."""
        found: UUID | None = await self.session.scalar(INSERT, self.params(**values))
        return found

    async def list_open(self, *, limit: int, cursor_value: str | None, cursor_id: UUID | None) -> list[dict[str, Any]]:
        return list(await self.session.rows(LIST, self.params(limit=limit, cursor_value=cursor_value, cursor_id=cursor_id)))

    async def find(self, invite_id: UUID) -> dict[str, Any] | None:
        return await self.session.row(FIND, self.params(id=invite_id))

    async def lock(self, invite_id: UUID) -> dict[str, Any] | None:
        return await self.session.row(LOCK, self.params(id=invite_id))

    async def renew(self, invite_id: UUID, **values: Any) -> None:
        await self.session.run(RENEW, self.params(id=invite_id, **values))

    async def revoke(self, invite_id: UUID) -> None:
        await self.session.run(REVOKE, self.params(id=invite_id))

    async def list_members(self, emails: Sequence[str]) -> frozenset[str]:
        """Which of these addresses are members' already."""
        return frozenset(row["email"] for row in await self.session.rows(LIST_MEMBERS, self.params(emails=list(emails))))

    async def list_invited(self, emails: Sequence[str]) -> frozenset[str]:
        """Which of these addresses have an open invite whose link works."""
        return frozenset(row["email"] for row in await self.session.rows(LIST_INVITED, self.params(emails=list(emails))))

    async def list_domains(self) -> list[str]:
        """The domains that the organization's policy allows; empty for all."""
        return list(await self.session.scalar(LIST_DOMAINS, self.params()) or [])

    async def consume(self, invite_id: UUID, token_hash: bytes) -> bool:
        return await self.session.scalar(CONSUME, self.params(id=invite_id, token_hash=token_hash)) is not None

    async def mark_accepted_by(self, invite_id: UUID, user_id: UUID) -> None:
        await self.session.run(MARK_ACCEPTED_BY, self.params(id=invite_id, user_id=user_id))
