"""People's pictures: read with suspicion, kept small and square, seen by colleagues."""

import asyncio
import io
from typing import BinaryIO, Final
from uuid import UUID

from PIL import Image, ImageOps, UnidentifiedImageError

from api.core.deps import OrgContext, Services
from api.core.errors import AppError, Invalid, NotFound
from api.core.organization_middleware import Caller
from api.core.record import record
from api.core.storage import Storage, StoredFileMissing
from api.repositories.user import UserRepository
from api.schemas.user import User
from api.services import user_session

MAX_BYTES: Final = 5 * 1024 * 1024
MAX_PIXELS: Final = 40_000_000
SIDE: Final = 256
FORMATS: Final = ("PNG", "JPEG", "WEBP")
# Forty megapixels take 160 MB while they last.
_DECODING: Final = asyncio.Semaphore(2)


class PictureTooLarge(AppError):
    status, code, detail = 413, "avatar_too_large", "The picture is larger than 5 MB."


class PictureUnreadable(Invalid):
    code, detail = "avatar_unreadable", "This is no picture that can be read. Send a PNG, JPEG or WebP."


class PictureTooManyPixels(Invalid):
    code, detail = "avatar_too_many_pixels", "The picture has more than 40 megapixels."


class AvatarNotFound(NotFound):
    code, detail = "avatar_not_found", "This person has no picture, or isn't a colleague."


def squared(content: bytes) -> bytes:
    """The middle of the picture as a WebP of 256 pixels square, upright, and without metadata.

    Raises PictureUnreadable, PictureTooManyPixels (422).
    """
    try:
        # The size is known from the head; nothing is decoded before it was looked at.
        with Image.open(io.BytesIO(content), formats=FORMATS) as image:
            if image.width * image.height > MAX_PIXELS:
                raise PictureTooManyPixels
            image.draft("RGB", (SIDE * 2, SIDE * 2))
            upright = ImageOps.exif_transpose(image)
            square = ImageOps.fit(upright.convert("RGBA" if upright.has_transparency_data else "RGB"), (SIDE, SIDE))
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError, MemoryError) as error:
        raise PictureUnreadable from error
    kept = io.BytesIO()
    # A picture of its own: none of the bytes that came along.
    Image.frombytes(square.mode, square.size, square.tobytes()).save(kept, "WEBP", quality=86, method=4)
    return kept.getvalue()


async def put(services: Services, caller: Caller, storage: Storage, file: BinaryIO) -> User:
    """The person with the new picture; opens its own transaction, so that decoding holds no connection.

    Raises PictureTooLarge (413), PictureUnreadable, PictureTooManyPixels (422).
    """
    assert caller.claims is not None
    claims = caller.claims
    content = await asyncio.to_thread(file.read, MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise PictureTooLarge(limit_bytes=MAX_BYTES)
    async with _DECODING:
        picture = await asyncio.to_thread(squared, content)
    key = storage.new_avatar_key(claims.user_id)
    await storage.save(key, io.BytesIO(picture))
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
