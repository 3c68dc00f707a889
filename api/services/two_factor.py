"""A person's second factors: the app, its backup codes and the passkeys, added, looked at and taken away.

Whatever changes what logging in takes ends the person's other log-ins, and is told to them by mail.
"""

from typing import Any, Final
from uuid import UUID

from api.core import one_time_code
from api.core.deps import OrgContext, Services
from api.core.errors import Conflict, Forbidden, Invalid
from api.core.fresh import require_fresh
from api.core.mail import Mail, MailLink, send_mail
from api.core.record import record
from api.core.sealing import Sealer
from api.repositories.login_challenge import LoginChallengeRepository
from api.repositories.passkey import PasskeyRepository
from api.repositories.two_factor import TwoFactorRepository
from api.schemas.two_factor import BackupCodes, FactorDemand, PasskeyInfo, TwoFactorSetup, TwoFactorStatus
from api.services import user_session
from api.services.second_factor import backup_purpose, sealed_for

CODE_TRIES: Final = 20
CODE_SECONDS: Final = 600


class AppEnabled(Conflict):
    code, detail = "two_factor_enabled", "An authenticator app is set up already. Remove it to set up another one."


class NotSetUp(Conflict):
    code, detail = "two_factor_not_set_up", "Set the authenticator app up first."


class AppDisabled(Conflict):
    code, detail = "two_factor_disabled", "There is no authenticator app to remove."


class NoFactor(Conflict):
    code, detail = "two_factor_missing", "Set up an authenticator app or a passkey first: backup codes stand in for them."


class FactorDemanded(Forbidden):
    code, detail = "two_factor_demanded", "Your organization asks for a second factor: set up another one before you remove this one."


def own_id(ctx: OrgContext) -> UUID:
    assert ctx.user_id is not None
    return ctx.user_id


async def get_status(ctx: OrgContext) -> TwoFactorStatus:
    factors = TwoFactorRepository(ctx.session, own_id(ctx))
    user, app = await factors.get_user(), await factors.find_app()
    demand = await factors.find_demand()
    return TwoFactorStatus(
        enabled=user["two_factor_enabled_at"] is not None,
        has_password=user["password_hash"] is not None,
        app_enabled_at=app["enabled_at"] if app else None,
        backup_codes_left=await factors.count_codes(),
        passkeys=[PasskeyInfo.model_validate(row) for row in await PasskeyRepository(ctx.session).list(own_id(ctx))],
        demanded_by=FactorDemand.model_validate(demand) if demand else None,
    )


async def set_up(services: Services, ctx: OrgContext) -> TwoFactorSetup:
    """A new secret, which counts once a code proves that the app has it. Raises AppEnabled (409), ReauthenticationRequired (403)."""
    require_fresh(ctx)
    secret, factors = one_time_code.new_secret(), TwoFactorRepository(ctx.session, own_id(ctx))
    sealed = Sealer.of(services.settings).seal(secret.encode(), purpose=sealed_for(own_id(ctx)))
    if not await factors.set_up(sealed):
        raise AppEnabled
    await record(ctx, action="two_factor.set_up", entity_type="user", entity_id=own_id(ctx))
    uri = one_time_code.otpauth_uri(secret, (await factors.get_user())["email"])
    return TwoFactorSetup(secret=secret, otpauth_uri=uri, qr_svg=one_time_code.qr_svg(uri))


async def enable(services: Services, ctx: OrgContext, code: str) -> BackupCodes:
    """Switch the app on by one of its codes, which opens nothing afterwards.

    Raises NotSetUp (409), AppEnabled (409), Invalid code_wrong (422), ReauthenticationRequired (403), RateLimited (429).
    """
    require_fresh(ctx)
    await services.limiter.hit(f"enable_app:{own_id(ctx)}", limit=CODE_TRIES, window_seconds=CODE_SECONDS)
    factors = TwoFactorRepository(ctx.session, own_id(ctx))
    user, app = await factors.lock_user(), await factors.find_app()
    if app is None:
        raise NotSetUp
    if app["enabled_at"] is not None:
        raise AppEnabled
    sealed = bytes(app["secret_sealed"])
    secret = Sealer.of(services.settings).open(sealed, purpose=sealed_for(own_id(ctx))).decode()
    step = one_time_code.find_step(secret, one_time_code.folded(code))
    if step is None:
        raise Invalid.field("code", "code_wrong", "This code is wrong. Check the clock of your phone, and try the next one.")
    if not await factors.enable(secret_sealed=sealed, step=step):
        raise AppEnabled
    codes = await renew_codes(services, factors)
    await record(ctx, action="two_factor.enabled", entity_type="user", entity_id=own_id(ctx), changes={"app": [False, True]})
    await changed(ctx, factors, user, "two_factor_enabled")
    return BackupCodes(backup_codes=codes)


async def disable(ctx: OrgContext) -> None:
    """Take the app away; with the last factor its backup codes go too.

    Raises AppDisabled (409), FactorDemanded (403), ReauthenticationRequired (403).
    """
    require_fresh(ctx)
    factors = TwoFactorRepository(ctx.session, own_id(ctx))
    user = await factors.lock_user()
    if not await factors.delete_app():
        raise AppDisabled
    await require_factor_left(ctx, factors)
    await record(ctx, action="two_factor.disabled", entity_type="user", entity_id=own_id(ctx), changes={"app": [True, False]})
    await changed(ctx, factors, user, "two_factor_disabled")


async def renew_backup_codes(services: Services, ctx: OrgContext) -> BackupCodes:
    """Ten new ones; the old ones open nothing any more. Raises NoFactor (409), ReauthenticationRequired (403)."""
    require_fresh(ctx)
    factors = TwoFactorRepository(ctx.session, own_id(ctx))
    user = await factors.lock_user()
    if user["two_factor_enabled_at"] is None:
        raise NoFactor
    codes = await renew_codes(services, factors)
    await record(ctx, action="two_factor.codes_renewed", entity_type="user", entity_id=own_id(ctx))
    await changed(ctx, factors, user, "backup_codes_renewed")
    return BackupCodes(backup_codes=codes)


async def renew_codes(services: Services, factors: TwoFactorRepository) -> list[str]:
    codes, sealer = one_time_code.new_backup_codes(), Sealer.of(services.settings)
    purpose = backup_purpose(factors.user_id)
    await factors.replace_codes([sealer.digest(one_time_code.folded(code), purpose=purpose) for code in codes])
    return codes


async def require_factor_left(ctx: OrgContext, factors: TwoFactorRepository) -> None:
    """After one is gone: forget the backup codes of nothing, unless an organization wants a factor to be there.

    Raises FactorDemanded (403).
    """
    if not await factors.mark():
        if await factors.find_demand() is not None:
            raise FactorDemanded
        await factors.delete_codes()


async def changed(ctx: OrgContext, factors: TwoFactorRepository, user: dict[str, Any], template: str, **params: str) -> None:
    """What every change leaves behind: the mark on the person, no other log-in, no half-done one, a mail."""
    await factors.mark()
    await LoginChallengeRepository(ctx.session).close_all(own_id(ctx))
    ctx.events += await user_session.end_all(ctx.session, own_id(ctx), reason="factors_changed", keep=ctx.session_id)
    told = {"name": user["full_name"], "email": user["email"], "ip_address": ctx.ip_address, **params}
    await send_mail(ctx.session, Mail(template, user["email"], user["locale"], told, link=MailLink("/admin/settings/security")))
