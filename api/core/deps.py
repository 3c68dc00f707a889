"""What routes ask for: the current organization with a permission, the identity plane, the services of the app.

Order of answers: 401 (no token or a dead session), 400 (X-Org-Id missing or malformed), 403 (another organization
than the token's, no membership, organization closed, second factor missing, role too low), then 404 and 422 from the
route itself.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Depends, Request

from api.core.database import Databases, Entered, TenantSession
from api.core.errors import BadRequest, Forbidden, Unauthenticated
from api.core.events import Event, LiveEvents
from api.core.organization_middleware import Caller
from api.core.permissions import PERMISSIONS_BY_ROLE, Permission
from api.core.rate_limit import RateLimiter
from api.core.security import AccessClaims, Passwords
from api.core.settings import Settings

Plane = Literal["tenant", "identity"]


@dataclass(slots=True)
class Services:
    """What lives as long as the process."""

    settings: Settings
    databases: Databases
    live: LiveEvents
    limiter: RateLimiter
    passwords: Passwords


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
    # The last proof of identity; None where no person acts.
    authenticated_at: datetime | None = None
    # What app.enter said; a CurrentUser may also be one of a closed organization or without the factor it demands.
    status: str = "ok"
    response_headers: dict[str, str] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)

    @property
    def permissions(self) -> frozenset[str]:
        return PERMISSIONS_BY_ROLE.get(self.role, frozenset())


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


@asynccontextmanager
async def get_current_organization(request: Request, permission: Permission, plane: Plane = "tenant") -> AsyncIterator[OrgContext]:
    """Authenticate, authorize and scope in one round trip; commit before the answer leaves.

    plane: as which login; `identity` for what belongs to the organization and to its people's accounts at once.
    """
    services, caller = get_services(request), get_caller(request)
    if caller.claims is None:
        raise Unauthenticated
    databases, read_only = services.databases, permission.endswith(":read")
    opened = databases.tenant_transaction(read_only=read_only) if plane == "tenant" else databases.identity_session()
    async with opened as pending:
        # Without a usable header the session is still checked first, so that 401 comes before 400.
        wanted = caller.organization_id or caller.claims.organization_id
        session, entered = await pending.enter(caller.claims.session_id, wanted)
        require_alive(caller.claims, entered)
        if caller.organization_id is None:
            raise OrganizationHeaderInvalid
        require_member(caller, entered)
        require_open(entered)
        context = context_of(caller, caller.claims.session_id, session, entered)
        if permission not in context.permissions:
            raise PermissionMissing(permission=permission)
        yield context
    services.live.publish_soon(context.events)


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


def context_of(caller: Caller, session_id: UUID, session: TenantSession, entered: Entered) -> OrgContext:
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
        request_id=caller.request_id,
        authenticated_at=entered.authenticated_at,
        status=entered.status,
    )


def allow(permission: Permission, plane: Plane = "tenant") -> Any:
    """A dependency that gives the OrgContext to callers with `permission`, in a transaction of its own."""

    async def current_organization(request: Request) -> AsyncIterator[OrgContext]:
        async with get_current_organization(request, permission, plane) as context:
            yield context

    current_organization.__dict__["permission"] = permission
    return Depends(current_organization, scope="function")


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
        context = context_of(caller, caller.claims.session_id, session, entered)
        yield context
    services.live.publish_soon(context.events)


CurrentUser = Annotated[OrgContext, Depends(get_current_user, scope="function")]
ServicesDep = Annotated[Services, Depends(get_services)]
CallerDep = Annotated[Caller, Depends(get_caller)]
