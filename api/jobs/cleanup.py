"""The daily clean-up: one job that knows the organizations, then one inside each of them."""

from procrastinate import JobContext

from api.core.jobs import JOBS, defer_for_organizations, job_transaction, services_of
from api.services import cleanup


@JOBS.periodic(cron="17 3 * * *")
@JOBS.task(name="cleanup.schedule", pass_context=True, queueing_lock="cleanup.schedule")
async def schedule_cleanup(context: JobContext, timestamp: int) -> None:
    await defer_for_organizations(context, "cleanup.run")


@JOBS.task(name="cleanup.run", pass_context=True)
async def run_cleanup(context: JobContext, organization_id: str, user_id: str | None = None) -> None:
    for step in range(cleanup.STEP_COUNT):
        has_more = True
        while has_more:
            async with job_transaction(context) as ctx:
                has_more = await cleanup.delete_batch(ctx, step)
    storage = services_of(context).storage
    async with job_transaction(context) as ctx:
        keys = await cleanup.list_forgotten_files(ctx, storage)
    for key in keys:
        await storage.delete(key)
