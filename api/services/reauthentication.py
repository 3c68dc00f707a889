"""Prove anew who acts: for ten minutes, this log-in may then change factors, addresses, keys and owners."""

from datetime import UTC, datetime
from typing import Final
from uuid import UUID

import structlog

from api.core.database import IdentitySession
from api.core.deps import OrgContext, Services
from api.core.errors import Invalid, Unauthenticated
from api.core.fresh import FRESH
from api.core.organization_middleware import Caller
from api.core.record import record
from api.repositories.two_factor import TwoFactorRepository
from api.repositories.user_session import UserSessionRepository
from api.schemas.two_factor import PasskeyOptions, Proof, Reauthenticated
from api.services import second_factor, user_session

log = structlog.get_logger()

TRIES: Final = 10
TRIES_SECONDS: Final = 600

CODE_WRONG: Final = ("code", "code_wrong", "This code is wrong, or was used already. Wait for the next one.")
PASSWORD_WRONG: Final = ("password", "password_wrong", "This is not your password.")
PASSKEY_WRONG: Final = ("passkey", "passkey_invalid", "This passkey could not be used. Try again.")
FACTOR_NEEDED: Final = ("password", "second_factor_needed", "Confirm with your second factor.")


async def reauthenticate(services: Services, caller: Caller, user_id: UUID, proof: Proof) -> Reauthenticated:
    """Raises Invalid (422) with the field that proved nothing, RateLimited (429)."""
    await services.limiter.hit(f"confirm:{user_id}", limit=TRIES, window_seconds=TRIES_SECONDS)
    async with services.databases.identity_session() as identity:
        user = await TwoFactorRepository(identity, user_id).get_user()
    wrong = None
    if proof.password is not None:
        if user["two_factor_enabled_at"] is not None:
            wrong = FACTOR_NEEDED
        elif not await services.passwords.verify(user["password_hash"], proof.password):
            wrong = PASSWORD_WRONG
    # What proves something is spent by being looked at, so a refusal is committed too.
    async with services.databases.identity_session() as identity:
        if proof.code is not None and await second_factor.use_code(services, identity, user_id, proof.code) is None:
            wrong = CODE_WRONG
        if proof.passkey is not None and await second_factor.use_passkey(services, identity, proof.passkey, "confirm", user_id) is None:
            wrong = PASSKEY_WRONG
        if wrong is None:
            await _renew(identity, caller, user_id)
    if wrong is not None:
        log.info("reauthentication_refused", user_id=str(user_id), code=wrong[1], request_id=caller.request_id)
        raise Invalid.field(*wrong)
    await services.limiter.forget(f"confirm:{user_id}")
    return Reauthenticated(fresh_until=datetime.now(UTC) + FRESH)


async def _renew(identity: IdentitySession, caller: Caller, user_id: UUID) -> None:
    if caller.claims is None:
        raise Unauthenticated
    ctx = await user_session.enter(identity, caller, caller.claims.session_id, caller.claims.organization_id)
    await UserSessionRepository(identity).confirm(caller.claims.session_id)
    await record(ctx, action="user.confirmed", entity_type="user", entity_id=user_id)


async def passkey_options(services: Services, ctx: OrgContext) -> PasskeyOptions:
    assert ctx.user_id is not None
    return await second_factor.passkey_options(services, ctx.session, "confirm", ctx.user_id)
