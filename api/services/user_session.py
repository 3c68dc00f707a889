"""Log-ins: started with a refresh token, renewed by rotating it, ended for good.

The refresh token of a generation is derived, so tabs that refresh at once are handed the same successor for a few
seconds. Later use of a former token means that somebody copied it: the whole log-in ends.
"""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

import structlog
from uuid_utils.compat import uuid7

from api.core.database import DatabaseSession, IdentitySession
from api.core.deps import OrgContext, Services, context_of
from api.core.device import device_token, fingerprint, new_device_token, read_user_agent
from api.core.errors import Forbidden, Unauthenticated
from api.core.events import Event
from api.core.mail import Mail, MailLink, send_mail
from api.core.moment import long_moment
from api.core.organization_middleware import Caller
from api.core.rate_limit import network_of
from api.core.record import record
from api.core.security import (
    derive_refresh_token,
    find_refresh_token,
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
from api.schemas.user_session import Method

log = structlog.get_logger()

INVENTED_PER_MINUTE: Final = 20
UNKNOWN_BY_LOCALE: Final = {"en": "unknown", "pt": "desconhecido", "es": "desconocido"}


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
    # For the browser to keep, when somebody has just signed in with it.
    device_token: str | None = None


def grant(services: Services, session_id: UUID, refresh_token: str, user: User, organization: OrganizationSummary) -> Grant:
    settings = services.settings
    access_token = issue_access_token(settings, user_id=user.id, organization_id=organization.id, session_id=session_id)
    answer = SignedIn(access_token=access_token, expires_in=settings.access_token_seconds, user=user, organization=organization)
    return Grant(session_id, refresh_token, answer)


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


def seen(services: Services, caller: Caller, locale: str) -> dict[str, str]:
    """What a log-in is shown by: where from, and with what."""
    device = read_user_agent(caller.user_agent)
    return {
        "user_agent": caller.user_agent, "ip_address": caller.ip_address, "device": device.kind, "browser": device.browser,
        "system": device.system, "place": services.places.find(caller.ip_address, locale),
    }  # fmt: skip


async def start(
    services: Services,
    identity: IdentitySession,
    caller: Caller,
    user: User,
    organization: OrganizationSummary,
    *,
    method: Method = "password",
) -> Grant:
    """Open a log-in. Effects: a mail when the person never signed in with this device before."""
    settings, sessions = services.settings, UserSessionRepository(identity)
    session_id = uuid7()
    device = device_token(caller.cookies, settings.device_cookie) or new_device_token()
    made = grant(services, session_id, derive_refresh_token(settings.jwt_secret, session_id, 1), user, organization)
    about = seen(services, caller, user.locale) | {"user_id": user.id, "fingerprint": fingerprint(device)}
    known = await sessions.recognize(**about)
    await sessions.insert(
        id=session_id, organization_id=organization.id, refresh_hash=hash_refresh_token(made.refresh_token), method=method,
        days=settings.session_days, **about,
    )  # fmt: skip
    if not known["is_known"] and not known["is_new_account"]:
        await send_mail(identity, new_device_mail(user, about, await UserRepository(identity).find_time_zone(user.id)))
    return replace(made, device_token=device)


def new_device_mail(user: User, about: Mapping[str, Any], time_zone: str | None) -> Mail:
    unknown = UNKNOWN_BY_LOCALE[user.locale]
    params = {
        "name": user.full_name, "email": user.email, "browser": about["browser"] or unknown, "system": about["system"] or unknown,
        "place": about["place"] or unknown, "ip_address": about["ip_address"] or unknown,
        "time": long_moment(datetime.now(UTC), user.locale, time_zone),
    }  # fmt: skip
    return Mail("new_device", user.email, user.locale, params, link=MailLink("/admin/settings/security"))


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
    # Refusals that end the log-in are raised after the transaction, which must be committed.
    async with services.databases.identity_session() as identity:
        sessions = UserSessionRepository(identity)
        found = await sessions.lock_alive(session_id, grace_seconds=settings.refresh_grace_seconds)
        if found is None:
            raise RefreshInvalid
        presented = hash_refresh_token(token)
        is_current = hmac.compare_digest(presented, bytes(found["refresh_hash"]))
        is_late = found["is_in_grace"] and presented == bytes(found["previous_refresh_hash"] or b"")
        events: list[Event] = []
        if is_current or is_late:
            # Twice within the grace period would leave a late tab with a token of two generations ago.
            rotate = is_current and not found["is_in_grace"]
            if (made := await _renew(services, identity, caller, found, rotate=rotate)) is not None:
                return made
            await sessions.revoke(session_id, "limit_reached")
        elif await _is_former(services, found, token):
            events = await _end(identity, caller, found, reason="refresh_reused")
        else:
            raise RefreshInvalid
    services.live.publish_soon(events)
    if is_current or is_late:
        raise RefreshInvalid(code="session_dead")
    log.warning("refresh_reused", session_id=str(session_id), ip_address=caller.ip_address, request_id=caller.request_id)
    raise RefreshReused


async def _is_former(services: Services, found: dict[str, Any], token: str) -> bool:
    """Held against every former token of the log-in, which may be thousands: so not at will. Raises RateLimited (429)."""
    await services.limiter.hit(f"refresh_former:{found['id']}", limit=INVENTED_PER_MINUTE, window_seconds=60)
    return is_former_refresh_token(services.settings, found["id"], found["generation"], token)


async def _renew(services: Services, identity: IdentitySession, caller: Caller, found: dict[str, Any], *, rotate: bool) -> Grant | None:
    """None when the log-in is past a limit of its organization."""
    user = User.model_validate(await UserRepository(identity).get(found["user_id"]))
    organization = await find_organization(identity, user.id, found["organization_id"])
    _, entered = await identity.enter(found["id"], organization.id)
    if entered.status == "session_dead":
        return None
    secret, generation = services.settings.jwt_secret, found["generation"]
    if rotate:
        successor = derive_refresh_token(secret, found["id"], generation + 1)
        await UserSessionRepository(identity).rotate(
            found["id"],
            refresh_hash=hash_refresh_token(successor),
            organization_id=organization.id,
            **seen(services, caller, user.locale),
        )
        return grant(services, found["id"], successor, user, organization)
    current = find_refresh_token(services.settings, found["id"], generation, bytes(found["refresh_hash"]))
    if current is None:
        # Made with a secret that is no longer accepted, seconds ago.
        raise RefreshInvalid
    return grant(services, found["id"], current, user, organization)


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


async def end_all(session: DatabaseSession, user_id: UUID, *, reason: str, keep: UUID | None = None) -> list[Event]:
    """End every log-in of a person, but `keep`; the events close their sockets once they are published."""
    rows = await UserSessionRepository(session).revoke_others(user_id, kept_id=keep, reason=reason)
    return [ended_event(row["id"], row["organization_id"], user_id) for row in rows]


def ended_event(session_id: UUID, organization_id: UUID, user_id: UUID) -> Event:
    """Heard by the live hub alone, which closes the sockets of the log-in."""
    return Event("session.ended", organization_id, session_id, 0, user_id, "", {})
