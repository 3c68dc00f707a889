"""Log-ins: started with a refresh token, renewed by rotating it, ended for good.

The refresh token of a generation is derived, so tabs that refresh at once are handed the same successor for a few
seconds. Later use of a former token means that somebody copied it: the whole log-in ends.
"""

import hmac
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import structlog
from uuid_utils.compat import uuid7

from api.core.database import IdentitySession
from api.core.deps import OrgContext, Services, context_of
from api.core.errors import Forbidden, Unauthenticated
from api.core.events import Event
from api.core.organization_middleware import Caller
from api.core.rate_limit import network_of
from api.core.record import record
from api.core.security import (
    derive_refresh_token,
    hash_refresh_token,
    is_former_refresh_token,
    issue_access_token,
    session_id_of,
)
from api.repositories.organization import OrganizationRepository
from api.repositories.user import UserRepository
from api.repositories.user_session import UserSessionRepository
from api.schemas.auth import SignedIn
from api.schemas.organization import OrganizationSummary
from api.schemas.user import User

log = structlog.get_logger()


class NoOrganization(Forbidden):
    code, detail = "no_organization", "You are not a member of any organization."


class RefreshInvalid(Unauthenticated):
    code = "refresh_invalid"


class RefreshReused(Unauthenticated):
    code, detail = "refresh_reused", "This log-in was used from two places and has been ended. Sign in again."


@dataclass(frozen=True, slots=True)
class Grant:
    session_id: UUID
    refresh_token: str
    answer: SignedIn


def grant(services: Services, session_id: UUID, generation: int, user: User, organization: OrganizationSummary) -> Grant:
    settings = services.settings
    access_token = issue_access_token(settings, user_id=user.id, organization_id=organization.id, session_id=session_id)
    answer = SignedIn(access_token=access_token, expires_in=settings.access_token_seconds, user=user, organization=organization)
    return Grant(session_id, derive_refresh_token(settings, session_id, generation), answer)


async def find_organization(identity: IdentitySession, user_id: UUID, preferred: UUID | None = None) -> OrganizationSummary:
    """Raises NoOrganization (403)."""
    row = await OrganizationRepository(identity).find_for_user(user_id, preferred)
    if row is None:
        raise NoOrganization
    return OrganizationSummary.model_validate(row)


async def enter(identity: IdentitySession, caller: Caller, session_id: UUID, organization_id: UUID) -> OrgContext:
    """The context of a log-in's organization, inside the identity plane's transaction, so that it can be audited there."""
    session, entered = await identity.enter(session_id, organization_id)
    if entered.status in ("session_dead", "not_member"):
        raise Unauthenticated(code="session_dead")
    return context_of(caller, session_id, session, entered)


async def start(services: Services, identity: IdentitySession, caller: Caller, user: User, organization: OrganizationSummary) -> Grant:
    session_id = uuid7()
    made = grant(services, session_id, 1, user, organization)
    await UserSessionRepository(identity).insert(
        id=session_id,
        user_id=user.id,
        organization_id=organization.id,
        refresh_hash=hash_refresh_token(made.refresh_token),
        user_agent=caller.user_agent,
        ip_address=caller.ip_address,
        days=services.settings.session_days,
    )
    return made


async def refresh(services: Services, caller: Caller, token: str) -> Grant:
    """Rotate the refresh token, or hand its successor to a tab that was a moment late.

    Raises RefreshInvalid (401), RefreshReused (401, after the log-in was ended), NoOrganization (403), RateLimited (429).
    """
    settings = services.settings
    network = network_of(caller.ip_address)
    await services.limiter.hit(f"refresh:{network}", limit=settings.address_attempts_per_minute * 10, window_seconds=60)
    session_id = session_id_of(token)
    if session_id is None:
        raise RefreshInvalid
    # Not raised inside the transaction: ending the log-in must be committed.
    async with services.databases.identity_session() as identity:
        found = await UserSessionRepository(identity).lock_alive(session_id, grace_seconds=settings.refresh_grace_seconds)
        if found is None:
            raise RefreshInvalid
        presented = hash_refresh_token(token)
        is_current = hmac.compare_digest(presented, bytes(found["refresh_hash"]))
        is_late = found["is_in_grace"] and presented == bytes(found["previous_refresh_hash"] or b"")
        if is_current or is_late:
            # Twice within the grace period would leave a late tab with a token of two generations ago.
            return await _renew(services, identity, caller, found, rotate=is_current and not found["is_in_grace"])
        if not is_former_refresh_token(settings, session_id, found["generation"], token):
            raise RefreshInvalid
        events = await _end(identity, caller, found, reason="refresh_reused")
    services.live.publish_soon(events)
    log.warning("refresh_reused", session_id=str(session_id), ip_address=caller.ip_address, request_id=caller.request_id)
    raise RefreshReused


async def _renew(services: Services, identity: IdentitySession, caller: Caller, found: dict[str, Any], *, rotate: bool) -> Grant:
    user = User.model_validate(await UserRepository(identity).get(found["user_id"]))
    organization = await find_organization(identity, user.id, found["organization_id"])
    made = grant(services, found["id"], found["generation"] + int(rotate), user, organization)
    if rotate:
        await UserSessionRepository(identity).rotate(
            found["id"],
            refresh_hash=hash_refresh_token(made.refresh_token),
            organization_id=organization.id,
            user_agent=caller.user_agent,
            ip_address=caller.ip_address,
        )
    return made


async def _end(identity: IdentitySession, caller: Caller, found: dict[str, Any], *, reason: str) -> list[Event]:
    """End a log-in now. The events close its live sockets; a person without any organization has none."""
    sessions = UserSessionRepository(identity)
    organization = await OrganizationRepository(identity).find_for_user(found["user_id"], found["organization_id"])
    if organization is None:
        await sessions.revoke(found["id"], reason)
        return []
    ctx = await enter(identity, caller, found["id"], organization["id"])
    await sessions.revoke(found["id"], reason)
    await record(ctx, action="session.ended", entity_type="session", entity_id=found["id"], changes={"reason": [None, reason]})
    return ctx.events


async def end(services: Services, caller: Caller, token: str | None) -> None:
    """Log out the session of the access token, or else of the refresh token. Raises Unauthenticated (401) without either."""
    presented = session_id_of(token) if token else None
    session_id = caller.claims.session_id if caller.claims else presented
    if session_id is None:
        raise Unauthenticated
    async with services.databases.identity_session() as identity:
        found = await UserSessionRepository(identity).lock_alive(session_id, grace_seconds=services.settings.refresh_grace_seconds)
        if found is None:
            raise Unauthenticated(code="session_dead")
        if caller.claims is None:
            hashes = (bytes(found["refresh_hash"]), bytes(found["previous_refresh_hash"] or b""))
            if hash_refresh_token(token or "") not in hashes:
                raise Unauthenticated
        events = await _end(identity, caller, found, reason="logged_out")
    services.live.publish_soon(events)
