"""The other end of an invite's link: what it says, and how its holder becomes a member."""

from typing import Any, Final
from uuid import UUID

from uuid_utils.compat import uuid7

from api.core import one_time, password_rules
from api.core.database import IdentitySession, TenantSession
from api.core.deps import Services, require_alive
from api.core.errors import Conflict, Forbidden, Invalid, NotFound, Unauthenticated
from api.core.jobs import defer
from api.core.moment import DEFAULT_TIME_ZONE
from api.core.normalize import mask_email
from api.core.organization_middleware import Caller
from api.core.rate_limit import network_of
from api.core.record import record
from api.core.storage import Storage
from api.repositories.invite import InviteRepository
from api.repositories.invite_token import InviteTokenRepository
from api.repositories.member import MemberRepository
from api.repositories.organization import OrganizationRepository
from api.repositories.preference import PreferenceRepository
from api.repositories.user import UserRepository
from api.schemas.auth import SignedIn
from api.schemas.invite import InviteAcceptance, InvitePreview
from api.schemas.organization import OrganizationSummary
from api.schemas.user import User
from api.services import api_key as api_key_service
from api.services import organization_logo, user_session
from api.services import seats as seats_service
from api.services.invite import InviteNotFound, OrganizationPersonal
from api.services.organization_switch import move_session
from api.services.user_session import Grant

ATTEMPTS_PER_MINUTE: Final = 60


class InviteUsed(Conflict):
    code, detail = "invite_used", "This invitation has been accepted already."


class InviteExpired(Conflict):
    code, detail = "invite_expired", "This invitation has run out. Ask for a new one."


class AlreadyMember(Conflict):
    code, detail = "already_member", "You are in this organization already."


class InviteForSomebodyElse(Forbidden):
    code, detail = "invite_for_somebody_else", "This invitation is for another address than the one you are signed in with."


class SignInToAccept(Unauthenticated):
    code, detail = "sign_in_to_accept", "There is an account with this address. Sign in to accept the invitation."


async def preview(services: Services, caller: Caller, token: str) -> InvitePreview:
    """Raises InviteNotFound (404), RateLimited (429)."""
    await _limit(services, caller)
    async with services.databases.identity_session() as identity:
        invite = await _find(identity, token)
    status = "accepted" if invite["is_accepted"] else "expired" if invite["is_expired"] or invite["is_personal"] else "open"
    return InvitePreview.model_validate(invite | {"status": status})


async def read_logo(services: Services, caller: Caller, token: str, storage: Storage) -> tuple[bytes, UUID]:
    """Of the organization that a link invites to. Raises InviteNotFound, LogoNotFound (404), RateLimited (429)."""
    await _limit(services, caller)
    async with services.databases.identity_session() as identity:
        invite = await _find(identity, token)
    return await organization_logo.load(storage, invite["logo_key"])


async def accept(services: Services, caller: Caller, token: str, data: InviteAcceptance) -> SignedIn | Grant:
    """Make the holder a member: who is signed in with the invited address, or a new account with it.

    Raises InviteNotFound (404), InviteUsed, InviteExpired, AlreadyMember (409), InviteForSomebodyElse (403),
    SignInToAccept (401), Invalid (422) for a new account without name or good password, RateLimited (429),
    SeatLimitReached (402), OrganizationPersonal (409) where the team has become one person's workspace meanwhile.
    Returns the new token of a log-in that goes on, or a new log-in.
    """
    await _limit(services, caller)
    async with services.databases.identity_session() as identity:
        invite = await _find(identity, token)
        person = await _find_signed_in(identity, caller)
    _refuse_closed(invite)
    if invite["is_personal"]:
        raise OrganizationPersonal
    if person is not None and person.email != invite["email"]:
        raise InviteForSomebodyElse(email=invite["email"])
    if person is None and invite["has_account"]:
        raise SignInToAccept(email=invite["email"])
    password_hash = None if person is not None else await _hash_password(services, invite, data)
    async with services.databases.identity_session() as identity:
        return await _admit(services, identity, caller, invite, one_time.hashed(token), data, person, password_hash)


