from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, BackgroundTasks, File, Response, UploadFile

from api.core import picture
from api.core.answers import answers
from api.core.deps import CallerDep, CheckedUser, CurrentUser, OrgContext, ServicesDep, allow
from api.core.storage import Storage
from api.schemas.account import PasswordChange, PasswordSet
from api.schemas.user import User, UserUpdate
from api.services import avatar as avatar_service
from api.services import password as password_service
from api.services import user as user_service

router = APIRouter(tags=["me"])

PICTURE = {"content": {"image/webp": {"schema": {"type": "string", "format": "binary"}}}, "description": "256 pixels square"}


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


@router.put("/users/me/avatar", responses=answers(User, 413))
async def put_avatar(_: CheckedUser, file: Annotated[UploadFile, File()], services: ServicesDep, caller: CallerDep) -> User:
    """A PNG, JPEG or WebP of at most 5 MB; kept as a square of 256 pixels, without what the camera wrote into it."""
    return await avatar_service.put(services, caller, Storage(services.settings.storage_dir), file.file)


@router.delete("/users/me/avatar", status_code=204, responses=answers(None, status=204))
async def delete_avatar(ctx: CurrentUser, services: ServicesDep, background: BackgroundTasks) -> None:
    background.add_task(avatar_service.forget, Storage(services.settings.storage_dir), await avatar_service.delete(ctx))


@router.get("/users/{user_id}/avatar", response_model=None, response_class=Response, responses=answers(None, 404) | {200: PICTURE})
async def get_avatar(user_id: UUID, ctx: Annotated[OrgContext, allow("organization:read")], services: ServicesDep) -> Response:
    """The picture of a colleague; who isn't one has none."""
    content = await avatar_service.read(ctx, Storage(services.settings.storage_dir), user_id)
    return Response(content, 200, picture.HEADERS, picture.MEDIA_TYPE)
