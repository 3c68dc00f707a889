"""A forgotten password, and a changed one. Like signing in, these hash between two transactions, never inside one."""

import hashlib
from typing import Any, Final
from uuid import UUID

from uuid_utils.compat import uuid7

from api.core import one_time, password_rules
from api.core.database import IdentitySession
from api.core.deps import Services
from api.core.errors import Invalid, RateLimited
from api.core.events import Event
from api.core.jobs import JOBS
from api.core.mail import Mail, MailLink, send_mail
from api.core.organization_middleware import Caller
from api.core.rate_limit import network_of
from api.core.record import record
from api.core.settings import Settings
from api.repositories.api_key_maker import ApiKeyMakerRepository
from api.repositories.login_challenge import LoginChallengeRepository
from api.repositories.oauth import OauthRepository
from api.repositories.one_time import OneTimeRepository
from api.repositories.organization import OrganizationRepository
from api.repositories.passkey import PasskeyRepository
from api.repositories.two_factor import TwoFactorRepository
from api.repositories.user import UserRepository
from api.schemas.account import PasswordChange, PasswordReset, PasswordSet
from api.services import api_key as api_key_service
from api.services import user_session
from api.services.account import (
    CHANGE_NEW,
    CHANGE_OLD,
    RESET,
    TokenInvalid,
    enter_by_link,
    mail_link,
    require_mail,
    send_verification,
)

RESET_MINUTES: Final = 30
MAILS_PER_HOUR: Final = 5
ATTEMPTS_PER_MINUTE: Final = 10


async def ask_for_link(services: Services, caller: Caller, email: str, *, purpose: str) -> None:
    """Have a link mailed if the address is an account's: looked up by a job, so that the answer knows nothing and takes no longer.

    Raises RateLimited (429) by network, MailNotConfigured (503). Past five mails an hour, an address gets none and nobody is told.
    """
    settings = services.settings
    require_mail(settings)
    await services.limiter.hit(f"link:{network_of(caller.ip_address)}", limit=settings.address_attempts_per_minute, window_seconds=60)
    account = hashlib.sha256(email.encode()).hexdigest()[:32]
    try:
        await services.limiter.hit(f"{purpose}:{account}", limit=MAILS_PER_HOUR, window_seconds=3600)
    except RateLimited:
        return
    async with services.databases.identity_session() as identity:
        options: Any = {"connection": identity.driver}
        await JOBS.configure_task("account.mail_link", **options).defer_async(
            organization_id=None, email=email, purpose=purpose, token_id=str(uuid7())
        )


async def mail_asked_link(settings: Settings, identity: IdentitySession, *, email: str, purpose: str, token_id: UUID) -> None:
    """The job's part: nothing for an address that nobody has, or that has proven itself already."""
    user = await UserRepository(identity).find_by_email(email)
    if user is None or user["disabled_at"] is not None:
        return
    if purpose == RESET:
        await mail_link(
            settings, identity, user, purpose=RESET, to=email, minutes=RESET_MINUTES, path="/auth/reset#token={token}",
            token_id=token_id, email=email,
        )  # fmt: skip
    elif user["email_verified_at"] is None:
        await send_verification(settings, identity, user, token_id)


async def reset(services: Services, caller: Caller, data: PasswordReset) -> PasswordSet:
    """Set a new password by a mailed link: it ends every log-in, and opens none, so that a second factor is still asked.

    The person's API keys end with the log-ins: somebody else may have known the old password, and have made one.
    Raises TokenInvalid (400), Invalid (422) for a weak password, RateLimited (429).
    """
    limit = services.settings.address_attempts_per_minute
    await services.limiter.hit(f"reset:{network_of(caller.ip_address)}", limit=limit, window_seconds=60)
    token_hash = one_time.hashed(data.token)
    async with services.databases.identity_session() as identity:
        found = await OneTimeRepository(identity).find(token_hash, [RESET])
        if found is None:
            raise TokenInvalid
        known = await _known_names(identity, found["user_id"], found["email"])
    password_rules.check(data.password, known=known)
    password_hash = await services.passwords.hash(data.password)
    async with services.databases.identity_session() as identity:
        tokens, users = OneTimeRepository(identity), UserRepository(identity)
        if await tokens.consume(token_hash, [RESET]) is None:
            raise TokenInvalid
        user_id: UUID = found["user_id"]
        user = await users.lock(user_id)
        if user["email"] != found["email"]:
            raise TokenInvalid
        events = await _end_keys(services, identity, caller, user_id)
        ctx = await enter_by_link(services, identity, caller, user_id)
        await _replace(identity, user, password_hash, caller, "password_was_reset")
        # The link reached the address: it is proven.
        await users.mark_verified(user_id, user["email"])
        events += await user_session.end_all(identity, user_id, reason="password_reset")
        if user["email_verified_at"] is None:
            await _forget_other_ways_in(identity, user_id)
        if ctx is not None:
            await record(ctx, action="user.password_reset", entity_type="user", entity_id=user_id)
            events += ctx.events
    services.live.publish_soon(events)
    return PasswordSet(email=user["email"])


