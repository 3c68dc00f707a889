"""Proving addresses: the one that a person signed up with, and both of a change. What is proven is a mailed link."""

from collections.abc import Mapping
from secrets import token_bytes
from typing import Any, Final
from uuid import UUID

from uuid_utils.compat import uuid7

from api.core import one_time
from api.core.database import IdentitySession
from api.core.deps import OrgContext, Services
from api.core.errors import BadRequest, Conflict, Unavailable
from api.core.mail import Mail, MailLink, send_mail
from api.core.organization_middleware import Caller
from api.core.rate_limit import network_of
from api.core.record import record
from api.core.settings import Settings
from api.repositories.one_time import OneTimeRepository
from api.repositories.organization import OrganizationRepository
from api.repositories.user import UserRepository
from api.repositories.user_session import UserSessionRepository
from api.schemas.account import EmailProof
from api.services import user_session

VERIFICATION: Final = "email_verification"
RESET: Final = "password_reset"
CHANGE_OLD: Final = "email_change_old"
CHANGE_NEW: Final = "email_change_new"
DAY_MINUTES: Final = 24 * 60
VERIFY_PATH: Final = "/auth/verify#token={token}"


class TokenInvalid(BadRequest):
    code, detail = "token_invalid", "This link was used already, has run out, or isn't complete. Ask for a new one."


class EmailTaken(Conflict):
    code, detail = "email_taken", "There is an account with this e-mail already. Sign in instead."


class MailNotConfigured(Unavailable):
    code, detail = "mail_not_configured", "This installation can't send mail: ask whoever runs it to set SMTP_URL."


def require_mail(settings: Settings) -> None:
    """Raises MailNotConfigured (503), to everybody alike."""
    if not settings.mail_url:
        raise MailNotConfigured


async def mail_link(
    settings: Settings, identity: IdentitySession, user: Mapping[str, Any], *, purpose: str, to: str, minutes: int, path: str,
    token_id: UUID | None = None, bound_to: str | None = None, **params: str,
) -> None:  # fmt: skip
    """Make a token and mail its link, once for a token_id however often it is asked.

    bound_to: the address that the token speaks of; the recipient unless given.
    """
    token_id = token_id or uuid7()
    made = await OneTimeRepository(identity).insert(
        id=token_id, user_id=user["id"], purpose=purpose, email=bound_to or to,
        token_hash=one_time.hashed(one_time.derive(settings, purpose, token_id)), minutes=minutes,
    )  # fmt: skip
    if made:
        link = MailLink(path, purpose, token_id)
        await send_mail(identity, Mail(purpose, to, user["locale"], {"name": user["full_name"]} | params, link=link))


async def send_verification(settings: Settings, identity: IdentitySession, user: Mapping[str, Any], token_id: UUID | None = None) -> None:
    """Mail a link that proves the address of this account; nothing where no mail can leave."""
    if settings.mail_url:
        await mail_link(
            settings, identity, user, purpose=VERIFICATION, to=user["email"], minutes=DAY_MINUTES, path=VERIFY_PATH,
            token_id=token_id, email=user["email"],
        )  # fmt: skip


async def enter_by_link(
    services: Services, identity: IdentitySession, caller: Caller, user_id: UUID, organization_id: UUID | None = None
) -> OrgContext | None:
    """The context of whoever holds a mailed link: a log-in that ends at once, so that the act stands in the audit log.

    organization_id: where, if they are in it; else where they worked last. None for a person without any organization.
    """
    row = await OrganizationRepository(identity).find_for_user(user_id, organization_id)
    if row is None:
        return None
    user, session_id = await UserRepository(identity).get(user_id), uuid7()
    sessions = UserSessionRepository(identity)
    await sessions.insert(
        id=session_id, user_id=user_id, organization_id=row["id"], refresh_hash=token_bytes(32), method="link", days=1, fingerprint=None,
        **user_session.seen(services, caller, user["locale"]),
    )  # fmt: skip
    ctx = await user_session.enter(identity, caller, session_id, row["id"])
    await sessions.revoke(session_id, "link_used")
    return ctx


