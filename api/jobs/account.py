"""Links that somebody asked for by an address: whether it is an account's is found out here, after the answer."""

from uuid import UUID

from procrastinate import JobContext

from api.core.jobs import JOBS, services_of
from api.repositories.one_time import OneTimeRepository
from api.services import password as password_service


@JOBS.task(name="account.mail_link", pass_context=True)
async def mail_link(context: JobContext, email: str, purpose: str, token_id: str, organization_id: None = None) -> None:
    services = services_of(context)
    async with services.databases.identity_session() as identity:
        await password_service.mail_asked_link(services.settings, identity, email=email, purpose=purpose, token_id=UUID(token_id))


@JOBS.periodic(cron="47 3 * * *")
@JOBS.task(name="account.delete_old", pass_context=True, queueing_lock="account.delete_old")
async def delete_old(context: JobContext, timestamp: int) -> None:
    async with services_of(context).databases.identity_session() as identity:
        await OneTimeRepository(identity).delete_old()
