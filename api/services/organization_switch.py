"""A person's organizations, and moving a log-in from one to another."""

from uuid import UUID

import orjson
from uuid_utils.compat import uuid7

from api.core.database import IdentitySession
from api.core.deps import OrgContext, Services
from api.core.errors import NotFound
from api.core.organization_middleware import Caller
from api.core.record import record
from api.core.security import issue_access_token
from api.core.settings import Settings
from api.repositories.organization import OrganizationRepository
from api.repositories.preference import PreferenceRepository
from api.repositories.user import UserRepository
from api.repositories.user_session import UserSessionRepository
from api.schemas.auth import SignedIn
from api.schemas.organization import MyOrganization, MyOrganizationPage, OrganizationCreate, OrganizationSummary
from api.schemas.user import User
from api.services import user_session

ORGANIZATIONS_PER_HOUR = 20


class OrganizationNotFound(NotFound):
    code, detail = "organization_not_found", "There is no such organization, or you are not in it."


async def list_mine(ctx: OrgContext) -> MyOrganizationPage:
    """The open ones by name, then those that the person owns and has deleted."""
    assert ctx.user_id is not None
    rows = await OrganizationRepository(ctx.session).list_for_user(ctx.user_id)
    return MyOrganizationPage(items=[MyOrganization.model_validate(row) for row in rows])


async def create(ctx: OrgContext, services: Services, caller: Caller, data: OrganizationCreate) -> bytes:
    """Open another organization, owned by who asks for it. Raises NotFound (404) where everybody has their own, RateLimited (429)."""
    assert ctx.user_id is not None
    assert ctx.session_id is not None
    if services.settings.saas_mode == "B2C":
        raise NotFound
    await services.limiter.hit(f"organization:{ctx.user_id}", limit=ORGANIZATIONS_PER_HOUR, window_seconds=3600)
    identity = IdentitySession(ctx.session.driver)
    own = await PreferenceRepository(ctx.session, ctx.organization_id).find(ctx.user_id)
    organization = OrganizationSummary(
        id=uuid7(), name=data.name, plan="unlimited", currency=data.currency or ctx.currency, is_personal=False, role="owner"
    )
    await OrganizationRepository(identity).insert_with_owner(
        organization.id, ctx.user_id, name=organization.name, currency=organization.currency, is_personal=False
    )
    inside = await user_session.enter(identity, caller, ctx.session_id, organization.id)
    if own is not None:
        await PreferenceRepository(inside.session, organization.id).insert(
            id=uuid7(), user_id=ctx.user_id, locale=own["locale"], time_zone=own["time_zone"], theme=own["theme"]
        )
    await record(
        inside, action="organization.created", entity_type="organization", entity_id=organization.id,
        changes={"name": [None, organization.name]},
    )  # fmt: skip
    # Back to where the request came from: whatever follows in this transaction is that organization's.
    await identity.enter(ctx.session_id, ctx.organization_id)
    return orjson.dumps(organization.model_dump(mode="json"))


async def switch(ctx: OrgContext, services: Services, caller: Caller, organization_id: UUID) -> SignedIn:
    """A token for another of the person's organizations, which the log-in keeps to. Raises OrganizationNotFound (404)."""
    assert ctx.user_id is not None
    assert ctx.session_id is not None
    identity = IdentitySession(ctx.session.driver)
    row = await OrganizationRepository(identity).find_membership(ctx.user_id, organization_id)
    if row is None:
        raise OrganizationNotFound
    user = User.model_validate(await UserRepository(identity).get(ctx.user_id))
    organization = OrganizationSummary.model_validate(row)
    answer = await move_session(services.settings, identity, ctx.session_id, user, organization)
    inside = await user_session.enter(identity, caller, ctx.session_id, organization.id)
    await record(inside, action="session.switched", entity_type="session", entity_id=ctx.session_id)
    return answer


async def move_session(
    settings: Settings, identity: IdentitySession, session_id: UUID, user: User, organization: OrganizationSummary
) -> SignedIn:
    """Have a log-in work in this organization from now on, after its next refresh too."""
    await UserSessionRepository(identity).move(session_id, organization.id)
    access_token = issue_access_token(settings, user_id=user.id, organization_id=organization.id, session_id=session_id)
    return SignedIn(access_token=access_token, expires_in=settings.access_token_seconds, user=user, organization=organization)
