from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.core.answers import answers
from api.core.deps import OrgContext, allow
from api.core.idempotency import json_response
from api.schemas.base import Limit
from api.schemas.deal import Attention, Board, PipelineMetrics
from api.schemas.deal_filter import BoardQuery, MetricsQuery
from api.services import attention as attention_service
from api.services import pipeline as pipeline_service

router = APIRouter(tags=["pipeline"])

Reader = Annotated[OrgContext, allow("deal:read")]


@router.get("/pipeline/board", response_model=None, responses=answers(Board))
async def get_board(ctx: Reader, asked: Annotated[BoardQuery, Query()]) -> Response:
    """All columns with their first cards and whole totals; with one `stage`, that column, from `cursor` on."""
    return json_response(ctx, await pipeline_service.board(ctx, asked))


@router.get("/pipeline/metrics", response_model=None, responses=answers(PipelineMetrics))
async def get_pipeline_metrics(ctx: Reader, asked: Annotated[MetricsQuery, Query()]) -> Response:
    return json_response(ctx, await pipeline_service.metrics(ctx, asked))


@router.get("/pipeline/attention", response_model=None, responses=answers(Attention))
async def list_attention(ctx: Reader, limit: Limit = 6) -> Response:
    """The open deals that need a look, the most pressing first."""
    return json_response(ctx, await attention_service.list_page(ctx, limit=limit))
