from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from api.core.answers import answers
from api.core.deps import OrgContext, allow
from api.core.idempotency import answer_once, json_response, no_content
from api.schemas.bulk import BulkResult, DealBulk
from api.schemas.deal import Deal, DealCreate, DealPage, DealUpdate, StageMove, StageVisitPage
from api.schemas.deal_filter import DealListQuery
from api.services import deal as deal_service
from api.services import deal_bulk, deal_list, deal_move

router = APIRouter(tags=["deals"])

Reader = Annotated[OrgContext, allow("deal:read")]
Writer = Annotated[OrgContext, allow("deal:write")]
Deleter = Annotated[OrgContext, allow("deal:delete")]


@router.get("/deals", response_model=None, responses=answers(DealPage))
async def list_deals(ctx: Reader, asked: Annotated[DealListQuery, Query()]) -> Response:
    return json_response(ctx, await deal_list.list_page(ctx, asked))


@router.post("/deals", status_code=201, response_model=None, responses=answers(Deal, 404, 409, status=201))
async def create_deal(ctx: Writer, request: Request, data: DealCreate) -> Response:
    return await answer_once(ctx, request, lambda: deal_service.create(ctx, data))


@router.post("/deals/bulk", response_model=None, responses=answers(BulkResult, 404, undoable=True))
async def bulk_deals(ctx: Writer, request: Request, data: DealBulk) -> Response:
    """One change of up to 1,000 deals. What can't be changed is named with its code; one command undoes the rest."""
    return await answer_once(ctx, request, lambda: deal_bulk.change(ctx, data), status=200)


@router.get("/deals/{deal_id}", response_model=None, responses=answers(Deal, 404))
async def get_deal(ctx: Reader, deal_id: UUID) -> Response:
    return json_response(ctx, await deal_service.get(ctx, deal_id))


@router.patch("/deals/{deal_id}", response_model=None, responses=answers(Deal, 404, 409, undoable=True))
async def update_deal(ctx: Writer, deal_id: UUID, data: DealUpdate) -> Response:
    return json_response(ctx, await deal_service.update(ctx, deal_id, data))


@router.delete("/deals/{deal_id}", status_code=204, response_model=None, responses=answers(None, 404, status=204, undoable=True))
async def delete_deal(ctx: Deleter, deal_id: UUID) -> Response:
    await deal_service.delete(ctx, deal_id)
    return no_content(ctx)


@router.post("/deals/{deal_id}/restore", response_model=None, responses=answers(Deal, 404, 409))
async def restore_deal(ctx: Deleter, request: Request, deal_id: UUID) -> Response:
    return await answer_once(ctx, request, lambda: deal_service.restore(ctx, deal_id), status=200)


@router.put("/deals/{deal_id}/stage", response_model=None, responses=answers(Deal, 404, 409, undoable=True))
async def move_deal(ctx: Writer, deal_id: UUID, data: StageMove) -> Response:
    return json_response(ctx, await deal_move.move(ctx, deal_id, data))


@router.get("/deals/{deal_id}/history", response_model=None, responses=answers(StageVisitPage, 404))
async def list_deal_history(ctx: Reader, deal_id: UUID) -> Response:
    return json_response(ctx, await deal_service.history(ctx, deal_id))
