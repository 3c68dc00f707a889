from typing import Annotated

from fastapi import APIRouter, Response

from api.core.answers import answers
from api.core.deps import OrgContext, ServicesDep, allow
from api.core.idempotency import json_response
from api.schemas.base import Limit, Storable
from api.schemas.member import MemberPage
from api.services import member as member_service

router = APIRouter(tags=["organization"])


@router.get("/members", responses=answers(MemberPage, 404), response_model=None)
async def list_members(
    ctx: Annotated[OrgContext, allow("member:read")],
    services: ServicesDep,
    limit: Limit = 50,
    cursor: Annotated[str | None, Storable] = None,
) -> Response:
    """The people of the organization, oldest first; not there in B2C mode."""
    return json_response(ctx, await member_service.list_page(ctx, services.settings, limit=limit, cursor=cursor))
