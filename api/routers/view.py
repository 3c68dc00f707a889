from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.core.answers import answers
from api.core.deps import OrgContext, allow
from api.core.idempotency import answer_once, json_response, no_content
from api.schemas.base import Cursor, Limit
from api.schemas.view import View, ViewCreate, ViewKind, ViewPage, ViewUpdate
from api.services import view as view_service

router = APIRouter(tags=["views"])

Reader = Annotated[OrgContext, allow("view:read")]
Writer = Annotated[OrgContext, allow("view:write")]


@router.get("/views", response_model=None, responses=answers(ViewPage))
async def list_views(ctx: Reader, kind: ViewKind | None = None, limit: Limit = 100, cursor: Cursor | None = None) -> Response:
    """One's own and the shared ones, by name."""
    return json_response(ctx, await view_service.list_page(ctx, kind=kind, limit=limit, cursor=cursor))


@router.post("/views", status_code=201, response_model=None, responses=answers(View, 409, status=201))
async def create_view(ctx: Writer, request: Request, data: ViewCreate) -> Response:
    return await answer_once(ctx, request, lambda: view_service.create(ctx, data))


@router.patch("/views/{view_id}", response_model=None, responses=answers(View, 404, 409, undoable=True))
async def update_view(ctx: Writer, view_id: UUID, data: ViewUpdate) -> Response:
    return json_response(ctx, await view_service.update(ctx, view_id, data))


@router.delete("/views/{view_id}", status_code=204, response_model=None, responses=answers(None, 404, status=204, undoable=True))
async def delete_view(ctx: Writer, view_id: UUID) -> Response:
    await view_service.delete(ctx, view_id)
    return no_content(ctx)


@router.put("/views/{view_id}/default", response_model=None, responses=answers(View, 404))
async def make_default_view(ctx: Writer, view_id: UUID) -> Response:
    """Open the page with this view from now on; it is the caller's own choice."""
    return json_response(ctx, await view_service.make_default(ctx, view_id))


@router.delete("/views/{view_id}/default", response_model=None, responses=answers(View, 404))
async def clear_default_view(ctx: Writer, view_id: UUID) -> Response:
    return json_response(ctx, await view_service.clear_default(ctx, view_id))
