"""From a proven first factor to a log-in: at once, or after a second one.

Every way in (password, provider, passkey) ends here, so that none goes round the second factor.
"""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

import structlog
from uuid_utils.compat import uuid7

from api.core import challenge_token
from api.core.challenge_token import CHALLENGE_SECONDS
from api.core.database import IdentitySession
from api.core.deps import Services
from api.core.errors import Unauthenticated
from api.core.mail import Mail, MailLink, send_mail
from api.core.organization_middleware import Caller
from api.core.rate_limit import network_of
from api.core.record import record
from api.core.security import InvalidToken
from api.repositories.login_challenge import LoginChallengeRepository
from api.repositories.passkey import PasskeyRepository
from api.repositories.two_factor import TwoFactorRepository
from api.repositories.user import UserRepository
from api.schemas.two_factor import ChallengeIssued, PasskeyAnswer, PasskeyOptions, SecondFactor
from api.schemas.user import User
from api.schemas.user_session import Method
from api.services import own_organization, second_factor, two_factor_recovery, user_session
from api.services.second_factor import TRIES_PER_HOUR, Factor
from api.services.user_session import Grant

log = structlog.get_logger()

TRIES_PER_CHALLENGE: Final = 5


class ChallengeInvalid(Unauthenticated):
    code, detail = "challenge_invalid", "This step of the log-in has run out. Start over with your password."


class SecondFactorWrong(Unauthenticated):
    code, detail = "second_factor_wrong", "This code is wrong, or was used already."


class PasskeyInvalid(Unauthenticated):
    code, detail = "passkey_invalid", "This passkey could not be used. Try again, or log in another way."


@dataclass(frozen=True, slots=True)
class Challenge:
    """The second factor is awaited; nothing is signed in yet."""

    answer: ChallengeIssued


async def admit(
    services: Services, identity: IdentitySession, caller: Caller, user: User, *, method: Method = "password"
) -> Grant | Challenge:
    """Log in somebody whose first factor is proven, or ask for the second one."""
    factors = TwoFactorRepository(identity, user.id)
    if (await factors.get_user())["two_factor_enabled_at"] is None:
        return await complete(services, identity, caller, user, method=method)
    if await two_factor_recovery.finish_if_open(identity, user):
        return await complete(services, identity, caller, user, method=method, factor="recovery")
    challenge_id = uuid7()
    await LoginChallengeRepository(identity).insert(challenge_id, user.id, method=method, seconds=CHALLENGE_SECONDS)
    app = await factors.find_app()
    has_passkey = bool(await PasskeyRepository(identity).list(user.id))
    return Challenge(
        ChallengeIssued(
            challenge_token=challenge_token.issue(services.settings, challenge_id),
            expires_in=CHALLENGE_SECONDS,
            methods=[
                *(["code"] if app and app["enabled_at"] else []),
                *(["passkey"] if has_passkey else []),
                *(["backup_code"] if await factors.count_codes() else []),
            ],
        )
    )


async def complete(
    services: Services, identity: IdentitySession, caller: Caller, user: User, *, method: Method, factor: Factor | None = None
) -> Grant:
    """Start the log-in, where the person works or in an organization of their own."""
    organization = await own_organization.find_or_open(services.settings, identity, user)
    grant = await user_session.start(
        services, identity, caller, user, organization, method=method if factor in (None, "recovery") else "two_factor"
    )
    ctx = await user_session.enter(identity, caller, grant.session_id, organization.id)
    await record(
        ctx, action="user.logged_in", entity_type="user", entity_id=user.id, changes={"second_factor": [None, factor]} if factor else None
    )
    return grant


def challenge_id_of(services: Services, token: str) -> UUID:
    try:
        return challenge_token.read(services.settings, token)
    except InvalidToken as error:
        raise ChallengeInvalid from error


async def user_of(services: Services, token: str) -> User:
    """Who is logging in with this challenge. Raises ChallengeInvalid (401)."""
    challenge_id = challenge_id_of(services, token)
    async with services.databases.identity_session() as identity:
        found = await LoginChallengeRepository(identity).find_open(challenge_id, limit=TRIES_PER_CHALLENGE)
        if found is None:
            raise ChallengeInvalid
        return User.model_validate(await UserRepository(identity).get(found["user_id"]))


