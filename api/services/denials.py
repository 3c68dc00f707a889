"""Refused calls: each is logged and counted, and who keeps trying other people's organizations raises an alert."""

from typing import Final

import structlog

from api.core.deps import NotAMember, Services
from api.core.errors import AppError
from api.core.metrics import ALERTS, DENIALS
from api.core.organization_middleware import Caller
from api.core.rate_limit import network_of
from api.core.record import record
from api.services.user_session import enter

log = structlog.get_logger()

ALERT_COUNT: Final = 20
ALERT_SECONDS: Final = 300


async def note(services: Services, caller: Caller, refusal: AppError, *, method: str, route: str) -> None:
    """Effects: at the twentieth attempt on another organization within five minutes, one alert in the log, the figures
    and the audit log of the person's own organization."""
    DENIALS.labels(refusal.problem_code, route).inc()
    claims = caller.claims
    log.info(
        "denied", code=refusal.problem_code, status=refusal.status, method=method, route=route, request_id=caller.request_id,
        user_id=str(claims.user_id) if claims else None, ip_address=caller.ip_address,
        organization_id=str(caller.organization_id) if caller.organization_id else None,
    )  # fmt: skip
    if isinstance(refusal, NotAMember):
        who = str(claims.user_id) if claims else network_of(caller.ip_address)
        count = await services.limiter.count(f"foreign:{who}", window_seconds=ALERT_SECONDS)
        if count == ALERT_COUNT:
            await _alert(services, caller, who)


async def _alert(services: Services, caller: Caller, who: str) -> None:
    ALERTS.inc()
    log.error("cross_organization_attempts", who=who, count=ALERT_COUNT, seconds=ALERT_SECONDS, ip_address=caller.ip_address)
    if caller.claims is None:
        return
    async with services.databases.identity_session() as identity:
        _, entered = await identity.enter(caller.claims.session_id, caller.claims.organization_id)
        if entered.status != "ok":
            # Nobody's any more: the log has it.
            return
        ctx = await enter(identity, caller, caller.claims.session_id, caller.claims.organization_id)
        await record(
            ctx, action="user.foreign_access_attempted", entity_type="user", entity_id=caller.claims.user_id,
            changes={"attempts": [None, ALERT_COUNT]},
        )  # fmt: skip
    services.live.publish_soon(ctx.events)
