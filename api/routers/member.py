from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response

from api.core.answers import answers
from api.core.deps import OrgContext, allow
from api.core.idempotency import json_response
from api.schemas.base import Limit, Storable
from api.schemas.member import Member, MemberPage, MemberUpdate
from api.services import member as member_service
from api.services import member_scope

router = APIRouter(tags=["organization"])


@router.get("/members", responses=answers(MemberPage, 404), response_model=None)
async def list_members(
    ctx: Annotated[OrgContext, allow("member:read")], limit: Limit = 50, cursor: Annotated[str | None, Storable] = None
) -> Response:
    """The people of the organization, oldest first; not there in B2C mode."""
    return json_response(ctx, await member_service.list_page(ctx, limit=limit, cursor=cursor))


@router.patch("/members/{user_id}", responses=answers(Member, 404, 409))
async def update_member(user_id: UUID, data: MemberUpdate, ctx: Annotated[OrgContext, allow("member:manage", plane="identity")]) -> Member:
    """Give somebody another role, none above one's own; say what they see of the records; put them into a team.

    An owner always remains; owners and admins see all records.
    """
    return await member_scope.update(ctx, user_id, data)


@router.delete("/members/{user_id}", status_code=204, response_model=None, responses=answers(None, 404, 409, status=204))
async def remove_member(user_id: UUID, ctx: Annotated[OrgContext, allow("member:manage")], reassign_to: UUID | None = None) -> None:
    """End a membership at once; `reassign_to` names the colleague who takes over the person's clients and deals."""
    await member_service.remove(ctx, user_id, reassign_to=reassign_to)


@router.post("/members/leave", status_code=204, response_model=None, responses=answers(None, 404, 409, status=204))
async def leave_organization(ctx: Annotated[OrgContext, allow("member:leave")], reassign_to: UUID | None = None) -> None:
    """Leave the organization; its last owner can't."""
    await member_service.leave(ctx, reassign_to=reassign_to)
