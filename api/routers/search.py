from typing import Annotated

from fastapi import APIRouter, Response

from api.core.answers import answers
from api.core.deps import OrgContext, allow
from api.core.idempotency import json_response
from api.schemas.base import Limit, SearchText
from api.schemas.search import SearchKind, SearchPage
from api.services import search as search_service

router = APIRouter(tags=["search"])


@router.get("/search", response_model=None, responses=answers(SearchPage))
async def search(ctx: Annotated[OrgContext, allow("client:read")], q: SearchText, kind: SearchKind = "all", limit: Limit = 20) -> Response:
    """Clients, people and deals that hold the words anywhere in their names and handles; best matches first."""
    return json_response(ctx, await search_service.search(ctx, query=q, kind=kind, limit=limit))
