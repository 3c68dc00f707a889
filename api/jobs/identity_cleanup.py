"""The hourly clean-up of accounts."""

from procrastinate import JobContext

from api.core.jobs import JOBS, services_of
from api.services import identity_cleanup


@JOBS.periodic(cron="23 * * * *")
@JOBS.task(name="identity_cleanup.run", pass_context=True, queueing_lock="identity_cleanup.run")
async def clean_identity(context: JobContext, timestamp: int) -> None:
    await identity_cleanup.run(services_of(context).databases)