async def verify(services: Services, caller: Caller, token: str) -> EmailProof:
    """Spend the token of a mailed link. Raises TokenInvalid (400), EmailTaken (409), RateLimited (429)."""
    limit = services.settings.address_attempts_per_minute
    await services.limiter.hit(f"verify:{network_of(caller.ip_address)}", limit=limit, window_seconds=60)
    async with services.databases.identity_session() as identity:
        found = await OneTimeRepository(identity).consume(one_time.hashed(token), [VERIFICATION, CHANGE_OLD, CHANGE_NEW])
        if found is None:
            raise TokenInvalid
        ctx = await enter_by_link(services, identity, caller, found["user_id"])
        proof = await (_verify if found["purpose"] == VERIFICATION else _confirm_change)(identity, found)
        if ctx is not None:
            action = "user.email_verified" if proof.status == "verified" else "user.email_change_confirmed"
            await record(
                ctx, action="user.email_changed" if proof.status == "changed" else action, entity_type="user",
                entity_id=found["user_id"],
            )  # fmt: skip
    if ctx is not None:
        services.live.publish_soon(ctx.events)
    return proof


async def _verify(identity: IdentitySession, found: Mapping[str, Any]) -> EmailProof:
    # The address may have changed since the link was mailed; then it proves nothing about the account any more.
    if not await UserRepository(identity).mark_verified(found["user_id"], found["email"]):
        raise TokenInvalid
    return EmailProof(status="verified", email=found["email"])


async def _confirm_change(identity: IdentitySession, found: Mapping[str, Any]) -> EmailProof:
    tokens, users = OneTimeRepository(identity), UserRepository(identity)
    user_id, new_email, is_old = found["user_id"], found["email"], found["purpose"] == CHANGE_OLD
    is_complete = await tokens.confirm_change(user_id, new_email, is_old=is_old)
    if is_complete is None:
        raise TokenInvalid
    if not is_complete:
        return EmailProof(status="waiting_for_new" if is_old else "waiting_for_old", email=new_email)
    user = await users.lock(user_id)
    if not await users.update_email_unless_taken(user_id, new_email):
        raise EmailTaken
    await tokens.delete_change(user_id)
    # Links that went to the former address open nothing any more.
    await tokens.void(user_id, [VERIFICATION, RESET, CHANGE_OLD, CHANGE_NEW])
    params = {"name": user["full_name"], "old_email": user["email"], "new_email": new_email}
    for to in (user["email"], new_email):
        await send_mail(identity, Mail("email_changed", to, user["locale"], params))
    return EmailProof(status="changed", email=new_email)


async def start_change(services: Services, identity: IdentitySession, user: Mapping[str, Any], new_email: str) -> None:
    """Ask both addresses; what the new one belongs to is told to nobody but its owner."""
    settings = services.settings
    require_mail(settings)
    tokens, users = OneTimeRepository(identity), UserRepository(identity)
    await tokens.void(user["id"], [CHANGE_OLD, CHANGE_NEW])
    is_proven = user["email_verified_at"] is not None
    await tokens.start_change(user["id"], new_email, is_old_proven=is_proven, minutes=DAY_MINUTES)
    if is_proven:
        await mail_link(
            settings, identity, user, purpose=CHANGE_OLD, to=user["email"], minutes=DAY_MINUTES, path=VERIFY_PATH,
            bound_to=new_email, old_email=user["email"], new_email=new_email,
        )  # fmt: skip
    owner = await users.find_by_email(new_email)
    if owner is not None:
        await mail_attempt(identity, owner)
        return
    await mail_link(settings, identity, user, purpose=CHANGE_NEW, to=new_email, minutes=DAY_MINUTES, path=VERIFY_PATH, new_email=new_email)


async def mail_attempt(identity: IdentitySession, owner: Mapping[str, Any]) -> None:
    """Tell the owner of an address that somebody tried to sign up with it."""
    params = {"name": owner["full_name"], "email": owner["email"]}
    await send_mail(identity, Mail("registration_attempt", owner["email"], owner["locale"], params, link=MailLink("/auth/login")))
