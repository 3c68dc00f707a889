"""The mails of notifications; running twice sends one."""

from uuid import UUID

from procrastinate import JobContext, RetryStrategy

from api.core.jobs import JOBS, job_transaction
from api.services import notification_mail


@JOBS.task(name="notification.mail", pass_context=True, retry=RetryStrategy(max_attempts=5, exponential_wait=3))
async def mail_notification(context: JobContext, organization_id: str, user_id: str | None, notification_id: str) -> None:
    async with job_transaction(context) as ctx:
        await notification_mail.send(ctx, UUID(notification_id))
