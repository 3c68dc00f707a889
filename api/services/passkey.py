"""A person's passkeys: registered with this browser or a key, named, and taken away."""

import secrets
from typing import Final
from uuid import UUID

import structlog
from uuid_utils.compat import uuid7

from api.core import passkeys
from api.core.deps import OrgContext, Services
from api.core.errors import Conflict, Invalid, NotFound
from api.core.fresh import require_fresh
from api.core.passkeys import NewPasskey, PasskeyRefused, RelyingParty
from api.core.record import record
from api.repositories.passkey import PasskeyRepository
from api.repositories.two_factor import TwoFactorRepository
from api.schemas.two_factor import PasskeyAdded, PasskeyInfo, PasskeyOptions, PasskeyRegistration, PasskeyUpdate
from api.services.two_factor import changed, own_id, renew_codes, require_factor_left

log = structlog.get_logger()

MOST: Final = 20


class TooManyPasskeys(Conflict):
    code, detail = "passkeys_too_many", f"You have {MOST} passkeys. Remove one that you don't use any more."


class PasskeyTaken(Conflict):
    code, detail = "passkey_taken", "This passkey is registered already."


async def begin(services: Services, ctx: OrgContext) -> PasskeyOptions:
    """Raises ReauthenticationRequired (403)."""
    require_fresh(ctx)
    repository, challenge = PasskeyRepository(ctx.session), secrets.token_bytes(32)
    user = await TwoFactorRepository(ctx.session, own_id(ctx)).get_user()
    known = [bytes(row["credential_id"]) for row in await repository.list(own_id(ctx))]
    await repository.add_challenge(challenge, user_id=own_id(ctx), purpose="register", seconds=passkeys.CHALLENGE_SECONDS)
    party = RelyingParty.of(services.settings)
    options = passkeys.registration_options(
        party, challenge, user_id=own_id(ctx), email=user["email"], full_name=user["full_name"], known=known
    )
    return PasskeyOptions(public_key=options)


async def add(services: Services, ctx: OrgContext, data: PasskeyRegistration) -> PasskeyAdded:
    """Register what the browser made; a person's first factor comes with backup codes.

    Raises Invalid passkey_invalid (422), PasskeyTaken (409), TooManyPasskeys (409), ReauthenticationRequired (403).
    """
    require_fresh(ctx)
    repository, factors = PasskeyRepository(ctx.session), TwoFactorRepository(ctx.session, own_id(ctx))
    user = await factors.lock_user()
    made = await _verify(services, ctx, repository, data)
    if len(await repository.list(own_id(ctx))) >= MOST:
        raise TooManyPasskeys
    passkey_id = uuid7()
    is_new = await repository.insert(
        id=passkey_id, user_id=own_id(ctx), credential_id=made.credential_id, public_key=made.public_key,
        sign_count=made.sign_count, transports=data.transports, is_synced=made.is_synced, name=data.name,
    )  # fmt: skip
    if not is_new:
        raise PasskeyTaken
    codes = await renew_codes(services, factors) if user["two_factor_enabled_at"] is None else None
    await record(ctx, action="passkey.added", entity_type="passkey", entity_id=passkey_id, changes={"name": [None, data.name]})
    await changed(ctx, factors, user, "passkey_added", passkey=data.name)
    row = await repository.find(own_id(ctx), passkey_id)
    return PasskeyAdded(passkey=PasskeyInfo.model_validate(row), backup_codes=codes)


async def _verify(services: Services, ctx: OrgContext, repository: PasskeyRepository, data: PasskeyRegistration) -> NewPasskey:
    try:
        challenge = passkeys.challenge_of(data.client_data_json)
        if not await repository.take_challenge(challenge, user_id=own_id(ctx), purpose="register"):
            raise PasskeyRefused("the challenge is unknown, spent or over")
        return passkeys.verify_new(
            RelyingParty.of(services.settings), challenge, credential_id=data.id,
            client_data_json=data.client_data_json, attestation_object=data.attestation_object,
        )  # fmt: skip
    except PasskeyRefused as refused:
        log.info("passkey_refused", reason=str(refused), purpose="register", request_id=ctx.request_id)
        raise Invalid.field("passkey", "passkey_invalid", "This passkey could not be registered. Try again.") from refused


async def rename(ctx: OrgContext, passkey_id: UUID, data: PasskeyUpdate) -> PasskeyInfo:
    """Raises NotFound (404)."""
    repository = PasskeyRepository(ctx.session)
    before = await repository.find(own_id(ctx), passkey_id)
    if before is None:
        raise NotFound
    after = await repository.rename(own_id(ctx), passkey_id, data.name)
    changes = {"name": [before["name"], data.name]}
    await record(ctx, action="passkey.renamed", entity_type="passkey", entity_id=passkey_id, changes=changes)
    return PasskeyInfo.model_validate(after)


async def delete(ctx: OrgContext, passkey_id: UUID) -> None:
    """Raises NotFound (404), FactorDemanded (403), ReauthenticationRequired (403)."""
    repository, factors = PasskeyRepository(ctx.session), TwoFactorRepository(ctx.session, own_id(ctx))
    user = await factors.lock_user()
    passkey = await repository.find(own_id(ctx), passkey_id)
    if passkey is None:
        raise NotFound
    require_fresh(ctx)
    await repository.delete(own_id(ctx), passkey_id)
    await require_factor_left(ctx, factors)
    await record(ctx, action="passkey.removed", entity_type="passkey", entity_id=passkey_id, changes={"name": [passkey["name"], None]})
    await changed(ctx, factors, user, "passkey_removed", passkey=passkey["name"])
