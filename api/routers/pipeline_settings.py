from typing import Annotated

from fastapi import APIRouter, Response

from api.core.answers import answers
from api.core.deps import OrgContext, allow
from api.core.idempotency import json_response
from api.schemas.pipeline_settings import PipelineSettings, PipelineSettingsUpdate
from api.services import pipeline_settings as pipeline_settings_service

router = APIRouter(prefix="/pipeline/settings", tags=["pipeline"])


@router.get("", responses=answers(PipelineSettings))
async def get_pipeline_settings(ctx: Annotated[OrgContext, allow("pipeline:read")]) -> PipelineSettings:
    """Names, demands and patience of each stage, and the reasons that end deals."""
    return await pipeline_settings_service.get(ctx)


@router.put("", response_model=None, responses=answers(PipelineSettings, 409, undoable=True))
async def put_pipeline_settings(data: PipelineSettingsUpdate, ctx: Annotated[OrgContext, allow("pipeline:write")]) -> Response:
    """Replace them; what a stage demands is asked of deals that enter it from then on."""
    found = await pipeline_settings_service.put(ctx, data)
    return json_response(ctx, found.model_dump_json().encode())
