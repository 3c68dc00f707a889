from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.core.answers import answers
from api.core.deps import OrgContext, allow
from api.core.idempotency import answer_once, json_response, no_content
from api.schemas.base import Cursor, Limit
from api.schemas.contact import Contact, ContactCreate, ContactPage, ContactUpdate
from api.services import contact as contact_service

router = APIRouter(tags=["contacts"])

Reader = Annotated[OrgContext, allow("client:read")]
Writer = Annotated[OrgContext, allow("client:write")]


@router.get("/clients/{client_id}/contacts", response_model=None, responses=answers(ContactPage, 404))
async def list_contacts(ctx: Reader, client_id: UUID, limit: Limit = 50, cursor: Cursor | None = None) -> Response:
    return json_response(ctx, await contact_service.list_page(ctx, client_id, limit=limit, cursor=cursor))


@router.post("/clients/{client_id}/contacts", status_code=201, response_model=None, responses=answers(Contact, 404, 409, status=201))
async def create_contact(ctx: Writer, request: Request, client_id: UUID, data: ContactCreate) -> Response:
    return await answer_once(ctx, request, lambda: contact_service.create(ctx, client_id, data))


@router.patch("/contacts/{contact_id}", response_model=None, responses=answers(Contact, 404, 409, undoable=True))
async def update_contact(ctx: Writer, contact_id: UUID, data: ContactUpdate) -> Response:
    return json_response(ctx, await contact_service.update(ctx, contact_id, data))


@router.delete("/contacts/{contact_id}", status_code=204, response_model=None, responses=answers(None, 404, status=204, undoable=True))
async def delete_contact(ctx: Writer, contact_id: UUID) -> Response:
    await contact_service.delete(ctx, contact_id)
    return no_content(ctx)


@router.post("/contacts/{contact_id}/restore", response_model=None, responses=answers(Contact, 404, 409))
async def restore_contact(ctx: Writer, request: Request, contact_id: UUID) -> Response:
    return await answer_once(ctx, request, lambda: contact_service.restore(ctx, contact_id), status=200)
