"""Deleting an organization: closed at once, restored by an owner within thirty days, then gone for good.

Every owner is told by mail when it closes, and again a few days before it goes.
"""

from datetime import datetime
from typing import Final
from uuid import UUID

from api.core.database import Databases, DatabaseSession, IdentitySession
from api.core.deps import OrgContext
from api.core.errors import Conflict
from api.core.fresh import require_fresh
from api.core.mail import Mail, MailLink, send_mail
from api.core.moment import long_day
from api.core.organization_middleware import Caller
from api.core.record import record
from api.core.storage import Storage
from api.repositories.organization import OrganizationRepository
from api.schemas.organization import OrganizationSummary
from api.services import user_session
from api.services.organization_switch import OrganizationNotFound

GRACE_DAYS: Final = 30
WARNING_DAYS: Final = 5


class OrganizationOpen(Conflict):
    code, detail = "organization_open", "This organization hasn't been deleted."


async def delete(ctx: OrgContext) -> None:
    """Raises ReauthenticationRequired (403)."""
    require_fresh(ctx)
    await close(ctx)


async def close(ctx: OrgContext) -> None:
    """Close the organization to everybody, and tell its owners. ctx: on the identity plane."""
    organizations = OrganizationRepository(ctx.session)
    await organizations.lock(ctx.organization_id)
    purge_at = await organizations.close(ctx.organization_id, days=GRACE_DAYS)
    await record(
        ctx, action="organization.deleted", entity_type="organization", entity_id=ctx.organization_id,
        changes={"purge_at": [None, purge_at.isoformat()]},
    )  # fmt: skip
    await _tell_owners(
        ctx.session, ctx.organization_id, "organization_deleted", purge_at, organization=ctx.organization_name, actor=ctx.user_name
    )


async def warn(identity: IdentitySession) -> int:
    """Tell the owners of what is purged in a few days, once; how many organizations there were."""
    due = await OrganizationRepository(identity).claim_purge_warnings(days=WARNING_DAYS)
    for row in due:
        await _tell_owners(identity, row["id"], "organization_purge_soon", row["purge_at"], organization=row["name"])
    return len(due)


async def _tell_owners(session: DatabaseSession, organization_id: UUID, template: str, purge_at: datetime, **params: str) -> None:
    """Of an account's mails: they leave although the organization is closed."""
    for owner in await OrganizationRepository(session).list_owners(organization_id):
        told = {"name": owner["full_name"], "date": long_day(purge_at, owner["locale"], owner["time_zone"]), **params}
        link = MailLink(f"/admin/restore/{organization_id}")
        await send_mail(session, Mail(template, owner["email"], owner["locale"], told, link=link))


async def restore(ctx: OrgContext, caller: Caller, organization_id: UUID) -> OrganizationSummary:
    """Open an organization again as it was. Raises OrganizationNotFound (404) for who doesn't own it, OrganizationOpen (409)."""
    assert ctx.user_id is not None
    assert ctx.session_id is not None
    identity = IdentitySession(ctx.session.driver)
    organizations = OrganizationRepository(identity)
    row = await organizations.find_membership(ctx.user_id, organization_id)
    if row is None or row["role"] != "owner":
        raise OrganizationNotFound
    if row["purge_at"] is None or not await organizations.reopen(organization_id):
        raise OrganizationOpen
    inside = await user_session.enter(identity, caller, ctx.session_id, organization_id)
    await record(inside, action="organization.restored", entity_type="organization", entity_id=organization_id)
    ctx.events += inside.events
    return OrganizationSummary.model_validate(row | {"purge_at": None})


async def purge(databases: Databases, storage: Storage, job_id: int) -> None:
    """Delete for good, one by one, the organizations whose grace is over, and then their files."""
    while True:
        async with databases.identity_session() as identity:
            organization_id = await OrganizationRepository(identity).purge_one(job_id)
        if organization_id is None:
            return
        await storage.delete_all(organization_id)
