"""Tasks: what somebody is to do, by when, about whom. `task_completion` ends them, `task_news` tells people of them."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any, Final
from uuid import UUID

import orjson
from uuid_utils.compat import uuid7

from api.core.deps import OrgContext
from api.core.due import Due, Today
from api.core.errors import Forbidden, Invalid, NotFound, VersionStale
from api.core.record import Undo, record
from api.repositories.base import NOW
from api.repositories.deal import DealRepository
from api.repositories.task import TaskRepository
from api.schemas.task import TaskCreate, TaskUpdate
from api.services import client as client_service
from api.services import preference as preference_service
from api.services import task_news
from api.services.deal import DealNotFound
from api.services.version import require_version

# What a person sees and changes of a task's due date; the other columns follow from these.
DUE: Final = ("due_on", "due_time", "time_zone", "reminder_minutes", "repeats")
EDITED: Final = ("title", "details", *DUE, "assignee_id", "client_id", "deal_id")


class TaskNotFound(NotFound):
    code, detail = "task_not_found", "This task doesn't exist, or you can't see it."


class DueDateMissing(Invalid):
    code, detail = "due_date_missing", "A time, a reminder or a repetition needs a due date."


class DealOfAnotherClient(Invalid):
    code, detail = "deal_of_another_client", "This deal belongs to another client."


class AssigneeOutOfSight(Forbidden):
    code, detail = "assignee_out_of_sight", "Only who sees the client of this task may give it to somebody else."


def repository(ctx: OrgContext) -> TaskRepository:
    return TaskRepository(ctx.session, ctx.organization_id)


def about(row: Mapping[str, Any]) -> dict[str, Any]:
    """The data of a task's live events: which lists it is in."""
    return {name: row[name] for name in ("assignee_id", "client_id", "deal_id")}


async def zone_of(ctx: OrgContext) -> str:
    return (await preference_service.get(ctx)).time_zone


async def today_of(ctx: OrgContext) -> Today:
    return Today.at(datetime.now(UTC), await zone_of(ctx))


async def get(ctx: OrgContext, task_id: UUID) -> bytes:
    body = await repository(ctx).get_json(task_id)
    if body is None:
        raise TaskNotFound
    return body


async def list_page(
    ctx: OrgContext, *, view: str, limit: int, cursor: str | None, assignee_id: UUID | None, client_id: UUID | None,
    deal_id: UUID | None,
) -> bytes:  # fmt: skip
    """What is late, due today or to come is so by the caller's clock."""
    return await repository(ctx).list_json(
        await today_of(ctx), view=view, limit=limit, cursor=cursor, assignee_id=assignee_id, client_id=client_id, deal_id=deal_id
    )


async def counts(ctx: OrgContext) -> bytes:
    return await repository(ctx).counts_json(await today_of(ctx), preference_service.owner_of(ctx))


async def create(ctx: OrgContext, data: TaskCreate) -> bytes:
    """Raises ClientNotFound, DealNotFound, OwnerNotFound (404), DueDateMissing, DealOfAnotherClient (422)."""
    values = data.model_dump(exclude={*DUE})
    if "assignee_id" not in data.model_fields_set:
        values["assignee_id"] = ctx.user_id
    await client_service.require_member(ctx, values["assignee_id"])
    values["client_id"] = await _client_of(ctx, data.client_id, data.deal_id)
    if data.due_on is None and (data.due_time or data.repeats or data.reminder_minutes is not None):
        raise DueDateMissing
    due = Due(data.due_on, _clock(data.due_time), data.time_zone or await zone_of(ctx))
    repeats = data.repeats.model_dump() if data.repeats else None
    return await _insert(ctx, values | due.columns(data.reminder_minutes, repeats))


