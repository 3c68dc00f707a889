from fastapi import APIRouter

from api.core.answers import answers
from api.core.deps import CallerDep, CheckedUser, CurrentUser, ServicesDep
from api.schemas.account import PasswordChange, PasswordSet
from api.schemas.user import User, UserUpdate
from api.services import password as password_service
from api.services import user as user_service

router = APIRouter(tags=["me"])


@router.get("/users/me", responses=answers(User))
async def get_me(ctx: CurrentUser) -> User:
    return await user_service.get(ctx)


@router.patch("/users/me", responses=answers(User, 429, 503))
async def update_me(data: UserUpdate, ctx: CurrentUser, services: ServicesDep) -> User:
    return await user_service.update(services, ctx, data)


@router.post("/users/me/password", responses=answers(PasswordSet, 429))
async def change_password(data: PasswordChange, user_id: CheckedUser, services: ServicesDep, caller: CallerDep) -> PasswordSet:
    """Replace the password of who knows the old one; every other log-in ends."""
    return await password_service.change(services, caller, user_id, data)
