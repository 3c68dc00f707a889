from typing import Annotated

from fastapi import APIRouter

from api.core.answers import answers
from api.core.deps import OrgContext, allow
from api.schemas.preference import Preferences, PreferencesUpdate
from api.services import preference as preference_service

router = APIRouter(tags=["me"])


@router.get("/preferences", responses=answers(Preferences))
async def get_preferences(ctx: Annotated[OrgContext, allow("preference:read")]) -> Preferences:
    return await preference_service.get(ctx)


@router.patch("/preferences", responses=answers(Preferences))
async def update_preferences(data: PreferencesUpdate, ctx: Annotated[OrgContext, allow("preference:write")]) -> Preferences:
    return await preference_service.update(ctx, data)
