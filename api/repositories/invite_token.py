"""Statements on what an invite's link names, before whoever holds it is inside its organization."""

from typing import Any
from uuid import UUID

from api.core.database import DatabaseSession
from api.repositories.organization import LOGO

# A link is worth no more than who sent it: it is over when they have left, or couldn't give this role any more.
IS_OVER = """
    (i.expires_at <= now() OR NOT EXISTS (
        SELECT FROM memberships g WHERE g.organization_id = i.organization_id AND g.user_id = i.invited_by AND g.left_at IS NULL
          AND array_position(ARRAY['manager', 'admin', 'owner'], g.role)
              >= coalesce(array_position(ARRAY['manager', 'admin', 'owner'], i.role), 0)))"""
FIND = f"""
    SELECT i.organization_id, i.id, i.email, i.role, i.locale, i.expires_at, {IS_OVER} AS is_expired,
        i.accepted_at IS NOT NULL AS is_accepted, i.invited_by,
        (SELECT u.full_name FROM users u WHERE u.id = i.invited_by) AS inviter_name, o.name AS organization_name,
        o.is_personal, o.brand_color, o.logo_key, {LOGO},
        EXISTS (SELECT FROM users u WHERE u.email = i.email) AS has_account
    FROM invites i JOIN organizations o ON o.id = i.organization_id AND o.deleted_at IS NULL
    WHERE i.token_hash = %(token_hash)s AND i.revoked_at IS NULL"""
FIND_SIGNED_IN = """
    SELECT u.id, u.email, u.full_name, u.locale FROM user_sessions s JOIN users u ON u.id = s.user_id
    WHERE s.id = %(session_id)s AND s.revoked_at IS NULL AND s.expires_at > now() AND u.disabled_at IS NULL"""
# Who came by the mail's link has shown that the address is theirs.
PROVE_ADDRESS = "UPDATE users SET email_verified_at = now() WHERE id = %(user_id)s AND email_verified_at IS NULL"


class InviteTokenRepository:
    def __init__(self, session: DatabaseSession) -> None:
        self.session = session

    async def find(self, token_hash: bytes) -> dict[str, Any] | None:
        """An invite that was not revoked, of an open organization; it may have run out or been accepted."""
        return await self.session.row(FIND, {"token_hash": token_hash})

    async def find_signed_in(self, session_id: UUID) -> dict[str, Any] | None:
        """Who a living log-in belongs to, whatever their organizations."""
        return await self.session.row(FIND_SIGNED_IN, {"session_id": session_id})

    async def prove_address(self, user_id: UUID) -> None:
        await self.session.run(PROVE_ADDRESS, {"user_id": user_id})
