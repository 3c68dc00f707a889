from typing import Annotated

from fastapi import APIRouter, Response

from api.core.answers import answers
from api.core.deps import OrgContext, allow
from api.core.idempotency import json_response
from api.schemas.base import Cursor, Limit
from api.schemas.tag import TagPage
from api.services import tag as tag_service

router = APIRouter(tags=["tags"])


@router.get("/tags", response_model=None, responses=answers(TagPage))
async def list_tags(ctx: Annotated[OrgContext, allow("client:read")], limit: Limit = 100, cursor: Cursor | None = None) -> Response:
    return json_response(ctx, await tag_service.list_page(ctx, limit=limit, cursor=cursor))
