"""What proves a second factor: a code of the app, a backup code, a passkey. Each works once, whoever is first."""

import secrets
from typing import Final, Literal
from uuid import UUID

import structlog

from api.core import one_time_code, passkeys
from api.core.database import DatabaseSession
from api.core.deps import Services
from api.core.passkeys import PasskeyRefused, RelyingParty
from api.core.sealing import SealBroken, Sealer
from api.repositories.passkey import PasskeyRepository
from api.repositories.two_factor import TwoFactorRepository
from api.schemas.two_factor import PasskeyAnswer, PasskeyOptions

log = structlog.get_logger()

Factor = Literal["app", "backup_code", "passkey", "recovery"]
Purpose = Literal["login", "second_factor", "confirm"]
# Wrong codes that a person's factors bear in an hour, over however many log-ins; passkeys are not guessed and not counted.
TRIES_PER_HOUR: Final = 30


def sealed_for(user_id: UUID) -> str:
    return f"totp|{user_id}"


def backup_purpose(user_id: UUID) -> str:
    return f"backup|{user_id}"


async def use_code(services: Services, session: DatabaseSession, user_id: UUID, code: str) -> Factor | None:
    """Spend a code of the app or a backup code; None when it is neither, or was used before."""
    factors = TwoFactorRepository(session, user_id)
    sealer, typed = Sealer.of(services.settings), one_time_code.folded(code)
    if len(typed) == 6 and typed.isdigit():
        app = await factors.find_app()
        if app is None or app["enabled_at"] is None:
            return None
        try:
            secret = sealer.open(bytes(app["secret_sealed"]), purpose=sealed_for(user_id)).decode()
        except SealBroken:
            # Somebody wrote into the database, or DATA_ENCRYPTION_KEY was replaced without keeping the former one.
            log.error("second_factor_unreadable", user_id=str(user_id))
            return None
        step = one_time_code.find_step(secret, typed)
        return "app" if step is not None and await factors.use_step(step) else None
    hashes = sealer.digests(typed, purpose=backup_purpose(user_id))
    return "backup_code" if await factors.use_backup_code(hashes) else None


async def passkey_options(services: Services, session: DatabaseSession, purpose: Purpose, user_id: UUID | None = None) -> PasskeyOptions:
    """A new challenge, for this person's passkeys, or for whoever's when nobody is known yet."""
    repository, challenge = PasskeyRepository(session), secrets.token_bytes(32)
    allowed = [bytes(row["credential_id"]) for row in await repository.list(user_id)] if user_id else []
    await repository.add_challenge(challenge, user_id=user_id, purpose=purpose, seconds=passkeys.CHALLENGE_SECONDS)
    party = RelyingParty.of(services.settings)
    return PasskeyOptions(public_key=passkeys.authentication_options(party, challenge, allowed=allowed))


async def use_passkey(
    services: Services, session: DatabaseSession, answer: PasskeyAnswer, purpose: Purpose, user_id: UUID | None = None
) -> UUID | None:
    """Whose passkey signed the challenge, which is spent; None when it proves nothing.

    user_id: who it must belong to; None lets the passkey say who it is.
    """
    repository = PasskeyRepository(session)
    try:
        challenge = passkeys.challenge_of(answer.client_data_json)
        if not await repository.take_challenge(challenge, user_id=user_id, purpose=purpose):
            raise PasskeyRefused("the challenge is unknown, spent or over")
        passkey = await repository.find_by_credential(passkeys.decode(answer.id))
        if passkey is None or user_id not in (None, passkey["user_id"]):
            raise PasskeyRefused("the passkey is unknown")
        owner: UUID = passkey["user_id"]
        if user_id is None and answer.user_handle is None:
            raise PasskeyRefused("the passkey doesn't say whose it is")
        if answer.user_handle is not None and passkeys.decode(answer.user_handle) != owner.bytes:
            raise PasskeyRefused("the passkey says that it is somebody else's")
        used = passkeys.verify_use(
            RelyingParty.of(services.settings), challenge, credential_id=answer.id, client_data_json=answer.client_data_json,
            authenticator_data=answer.authenticator_data, signature=answer.signature,
            public_key=bytes(passkey["public_key"]), sign_count=passkey["sign_count"],
        )  # fmt: skip
        if not await repository.use(passkey["id"], sign_count=used.sign_count, is_synced=used.is_synced):
            raise PasskeyRefused("the signature count went back")
    except PasskeyRefused as refused:
        log.info("passkey_refused", reason=str(refused), purpose=purpose)
        return None
    return owner
