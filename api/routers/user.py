from fastapi import APIRouter

from api.core.answers import answers
from api.core.deps import CurrentUser
from api.schemas.user import User, UserUpdate
from api.services import user as user_service

router = APIRouter(tags=["me"])


@router.get("/users/me", responses=answers(User))
async def get_me(ctx: CurrentUser) -> User:
    return await user_service.get(ctx)


@router.patch("/users/me", responses=answers(User))
async def update_me(data: UserUpdate, ctx: CurrentUser) -> User:
    return await user_service.update(ctx, data)
