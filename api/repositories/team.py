from typing import Any
from uuid import UUID

from api.core import cursor as cursors
from api.models.team import Team
from api.repositories.base import TenantRepository, page

TEAM_JSON = """json_build_object(
    'id', t.id, 'name', t.name, 'version', t.version, 'created_at', t.created_at, 'updated_at', t.updated_at,
    'member_count', (SELECT count(*) FROM memberships m WHERE m.organization_id = t.organization_id AND m.team_id = t.id
                     AND m.left_at IS NULL))::text"""
GET = f"SELECT {TEAM_JSON} AS json FROM teams t WHERE t.organization_id = %(organization_id)s AND t.id = %(id)s"
LIST = f"""
    SELECT {TEAM_JSON} AS json, t.match_key AS sort_value, t.id FROM teams t
    WHERE t.organization_id = %(organization_id)s
      AND (%(cursor_value)s::text IS NULL OR t.match_key > %(cursor_value)s::text)
    ORDER BY t.match_key LIMIT %(limit)s"""
LOCK = "SELECT t.* FROM teams t WHERE t.organization_id = %(organization_id)s AND t.id = %(id)s FOR UPDATE"
EXISTS = "SELECT true FROM teams t WHERE t.organization_id = %(organization_id)s AND t.id = %(id)s"
IS_TAKEN = """
    SELECT true FROM teams t
    WHERE t.organization_id = %(organization_id)s AND t.match_key = %(match_key)s AND t.id IS DISTINCT FROM %(but)s::uuid"""
IS_NEEDED = """
    SELECT true FROM memberships m WHERE m.organization_id = %(organization_id)s AND m.team_id = %(id)s
      AND m.record_scope = 'team' AND m.left_at IS NULL LIMIT 1"""
DELETE = "DELETE FROM teams t WHERE t.organization_id = %(organization_id)s AND t.id = %(id)s"


class TeamRepository(TenantRepository):
    model = Team

    async def get_json(self, team_id: UUID) -> bytes | None:
        return await self.json(GET, id=team_id)

    async def list_json(self, *, limit: int, cursor: str | None) -> bytes:
        value, _ = cursors.decode(cursor, "teams") if cursor else (None, None)
        rows = await self.session.rows(LIST, self.params(limit=limit + 1, cursor_value=value))
        return page(rows, limit=limit, listing="teams")

    async def lock(self, team_id: UUID) -> dict[str, Any] | None:
        return await self.session.row(LOCK, self.params(id=team_id))

    async def exists(self, team_id: UUID) -> bool:
        return bool(await self.session.scalar(EXISTS, self.params(id=team_id)))

    async def is_taken(self, match_key: str, *, but: UUID | None = None) -> bool:
        """Whether another team bears the name."""
        return bool(await self.session.scalar(IS_TAKEN, self.params(match_key=match_key, but=but)))

    async def is_needed(self, team_id: UUID) -> bool:
        """Whether somebody sees what they see by this team."""
        return bool(await self.session.scalar(IS_NEEDED, self.params(id=team_id)))

    async def delete(self, team_id: UUID) -> None:
        await self.session.run(DELETE, self.params(id=team_id))
