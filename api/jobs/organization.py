"""Once a day, what was deleted more than thirty days ago goes for good."""

from procrastinate import JobContext

from api.core.jobs import JOBS, services_of
from api.services import organization_deletion


@JOBS.periodic(cron="47 3 * * *")
@JOBS.task(name="organization.purge", pass_context=True, queueing_lock="organization.purge")
async def purge_organizations(context: JobContext, timestamp: int) -> None:
    services = services_of(context)
    assert context.job.id is not None
    await organization_deletion.purge(services.databases, services.storage, context.job.id)
