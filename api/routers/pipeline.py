from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from api.core.answers import answers
from api.core.deps import OrgContext, allow
from api.core.idempotency import json_response
from api.schemas.base import Cursor, Limit, SearchText, Tag
from api.schemas.deal import Attention, Board, PipelineMetrics, Stage
from api.services import attention as attention_service
from api.services import pipeline as pipeline_service

router = APIRouter(tags=["pipeline"])

Reader = Annotated[OrgContext, allow("deal:read")]


@router.get("/pipeline/board", response_model=None, responses=answers(Board))
async def get_board(
    ctx: Reader,
    limit: Limit = 50,
    query: SearchText | None = None,
    owner_id: UUID | None = None,
    client_id: UUID | None = None,
    tag: Tag | None = None,
    stage: Stage | None = None,
    cursor: Cursor | None = None,
) -> Response:
    """All columns with their first cards and whole totals; with `stage`, one column, from `cursor` on."""
    body = await pipeline_service.board(
        ctx, limit=limit, query=query, owner_id=owner_id, client_id=client_id, tag=tag, stage=stage, cursor=cursor
    )
    return json_response(ctx, body)


@router.get("/pipeline/metrics", response_model=None, responses=answers(PipelineMetrics))
async def get_pipeline_metrics(ctx: Reader, days: Annotated[int, Query(ge=1, le=3660)] = 30) -> Response:
    return json_response(ctx, await pipeline_service.metrics(ctx, days=days))


@router.get("/pipeline/attention", response_model=None, responses=answers(Attention))
async def list_attention(ctx: Reader, limit: Limit = 6) -> Response:
    """The open deals that need a look, the most pressing first."""
    return json_response(ctx, await attention_service.list_page(ctx, limit=limit))
