"""What follows when somebody has accepted an invite: colleagues are told, as they chose."""

from uuid import UUID

from procrastinate import JobContext

from api.core.jobs import JOBS, job_transaction
from api.services import member_news


@JOBS.task(name="member.welcome", pass_context=True)
async def welcome_member(context: JobContext, organization_id: str, user_id: str | None, invited_by: str) -> None:
    async with job_transaction(context) as ctx:
        await member_news.tell(ctx, invited_by=UUID(invited_by) if invited_by else None)
