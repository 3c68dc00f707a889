"""Sign up and log in.

These open their own transactions instead of the request's one: a password is hashed between two of them, so that
slow hashing never holds a connection.
"""

import hashlib

import structlog
from uuid_utils.compat import uuid7

from api.core import password_rules
from api.core.database import IdentitySession
from api.core.deps import Services
from api.core.errors import RateLimited, Unauthenticated
from api.core.moment import DEFAULT_TIME_ZONE
from api.core.organization_middleware import Caller
from api.core.rate_limit import network_of
from api.core.record import record
from api.repositories.organization import OrganizationRepository
from api.repositories.preference import PreferenceRepository
from api.repositories.user import UserRepository
from api.schemas.auth import Login, NewAccount, Registration
from api.schemas.organization import OrganizationSummary
from api.schemas.user import User
from api.schemas.user_session import Method
from api.services import login_guard, user_session
from api.services.account import EmailTaken, mail_attempt, send_verification
from api.services.own_organization import CURRENCY_BY_LOCALE, name_for
from api.services.sign_in import Challenge, admit
from api.services.user_session import Grant

log = structlog.get_logger()


class CredentialsInvalid(Unauthenticated):
    code, detail = "credentials_invalid", "This e-mail and password don't belong together."


async def register(services: Services, caller: Caller, data: Registration) -> Grant:
    """Create a user, their organization and its owner in one transaction, and sign them in.

    Raises EmailTaken (409), Invalid (422) for a weak password, RateLimited (429).
    """
    settings = services.settings
    await services.limiter.hit(f"register:{network_of(caller.ip_address)}", limit=settings.register_attempts_per_hour, window_seconds=3600)
    password_rules.check(data.password, known=[data.email, data.organization_name or ""])
    password_hash = await services.passwords.hash(data.password)
    try:
        async with services.databases.identity_session() as identity:
            return await open_account(services, identity, caller, data, password_hash=password_hash)
    except EmailTaken:
        await warn_owner(services, data.email)
        raise


async def warn_owner(services: Services, email: str) -> None:
    """Mail the owner of an address that somebody signed up with again, once a day (docs/decisions/0014-a-taken-address.md)."""
    account = hashlib.sha256(email.encode()).hexdigest()[:32]
    try:
        await services.limiter.hit(f"taken:{account}", limit=1, window_seconds=86_400)
    except RateLimited:
        return
    async with services.databases.identity_session() as identity:
        owner = await UserRepository(identity).find_by_email(email)
        if owner is not None and owner["disabled_at"] is None:
            await mail_attempt(identity, owner)


async def open_account(
    services: Services, identity: IdentitySession, caller: Caller, data: NewAccount, *, password_hash: str | None,
    is_email_verified: bool = False, method: Method = "password",
) -> Grant:  # fmt: skip
    """A user, their organization and its owner, signed in; without a password for who came through a provider.

    method: how they proved who they are, as user_sessions.method has it. Raises EmailTaken (409).
    """
    is_personal = services.settings.saas_mode == "B2C"
    user = User(id=uuid7(), email=data.email, full_name=data.full_name, locale=data.locale)
    organization = OrganizationSummary(
        id=uuid7(), name=data.organization_name or name_for(data.full_name, data.locale, is_personal=is_personal), plan="unlimited",
        currency=CURRENCY_BY_LOCALE[data.locale], is_personal=is_personal, role="owner",
    )  # fmt: skip
    if not await UserRepository(identity).insert_unless_taken(password_hash=password_hash, **user.model_dump()):
        raise EmailTaken
    if is_email_verified:
        await UserRepository(identity).mark_verified(user.id, user.email)
    await OrganizationRepository(identity).insert_with_owner(
        organization.id, user.id, name=organization.name, currency=organization.currency, is_personal=is_personal
    )
    grant = await user_session.start(services, identity, caller, user, organization, method=method)
    ctx = await user_session.enter(identity, caller, grant.session_id, organization.id)
    await PreferenceRepository(ctx.session, organization.id).insert(
        id=uuid7(), user_id=user.id, locale=data.locale, time_zone=data.time_zone or DEFAULT_TIME_ZONE
    )
    await record(ctx, action="user.registered", entity_type="user", entity_id=user.id, changes={"organization": [None, organization.name]})
    if not is_email_verified:
        await send_verification(services.settings, identity, user.model_dump())
    return grant


async def login(services: Services, caller: Caller, data: Login) -> Grant | Challenge:
    """A log-in, or the challenge to prove a second factor. Raises CredentialsInvalid (401) in the same time for a wrong password and an unknown e-mail; RateLimited (429)."""
    email = data.email.lower()
    found, attempt = await login_guard.begin(services, caller, email)
    password_hash = found["password_hash"] if found and found["disabled_at"] is None else None
    if not await services.passwords.verify(password_hash, data.password) or found is None:
        await login_guard.fail(services, attempt)
        log.info("login_refused", account=attempt.account, ip_address=caller.ip_address, request_id=caller.request_id)
        raise CredentialsInvalid
    await login_guard.succeed(services, attempt)
    is_outdated = services.passwords.is_outdated(found["password_hash"])
    renewed_hash = await services.passwords.hash(data.password) if is_outdated else None
    user = User.model_validate(found)
    async with services.databases.identity_session() as identity:
        # It was looked at before this transaction: a reset that came in between counts.
        if await UserRepository(identity).lock_password_hash(user.id) != found["password_hash"]:
            raise CredentialsInvalid
        if renewed_hash is not None:
            await UserRepository(identity).update_password_hash(user.id, renewed_hash)
        return await admit(services, identity, caller, user)
