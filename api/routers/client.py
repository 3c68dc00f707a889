from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from api.core.answers import answers
from api.core.deps import OrgContext, allow
from api.core.idempotency import answer_once, json_response, no_content
from api.schemas.bulk import BulkResult, ClientBulk
from api.schemas.client import Client, ClientCreate, ClientPage, ClientUpdate
from api.schemas.client_filter import ClientListQuery
from api.services import client as client_service
from api.services import client_bulk

router = APIRouter(tags=["clients"])

Reader = Annotated[OrgContext, allow("client:read")]
Writer = Annotated[OrgContext, allow("client:write")]
Deleter = Annotated[OrgContext, allow("client:delete")]


@router.get("/clients", response_model=None, responses=answers(ClientPage))
async def list_clients(ctx: Reader, asked: Annotated[ClientListQuery, Query()]) -> Response:
    return json_response(ctx, await client_service.list_page(ctx, asked))


@router.post("/clients", status_code=201, response_model=None, responses=answers(Client, 404, 409, status=201))
async def create_client(ctx: Writer, request: Request, data: ClientCreate) -> Response:
    return await answer_once(ctx, request, lambda: client_service.create(ctx, data))


@router.post("/clients/bulk", response_model=None, responses=answers(BulkResult, 404, undoable=True))
async def bulk_clients(ctx: Writer, request: Request, data: ClientBulk) -> Response:
    """One change of up to 1,000 clients. What can't be changed is named with its code; one command undoes the rest."""
    return await answer_once(ctx, request, lambda: client_bulk.change(ctx, data), status=200)


@router.get("/clients/{client_id}", response_model=None, responses=answers(Client, 404))
async def get_client(ctx: Reader, client_id: UUID) -> Response:
    return json_response(ctx, await client_service.get(ctx, client_id))


@router.patch("/clients/{client_id}", response_model=None, responses=answers(Client, 404, 409, undoable=True))
async def update_client(ctx: Writer, client_id: UUID, data: ClientUpdate) -> Response:
    return json_response(ctx, await client_service.update(ctx, client_id, data))


@router.delete("/clients/{client_id}", status_code=204, response_model=None, responses=answers(None, 404, status=204, undoable=True))
async def delete_client(ctx: Deleter, client_id: UUID) -> Response:
    await client_service.delete(ctx, client_id)
    return no_content(ctx)


@router.post("/clients/{client_id}/restore", response_model=None, responses=answers(Client, 404, 409))
async def restore_client(ctx: Deleter, request: Request, client_id: UUID) -> Response:
    return await answer_once(ctx, request, lambda: client_service.restore(ctx, client_id), status=200)
