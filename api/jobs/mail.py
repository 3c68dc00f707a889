"""Mail leaves in jobs of the identity plane: they take a mail's id, and may run twice safely."""

from typing import Final
from uuid import UUID

from procrastinate import JobContext, RetryStrategy

from api.core.jobs import JOBS, services_of
from api.integrations.mail.smtp import MailDelayed
from api.services import mail as mail_service

MAX_ATTEMPTS: Final = 7

# After 4 s, 16 s, 64 s and so on: an hour and a half in all.
RETRY: Final = RetryStrategy(max_attempts=MAX_ATTEMPTS, exponential_wait=4, retry_exceptions={MailDelayed})


@JOBS.task(name="mail.send", pass_context=True, retry=RETRY)
async def send_mail(context: JobContext, mail_id: str, organization_id: str | None = None) -> None:
    services = services_of(context)
    await mail_service.send(
        services.settings,
        services.databases,
        UUID(mail_id),
        UUID(organization_id) if organization_id else None,
        is_last_attempt=context.job.attempts + 1 >= MAX_ATTEMPTS,
    )


@JOBS.periodic(cron="43 3 * * *")
@JOBS.task(name="mail.delete_old", pass_context=True, queueing_lock="mail.delete_old")
async def delete_old_mail(context: JobContext, timestamp: int) -> None:
    await mail_service.delete_old(services_of(context).databases)
