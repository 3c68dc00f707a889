from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.core.answers import answers
from api.core.deps import OrgContext, allow
from api.core.idempotency import answer_once, json_response, no_content
from api.schemas.base import Cursor, Limit
from api.schemas.custom_field import CustomField, CustomFieldCreate, CustomFieldPage, CustomFieldUpdate, Entity
from api.services import custom_field as custom_field_service

router = APIRouter(tags=["custom fields"])

Reader = Annotated[OrgContext, allow("custom_field:read")]
Writer = Annotated[OrgContext, allow("custom_field:write")]


@router.get("/custom-fields", response_model=None, responses=answers(CustomFieldPage))
async def list_custom_fields(
    ctx: Reader, entity: Entity = "client", is_deleted: bool = False, limit: Limit = 100, cursor: Cursor | None = None
) -> Response:
    """The fields of an entity in their order; with `is_deleted` those that can still be restored."""
    return json_response(ctx, await custom_field_service.list_page(ctx, entity, deleted=is_deleted, limit=limit, cursor=cursor))


@router.post("/custom-fields", status_code=201, response_model=None, responses=answers(CustomField, 409, status=201))
async def create_custom_field(ctx: Writer, request: Request, data: CustomFieldCreate) -> Response:
    return await answer_once(ctx, request, lambda: custom_field_service.create(ctx, data))


@router.patch("/custom-fields/{field_id}", response_model=None, responses=answers(CustomField, 404, 409, undoable=True))
async def update_custom_field(ctx: Writer, field_id: UUID, data: CustomFieldUpdate) -> Response:
    return json_response(ctx, await custom_field_service.update(ctx, field_id, data))


@router.delete("/custom-fields/{field_id}", status_code=204, response_model=None, responses=answers(None, 404, status=204, undoable=True))
async def delete_custom_field(ctx: Writer, field_id: UUID) -> Response:
    await custom_field_service.delete(ctx, field_id)
    return no_content(ctx)


@router.post("/custom-fields/{field_id}/restore", response_model=None, responses=answers(CustomField, 404, 409))
async def restore_custom_field(ctx: Writer, request: Request, field_id: UUID) -> Response:
    return await answer_once(ctx, request, lambda: custom_field_service.restore(ctx, field_id), status=200)
