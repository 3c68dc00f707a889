"""What routes ask for: the current organization with a permission, the identity plane, the services of the app.

Order of answers: 401 (no token or a dead session), 400 (X-Org-Id missing or malformed), 403 (another organization
than the token's, no membership, organization closed, second factor missing, role too low), then 404 and 422 from the
route itself.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from fastapi import Depends, Request

from api.core.api_keys import KeyUses
from api.core.database import Databases, Entered, EnteredByJob, IdentitySession, PendingTenant, TenantSession
from api.core.errors import BadRequest, Forbidden, NotFound, Unauthenticated
from api.core.events import Event, LiveEvents
from api.core.last_seen import LastSeen
from api.core.organization_middleware import Caller
from api.core.permissions import KEY_SCOPES, PERMISSIONS_BY_ROLE, TEAM_ONLY, Permission, RecordScope
from api.core.place import Places
from api.core.rate_limit import RateLimiter
from api.core.security import AccessClaims, Passwords
from api.core.settings import Settings
from api.core.sight import confine
from api.core.token_bucket import OrganizationBuckets
from api.integrations.oidc.provider import OidcProviders

Plane = Literal["tenant", "identity"]
# Whose the records of nobody are, among those that somebody sees.
NOBODY: Final = UUID(int=0)


@dataclass(slots=True)
class Services:
    """What lives as long as the process."""

    settings: Settings
    databases: Databases
    live: LiveEvents
    limiter: RateLimiter
    passwords: Passwords
    last_seen: LastSeen
    buckets: OrganizationBuckets
    places: Places
    key_uses: KeyUses
    oidc: OidcProviders


@dataclass(slots=True)
class OrgContext:
    """Who acts, in which organization, with what rights; `events` go out after the commit."""

    session: TenantSession
    organization_id: UUID
    user_id: UUID | None
    user_name: str
    role: str
    plan: str
    organization_name: str
    currency: str
    is_personal: bool
    session_id: UUID | None
    ip_address: str
    request_id: str
    user_locale: str = "en"
    user_agent: str = ""
    # The key that acts in the person's name, and what it is limited to.
    api_key_id: UUID | None = None
    scopes: frozenset[str] | None = None
    # The last proof of identity; None where no person acts.
    authenticated_at: datetime | None = None
    # What app.enter said; a CurrentUser may also be one of a closed organization or without the factor it demands.
    status: str = "ok"
    # What of the records is seen; PostgreSQL hides the rest, whatever a statement asks (docs/decisions/0026-record-scope.md).
    record_scope: RecordScope = "all"
    # Those whose records these are, with NOBODY where nobody's are; None: everybody's.
    seen_owners: frozenset[UUID] | None = None
    # Whether some colleague doesn't see everything, and so must not hear everything.
    has_restricted_members: bool = False
    response_headers: dict[str, str] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)

    @property
    def permissions(self) -> frozenset[str]:
        """Of the role; for a key, those of them that it was given: never more than who made it has today."""
        allowed = PERMISSIONS_BY_ROLE.get(self.role, frozenset())
        return allowed if self.scopes is None else allowed & self.scopes & KEY_SCOPES

    @property
    def sees_all(self) -> bool:
        return self.seen_owners is None

    def sees_records_of(self, owner_id: UUID | None) -> bool:
        """Whether what this person owns (None: what nobody does) is in sight; whoever is restricted gives records to no others."""
        return self.seen_owners is None or (owner_id or NOBODY) in self.seen_owners


def get_services(request: Request) -> Services:
    services: Services = request.app.state.services
    return services


def get_caller(request: Request) -> Caller:
    caller: Caller = request.scope["state"]["caller"]
    return caller


class NotAMember(Forbidden):
    code, detail = "not_a_member", "You are not a member of this organization."


class OrganizationClosed(Forbidden):
    code, detail = "organization_closed", "This organization has been deleted. Its owner can still restore it."


class FactorRequired(Forbidden):
    code, detail = "factor_required", "This organization asks for a second factor. Set one up to go on."


class OrganizationHeaderInvalid(BadRequest):
    code, detail = "organization_header_invalid", "Send the organization's id in the X-Org-Id header."


class PermissionMissing(Forbidden):
    code, detail = "permission_missing", "Your role doesn't allow this."


class ScopeMissing(Forbidden):
    code, detail = "scope_missing", "This key may not do this: it lacks the scope, or no key may."


@asynccontextmanager
async def get_current_organization(
    request: Request, permission: Permission, plane: Plane = "tenant", *, is_counted: bool = True
) -> AsyncIterator[OrgContext]:
    """Authenticate, authorize and scope in one round trip; commit before the answer leaves.

    plane: as which login; `identity` for what belongs to the organization and to its people's accounts at once.
    is_counted: against the organization's limit; not the later parts of an answer that has begun.
    """
    services, caller = get_services(request), get_caller(request)
    if caller.claims is None and caller.api_key_hash is None:
        raise Unauthenticated
    if caller.claims is not None and is_counted:
        # The signed claim, not the header: nobody uses up what belongs to others.
        services.buckets.take(caller.claims.organization_id)
    databases, read_only = services.databases, permission.endswith(":read")
    opened = databases.tenant_transaction(read_only=read_only) if plane == "tenant" else databases.identity_session()
    async with opened as pending:
        context = await (_enter_as_person(caller, pending) if caller.claims else _enter_as_key(services, caller, pending))
        if permission in TEAM_ONLY and services.settings.saas_mode == "B2C":
            raise NotFound
        if context.session_id is not None:
            services.last_seen.touch(context.session_id)
        if permission not in context.permissions:
            raise PermissionMissing(permission=permission) if context.scopes is None else ScopeMissing(permission=permission)
        yield context
        await confine(context)
    services.live.publish_soon(context.events)


async def _enter_as_person(caller: Caller, pending: PendingTenant | IdentitySession) -> OrgContext:
    assert caller.claims is not None
    # Without a usable header the session is still checked first, so that 401 comes before 400.
    wanted = caller.organization_id or caller.claims.organization_id
    session, entered = await pending.enter(caller.claims.session_id, wanted)
    require_alive(caller.claims, entered)
    if caller.organization_id is None:
        raise OrganizationHeaderInvalid
    require_member(caller, entered)
    require_open(entered)
    return context_of(caller, caller.claims.session_id, session, entered)


async def _enter_as_key(services: Services, caller: Caller, pending: PendingTenant | IdentitySession) -> OrgContext:
    """The key says which organization; X-Org-Id may be left out, not be wrong."""
    assert caller.api_key_hash is not None
    found = await pending.enter_key(caller.api_key_hash)
    if found is None:
        raise Unauthenticated(code="api_key_invalid")
    session, entered = found
    services.buckets.take(session.organization_id)
    limit = services.settings.api_key_requests_per_minute
    await services.limiter.hit(f"api_key:{entered.key_id}", limit=limit, window_seconds=60)
    if caller.has_organization_header and caller.organization_id is None:
        raise OrganizationHeaderInvalid
    if caller.organization_id not in (None, session.organization_id):
        raise NotAMember
    require_open(entered)
    services.key_uses.note(entered.key_id, caller.ip_address)
    context = context_of(caller, None, session, entered)
    context.api_key_id, context.scopes = entered.key_id, entered.scopes
    return context


def require_alive(claims: AccessClaims, entered: Entered) -> None:
    """Raises Unauthenticated (401) for a session that was ended, ran out, or is somebody else's."""
    if entered.status == "session_dead" or entered.user_id not in (None, claims.user_id):
        raise Unauthenticated(code="session_dead")


