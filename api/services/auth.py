"""Sign up and log in.

These open their own transactions instead of the request's one: a password is hashed between two of them, so that
slow hashing never holds a connection.
"""

import hashlib
from typing import Final

import structlog
from uuid_utils.compat import uuid7

from api.core import password_rules
from api.core.database import IdentitySession
from api.core.deps import Services
from api.core.errors import Conflict, Unauthenticated
from api.core.organization_middleware import Caller
from api.core.rate_limit import network_of
from api.core.record import record
from api.repositories.organization import OrganizationRepository
from api.repositories.preference import PreferenceRepository
from api.repositories.user import UserRepository
from api.schemas.auth import Login, NewAccount, Registration
from api.schemas.organization import OrganizationSummary
from api.schemas.user import User
from api.services import user_session
from api.services.user_session import Grant

log = structlog.get_logger()

# Consecutive failures that an account bears from addresses it doesn't know, however many there are.
FAILURES_PER_ACCOUNT: Final = 100
FAILURES_SECONDS: Final = 86_400
DEFAULT_TIME_ZONE: Final = "America/Sao_Paulo"
CURRENCY_BY_LOCALE: Final = {"pt": "BRL", "en": "USD", "es": "USD"}
ORGANIZATION_NAME_BY_LOCALE: Final = {"pt": "Agência de {}", "en": "{}'s agency", "es": "Agencia de {}"}


class EmailTaken(Conflict):
    code, detail = "email_taken", "There is an account with this e-mail already. Sign in instead."


class CredentialsInvalid(Unauthenticated):
    code, detail = "credentials_invalid", "This e-mail and password don't belong together."


def organization_name(data: NewAccount, *, is_personal: bool) -> str:
    if data.organization_name:
        return data.organization_name
    if is_personal:
        return data.full_name
    return ORGANIZATION_NAME_BY_LOCALE[data.locale].format(data.full_name.split()[0])[:200]


async def register(services: Services, caller: Caller, data: Registration) -> Grant:
    """Create a user, their organization and its owner in one transaction, and sign them in.

    Raises EmailTaken (409), Invalid (422) for a weak password, RateLimited (429).
    """
    settings = services.settings
    await services.limiter.hit(f"register:{network_of(caller.ip_address)}", limit=settings.register_attempts_per_hour, window_seconds=3600)
    password_rules.check(data.password, known=[data.email, data.organization_name or ""])
    password_hash = await services.passwords.hash(data.password)
    async with services.databases.identity_session() as identity:
        return await open_account(services, identity, caller, data, password_hash=password_hash)


async def open_account(
    services: Services, identity: IdentitySession, caller: Caller, data: NewAccount, *, password_hash: str | None
) -> Grant:
    """A user, their organization and its owner, signed in; without a password for who came through a provider.

    Raises EmailTaken (409).
    """
    is_personal = services.settings.saas_mode == "B2C"
    user = User(id=uuid7(), email=data.email, full_name=data.full_name, locale=data.locale)
    organization = OrganizationSummary(
        id=uuid7(), name=organization_name(data, is_personal=is_personal), plan="unlimited",
        currency=CURRENCY_BY_LOCALE[data.locale], is_personal=is_personal, role="owner",
    )  # fmt: skip
    if not await UserRepository(identity).insert_unless_taken(password_hash=password_hash, **user.model_dump()):
        raise EmailTaken
    await OrganizationRepository(identity).insert_with_owner(
        organization.id, user.id, name=organization.name, currency=organization.currency, is_personal=is_personal
    )
    grant = await user_session.start(services, identity, caller, user, organization)
    ctx = await user_session.enter(identity, caller, grant.session_id, organization.id)
    await PreferenceRepository(ctx.session, organization.id).insert(
        id=uuid7(), user_id=user.id, locale=data.locale, time_zone=data.time_zone or DEFAULT_TIME_ZONE
    )
    await record(ctx, action="user.registered", entity_type="user", entity_id=user.id, changes={"organization": [None, organization.name]})
    return grant


async def login(services: Services, caller: Caller, data: Login) -> Grant:
    """Raises CredentialsInvalid (401) in the same time for a wrong password and an unknown e-mail; RateLimited (429)."""
    settings = services.settings
    email = data.email.lower()
    account = hashlib.sha256(email.encode()).hexdigest()[:32]
    network = network_of(caller.ip_address)
    await services.limiter.hit(f"auth:{network}", limit=settings.address_attempts_per_minute, window_seconds=60)
    await services.limiter.hit(f"login:{account}:{network}", limit=settings.login_attempts_per_minute, window_seconds=60)
    async with services.databases.identity_session() as identity:
        found = await UserRepository(identity).find_by_email(email, caller.ip_address)
    # Where somebody has signed in before they get in all the same, so that an attack locks nobody out of their own place.
    if found is None or not found["is_known_address"]:
        await services.limiter.hit(f"login:{account}", limit=FAILURES_PER_ACCOUNT, window_seconds=FAILURES_SECONDS)
    password_hash = found["password_hash"] if found and found["disabled_at"] is None else None
    if not await services.passwords.verify(password_hash, data.password) or found is None:
        log.info("login_refused", account=account, ip_address=caller.ip_address, request_id=caller.request_id)
        raise CredentialsInvalid
    await services.limiter.forget(f"login:{account}")
    is_outdated = services.passwords.is_outdated(found["password_hash"])
    renewed_hash = await services.passwords.hash(data.password) if is_outdated else None
    user = User.model_validate(found)
    async with services.databases.identity_session() as identity:
        if renewed_hash is not None:
            await UserRepository(identity).update_password_hash(user.id, renewed_hash)
        return await admit(services, identity, caller, user)


async def admit(services: Services, identity: IdentitySession, caller: Caller, user: User) -> Grant:
    """Log in somebody who has proven who they are, however they did. Raises NoOrganization (403)."""
    organization = await user_session.find_organization(identity, user.id)
    grant = await user_session.start(services, identity, caller, user, organization)
    ctx = await user_session.enter(identity, caller, grant.session_id, organization.id)
    await record(ctx, action="user.logged_in", entity_type="user", entity_id=user.id)
    return grant
