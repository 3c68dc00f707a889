"""Fixed-window limits in Redis, with a window in this process when Redis can't answer."""

from time import monotonic

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from api.core.errors import RateLimited

log = structlog.get_logger()
MAX_LOCAL_WINDOWS = 50_000


class RateLimiter:
    def __init__(self, redis: Redis) -> None:
        self.redis = redis
        self._local: dict[str, tuple[float, int]] = {}

    async def hit(self, name: str, *, limit: int, window_seconds: int) -> None:
        """Count one attempt; raises RateLimited (429, Retry-After) past `limit` in the window."""
        key = f"sys:rate:{name}"
        try:
            async with self.redis.pipeline(transaction=True) as pipe:
                pipe.incr(key)
                pipe.expire(key, window_seconds, nx=True)
                pipe.ttl(key)
                count, _, left = await pipe.execute()
        except (RedisError, OSError) as error:
            log.warning("rate_limit_without_redis", error=str(error))
            count, left = self._hit_locally(key, window_seconds)
        if count > limit:
            raise RateLimited(headers={"Retry-After": str(max(1, left))})

    async def forget(self, name: str) -> None:
        """Start a count over: what it counted turned out well."""
        key = f"sys:rate:{name}"
        self._local.pop(key, None)
        try:
            await self.redis.delete(key)
        except (RedisError, OSError) as error:
            log.warning("rate_limit_without_redis", error=str(error))

    def _hit_locally(self, key: str, window_seconds: int) -> tuple[int, int]:
        now = monotonic()
        if len(self._local) > MAX_LOCAL_WINDOWS:
            self._local = {k: v for k, v in self._local.items() if v[0] > now}
        ends, count = self._local.get(key, (0.0, 0))
        if ends <= now:
            ends, count = now + window_seconds, 0
        self._local[key] = (ends, count + 1)
        return count + 1, int(ends - now)
