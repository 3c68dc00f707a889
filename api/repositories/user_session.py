"""Statements on log-ins."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from api.core.database import DatabaseSession

INSERT = """
    INSERT INTO user_sessions (id, user_id, organization_id, refresh_hash, user_agent, ip_address, method, device, browser,
                               system, place, fingerprint, expires_at)
    VALUES (%(id)s, %(user_id)s, %(organization_id)s, %(refresh_hash)s, %(user_agent)s, %(ip_address)s, %(method)s, %(device)s,
            %(browser)s, %(system)s, %(place)s, %(fingerprint)s, now() + make_interval(days => %(days)s))"""
# Somebody who comes from where they were before, with the same program, is known without the cookie too.
RECOGNIZE = """
    SELECT coalesce(bool_or(s.fingerprint = %(fingerprint)s
                            OR (s.ip_address = %(ip_address)s AND s.browser = %(browser)s AND s.system = %(system)s)), false) AS is_known,
        count(*) = 0 AND (SELECT u.created_at > now() - interval '5 minutes' FROM users u WHERE u.id = %(user_id)s) AS is_new_account
    FROM user_sessions s WHERE s.user_id = %(user_id)s AND s.created_at > now() - interval '90 days'"""
LOCK_ALIVE = """
    SELECT s.id, s.user_id, s.organization_id, s.refresh_hash, s.previous_refresh_hash, s.generation,
           s.generation > 1 AND s.rotated_at > now() - make_interval(secs => %(grace_seconds)s) AS is_in_grace
    FROM user_sessions s JOIN users u ON u.id = s.user_id
    WHERE s.id = %(id)s AND s.revoked_at IS NULL AND s.expires_at > now() AND u.disabled_at IS NULL
    FOR UPDATE OF s"""
ROTATE = """
    UPDATE user_sessions SET previous_refresh_hash = refresh_hash, refresh_hash = %(refresh_hash)s,
        generation = generation + 1, rotated_at = now(), organization_id = %(organization_id)s,
        user_agent = %(user_agent)s, ip_address = %(ip_address)s, device = %(device)s, browser = %(browser)s, system = %(system)s,
        place = %(place)s
    WHERE id = %(id)s"""
MOVE = "UPDATE user_sessions SET organization_id = %(organization_id)s WHERE id = %(id)s"
REVOKE = "UPDATE user_sessions SET revoked_at = now(), revoked_reason = %(reason)s WHERE id = %(id)s AND revoked_at IS NULL"
CONFIRM = "UPDATE user_sessions SET authenticated_at = now() WHERE id = %(id)s"
REVOKE_OTHERS = """
    UPDATE user_sessions SET revoked_at = now(), revoked_reason = %(reason)s
    WHERE user_id = %(user_id)s AND revoked_at IS NULL AND expires_at > now() AND id IS DISTINCT FROM %(kept_id)s
    RETURNING id, organization_id"""
LIST_ALIVE = "SELECT session_id, organization_id, role FROM app.list_open_sessions(%(ids)s) WHERE status = 'ok'"
# Log-ins past the limits of every organization that they could enter are over, though nobody ended them.
LIST_OPEN = """
    SELECT s.id, s.method, s.device, s.browser, s.system, s.place, s.ip_address, s.created_at, s.last_seen_at,
        s.id = %(current_id)s AS is_current
    FROM user_sessions s
    WHERE s.user_id = %(user_id)s AND s.revoked_at IS NULL AND s.expires_at > now()
      AND (s.id = %(current_id)s OR s.id IN (SELECT o.session_id FROM app.list_open_sessions(ARRAY(
            SELECT x.id FROM user_sessions x WHERE x.user_id = %(user_id)s AND x.revoked_at IS NULL AND x.expires_at > now())) o))
    ORDER BY s.id = %(current_id)s DESC, s.last_seen_at DESC, s.id DESC LIMIT %(limit)s"""
FIND_FIRST = """
    SELECT s.browser, s.system, s.place FROM user_sessions s WHERE s.user_id = %(user_id)s AND s.method <> 'link'
    ORDER BY s.created_at, s.id LIMIT 1"""
LOCK_OWN = """
    SELECT s.id, s.organization_id FROM user_sessions s
    WHERE s.id = %(id)s AND s.user_id = %(user_id)s AND s.revoked_at IS NULL AND s.expires_at > now() FOR UPDATE"""


class UserSessionRepository:
    def __init__(self, session: DatabaseSession) -> None:
        self.session = session

    async def find_first(self, user_id: UUID) -> dict[str, str]:
        """(browser, system, place) of the oldest log-in that is still kept; empty where none is."""
        row = await self.session.row(FIND_FIRST, {"user_id": user_id})
        return row or {"browser": "", "system": "", "place": ""}

    async def insert(self, **values: Any) -> None:
        await self.session.run(INSERT, values)

    async def lock_alive(self, session_id: UUID, *, grace_seconds: int) -> dict[str, Any] | None:
        return await self.session.row(LOCK_ALIVE, {"id": session_id, "grace_seconds": grace_seconds})

    async def rotate(self, session_id: UUID, **values: Any) -> None:
        await self.session.run(ROTATE, values | {"id": session_id})

    async def move(self, session_id: UUID, organization_id: UUID) -> None:
        """Where the log-in works from now on."""
        await self.session.run(MOVE, {"id": session_id, "organization_id": organization_id})

    async def revoke(self, session_id: UUID, reason: str) -> bool:
        return await self.session.run(REVOKE, {"id": session_id, "reason": reason}) == 1

    async def confirm(self, session_id: UUID) -> None:
        """The person has proven anew who they are."""
        await self.session.run(CONFIRM, {"id": session_id})

    async def recognize(self, **values: Any) -> dict[str, Any]:
        """is_known: has the person signed in with this device lately; is_new_account: signed up a moment ago, and never since."""
        row = await self.session.row(RECOGNIZE, values)
        assert row is not None
        return row

    async def list_open(self, user_id: UUID, current_id: UUID, *, limit: int) -> Sequence[dict[str, Any]]:
        return await self.session.rows(LIST_OPEN, {"user_id": user_id, "current_id": current_id, "limit": limit})

    async def lock_own(self, session_id: UUID, user_id: UUID) -> dict[str, Any] | None:
        return await self.session.row(LOCK_OWN, {"id": session_id, "user_id": user_id})

    async def revoke_others(self, user_id: UUID, *, kept_id: UUID | None, reason: str) -> Sequence[dict[str, Any]]:
        """End all of a person's log-ins but one; (id, organization_id) of each."""
        return await self.session.rows(REVOKE_OTHERS, {"user_id": user_id, "kept_id": kept_id, "reason": reason})

    async def list_alive(self, session_ids: Sequence[UUID]) -> set[tuple[UUID, UUID, str]]:
        """(session, organization, role) of every membership that these log-ins still hold."""
        rows = await self.session.rows(LIST_ALIVE, {"ids": list(session_ids)})
        return {(row["session_id"], row["organization_id"], row["role"]) for row in rows}
