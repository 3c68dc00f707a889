"""The way back for somebody who lost the app, the backup codes and the passkeys.

The password asks for it, a link in a mail starts it, then it takes days, in which every mail about it cancels it. In a
team an owner agrees as well, which never shortens the days. After that the password alone is enough once, and the factors
are gone (docs/decisions/0027-leftovers-of-access.md).
"""

import hmac
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import structlog
from uuid_utils.compat import uuid7

from api.core import one_time
from api.core.database import DatabaseSession, IdentitySession
from api.core.deps import Services
from api.core.errors import Conflict, Invalid
from api.core.mail import Mail, MailLink, send_mail
from api.core.moment import long_moment
from api.core.organization_middleware import Caller
from api.core.rate_limit import network_of
from api.core.settings import Settings
from api.repositories.login_challenge import LoginChallengeRepository
from api.repositories.passkey import PasskeyRepository
from api.repositories.two_factor import TwoFactorRepository
from api.repositories.two_factor_recovery import TwoFactorRecoveryRepository
from api.repositories.user import UserRepository
from api.schemas.two_factor import RecoveryState
from api.schemas.user import User
from api.services import user_session

log = structlog.get_logger()

LINK_SECONDS: Final = 1800
REQUESTS_PER_DAY: Final = 5
REMINDER_HOURS: Final = 24
CONFIRM: Final = "recovery_confirm"
CANCEL: Final = "recovery_cancel"


class RecoveryLinkInvalid(Invalid):
    code, detail = "recovery_link_invalid", "This link has run out, or was used already."


class RecoveryWaits(Conflict):
    code, detail = "recovery_waits", "A recovery has been asked for already, and its time is running."


def recovery_id_of(settings: Settings, purpose: str, token: str) -> UUID:
    """Raises RecoveryLinkInvalid (422)."""
    try:
        recovery_id = UUID(hex=token.partition(".")[0])
    except ValueError as error:
        raise RecoveryLinkInvalid from error
    if not hmac.compare_digest(one_time.derive(settings, purpose, recovery_id).encode(), token.encode()):
        raise RecoveryLinkInvalid
    return recovery_id


async def request(services: Services, caller: Caller, user: User) -> None:
    """Mail the link that starts a recovery, to somebody whose password is proven. Raises RecoveryWaits (409), RateLimited (429)."""
    await services.limiter.hit(f"recovery:{user.id}", limit=REQUESTS_PER_DAY, window_seconds=86_400)
    recovery_id = uuid7()
    async with services.databases.identity_session() as identity:
        if not await TwoFactorRecoveryRepository(identity).insert(recovery_id, user.id, seconds=LINK_SECONDS):
            raise RecoveryWaits
        params: dict[str, str | int] = {
            "name": user.full_name,
            "hours": services.settings.two_factor_recovery_hours,
            "ip_address": caller.ip_address,
        }
        link = MailLink("/auth/recovery#token={token}", CONFIRM, recovery_id)
        await send_mail(identity, Mail("recovery_requested", user.email, user.locale, params, link=link))


async def confirm(services: Services, caller: Caller, token: str) -> RecoveryState:
    """Start the waiting. Raises RecoveryLinkInvalid (422), RateLimited (429)."""
    await _slow_down(services, caller)
    recovery_id = recovery_id_of(services.settings, CONFIRM, token)
    async with services.databases.identity_session() as identity:
        recoveries = TwoFactorRecoveryRepository(identity)
        found = await recoveries.find(recovery_id)
        approvers = await recoveries.list_approvers(found["user_id"]) if found else []
        hours = services.settings.two_factor_recovery_hours
        confirmed = await recoveries.confirm(recovery_id, hours=hours, needs_approval=bool(approvers))
        if confirmed is None:
            raise RecoveryLinkInvalid
        user = await TwoFactorRepository(identity, confirmed["user_id"]).get_user()
        await tell(identity, user, recovery_id, "recovery_started", opens_at=confirmed["opens_at"])
        for owner in approvers:
            asked = {"name": owner["full_name"], "person": user["full_name"], "email": user["email"]}
            link = MailLink("/admin/settings/security")
            await send_mail(identity, Mail("recovery_approval", owner["email"], owner["locale"], asked, link=link))
    log.info("recovery_started", user_id=str(confirmed["user_id"]), ip_address=caller.ip_address, request_id=caller.request_id)
    return RecoveryState(state="waiting", opens_at=confirmed["opens_at"], needs_approval=confirmed["needs_approval"])


async def tell(
    session: DatabaseSession, user: Mapping[str, Any], recovery_id: UUID, template: str, *, opens_at: datetime, **params: str
) -> None:
    """Mail the person where their recovery stands, with what cancels it. user: id, email, full_name and locale."""
    opens = long_moment(opens_at, user["locale"], await UserRepository(session).find_time_zone(user["id"]))
    link = MailLink("/auth/recovery?cancel=1#token={token}", CANCEL, recovery_id)
    told = {"name": user["full_name"], "opens_at": opens, **params}
    await send_mail(session, Mail(template, user["email"], user["locale"], told, link=link))


async def remind(identity: IdentitySession) -> int:
    """Tell those whose waiting is over within a day, once each; how many there were."""
    due = await TwoFactorRecoveryRepository(identity).claim_reminders(hours=REMINDER_HOURS)
    for row in due:
        await tell(identity, row, row["recovery_id"], "recovery_opens_soon", opens_at=row["opens_at"])
    return len(due)


async def cancel(services: Services, caller: Caller, token: str) -> RecoveryState:
    """Raises RecoveryLinkInvalid (422), RateLimited (429)."""
    await _slow_down(services, caller)
    recovery_id = recovery_id_of(services.settings, CANCEL, token)
    async with services.databases.identity_session() as identity:
        if await TwoFactorRecoveryRepository(identity).cancel(recovery_id) is None:
            raise RecoveryLinkInvalid
    log.info("recovery_cancelled", ip_address=caller.ip_address, request_id=caller.request_id)
    return RecoveryState(state="cancelled", opens_at=None, needs_approval=False)


async def cancel_of(session: DatabaseSession, user_id: UUID) -> None:
    """Whoever can still prove a second factor has not lost them all."""
    await TwoFactorRecoveryRepository(session).cancel_of(user_id)


async def finish_if_open(identity: IdentitySession, user: User) -> bool:
    """Remove all factors and log-ins of somebody whose waiting is over; True when that just happened."""
    if not await TwoFactorRecoveryRepository(identity).finish(user.id):
        return False
    factors = TwoFactorRepository(identity, user.id)
    await factors.lock_user()
    await factors.delete_app()
    await factors.delete_codes()
    await PasskeyRepository(identity).delete_all(user.id)
    await LoginChallengeRepository(identity).close_all(user.id)
    await factors.mark()
    await user_session.end_all(identity, user.id, reason="factors_changed")
    params = {"name": user.full_name}
    link = MailLink("/admin/settings/security")
    await send_mail(identity, Mail("recovery_completed", user.email, user.locale, params, link=link))
    log.info("recovery_completed", user_id=str(user.id))
    return True


async def _slow_down(services: Services, caller: Caller) -> None:
    limit = services.settings.address_attempts_per_minute
    await services.limiter.hit(f"auth:{network_of(caller.ip_address)}", limit=limit, window_seconds=60)
