from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.core.answers import answers
from api.core.deps import OrgContext, allow
from api.core.idempotency import answer_once, json_response, no_content
from api.schemas.base import Cursor, Limit
from api.schemas.timeline import EntryType, TimelineEntry, TimelineEntryCreate, TimelineEntryUpdate, TimelinePage
from api.services import timeline as timeline_service

router = APIRouter(tags=["timeline"])

Reader = Annotated[OrgContext, allow("timeline:read")]
Writer = Annotated[OrgContext, allow("timeline:write")]


@router.get("/timeline", response_model=None, responses=answers(TimelinePage, 404))
async def list_timeline(
    ctx: Reader,
    limit: Limit = 50,
    cursor: Cursor | None = None,
    client_id: UUID | None = None,
    type: EntryType | None = None,
) -> Response:
    body = await timeline_service.list_page(ctx, limit=limit, cursor=cursor, client_id=client_id, type=type)
    return json_response(ctx, body)


@router.get("/clients/{client_id}/timeline", response_model=None, responses=answers(TimelinePage, 404))
async def list_client_timeline(
    ctx: Reader, client_id: UUID, limit: Limit = 50, cursor: Cursor | None = None, type: EntryType | None = None
) -> Response:
    body = await timeline_service.list_page(ctx, limit=limit, cursor=cursor, client_id=client_id, type=type)
    return json_response(ctx, body)


@router.post("/timeline", status_code=201, response_model=None, responses=answers(TimelineEntry, 404, 409, status=201))
async def create_timeline_entry(ctx: Writer, request: Request, data: TimelineEntryCreate) -> Response:
    return await answer_once(ctx, request, lambda: timeline_service.create(ctx, data))


@router.get("/timeline/{entry_id}", response_model=None, responses=answers(TimelineEntry, 404))
async def get_timeline_entry(ctx: Reader, entry_id: UUID) -> Response:
    return json_response(ctx, await timeline_service.get(ctx, entry_id))


@router.patch("/timeline/{entry_id}", response_model=None, responses=answers(TimelineEntry, 404, 409, undoable=True))
async def update_timeline_entry(ctx: Writer, entry_id: UUID, data: TimelineEntryUpdate) -> Response:
    return json_response(ctx, await timeline_service.update(ctx, entry_id, data))


@router.delete("/timeline/{entry_id}", status_code=204, response_model=None, responses=answers(None, 404, 409, status=204, undoable=True))
async def delete_timeline_entry(ctx: Writer, entry_id: UUID) -> Response:
    await timeline_service.delete(ctx, entry_id)
    return no_content(ctx)
