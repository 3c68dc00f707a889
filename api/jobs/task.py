"""Reminders of tasks; a reminder that was moved leaves its job behind, which then does nothing."""

from datetime import datetime
from uuid import UUID

from procrastinate import JobContext, RetryStrategy

from api.core.jobs import JOBS, job_transaction
from api.services import task_news


@JOBS.task(name="task.remind", pass_context=True, retry=RetryStrategy(max_attempts=5, exponential_wait=3))
async def remind_of_task(context: JobContext, organization_id: str, user_id: str | None, task_id: str, remind_at: str) -> None:
    async with job_transaction(context) as ctx:
        await task_news.remind(ctx, UUID(task_id), datetime.fromisoformat(remind_at))
