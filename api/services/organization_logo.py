"""An organization's logo: in the frame of every member's screen, in its mails and on its invites."""

import asyncio
import io
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, BinaryIO, Final
from uuid import UUID

from PIL import Image, ImageOps

from api.core import picture
from api.core.deps import OrgContext
from api.core.errors import NotFound, VersionStale
from api.core.record import Undo, record
from api.core.storage import Storage, StoredFileMissing
from api.repositories.organization import OrganizationRepository
from api.schemas.organization import Organization
from api.services import organization as organization_service

SIDE: Final = 512
# Longer than a command can be undone: the file of a former logo may be asked for again.
KEPT: Final = timedelta(days=31)


class LogoNotFound(NotFound):
    code, detail = "logo_not_found", "There is no logo here."


def whole(image: Image.Image) -> Image.Image:
    """All of it, without empty margins; nothing is cut off, and nothing small is blown up."""
    trimmed = picture.trimmed(image)
    return trimmed if max(trimmed.size) <= SIDE else ImageOps.contain(trimmed, (SIDE, SIDE))


async def read_picture(file: BinaryIO) -> tuple[bytes, picture.Tone]:
    """What is kept of an uploaded file. Raises PictureTooLarge (413), PictureUnreadable, PictureTooManyPixels (422)."""
    image = await picture.remake(file, whole, side=SIDE)
    return await asyncio.to_thread(picture.webp, image, quality=90), await asyncio.to_thread(picture.tone_of, image)


async def put(ctx: OrgContext, storage: Storage, content: bytes, tone: picture.Tone) -> bytes:
    """Show this logo from now on; the former one can be brought back by undoing the command."""
    key = storage.new_key(ctx.organization_id, "logo")
    await storage.save(key, io.BytesIO(content))
    row = await OrganizationRepository(ctx.session).lock(ctx.organization_id)
    return (await _replace(ctx, storage, row, key, tone)).model_dump_json().encode()


async def delete(ctx: OrgContext, storage: Storage) -> None:
    row = await OrganizationRepository(ctx.session).lock(ctx.organization_id)
    if row["logo_key"] is not None:
        await _replace(ctx, storage, row, None, None)


async def revert(ctx: OrgContext, organization_id: UUID, before: Mapping[str, Any], entity_version: int) -> Organization:
    """Undo one change of the logo, whatever else was changed since; raises VersionStale (409) when it was the logo."""
    row = await OrganizationRepository(ctx.session).lock(organization_id)
    if row["logo_key"] != before["replaced_by"]:
        raise VersionStale(current_version=row["version"])
    return await _replace(ctx, None, row, before["logo_key"], before["logo_tone"])


async def _replace(ctx: OrgContext, storage: Storage | None, row: Mapping[str, Any], key: str | None, tone: str | None) -> Organization:
    former = row["logo_key"]
    await OrganizationRepository(ctx.session).replace_logo(ctx.organization_id, key, tone)
    if storage is not None and former is not None:
        await storage.touch(former)
    saved = await organization_service.get(ctx)
    await record(
        ctx, action="organization.logo_removed" if key is None else "organization.logo_changed", entity_type="organization",
        entity_id=ctx.organization_id, version=saved.version, changes={"logo": [_version(former), _version(key)]},
        data={"logo": saved.logo.model_dump(mode="json") if saved.logo else None},
        undo=Undo("organization.logo", {"logo_key": former, "logo_tone": row["logo_tone"], "replaced_by": key}, saved.version),
    )  # fmt: skip
    return saved


def _version(key: str | None) -> str | None:
    return key and key[-36:]


async def read(ctx: OrgContext, storage: Storage) -> tuple[bytes, UUID]:
    """The current organization's, and its version. Raises LogoNotFound (404)."""
    row = await OrganizationRepository(ctx.session).get(ctx.organization_id)
    return await load(storage, row["logo_key"])


async def read_of(ctx: OrgContext, storage: Storage, organization_id: UUID) -> tuple[bytes, UUID]:
    """Another organization's that the person is in. Raises LogoNotFound (404)."""
    assert ctx.user_id is not None
    return await load(storage, await OrganizationRepository(ctx.session).find_logo(ctx.user_id, organization_id))


async def load(storage: Storage, key: str | None) -> tuple[bytes, UUID]:
    """Raises LogoNotFound (404)."""
    if key is None:
        raise LogoNotFound
    try:
        return await asyncio.to_thread(storage.path(key).read_bytes), UUID(key[-36:])
    except StoredFileMissing as error:
        raise LogoNotFound from error


async def list_forgotten(ctx: OrgContext, storage: Storage) -> list[str]:
    """Keys of former logos that nothing brings back any more."""
    row = await OrganizationRepository(ctx.session).get(ctx.organization_id)
    return [key for key in await storage.list_older(ctx.organization_id, "logo", KEPT) if key != row["logo_key"]]