def require_member(caller: Caller, entered: Entered) -> None:
    """Raises NotAMember (403): of no such organization, or of one that the token isn't for."""
    if entered.status == "not_member" or caller.claims is None or caller.organization_id not in (None, caller.claims.organization_id):
        raise NotAMember


def require_open(entered: Entered) -> None:
    """Raises OrganizationClosed (403), FactorRequired (403)."""
    if entered.status == "organization_closed":
        raise OrganizationClosed
    if entered.status == "factor_required":
        raise FactorRequired
    if entered.status != "ok":
        raise Forbidden


def context_of(caller: Caller, session_id: UUID | None, session: TenantSession, entered: Entered) -> OrgContext:
    """What app.enter found, as the context that services work in."""
    return OrgContext(
        session=session,
        organization_id=session.organization_id,
        user_id=entered.user_id,
        user_name=entered.user_name or "",
        user_locale=entered.user_locale or "en",
        role=entered.role or "",
        plan=entered.plan or "",
        organization_name=entered.organization_name or "",
        currency=entered.currency or "BRL",
        is_personal=bool(entered.is_personal),
        session_id=session_id,
        ip_address=caller.ip_address,
        user_agent=caller.user_agent,
        request_id=caller.request_id,
        authenticated_at=entered.authenticated_at,
        status=entered.status,
        **sight_of(entered),
    )


def sight_of(entered: Entered | EnteredByJob) -> Any:
    """What app.enter says of the records that are seen, as fields of the context."""
    return {
        "record_scope": entered.record_scope or "all",
        "seen_owners": None if entered.seen_owners is None else frozenset(entered.seen_owners),
        "has_restricted_members": bool(entered.has_restricted_members),
    }


def allow(permission: Permission, plane: Plane = "tenant") -> Any:
    """A dependency that gives the OrgContext to callers with `permission`, in a transaction of its own."""

    async def current_organization(request: Request) -> AsyncIterator[OrgContext]:
        async with get_current_organization(request, permission, plane) as context:
            yield context

    current_organization.__dict__["permission"] = permission
    return Depends(current_organization, scope="function")


def check(permission: Permission) -> Any:
    """A dependency that lets callers with `permission` through and holds nothing open: for routes that work before they write."""

    async def checked_organization(request: Request) -> None:
        async with get_current_organization(request, permission):
            pass

    checked_organization.__dict__["permission"] = permission
    return Depends(checked_organization)


async def get_current_user(request: Request) -> AsyncIterator[OrgContext]:
    """A signed-in person on the identity plane, in their token's organization; X-Org-Id may be left out, not be wrong.

    Lets in who still has to set up the second factor that the organization demands, and members of a closed
    organization (`status` of the context): what a person does here is their own.
    """
    services, caller = get_services(request), get_caller(request)
    if caller.claims is None:
        raise Unauthenticated
    async with services.databases.identity_session() as identity:
        session, entered = await identity.enter(caller.claims.session_id, caller.claims.organization_id)
        require_alive(caller.claims, entered)
        require_member(caller, entered)
        services.last_seen.touch(caller.claims.session_id)
        context = context_of(caller, caller.claims.session_id, session, entered)
        yield context
        await confine(context)
    services.live.publish_soon(context.events)


async def check_current_user(request: Request) -> UUID:
    """Who calls, checked in a transaction that is over: for routes that hash before they open their own."""
    async with asynccontextmanager(get_current_user)(request) as context:
        assert context.user_id is not None
        return context.user_id


CurrentUser = Annotated[OrgContext, Depends(get_current_user, scope="function")]
CheckedUser = Annotated[UUID, Depends(check_current_user)]
ServicesDep = Annotated[Services, Depends(get_services)]
CallerDep = Annotated[Caller, Depends(get_caller)]