async def change(services: Services, caller: Caller, user_id: UUID, data: PasswordChange) -> PasswordSet:
    """Replace the password of who knows the old one; their other log-ins end, their API keys go on.

    Raises Invalid (422) for the wrong old password or a weak new one, RateLimited (429).
    """
    assert caller.claims is not None
    await services.limiter.hit(f"password:{user_id}", limit=ATTEMPTS_PER_MINUTE, window_seconds=60)
    async with services.databases.identity_session() as identity:
        found = await UserRepository(identity).get_with_password(user_id)
        known = await _known_names(identity, user_id, found["email"])
    if not await services.passwords.verify(found["password_hash"], data.current_password):
        raise Invalid.field("current_password", "password_wrong", "This is not your current password.")
    password_rules.check(data.new_password, known=known, field="new_password")
    password_hash = await services.passwords.hash(data.new_password)
    async with services.databases.identity_session() as identity:
        # Locked first: a log-in that a reset has just ended changes nothing any more.
        user = await UserRepository(identity).lock(user_id)
        ctx = await user_session.enter(identity, caller, caller.claims.session_id, caller.claims.organization_id)
        await _replace(identity, user, password_hash, caller, "password_changed")
        await record(ctx, action="user.password_changed", entity_type="user", entity_id=user_id)
        events = await user_session.end_all(identity, user_id, reason="password_changed", keep=caller.claims.session_id)
    services.live.publish_soon([*ctx.events, *events])
    return PasswordSet(email=user["email"])


async def _forget_other_ways_in(identity: IdentitySession, user_id: UUID) -> None:
    """Take away what opens the account beside its password, once somebody shows for the first time that the address is theirs.

    Whoever set it up may have signed up with an address that isn't their own. An app stays: alone it opens nothing.
    """
    factors = TwoFactorRepository(identity, user_id)
    await OauthRepository(identity).delete_all(user_id)
    await PasskeyRepository(identity).delete_all(user_id)
    if not await factors.mark():
        await factors.delete_codes()


async def _end_keys(services: Services, identity: IdentitySession, caller: Caller, user_id: UUID) -> list[Event]:
    """In each organization, where it stands in the log."""
    events: list[Event] = []
    for organization_id in await ApiKeyMakerRepository(identity).list_places(user_id):
        ctx = await enter_by_link(services, identity, caller, user_id, organization_id)
        if ctx is not None:
            await api_key_service.end_keys_after_reset(ctx, user_id)
            events += ctx.events
    return events


async def _known_names(identity: IdentitySession, user_id: UUID, email: str) -> list[str]:
    organization = await OrganizationRepository(identity).find_for_user(user_id)
    return [email, organization["name"] if organization else ""]


async def _replace(identity: IdentitySession, user: dict[str, Any], password_hash: str, caller: Caller, template: str) -> None:
    """Write the new hash, void what somebody with the old password may have begun, and tell the owner."""
    tokens = OneTimeRepository(identity)
    await UserRepository(identity).update_password_hash(user["id"], password_hash)
    await tokens.void(user["id"], [RESET, CHANGE_OLD, CHANGE_NEW])
    await tokens.delete_change(user["id"])
    await LoginChallengeRepository(identity).close_all(user["id"])
    params = {"name": user["full_name"], "email": user["email"], "ip_address": caller.ip_address or "–"}
    await send_mail(identity, Mail(template, user["email"], user["locale"], params, link=MailLink("/auth/forgot")))
