from typing import Annotated

from fastapi import APIRouter, Request, Response

from api.core.answers import answers
from api.core.deps import OrgContext, allow
from api.core.idempotency import answer_once, json_response
from api.schemas.base import Cursor, Limit
from api.schemas.client import Client
from api.schemas.client_merge import ClientMerge, DuplicatePage
from api.services import client_merge as client_merge_service

router = APIRouter(tags=["clients"])


@router.get("/clients/duplicates", response_model=None, responses=answers(DuplicatePage))
async def list_duplicate_clients(
    ctx: Annotated[OrgContext, allow("client:read")], limit: Limit = 50, cursor: Cursor | None = None
) -> Response:
    """Pairs that may be one client, each with what they share; the surest first."""
    return json_response(ctx, await client_merge_service.list_pairs(ctx, limit=limit, cursor=cursor))


@router.post("/clients/merge", response_model=None, responses=answers(Client, 404, 409, undoable=True))
async def merge_clients(ctx: Annotated[OrgContext, allow("client:delete")], request: Request, data: ClientMerge) -> Response:
    """Make one client of two. GET /clients/{id} of the one that went answers the survivor; undo takes them apart for 30 days."""
    return await answer_once(ctx, request, lambda: client_merge_service.merge(ctx, data), status=200)
