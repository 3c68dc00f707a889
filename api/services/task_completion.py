"""The end of a task, and what comes after one that repeats; both are taken back together."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from uuid_utils.compat import uuid7

from api.core.deps import OrgContext
from api.core.due import Due, next_day
from api.core.record import TimelineDraft, Undo, record
from api.repositories.base import NOW
from api.schemas.task import TaskUpdate
from api.services import task as task_service
from api.services import task_news
from api.services.task import about, get, lock, repository, today_of

COPIED: Final = ("title", "details", "assignee_id", "client_id", "deal_id")


async def set_completed(ctx: OrgContext, task_id: UUID, data: TaskUpdate) -> bytes:
    """Raises TaskNotFound (404), VersionStale (409)."""
    row = await lock(ctx, task_id, data.version)
    if data.is_completed == (row["completed_at"] is not None):
        return await get(ctx, task_id)
    return await (_complete(ctx, row) if data.is_completed else _reopen(ctx, row))


async def revert_completion(ctx: OrgContext, task_id: UUID, before: Mapping[str, Any], entity_version: int) -> bytes:
    """Undo a completion, unless the task changed since (VersionStale, 409)."""
    return await _reopen(ctx, await lock(ctx, task_id, entity_version))


async def revert_reopening(ctx: OrgContext, task_id: UUID, before: Mapping[str, Any], entity_version: int) -> bytes:
    """Undo a reopening, unless the task changed since (VersionStale, 409)."""
    return await _complete(ctx, await lock(ctx, task_id, entity_version))


async def _complete(ctx: OrgContext, row: Mapping[str, Any]) -> bytes:
    """Effects: a timeline entry at the client; the next task of one that repeats, unless it left one behind before."""
    task_id, version = row["id"], row["version"] + 1
    values = {"completed_at": NOW, "completed_by": ctx.user_id, "version": version, "updated_at": NOW}
    if row["repeats"] and row["next_id"] is None:
        values["next_id"] = await _follow(ctx, row)
    await repository(ctx).update(task_id, values)
    entry = None
    if row["seen_client_id"]:
        details = {"event": "task.completed", "task_id": task_id, "title": row["title"]}
        entry = TimelineDraft(row["client_id"], "task", row["deal_id"], details)
    await record(
        ctx, action="task.completed", entity_type="task", entity_id=task_id, version=version, changes={"is_completed": [False, True]},
        undo=Undo("task.complete", {}, version), timeline=entry, data=about(row),
    )  # fmt: skip
    return await get(ctx, task_id)


async def _follow(ctx: OrgContext, row: Mapping[str, Any]) -> UUID:
    today = await today_of(ctx)
    on = next_day(row["repeats"], row["due_on"], today.date)
    due = Due(on, row["due_time"], row["time_zone"]).columns(row["reminder_minutes"], row["repeats"])
    task_id = uuid7()
    await repository(ctx).insert(id=task_id, created_by=row["created_by"], **{name: row[name] for name in COPIED}, **due)
    await record(
        ctx, action="task.created", entity_type="task", entity_id=task_id, version=1, changes={"title": [None, row["title"]]},
        data=about(row),
    )  # fmt: skip
    await task_news.remind_later(ctx, task_id, due["remind_at"])
    return task_id


async def _reopen(ctx: OrgContext, row: Mapping[str, Any]) -> bytes:
    """Effects: what it left behind goes, unless somebody has taken it up; so does its timeline entry."""
    task_id, version = row["id"], row["version"] + 1
    values: dict[str, Any] = {"completed_at": None, "completed_by": None, "version": version, "updated_at": NOW}
    if row["next_id"] is not None:
        following = await repository(ctx).lock(row["next_id"])
        if following is None:
            values["next_id"] = None
        elif following["version"] == 1:
            await task_service.remove(ctx, following, is_undoable=False)
            values["next_id"] = None
    await repository(ctx).update(task_id, values)
    if row["client_id"]:
        await repository(ctx).forget_completion(task_id, row["client_id"], row["completed_at"])
    await record(
        ctx, action="task.reopened", entity_type="task", entity_id=task_id, version=version, changes={"is_completed": [True, False]},
        undo=Undo("task.reopen", {}, version), data=about(row),
    )  # fmt: skip
    return await get(ctx, task_id)
