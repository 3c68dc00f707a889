"""What routes ask for: the current organization with a permission, the identity plane, the services of the app.

Order of answers: 401 (no token or a dead session), 400 (X-Org-Id missing or malformed), 403 (another organization
than the token's, no membership, role too low), then 404 and 422 from the route itself.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Annotated, Any
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


class OrganizationHeaderInvalid(BadRequest):
    code, detail = "organization_header_invalid", "Send the organization's id in the X-Org-Id header."


class PermissionMissing(Forbidden):
    code, detail = "permission_missing", "Your role doesn't allow this."


@asynccontextmanager
async def get_current_organization(request: Request, permission: Permission) -> AsyncIterator[OrgContext]:
    """Authenticate, authorize and scope in one round trip; commit before the answer leaves."""
    services, caller = get_services(request), get_caller(request)
    if caller.claims is None:
        raise Unauthenticated
    async with services.databases.tenant_transaction(read_only=permission.endswith(":read")) as pending:
        # Without a usable header the session is still checked first, so that 401 comes before 400.
        wanted = caller.organization_id or caller.claims.organization_id
        session, entered = await pending.enter(caller.claims.session_id, wanted)
        require_alive(caller.claims, entered)
        if caller.organization_id is None:
            raise OrganizationHeaderInvalid
        if entered.status != "ok" or caller.organization_id != caller.claims.organization_id:
            raise NotAMember
        context = context_of(caller, caller.claims.session_id, session, entered)
        if permission not in context.permissions:
            raise PermissionMissing(permission=permission)
        yield context
    services.live.publish_soon(context.events)


def require_alive(claims: AccessClaims, entered: Entered) -> None:
    """Raises Unauthenticated (401) for a session that was ended, ran out, or is somebody else's."""
    if entered.status == "session_dead" or entered.user_id not in (None, claims.user_id):
        raise Unauthenticated(code="session_dead")


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
    )


def allow(permission: Permission) -> Any:
    """A dependency that gives the OrgContext to callers with `permission`, in a transaction of its own."""

    async def current_organization(request: Request) -> AsyncIterator[OrgContext]:
        async with get_current_organization(request, permission) as context:
            yield context

    current_organization.__dict__["permission"] = permission
    return Depends(current_organization, scope="function")


async def get_current_user(request: Request) -> AsyncIterator[OrgContext]:
    """A signed-in person on the identity plane, in their token's organization; X-Org-Id may be left out, not be wrong."""
    services, caller = get_services(request), get_caller(request)
    if caller.claims is None:
        raise Unauthenticated
    async with services.databases.identity_session() as identity:
        session, entered = await identity.enter(caller.claims.session_id, caller.claims.organization_id)
        require_alive(caller.claims, entered)
        if entered.status != "ok" or caller.organization_id not in (None, caller.claims.organization_id):
            raise NotAMember
        context = context_of(caller, caller.claims.session_id, session, entered)
        yield context
    services.live.publish_soon(context.events)


CurrentUser = Annotated[OrgContext, Depends(get_current_user, scope="function")]
ServicesDep = Annotated[Services, Depends(get_services)]
CallerDep = Annotated[Caller, Depends(get_caller)]
