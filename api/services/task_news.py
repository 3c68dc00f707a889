"""Who hears of a task: whoever it is given to, and at the time that they set, whoever is to do it."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from api.core.deps import OrgContext
from api.core.jobs import defer
from api.repositories.task import TaskRepository
from api.services.notification import notify


async def tell_assignee(ctx: OrgContext, task: Mapping[str, Any]) -> None:
    """The task was given to somebody."""
    if task["assignee_id"]:
        await notify(
            ctx, [UUID(task["assignee_id"])], event="task.assigned", entity_type="task", entity_id=UUID(task["id"]), params=named(task)
        )


async def remind_later(ctx: OrgContext, task_id: UUID, at: datetime | None) -> None:
    """Have a worker remind at that moment; nothing for a moment that has passed."""
    if at is not None and at > datetime.now(UTC):
        await defer(ctx, "task.remind", at=at, in_own_name=False, task_id=str(task_id), remind_at=at.isoformat())


async def remind(ctx: OrgContext, task_id: UUID, at: datetime) -> None:
    """Remind once, unless the task is done or gone, or its reminder was moved to another moment."""
    tasks = TaskRepository(ctx.session, ctx.organization_id)
    row = await tasks.lock(task_id)
    if row is None or row["completed_at"] or row["reminded_at"] or row["remind_at"] != at:
        return
    await tasks.update(task_id, {"reminded_at": datetime.now(UTC)})
    await notify(
        ctx, [row["assignee_id"] or row["created_by"]], event="task.due", entity_type="task", entity_id=task_id,
        params=named(row) | {"due_on": row["due_on"].isoformat(), "due_at": row["due_at"] and row["due_at"].isoformat()},
        includes_actor=True,
    )  # fmt: skip


def named(task: Mapping[str, Any]) -> dict[str, Any]:
    return {"title": task["title"], "client": task["client_name"] or ""}