async def answer(services: Services, caller: Caller, data: SecondFactor) -> Grant:
    """Raises ChallengeInvalid (401), SecondFactorWrong (401, with the tries left), RateLimited (429)."""
    await services.limiter.hit(
        f"auth:{network_of(caller.ip_address)}", limit=services.settings.address_attempts_per_minute, window_seconds=60
    )
    challenge_id = challenge_id_of(services, data.challenge_token)
    async with services.databases.identity_session() as identity:
        found = await LoginChallengeRepository(identity).find_open(challenge_id, limit=TRIES_PER_CHALLENGE)
    if found is None:
        raise ChallengeInvalid
    tries = f"second_factor:{found['user_id']}"
    if data.code is not None:
        await services.limiter.hit(tries, limit=TRIES_PER_HOUR, window_seconds=3600)
    # Not raised inside the transaction: a try counts, and what was tried is spent.
    async with services.databases.identity_session() as identity:
        challenges = LoginChallengeRepository(identity)
        found = await challenges.count_attempt(challenge_id, limit=TRIES_PER_CHALLENGE)
        if found is None:
            raise ChallengeInvalid
        user = User.model_validate(await UserRepository(identity).get(found["user_id"]))
        factor = await _prove(services, identity, user.id, data)
        if factor is not None:
            await challenges.close(challenge_id)
            await two_factor_recovery.cancel_of(identity, user.id)
            grant = await complete(services, identity, caller, user, method=found["method"], factor=factor)
            if factor == "backup_code":
                await _tell_of_backup_code(identity, caller, user)
        elif found["attempt_count"] == TRIES_PER_CHALLENGE:
            await _tell_of_failures(identity, caller, user)
    if factor is None:
        log.info("second_factor_refused", user_id=str(user.id), ip_address=caller.ip_address, request_id=caller.request_id)
        raise SecondFactorWrong(attempts_left=TRIES_PER_CHALLENGE - found["attempt_count"])
    await services.limiter.forget(tries)
    return grant


async def _prove(services: Services, identity: IdentitySession, user_id: UUID, data: SecondFactor) -> Factor | None:
    if data.code is not None:
        return await second_factor.use_code(services, identity, user_id, data.code)
    assert data.passkey is not None
    return "passkey" if await second_factor.use_passkey(services, identity, data.passkey, "second_factor", user_id) else None


async def second_factor_options(services: Services, token: str) -> PasskeyOptions:
    """A challenge for the passkeys of the person who is logging in. Raises ChallengeInvalid (401)."""
    challenge_id = challenge_id_of(services, token)
    async with services.databases.identity_session() as identity:
        found = await LoginChallengeRepository(identity).find_open(challenge_id, limit=TRIES_PER_CHALLENGE)
        if found is None:
            raise ChallengeInvalid
        return await second_factor.passkey_options(services, identity, "second_factor", found["user_id"])


async def passkey_options(services: Services, caller: Caller) -> PasskeyOptions:
    """A challenge for whoever has a passkey on this device. Raises RateLimited (429)."""
    network = network_of(caller.ip_address)
    await services.limiter.hit(f"auth:{network}", limit=services.settings.address_attempts_per_minute, window_seconds=60)
    async with services.databases.identity_session() as identity:
        return await second_factor.passkey_options(services, identity, "login")


async def with_passkey(services: Services, caller: Caller, passkey: PasskeyAnswer) -> Grant:
    """Two factors in one: the device that is had, and its user whom it verified. Raises PasskeyInvalid (401), RateLimited (429)."""
    network = network_of(caller.ip_address)
    await services.limiter.hit(f"auth:{network}", limit=services.settings.address_attempts_per_minute, window_seconds=60)
    async with services.databases.identity_session() as identity:
        user_id = await second_factor.use_passkey(services, identity, passkey, "login")
        found = await TwoFactorRepository(identity, user_id).get_user() if user_id else None
        if found is not None and found["disabled_at"] is None:
            await two_factor_recovery.cancel_of(identity, found["id"])
            return await complete(services, identity, caller, User.model_validate(found), method="passkey")
    raise PasskeyInvalid


async def _tell_of_backup_code(identity: IdentitySession, caller: Caller, user: User) -> None:
    left = await TwoFactorRepository(identity, user.id).count_codes()
    params: dict[str, str | int] = {"name": user.full_name, "left": left, "ip_address": caller.ip_address}
    mail = Mail("backup_code_used", user.email, user.locale, params, link=MailLink("/admin/settings/security"))
    await send_mail(identity, mail)


async def _tell_of_failures(identity: IdentitySession, caller: Caller, user: User) -> None:
    params = {"name": user.full_name, "ip_address": caller.ip_address}
    await send_mail(identity, Mail("second_factor_failed", user.email, user.locale, params, link=MailLink("/admin/settings/security")))
