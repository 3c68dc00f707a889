from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.core.answers import answers
from api.core.deps import OrgContext, allow
from api.core.idempotency import answer_once, json_response, no_content
from api.schemas.api_key import ApiKeyCreate, ApiKeyCreated, ApiKeyPage
from api.schemas.base import Cursor, Limit
from api.services import api_key as api_key_service

router = APIRouter(tags=["developers"])

Writer = Annotated[OrgContext, allow("api_key:write", plane="identity")]


@router.get("/api-keys", response_model=None, responses=answers(ApiKeyPage))
async def list_api_keys(
    ctx: Annotated[OrgContext, allow("api_key:read", plane="identity")], limit: Limit = 50, cursor: Cursor | None = None
) -> Response:
    """Every key of the organization, newest first; never a secret."""
    return json_response(ctx, await api_key_service.list_page(ctx, limit=limit, cursor=cursor))


@router.post("/api-keys", status_code=201, response_model=None, responses=answers(ApiKeyCreated, 402, 409, status=201))
async def create_api_key(data: ApiKeyCreate, ctx: Writer, request: Request) -> Response:
    """Make a key. `secret` is in this answer and nowhere else: repeated with its Idempotency-Key, it comes without."""
    return await answer_once(ctx, request, lambda: api_key_service.create(ctx, data), kept=api_key_service.without_secret)


@router.delete("/api-keys/{key_id}", status_code=204, responses=answers(None, 404, status=204))
async def revoke_api_key(key_id: UUID, ctx: Writer) -> Response:
    await api_key_service.revoke(ctx, key_id)
    return no_content(ctx)