async def _admit(
    services: Services,
    identity: IdentitySession,
    caller: Caller,
    invite: dict[str, Any],
    token_hash: bytes,
    data: InviteAcceptance,
    person: User | None,
    password_hash: str | None,
) -> SignedIn | Grant:
    organization_id: UUID = invite["organization_id"]
    # Before the invite, as everybody does who counts seats: of two that come at once, the second sees what the first took.
    if (await OrganizationRepository(identity).lock_seats(organization_id))["is_personal"]:
        raise OrganizationPersonal
    if not await InviteRepository(identity, organization_id).consume(invite["id"], token_hash):
        raise InviteUsed
    user = person or await _open_account(identity, invite, data, password_hash)
    await InviteTokenRepository(identity).prove_address(user.id)
    if not await MemberRepository(TenantSession(identity.driver, organization_id), organization_id).admit(uuid7(), user.id, invite["role"]):
        raise AlreadyMember
    await InviteRepository(identity, organization_id).mark_accepted_by(invite["id"], user.id)
    row = await OrganizationRepository(identity).find_membership(user.id, organization_id)
    organization = OrganizationSummary.model_validate(row)
    answer: SignedIn | Grant
    if person is not None and caller.claims is not None:
        session_id = caller.claims.session_id
        answer = await move_session(services.settings, identity, session_id, user, organization)
    else:
        answer = await user_session.start(services, identity, caller, user, organization)
        session_id = answer.session_id
    ctx = await user_session.enter(identity, caller, session_id, organization_id)
    await seats_service.refuse_newcomer(ctx)
    preferences = PreferenceRepository(ctx.session, organization_id)
    if await preferences.find(user.id) is None:
        await preferences.insert(id=uuid7(), user_id=user.id, locale=user.locale, time_zone=data.time_zone or DEFAULT_TIME_ZONE)
    # Whoever was here before comes back without the keys of that time.
    await api_key_service.end_keys_of(ctx, user.id)
    await record(
        ctx, action="invite.accepted", entity_type="invite", entity_id=invite["id"],
        changes={"email": [None, mask_email(invite["email"])], "role": [None, invite["role"]]},
    )  # fmt: skip
    await defer(ctx, "member.welcome", invited_by=str(invite["invited_by"] or ""))
    services.live.publish_soon(ctx.events)
    return answer


async def _open_account(identity: IdentitySession, invite: dict[str, Any], data: InviteAcceptance, password_hash: str | None) -> User:
    user = User(id=uuid7(), email=invite["email"], full_name=data.full_name or "", locale=data.locale or invite["locale"])
    values = user.model_dump(include={"id", "email", "full_name", "locale"})
    if not await UserRepository(identity).insert_unless_taken(password_hash=password_hash, **values):
        raise SignInToAccept(email=invite["email"])
    return user


async def _hash_password(services: Services, invite: dict[str, Any], data: InviteAcceptance) -> str:
    """Raises Invalid (422)."""
    if data.full_name is None:
        raise Invalid.field("full_name", "missing", "Say what your name is.")
    if data.password is None:
        raise Invalid.field("password", "missing", "Choose a password.")
    password_rules.check(data.password, known=[invite["email"], invite["organization_name"]])
    return await services.passwords.hash(data.password)


async def _find(identity: IdentitySession, token: str) -> dict[str, Any]:
    """Raises InviteNotFound (404) for a token that was revoked, replaced or never given out."""
    invite = await InviteTokenRepository(identity).find(one_time.hashed(token))
    if invite is None:
        raise InviteNotFound
    return invite


async def _find_signed_in(identity: IdentitySession, caller: Caller) -> User | None:
    """Who calls, if they are signed in; raises Unauthenticated (401) when the log-in is over."""
    if caller.claims is None:
        return None
    _, entered = await identity.enter(caller.claims.session_id, caller.claims.organization_id)
    require_alive(caller.claims, entered)
    row = await InviteTokenRepository(identity).find_signed_in(caller.claims.session_id)
    if row is None:
        raise Unauthenticated(code="session_dead")
    return User.model_validate(row)


def _refuse_closed(invite: dict[str, Any]) -> None:
    if invite["is_accepted"]:
        raise InviteUsed
    if invite["is_expired"]:
        raise InviteExpired


async def _limit(services: Services, caller: Caller) -> None:
    """Raises NotFound (404) where everybody has a workspace of their own, RateLimited (429)."""
    if services.settings.saas_mode == "B2C":
        raise NotFound
    await services.limiter.hit(f"invite-token:{network_of(caller.ip_address)}", limit=ATTEMPTS_PER_MINUTE, window_seconds=60)
