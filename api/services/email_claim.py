"""Who reads a mailed link may be somebody else than who asked for it: an address is easily mistyped, or somebody else's.

The link's page says whose account it speaks of before anything is proven. Whoever says that it isn't theirs takes the
address out of that account: it was never proven, and from now on proves nothing about its owner.
"""

from typing import Any, Final
from uuid import UUID

from api.core import one_time
from api.core.database import IdentitySession
from api.core.deps import Services
from api.core.mail import NOWHERE
from api.core.organization_middleware import Caller
from api.core.rate_limit import network_of
from api.core.record import record
from api.repositories.one_time import OneTimeRepository
from api.repositories.user import UserRepository
from api.repositories.user_session import UserSessionRepository
from api.schemas.account import EmailClaim, EmailDisowned
from api.services.account import CHANGE_NEW, CHANGE_OLD, RESET, VERIFICATION, TokenInvalid, enter_by_link

PURPOSES: Final = {VERIFICATION: "verification", CHANGE_OLD: "change_old", CHANGE_NEW: "change_new"}


async def get(services: Services, caller: Caller, token: str) -> EmailClaim:
    """Raises TokenInvalid (400), RateLimited (429)."""
    await _limit(services, caller)
    async with services.databases.identity_session() as identity:
        found = await OneTimeRepository(identity).find(one_time.hashed(token), list(PURPOSES))
        if found is None:
            raise TokenInvalid
        user = await UserRepository(identity).get(found["user_id"])
        first = await UserSessionRepository(identity).find_first(found["user_id"])
    # A log-in that is over says all the same whose browser this is; nothing but words depends on it.
    is_own = caller.claims is not None and caller.claims.user_id == found["user_id"]
    return EmailClaim(
        purpose=PURPOSES[found["purpose"]], email=found["email"], full_name=user["full_name"], made_at=user["created_at"],
        is_own=is_own, **first,
    )  # fmt: skip


async def disown(services: Services, caller: Caller, token: str) -> EmailDisowned:
    """Raises TokenInvalid (400), RateLimited (429)."""
    await _limit(services, caller)
    async with services.databases.identity_session() as identity:
        tokens = OneTimeRepository(identity)
        found = await tokens.consume(one_time.hashed(token), list(PURPOSES))
        if found is None:
            raise TokenInvalid
        user_id: UUID = found["user_id"]
        ctx = await enter_by_link(services, identity, caller, user_id)
        await tokens.delete_change(user_id)
        await tokens.void(user_id, [CHANGE_OLD, CHANGE_NEW])
        if found["purpose"] == VERIFICATION:
            await _release(identity, user_id, found)
        if ctx is not None:
            await record(ctx, action="user.email_disowned", entity_type="user", entity_id=user_id)
    if ctx is not None:
        services.live.publish_soon(ctx.events)
    return EmailDisowned()


async def _release(identity: IdentitySession, user_id: UUID, found: dict[str, Any]) -> None:
    """The account goes on without an address, until whoever made it gives one of their own."""
    # Proven meanwhile, or another one by now: then it isn't this mail's reader who decides.
    if not await UserRepository(identity).release_email(user_id, found["email"], instead=f"{user_id.hex}{NOWHERE}"):
        raise TokenInvalid
    await OneTimeRepository(identity).void(user_id, [VERIFICATION, RESET])


async def _limit(services: Services, caller: Caller) -> None:
    limit = services.settings.address_attempts_per_minute
    await services.limiter.hit(f"verify:{network_of(caller.ip_address)}", limit=limit, window_seconds=60)
