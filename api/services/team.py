"""Teams: who works together. What a person sees of the records may hang on theirs (api/services/member_scope.py)."""

from uuid import UUID

from uuid_utils.compat import uuid7

from api.core.deps import OrgContext
from api.core.errors import Conflict, Invalid, NotFound
from api.core.normalize import search_text
from api.core.record import record
from api.repositories.base import NOW
from api.repositories.team import TeamRepository
from api.schemas.team import TeamCreate, TeamUpdate
from api.services.version import require_version


class TeamNotFound(NotFound):
    code, detail = "team_not_found", "There is no such team."


class TeamExists(Conflict):
    code, detail = "team_exists", "There is a team of this name."


class TeamNeeded(Conflict):
    code, detail = "team_needed", "Some people see this team's records. Change what they see first."


def repository(ctx: OrgContext) -> TeamRepository:
    return TeamRepository(ctx.session, ctx.organization_id)


async def get(ctx: OrgContext, team_id: UUID) -> bytes:
    body = await repository(ctx).get_json(team_id)
    if body is None:
        raise TeamNotFound
    return body


async def list_page(ctx: OrgContext, *, limit: int, cursor: str | None) -> bytes:
    return await repository(ctx).list_json(limit=limit, cursor=cursor)


async def create(ctx: OrgContext, data: TeamCreate) -> bytes:
    """Raises TeamExists (409)."""
    teams, team_id, match_key = repository(ctx), uuid7(), _match_key(data.name)
    if await teams.is_taken(match_key):
        raise TeamExists
    await teams.insert(id=team_id, name=data.name, match_key=match_key)
    await record(ctx, action="team.created", entity_type="team", entity_id=team_id, version=1, changes={"name": [None, data.name]})
    return await get(ctx, team_id)


async def update(ctx: OrgContext, team_id: UUID, data: TeamUpdate) -> bytes:
    """Raises TeamNotFound (404), VersionStale, TeamExists (409)."""
    teams = repository(ctx)
    row = await teams.lock(team_id)
    if row is None:
        raise TeamNotFound
    await require_version(ctx, row, data.version, get)
    name, version = data.name or row["name"], row["version"] + 1
    match_key = _match_key(name)
    if await teams.is_taken(match_key, but=team_id):
        raise TeamExists
    await teams.update(team_id, {"name": name, "match_key": match_key, "version": version, "updated_at": NOW})
    await record(ctx, action="team.updated", entity_type="team", entity_id=team_id, version=version, changes={"name": [row["name"], name]})
    return await get(ctx, team_id)


async def delete(ctx: OrgContext, team_id: UUID) -> None:
    """Its people stay, without a team. Raises TeamNotFound (404), TeamNeeded (409)."""
    teams = repository(ctx)
    row = await teams.lock(team_id)
    if row is None:
        raise TeamNotFound
    if await teams.is_needed(team_id):
        raise TeamNeeded
    await teams.delete(team_id)
    await record(ctx, action="team.deleted", entity_type="team", entity_id=team_id, changes={"name": [row["name"], None]})


def _match_key(name: str) -> str:
    """Raises Invalid (422) for a name of signs alone."""
    if not (key := search_text(name)):
        raise Invalid.field("name", "name_unreadable", "Use at least one letter or digit.")
    return key