async def _insert(ctx: OrgContext, values: Mapping[str, Any]) -> bytes:
    task_id = uuid7()
    await repository(ctx).insert(id=task_id, created_by=ctx.user_id, **values)
    await record(
        ctx, action="task.created", entity_type="task", entity_id=task_id, version=1, changes={"title": [None, values["title"]]},
        undo=Undo("task.create", {}, 1), data=about(values),
    )  # fmt: skip
    body = await get(ctx, task_id)
    await task_news.tell_assignee(ctx, orjson.loads(body))
    await task_news.remind_later(ctx, task_id, values["remind_at"])
    return body


async def update(ctx: OrgContext, task_id: UUID, data: TaskUpdate) -> bytes:
    """Raises TaskNotFound, ClientNotFound, DealNotFound, OwnerNotFound (404), AssigneeOutOfSight (403), VersionStale (409),
    DueDateMissing, DealOfAnotherClient (422)."""
    row = await lock(ctx, task_id, data.version)
    sent = data.model_dump(exclude_unset=True, exclude={"version"})
    wanted = {name: value for name, value in sent.items() if name not in DUE}
    if "assignee_id" in wanted and wanted["assignee_id"] != row["assignee_id"]:
        await client_service.require_member(ctx, wanted["assignee_id"])
        if row["created_by"] != ctx.user_id and row["client_id"] != row["seen_client_id"]:
            raise AssigneeOutOfSight
    if {"client_id", "deal_id"} & wanted.keys():
        # Another client, or none, takes the task away from the deal.
        deal_id = sent["deal_id"] if "deal_id" in sent else None if sent["client_id"] != row["client_id"] else row["deal_id"]
        client_id = sent["client_id"] if "client_id" in sent else None if deal_id else row["client_id"]
        wanted |= {"client_id": await _client_of(ctx, client_id, deal_id), "deal_id": deal_id}
    if sent.keys() & {*DUE}:
        wanted |= await _due_columns(ctx, row, sent)
    body = await write(ctx, row, wanted)
    if wanted.get("assignee_id") not in (None, row["assignee_id"]):
        await task_news.tell_assignee(ctx, orjson.loads(body))
    return body


async def _due_columns(ctx: OrgContext, row: Mapping[str, Any], sent: Mapping[str, Any]) -> dict[str, Any]:
    zone = sent.get("time_zone") or await zone_of(ctx)
    moves = sent.keys() & {"due_on", "due_time", "time_zone"}
    seen = Due.of(row, zone) if moves else Due(row["due_on"], row["due_time"], row["time_zone"] or zone)
    due = Due(sent.get("due_on", seen.on), _clock(sent["due_time"]) if "due_time" in sent else seen.at, zone if moves else seen.zone)
    if due.on is None and any(sent.get(name) is not None for name in ("due_time", "reminder_minutes", "repeats")):
        raise DueDateMissing
    return due.columns(sent.get("reminder_minutes", row["reminder_minutes"]), sent.get("repeats", row["repeats"]))


async def revert(ctx: OrgContext, task_id: UUID, before: Mapping[str, Any], entity_version: int) -> bytes:
    """Undo one edit, unless the task changed since (VersionStale, 409)."""
    row = await lock(ctx, task_id, entity_version)
    wanted = dict(before)
    for name in ("assignee_id", "client_id", "deal_id"):
        if wanted.get(name):
            wanted[name] = UUID(wanted[name])
    await client_service.require_member(ctx, wanted.get("assignee_id"))
    if {"client_id", "deal_id"} & wanted.keys():
        merged = {**row, **wanted}
        wanted["client_id"] = await _client_of(ctx, merged["client_id"], merged["deal_id"])
    if "due_on" in wanted:
        on = date.fromisoformat(wanted["due_on"]) if wanted["due_on"] else None
        due = Due(on, _clock(wanted["due_time"]), wanted["time_zone"] or "UTC")
        wanted |= due.columns(wanted["reminder_minutes"], wanted["repeats"])
    return await write(ctx, row, wanted)


