from typing import Any
from uuid import UUID

from api.core import cursor as cursors
from api.models.organization import Membership
from api.repositories.base import TenantRepository, page

IS_HERE = "m.organization_id = %(organization_id)s AND m.left_at IS NULL"
EXISTS = f"SELECT true FROM memberships m WHERE {IS_HERE} AND m.user_id = %(user_id)s"
LIST = f"""
    SELECT json_build_object('user_id', m.user_id, 'full_name', u.full_name, 'email', u.email, 'role', m.role,
        'has_two_factor', u.two_factor_enabled_at IS NOT NULL, 'joined_at', m.created_at,
        'avatar_version', right(u.avatar_key, 36), 'record_scope', m.record_scope, 'team_id', m.team_id,
        'team_name', (SELECT t.name FROM teams t WHERE t.organization_id = m.organization_id AND t.id = m.team_id))::text AS json,
        m.created_at::text AS sort_value, m.user_id AS id
    FROM memberships m JOIN users u ON u.id = m.user_id
    WHERE {IS_HERE}
      AND (%(cursor_value)s::timestamptz IS NULL OR (m.created_at, m.user_id) > (%(cursor_value)s::timestamptz, %(cursor_id)s::uuid))
    ORDER BY m.created_at, m.user_id LIMIT %(limit)s"""
GET = f"""
    SELECT m.user_id, u.full_name, u.email, m.role, u.two_factor_enabled_at IS NOT NULL AS has_two_factor, m.created_at AS joined_at,
        right(u.avatar_key, 36)::uuid AS avatar_version, m.record_scope, m.team_id,
        (SELECT t.name FROM teams t WHERE t.organization_id = m.organization_id AND t.id = m.team_id) AS team_name
    FROM memberships m JOIN users u ON u.id = m.user_id WHERE {IS_HERE} AND m.user_id = %(user_id)s"""
# The roles as they are once the organization's row is locked, whatever they were when the request came in.
LIST_ROLES = f"""
    SELECT m.user_id, m.role, m.record_scope, m.team_id, (SELECT u.full_name FROM users u WHERE u.id = m.user_id) AS full_name
    FROM memberships m WHERE {IS_HERE} AND m.user_id = ANY(%(user_ids)s)"""
LIST_IDS = f"SELECT m.user_id FROM memberships m WHERE {IS_HERE}"
COUNT_OWNERS = f"SELECT count(*) FROM memberships m WHERE {IS_HERE} AND m.role = 'owner'"
# Owners and admins see everything.
UPDATE_ROLE = f"""
    UPDATE memberships m SET (role, record_scope) = ROW (
        %(role)s, CASE WHEN %(role)s IN ('owner', 'admin') THEN 'all' ELSE m.record_scope END)
    WHERE {IS_HERE} AND m.user_id = %(user_id)s"""
UPDATE_SCOPE = f"""
    UPDATE memberships m SET (record_scope, team_id) = ROW (%(record_scope)s, %(team_id)s) WHERE {IS_HERE} AND m.user_id = %(user_id)s"""
LEAVE = f"UPDATE memberships m SET left_at = now() WHERE {IS_HERE} AND m.user_id = %(user_id)s"
# As the identity login: the business login sees no invites.
AGAINST_PERSONAL = f"""
    SELECT coalesce((SELECT json_agg(json_build_object('user_id', m.user_id, 'full_name', u.full_name) ORDER BY u.full_name)
                     FROM memberships m JOIN users u ON u.id = m.user_id
                     WHERE {IS_HERE} AND m.user_id IS DISTINCT FROM %(user_id)s), '[]') AS members,
        coalesce((SELECT json_agg(i.email ORDER BY i.email) FROM invites i
                  WHERE i.organization_id = %(organization_id)s AND i.accepted_at IS NULL AND i.revoked_at IS NULL
                    AND i.expires_at > now()), '[]') AS invites"""
# Whoever left before is let in anew by their old row; who is here stays as they are.
ADMIT = """
    INSERT INTO memberships (organization_id, id, user_id, role) VALUES (%(organization_id)s, %(id)s, %(user_id)s, %(role)s)
    ON CONFLICT (organization_id, user_id) DO UPDATE SET left_at = NULL, joined_at = now(), role = excluded.role, record_scope = 'all', team_id = NULL
    WHERE memberships.left_at IS NOT NULL
    RETURNING id"""
# Rows leave the sight of whoever leaves: the function may do what no statement of theirs can.
HAND_OVER = """
    SELECT h.clients, h.deals FROM app.hand_over(%(from_user_id)s, %(to_user_id)s) h WHERE app.organization_id() = %(organization_id)s"""
HAND_OVER_TASKS = "SELECT app.hand_over_tasks(%(from_user_id)s, %(to_user_id)s)"


class MemberRepository(TenantRepository):
    model = Membership

    async def exists(self, user_id: UUID) -> bool:
        return bool(await self.session.scalar(EXISTS, self.params(user_id=user_id)))

    async def list_json(self, *, limit: int, cursor: str | None) -> bytes:
        value, last_id = cursors.decode(cursor, "members") if cursor else (None, None)
        rows = await self.session.rows(LIST, self.params(limit=limit + 1, cursor_value=value, cursor_id=last_id))
        return page(rows, limit=limit, listing="members")

    async def get(self, user_id: UUID) -> dict[str, Any]:
        row = await self.session.row(GET, self.params(user_id=user_id))
        assert row is not None
        return row

    async def list_roles(self, *user_ids: UUID) -> dict[UUID, dict[str, Any]]:
        """(role, full_name) by user of those who are here."""
        rows = await self.session.rows(LIST_ROLES, self.params(user_ids=list(user_ids)))
        return {row["user_id"]: row for row in rows}

    async def list_ids(self) -> list[UUID]:
        return [row["user_id"] for row in await self.session.rows(LIST_IDS, self.params())]

    async def count_owners(self) -> int:
        return int(await self.session.scalar(COUNT_OWNERS, self.params()))

    async def list_against_personal(self, user_id: UUID | None) -> dict[str, Any]:
        """The other members and the addresses with an open invite."""
        row = await self.session.row(AGAINST_PERSONAL, self.params(user_id=user_id))
        assert row is not None
        return row

    async def update_role(self, user_id: UUID, role: str) -> None:
        await self.session.run(UPDATE_ROLE, self.params(user_id=user_id, role=role))

    async def update_scope(self, user_id: UUID, record_scope: str, team_id: UUID | None) -> None:
        await self.session.run(UPDATE_SCOPE, self.params(user_id=user_id, record_scope=record_scope, team_id=team_id))

    async def leave(self, user_id: UUID) -> None:
        await self.session.run(LEAVE, self.params(user_id=user_id))

    async def admit(self, membership_id: UUID, user_id: UUID, role: str) -> bool:
        """False when the person is a member already."""
        return await self.session.scalar(ADMIT, self.params(id=membership_id, user_id=user_id, role=role)) is not None

    async def hand_over(self, from_user_id: UUID, to_user_id: UUID | None) -> dict[str, int]:
        """How many clients, deals and open tasks are somebody else's now."""
        values = self.params(from_user_id=from_user_id, to_user_id=to_user_id)
        # Somebody's whole list in one go may take longer than a request usually may.
        await self.session.allow_seconds(30)
        moved = await self.session.row(HAND_OVER, values)
        assert moved is not None
        return {
            "clients": moved["clients"],
            "deals": moved["deals"],
            "tasks": int(await self.session.scalar(HAND_OVER_TASKS, values)),
        }
