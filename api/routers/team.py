from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.core.answers import answers
from api.core.deps import OrgContext, allow
from api.core.idempotency import answer_once, json_response
from api.schemas.base import Cursor, Limit
from api.schemas.team import Team, TeamCreate, TeamPage, TeamUpdate
from api.services import team as team_service

router = APIRouter(tags=["organization"])


@router.get("/teams", response_model=None, responses=answers(TeamPage, 404))
async def list_teams(ctx: Annotated[OrgContext, allow("member:read")], limit: Limit = 100, cursor: Cursor | None = None) -> Response:
    """The organization's teams by name; not there in B2C mode."""
    return json_response(ctx, await team_service.list_page(ctx, limit=limit, cursor=cursor))


@router.post("/teams", status_code=201, response_model=None, responses=answers(Team, 404, 409, status=201))
async def create_team(data: TeamCreate, request: Request, ctx: Annotated[OrgContext, allow("member:manage")]) -> Response:
    return await answer_once(ctx, request, lambda: team_service.create(ctx, data))


@router.patch("/teams/{team_id}", response_model=None, responses=answers(Team, 404, 409))
async def update_team(team_id: UUID, data: TeamUpdate, ctx: Annotated[OrgContext, allow("member:manage")]) -> Response:
    return json_response(ctx, await team_service.update(ctx, team_id, data))


@router.delete("/teams/{team_id}", status_code=204, response_model=None, responses=answers(None, 404, 409, status=204))
async def delete_team(team_id: UUID, ctx: Annotated[OrgContext, allow("member:manage")]) -> None:
    """Delete a team that nobody's sight hangs on; its people stay, without a team."""
    await team_service.delete(ctx, team_id)
