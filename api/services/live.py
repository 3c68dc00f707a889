"""One-time tickets that open a live socket: a browser can't send headers with a WebSocket, and a token has no place in an address."""

import hashlib
import secrets
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import orjson
from redis.asyncio import Redis
from redis.exceptions import RedisError

from api.core.deps import OrgContext, Services
from api.core.errors import Unavailable
from api.core.redis_keys import system_key
from api.schemas.live import LiveTicket

TICKET_SECONDS: Final = 30
TICKETS_PER_MINUTE: Final = 60


@dataclass(frozen=True, slots=True)
class Admission:
    """Whom a socket belongs to, as it was when its ticket was handed out."""

    session_id: UUID
    user_id: UUID
    organization_id: UUID
    role: str


def key_of(ticket: str) -> str:
    return system_key("ticket", hashlib.sha256(ticket.encode()).hexdigest())


async def create_ticket(services: Services, ctx: OrgContext) -> LiveTicket:
    """Raises Unavailable (503) without Redis, which would carry no live events either; RateLimited (429)."""
    await services.limiter.hit(f"ticket:{ctx.session_id}", limit=TICKETS_PER_MINUTE, window_seconds=60)
    ticket = secrets.token_urlsafe(32)
    admission = {"session_id": ctx.session_id, "user_id": ctx.user_id, "organization_id": ctx.organization_id, "role": ctx.role}
    try:
        await services.live.redis.set(key_of(ticket), orjson.dumps(admission), ex=TICKET_SECONDS)
    except (RedisError, OSError) as error:
        raise Unavailable from error
    return LiveTicket(ticket=ticket, expires_in=TICKET_SECONDS, url=services.settings.live_url)


async def redeem(redis: Redis, ticket: str) -> Admission | None:
    """What the ticket stands for, once; None for a used, old or invented one, and without Redis."""
    try:
        stored = await redis.getdel(key_of(ticket))
    except (RedisError, OSError):
        return None
    if stored is None:
        return None
    found = orjson.loads(stored)
    return Admission(UUID(found["session_id"]), UUID(found["user_id"]), UUID(found["organization_id"]), found["role"])
