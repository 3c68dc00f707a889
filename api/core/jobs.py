"""Background jobs: rows of the same transaction as the change that asks for them (Procrastinate on PostgreSQL).

A job exists exactly if its transaction committed, names its organization in its arguments, and enters that
organization through app.enter_job before it sees a row. The queue itself belongs to the identity login: whoever
could run SQL as the business login could otherwise make up a job of another organization, and enter with it.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import procrastinate
from procrastinate import JobContext, PsycopgConnector
from psycopg_pool import AsyncConnectionPool

from api.core.database import Databases
from api.core.deps import OrgContext, sight_of
from api.core.events import LiveEvents
from api.core.settings import Settings
from api.core.sight import confine
from api.core.storage import Storage

JOBS = procrastinate.App(
    connector=PsycopgConnector(),
    import_paths=[
        "api.jobs.data_import",
        "api.jobs.cleanup",
        "api.jobs.audit_anchor",
        "api.jobs.identity_cleanup",
        "api.jobs.mail",
        "api.jobs.account",
        "api.jobs.notification",
        "api.jobs.member",
        "api.jobs.organization",
        "api.jobs.warning",
        "api.jobs.task",
    ],
)

ACTOR = """
    SELECT o.name, o.plan, o.currency, o.is_personal,
           (SELECT u.full_name FROM users u WHERE u.id = %(user_id)s) AS user_name
    FROM organizations o WHERE o.id = %(organization_id)s"""

LIST_ORGANIZATIONS = "SELECT app.list_organizations(%(job_id)s) AS organization_id"


class JobOrganizationGone(Exception):
    """The organization was closed, or the job is no longer this worker's."""


@dataclass(slots=True)
class WorkerServices:
    """What lives as long as the worker; every job gets it from its context."""

    settings: Settings
    databases: Databases
    live: LiveEvents
    storage: Storage


def services_of(context: JobContext) -> WorkerServices:
    services: WorkerServices = context.additional_context["services"]
    return services


async def defer(
    ctx: OrgContext, task: str, *, lock: str | None = None, at: datetime | None = None, in_own_name: bool = True, **arguments: str
) -> None:
    """Have a worker run `task` once this transaction has committed, or at a later time.

    lock: jobs with the same one run one after another; it is kept apart from other organizations' by prefix.
    in_own_name: the job acts for this person and sees what they see; otherwise it is the organization's and sees all.
    """
    task_options: Any = {
        "connection": ctx.session.driver, "lock": f"{ctx.organization_id}:{lock}" if lock else None, "schedule_at": at,
    }  # fmt: skip
    await JOBS.configure_task(task, **task_options).defer_async(
        organization_id=str(ctx.organization_id), user_id=str(ctx.user_id) if ctx.user_id and in_own_name else None, **arguments
    )


@asynccontextmanager
async def job_transaction(context: JobContext) -> AsyncIterator[OrgContext]:
    """One transaction inside the job's organization, with the person who asked for it as the actor.

    Raises JobOrganizationGone. Effects: commits at the end, then publishes the events.
    """
    services = services_of(context)
    assert context.job.id is not None
    job_pass = await services.databases.find_job_pass(context.job.id)
    if job_pass is None:
        raise JobOrganizationGone(context.job.id)
    async with services.databases.tenant_transaction() as pending:
        entered = await pending.enter_job(context.job.id, job_pass)
        if entered is None:
            raise JobOrganizationGone(context.job.id)
        session, job = entered
        actor = await session.row(ACTOR, {"organization_id": session.organization_id, "user_id": job.user_id})
        if actor is None:
            raise JobOrganizationGone(context.job.id)
        ctx = OrgContext(
            session=session, organization_id=session.organization_id, user_id=job.user_id, user_name=actor["user_name"] or "",
            role="member", plan=actor["plan"], organization_name=actor["name"], currency=actor["currency"],
            is_personal=actor["is_personal"], session_id=None, ip_address="", request_id=f"job:{context.job.id}",
            **sight_of(job),
        )  # fmt: skip
        yield ctx
        await confine(ctx)
    await services.live.publish(ctx.events)


async def defer_for_organizations(context: JobContext, task: str) -> None:
    """Have `task` run once in every open organization; only the scheduling job may learn which there are."""
    services = services_of(context)
    async with services.databases.identity_session() as identity:
        rows = await identity.rows(LIST_ORGANIZATIONS, {"job_id": context.job.id})
        organization_ids = [str(row["organization_id"]) for row in rows]
        options: Any = {"connection": identity.driver, "priority": -10}
        if organization_ids:
            jobs: list[Any] = [{"organization_id": organization_id} for organization_id in organization_ids]
            await JOBS.configure_task(task, **options).batch_defer_async(*jobs)


def queue_pool(settings: Settings, *, size: int) -> AsyncConnectionPool[Any]:
    """Connections for fetching jobs and heartbeats, as the queue's login."""
    return AsyncConnectionPool(
        settings.auth_database_url, min_size=1, max_size=size, open=False, check=AsyncConnectionPool.check_connection,
        kwargs={"application_name": "lovedcrm-worker", "connect_timeout": 5},
    )  # fmt: skip
