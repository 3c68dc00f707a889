from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from api.core.answers import answers
from api.core.deps import OrgContext, allow
from api.core.idempotency import answer_once, json_response, no_content
from api.schemas.base import Cursor, Limit
from api.schemas.task import Task, TaskCounts, TaskCreate, TaskPage, TaskUpdate, TaskView
from api.services import task as task_service
from api.services import task_completion

router = APIRouter(tags=["tasks"])

Reader = Annotated[OrgContext, allow("task:read")]
Writer = Annotated[OrgContext, allow("task:write")]
When = Annotated[TaskView, Query(description="By the caller's own clock; `open` is what is overdue, due today and upcoming")]


@router.get("/tasks", response_model=None, responses=answers(TaskPage))
async def list_tasks(
    ctx: Reader, when: When = "open", limit: Limit = 50, cursor: Cursor | None = None, assignee_id: UUID | None = None,
    client_id: UUID | None = None, deal_id: UUID | None = None,
) -> Response:  # fmt: skip
    body = await task_service.list_page(
        ctx, view=when, limit=limit, cursor=cursor, assignee_id=assignee_id, client_id=client_id, deal_id=deal_id
    )
    return json_response(ctx, body)


@router.get("/tasks/counts", response_model=None, responses=answers(TaskCounts))
async def count_tasks(ctx: Reader) -> Response:
    return json_response(ctx, await task_service.counts(ctx))


@router.post("/tasks", status_code=201, response_model=None, responses=answers(Task, 404, 409, status=201, undoable=True))
async def create_task(ctx: Writer, request: Request, data: TaskCreate) -> Response:
    return await answer_once(ctx, request, lambda: task_service.create(ctx, data))


@router.get("/tasks/{task_id}", response_model=None, responses=answers(Task, 404))
async def get_task(ctx: Reader, task_id: UUID) -> Response:
    return json_response(ctx, await task_service.get(ctx, task_id))


@router.patch("/tasks/{task_id}", response_model=None, responses=answers(Task, 404, 409, undoable=True))
async def update_task(ctx: Writer, task_id: UUID, data: TaskUpdate) -> Response:
    change = task_completion.set_completed if data.is_completed is not None else task_service.update
    return json_response(ctx, await change(ctx, task_id, data))


@router.delete("/tasks/{task_id}", status_code=204, response_model=None, responses=answers(None, 404, status=204, undoable=True))
async def delete_task(ctx: Writer, task_id: UUID) -> Response:
    await task_service.delete(ctx, task_id)
    return no_content(ctx)


@router.post("/tasks/{task_id}/restore", response_model=None, responses=answers(Task, 404, 409))
async def restore_task(ctx: Writer, request: Request, task_id: UUID) -> Response:
    return await answer_once(ctx, request, lambda: task_service.restore(ctx, task_id), status=200)
