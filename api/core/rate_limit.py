"""Fixed-window limits in Redis, with a window in this process when Redis can't answer."""

from ipaddress import IPv4Address, IPv6Network, ip_address
from time import monotonic
from typing import Final

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from api.core.errors import RateLimited
from api.core.redis_keys import system_key

log = structlog.get_logger()
MAX_LOCAL_WINDOWS = 50_000
FREE_FAILURES: Final = 10
FAILURES_SECONDS: Final = 86_400
MAX_DELAY_SECONDS: Final = 900


def network_of(address: str) -> str:
    """What counts as one address: an IPv4 address, an IPv6 network of 64 bits; anything else is itself."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv4Address):
        return str(parsed)
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return str(IPv6Network((int(parsed), 64), strict=False))


class RateLimiter:
    def __init__(self, redis: Redis) -> None:
        self.redis = redis
        self._local: dict[str, tuple[float, int]] = {}

    async def hit(self, name: str, *, limit: int, window_seconds: int, weight: int = 1) -> None:
        """Count an attempt, as `weight` of them; raises RateLimited (429, Retry-After) past `limit` in the window."""
        count, left = await self._count(system_key("rate", name), window_seconds, weight)
        if count > limit:
            raise RateLimited(headers={"Retry-After": str(max(1, left))})

    async def count(self, name: str, *, window_seconds: int) -> int:
        """How many of these there were in the window, this one included."""
        count, _ = await self._count(system_key("rate", name), window_seconds)
        return count

    async def require_patience(self, name: str) -> None:
        """Raises RateLimited (429, Retry-After) while the delay after former failures lasts."""
        key = system_key("delay", name)
        try:
            left = await self.redis.ttl(key)
        except (RedisError, OSError) as error:
            log.warning("rate_limit_without_redis", error=str(error))
            left = int(self._local.get(key, (0.0, 0))[0] - monotonic())
        if left > 0:
            raise RateLimited(headers={"Retry-After": str(left)})

    async def fail(self, name: str) -> None:
        """Count a failure; past a few, each makes the next attempt wait twice as long, up to a quarter of an hour."""
        count, _ = await self._count(system_key("rate", name), FAILURES_SECONDS)
        if count < FREE_FAILURES:
            return
        delay = min(2 ** min(count - FREE_FAILURES, 10), MAX_DELAY_SECONDS)
        key = system_key("delay", name)
        try:
            await self.redis.set(key, 1, ex=delay)
        except (RedisError, OSError) as error:
            log.warning("rate_limit_without_redis", error=str(error))
            self._local[key] = (monotonic() + delay, 0)

    async def forget(self, name: str) -> None:
        """Start a count over: what it counted turned out well."""
        key = system_key("rate", name)
        self._local.pop(key, None)
        try:
            await self.redis.delete(key)
        except (RedisError, OSError) as error:
            log.warning("rate_limit_without_redis", error=str(error))

    async def _count(self, key: str, window_seconds: int, weight: int = 1) -> tuple[int, int]:
        """(how many in the window, seconds until it ends)."""
        try:
            async with self.redis.pipeline(transaction=True) as pipe:
                pipe.incr(key, weight)
                pipe.expire(key, window_seconds, nx=True)
                pipe.ttl(key)
                count, _, left = await pipe.execute()
        except (RedisError, OSError) as error:
            log.warning("rate_limit_without_redis", error=str(error))
            return self._hit_locally(key, window_seconds, weight)
        return count, left

    def _hit_locally(self, key: str, window_seconds: int, weight: int = 1) -> tuple[int, int]:
        now = monotonic()
        ends, count = self._local.pop(key, (0.0, 0))
        if ends <= now:
            ends, count = now + window_seconds, 0
        count += weight
        self._local[key] = (ends, count)
        if len(self._local) > MAX_LOCAL_WINDOWS:
            # A dict keeps its order: the first key is the one that was hit longest ago.
            del self._local[next(iter(self._local))]
        return count, int(ends - now)
