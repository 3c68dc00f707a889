"""Every hour, whoever has to know is told of what will soon be over: keys, deleted organizations, the waiting of a recovery."""

from uuid import UUID

import structlog
from procrastinate import JobContext

from api.core.jobs import JOBS, job_transaction, services_of
from api.services import api_key_expiry, organization_deletion, two_factor_recovery

log = structlog.get_logger()


@JOBS.periodic(cron="7 * * * *")
@JOBS.task(name="warning.run", pass_context=True, queueing_lock="warning.run")
async def warn(context: JobContext, timestamp: int) -> None:
    """A transaction each: what is marked as told is mailed about, or neither."""
    databases = services_of(context).databases
    for step in (api_key_expiry.warn, organization_deletion.warn, two_factor_recovery.remind):
        async with databases.identity_session() as identity:
            count = await step(identity)
        if count:
            log.info("warned", about=step.__module__, count=count)


@JOBS.task(name="api_key.warn", pass_context=True)
async def warn_of_key(
    context: JobContext, organization_id: str, user_id: str | None, key_id: str, created_by: str, name: str, expires_at: str
) -> None:
    async with job_transaction(context) as ctx:
        await api_key_expiry.tell(ctx, key_id=UUID(key_id), created_by=UUID(created_by), name=name, expires_at=expires_at)
