"""The one timeline of a client: what people write, and what the product notes by itself."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID

import orjson
from uuid_utils.compat import uuid7

from api.core.deps import OrgContext
from api.core.errors import Conflict, Invalid, NotFound, VersionStale
from api.core.record import Undo, record
from api.repositories.base import EMPTY_PAGE, NOW
from api.repositories.timeline import TimelineRepository
from api.schemas.timeline import TimelineEntryCreate, TimelineEntryUpdate
from api.services import client as client_service
from api.services import deal as deal_service
from api.services.version import require_version

WRITTEN: Final = frozenset({"note", "meeting", "call"})
TOUCHES: Final = frozenset({"call", "email", "whatsapp", "meeting"})
LATEST_FUTURE: Final = timedelta(days=366)


class TimelineEntryNotFound(NotFound):
    code, detail = "timeline_entry_not_found", "This entry doesn't exist, or you can't see it."


class TimelineEntryFixed(Conflict):
    code, detail = "timeline_entry_fixed", "Entries that the system wrote can't be changed."


def repository(ctx: OrgContext) -> TimelineRepository:
    return TimelineRepository(ctx.session, ctx.organization_id)


async def list_page(ctx: OrgContext, *, limit: int, cursor: str | None, client_id: UUID | None, type: str | None) -> bytes:
    body = await repository(ctx).list_json(limit=limit, cursor=cursor, client_id=client_id, type=type)
    if client_id is not None and body == EMPTY_PAGE:
        await client_service.require(ctx, client_id)
    return body


async def get(ctx: OrgContext, entry_id: UUID) -> bytes:
    body = await repository(ctx).get_json(entry_id)
    if body is None:
        raise TimelineEntryNotFound
    return body


async def create(ctx: OrgContext, data: TimelineEntryCreate) -> bytes:
    """Raises ClientNotFound, DealNotFound (404), Invalid (422) for a time more than a year ahead."""
    await client_service.hold(ctx, data.client_id)
    if data.deal_id is not None and await deal_service.repository(ctx).find_client(data.deal_id) != data.client_id:
        raise deal_service.DealNotFound
    at = data.timestamp or datetime.now(UTC)
    if at > datetime.now(UTC) + LATEST_FUTURE or at.year < 1990:
        raise Invalid.field("timestamp", "out_of_range", "This moment is too far away.")
    entry_id = uuid7()
    details = data.metadata.model_dump(exclude_none=True) if data.metadata else {}
    await repository(ctx).insert(
        id=entry_id, client_id=data.client_id, deal_id=data.deal_id, type=data.type, content=data.content,
        details=details, user_id=ctx.user_id, occurred_at=at,
    )  # fmt: skip
    clients = client_service.repository(ctx)
    await clients.touch(data.client_id, at=at, type=data.type, is_touch=data.type in TOUCHES)
    await record(
        ctx, action="timeline.created", entity_type="timeline_entry", entity_id=entry_id, version=1,
        changes={"type": [None, data.type]}, data={"client_id": data.client_id},
    )  # fmt: skip
    return await get(ctx, entry_id)


async def update(ctx: OrgContext, entry_id: UUID, data: TimelineEntryUpdate) -> bytes:
    """Raises TimelineEntryNotFound (404), TimelineEntryFixed, VersionStale (409)."""
    return await _write(ctx, entry_id, data.content, data.version)


async def revert(ctx: OrgContext, entry_id: UUID, before: Mapping[str, Any], entity_version: int) -> bytes:
    """Undo one edit, unless the entry changed since (VersionStale, 409)."""
    return await _write(ctx, entry_id, before["content"], entity_version)


async def _write(ctx: OrgContext, entry_id: UUID, content: str, on_version: int) -> bytes:
    row = await _lock(ctx, entry_id)
    await require_version(ctx, row, on_version, get)
    version = row["version"] + 1
    changes = {"content": content, "version": version, "edited_at": NOW, "updated_at": NOW}
    await repository(ctx).update(entry_id, changes)
    await record(
        ctx, action="timeline.updated", entity_type="timeline_entry", entity_id=entry_id, version=version,
        changes={"content": [row["content"], content]}, data={"client_id": row["client_id"]},
        undo=Undo("timeline.update", {"content": row["content"]}, version),
    )  # fmt: skip
    return await get(ctx, entry_id)


async def _lock(ctx: OrgContext, entry_id: UUID) -> dict[str, Any]:
    row = await repository(ctx).lock(entry_id)
    if row is None:
        raise TimelineEntryNotFound
    if row["type"] not in WRITTEN:
        raise TimelineEntryFixed
    return row


async def delete(ctx: OrgContext, entry_id: UUID) -> None:
    row = await _lock(ctx, entry_id)
    version = row["version"] + 1
    await repository(ctx).update(entry_id, {"deleted_at": NOW, "version": version, "updated_at": NOW})
    await client_service.repository(ctx).retouch(row["client_id"])
    await record(
        ctx, action="timeline.deleted", entity_type="timeline_entry", entity_id=entry_id, version=version,
        changes={"content": [row["content"], None]}, data={"client_id": row["client_id"]},
        undo=Undo("timeline.delete", {}, version),
    )  # fmt: skip


async def undelete(ctx: OrgContext, entry_id: UUID, before: Mapping[str, Any], entity_version: int) -> bytes:
    """Undo a delete, unless somebody restored the entry since (VersionStale, 409)."""
    entries = repository(ctx)
    row = await entries.lock(entry_id, deleted=True)
    if row is None:
        raise VersionStale(current=orjson.loads(await get(ctx, entry_id)))
    if row["version"] != entity_version:
        raise VersionStale
    version = row["version"] + 1
    await entries.update(entry_id, {"deleted_at": None, "version": version, "updated_at": NOW})
    await client_service.repository(ctx).retouch(row["client_id"])
    await record(
        ctx, action="timeline.restored", entity_type="timeline_entry", entity_id=entry_id, version=version,
        data={"client_id": row["client_id"]},
    )  # fmt: skip
    return await get(ctx, entry_id)