async def write(ctx: OrgContext, row: dict[str, Any], wanted: Mapping[str, Any]) -> bytes:
    tasks, task_id = repository(ctx), row["id"]
    values = {name: value for name, value in wanted.items() if row[name] != value}
    if values.get("remind_at"):
        values["reminded_at"] = None
    version = row["version"] + 1
    changed = [name for name in EDITED if name in values]
    # A due date comes back whole: its parts are only right together.
    kept = [name for name in EDITED if name in values or (name in DUE and {*DUE} & values.keys())]
    await tasks.update(task_id, values | {"version": version, "updated_at": NOW})
    body = await get(ctx, task_id)
    await record(
        ctx, action="task.updated", entity_type="task", entity_id=task_id, version=version,
        changes={name: [row[name], values[name]] for name in changed},
        undo=Undo("task.update", {name: row[name] for name in kept}, version), data=about(row | values),
    )  # fmt: skip
    await task_news.remind_later(ctx, task_id, values.get("remind_at"))
    return body


def _clock(text: str | None) -> time | None:
    return time.fromisoformat(text) if text else None


async def _client_of(ctx: OrgContext, client_id: UUID | None, deal_id: UUID | None) -> UUID | None:
    """The client that the task is about, which a deal brings along; kept from being deleted meanwhile."""
    if deal_id is not None:
        found = await DealRepository(ctx.session, ctx.organization_id).find_client(deal_id)
        if found is None:
            raise DealNotFound
        if client_id not in (None, found):
            await client_service.require(ctx, client_id)
            raise DealOfAnotherClient
        client_id = found
    if client_id is not None:
        await client_service.hold(ctx, client_id)
    return client_id


async def lock(ctx: OrgContext, task_id: UUID, version: int | None) -> dict[str, Any]:
    row = await repository(ctx).lock(task_id)
    if row is None:
        raise TaskNotFound
    if version is not None:
        await require_version(ctx, row, version, get)
    return row


async def delete(ctx: OrgContext, task_id: UUID) -> None:
    await remove(ctx, await lock(ctx, task_id, None), is_undoable=True)


async def undo_create(ctx: OrgContext, task_id: UUID, before: Mapping[str, Any], entity_version: int) -> None:
    """Take a new task away again, unless somebody changed it since (VersionStale, 409)."""
    await remove(ctx, await lock(ctx, task_id, entity_version), is_undoable=False)


async def remove(ctx: OrgContext, row: Mapping[str, Any], *, is_undoable: bool) -> None:
    version = row["version"] + 1
    await repository(ctx).update(row["id"], {"deleted_at": NOW, "version": version, "updated_at": NOW})
    await record(
        ctx, action="task.deleted", entity_type="task", entity_id=row["id"], version=version, changes={"title": [row["title"], None]},
        undo=Undo("task.delete", {}, version) if is_undoable else None, data=about(row),
    )  # fmt: skip


async def restore(ctx: OrgContext, task_id: UUID) -> bytes:
    """Raises TaskNotFound (404), also while the task's client or deal is deleted."""
    row = await repository(ctx).lock(task_id, deleted=True)
    if row is None:
        raise TaskNotFound
    return await _restore(ctx, row)


async def undelete(ctx: OrgContext, task_id: UUID, before: Mapping[str, Any], entity_version: int) -> bytes:
    """Undo a delete, unless somebody restored the task since (VersionStale, 409)."""
    row = await repository(ctx).lock(task_id, deleted=True)
    if row is None:
        raise VersionStale(current=orjson.loads(await get(ctx, task_id)))
    if row["version"] != entity_version:
        raise VersionStale
    return await _restore(ctx, row)


async def _restore(ctx: OrgContext, row: Mapping[str, Any]) -> bytes:
    task_id, version = row["id"], row["version"] + 1
    await repository(ctx).update(task_id, {"deleted_at": None, "version": version, "updated_at": NOW})
    await record(ctx, action="task.restored", entity_type="task", entity_id=task_id, version=version, data=about(row))
    await task_news.remind_later(ctx, task_id, row["remind_at"])
    return await get(ctx, task_id)
