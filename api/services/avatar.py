"""People's pictures: kept small and square, seen by colleagues."""

import asyncio
import io
from typing import BinaryIO, Final
from uuid import UUID

from PIL import Image, ImageOps

from api.core import picture
from api.core.deps import OrgContext, Services
from api.core.errors import NotFound
from api.core.organization_middleware import Caller
from api.core.record import record
from api.core.storage import Storage, StoredFileMissing
from api.repositories.user import UserRepository
from api.schemas.user import User
from api.services import user_session

SIDE: Final = 256


class AvatarNotFound(NotFound):
    code, detail = "avatar_not_found", "This person has no picture, or isn't a colleague."


def squared(image: Image.Image) -> Image.Image:
    """The middle of it."""
    return ImageOps.fit(image, (SIDE, SIDE))


async def put(services: Services, caller: Caller, storage: Storage, file: BinaryIO) -> User:
    """The person with the new picture; opens its own transaction, so that decoding holds no connection.

    Raises PictureTooLarge (413), PictureUnreadable, PictureTooManyPixels (422).
    """
    assert caller.claims is not None
    claims = caller.claims
    square = await picture.remake(file, squared, side=SIDE)
    key = storage.new_avatar_key(claims.user_id)
    await storage.save(key, io.BytesIO(await asyncio.to_thread(picture.webp, square, quality=86)))
    async with services.databases.identity_session() as identity:
        ctx = await user_session.enter(identity, caller, claims.session_id, claims.organization_id)
        former = await UserRepository(ctx.session).replace_avatar(claims.user_id, key)
        user = await _changed(ctx)
    services.live.publish_soon(ctx.events)
    await forget(storage, former)
    return user


async def delete(ctx: OrgContext) -> str | None:
    """Take one's picture away; its key, to be forgotten after the commit."""
    assert ctx.user_id is not None
    former = await UserRepository(ctx.session).replace_avatar(ctx.user_id, None)
    if former is not None:
        await _changed(ctx)
    return former


async def _changed(ctx: OrgContext) -> User:
    assert ctx.user_id is not None
    user = User.model_validate(await UserRepository(ctx.session).get(ctx.user_id))
    data = {"avatar_version": str(user.avatar_version) if user.avatar_version else None}
    await record(ctx, action="user.avatar_changed", entity_type="user", entity_id=ctx.user_id, data=data)
    return user


async def forget(storage: Storage, key: str | None) -> None:
    if key is not None:
        await storage.delete(key)


async def read(ctx: OrgContext, storage: Storage, user_id: UUID) -> bytes:
    """Raises AvatarNotFound (404)."""
    key = await UserRepository(ctx.session).find_avatar(user_id)
    if key is None:
        raise AvatarNotFound
    try:
        return await asyncio.to_thread(storage.path(key).read_bytes)
    except StoredFileMissing as error:
        raise AvatarNotFound from error
