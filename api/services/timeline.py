"""The one timeline of a client: what people write, and what the product notes by itself."""

from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from uuid_utils.compat import uuid7

from api.core.deps import OrgContext
from api.core.errors import Conflict, Invalid, NotFound, VersionStale
from api.core.record import Undo, record
from api.repositories.base import NOW
from api.repositories.deal import DealRepository
from api.repositories.timeline import TimelineRepository
from api.schemas.timeline import TimelineEntryCreate, TimelineEntryUpdate
from api.services import client as client_service

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
    if client_id is not None:
        await client_service.get(ctx, client_id)
    return await repository(ctx).list_json(limit=limit, cursor=cursor, client_id=client_id, type=type)


async def get(ctx: OrgContext, entry_id: UUID) -> bytes:
    body = await repository(ctx).get_json(entry_id)
    if body is None:
        raise TimelineEntryNotFound
    return body


async def create(ctx: OrgContext, data: TimelineEntryCreate) -> bytes:
    """Raises ClientNotFound, DealNotFound (404), Invalid (422) for a time more than a year ahead."""
    clients = client_service.repository(ctx)
    if await clients.get_json(data.client_id) is None:
        raise client_service.ClientNotFound
    if data.deal_id is not None:
        deal = await DealRepository(ctx.session, ctx.organization_id).lock(data.deal_id)
        if deal is None or deal["client_id"] != data.client_id:
            raise NotFound(code="deal_not_found")
    at = data.timestamp or datetime.now(UTC)
    if at > datetime.now(UTC) + LATEST_FUTURE or at.year < 1990:
        raise Invalid.field("timestamp", "out_of_range", "This moment is too far away.")
    entry_id = uuid7()
    details = data.metadata.model_dump(exclude_none=True) if data.metadata else {}
    await repository(ctx).insert(
        id=entry_id, client_id=data.client_id, deal_id=data.deal_id, type=data.type, content=data.content,
        details=details, user_id=ctx.user_id, occurred_at=at,
    )  # fmt: skip
    await clients.touch(data.client_id, at=at, type=data.type, is_touch=data.type in TOUCHES)
    await record(
        ctx, action="timeline.created", entity_type="timeline_entry", entity_id=entry_id, version=1,
        changes={"type": [None, data.type]}, data={"client_id": data.client_id},
    )  # fmt: skip
    return await get(ctx, entry_id)


async def update(ctx: OrgContext, entry_id: UUID, data: TimelineEntryUpdate) -> bytes:
    entries = repository(ctx)
    row = await entries.lock(entry_id)
    if row is None:
        raise TimelineEntryNotFound
    if row["type"] not in WRITTEN:
        raise TimelineEntryFixed
    if row["version"] != data.version:
        raise VersionStale(current_version=row["version"])
    version = row["version"] + 1
    await entries.update(entry_id, {"content": data.content, "version": version, "edited_at": NOW, "updated_at": NOW})
    await record(
        ctx, action="timeline.updated", entity_type="timeline_entry", entity_id=entry_id, version=version,
        changes={"content": [row["content"], data.content]}, data={"client_id": row["client_id"]},
        undo=Undo("timeline.update", {"content": row["content"]}, version),
    )  # fmt: skip
    return await get(ctx, entry_id)


async def delete(ctx: OrgContext, entry_id: UUID) -> None:
    entries = repository(ctx)
    row = await entries.lock(entry_id)
    if row is None:
        raise TimelineEntryNotFound
    if row["type"] not in WRITTEN:
        raise TimelineEntryFixed
    version = row["version"] + 1
    await entries.update(entry_id, {"deleted_at": NOW, "version": version, "updated_at": NOW})
    await record(
        ctx, action="timeline.deleted", entity_type="timeline_entry", entity_id=entry_id, version=version,
        changes={"content": [row["content"], None]}, data={"client_id": row["client_id"]},
        undo=Undo("timeline.delete", {}, version),
    )  # fmt: skip


async def restore(ctx: OrgContext, entry_id: UUID) -> None:
    entries = repository(ctx)
    row = await entries.lock(entry_id, deleted=True)
    if row is None:
        raise TimelineEntryNotFound
    version = row["version"] + 1
    await entries.update(entry_id, {"deleted_at": None, "version": version, "updated_at": NOW})
    await record(
        ctx, action="timeline.restored", entity_type="timeline_entry", entity_id=entry_id, version=version,
        data={"client_id": row["client_id"]},
    )  # fmt: skip
