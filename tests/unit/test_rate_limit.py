import asyncio
from typing import Any, cast

import pytest
from redis.exceptions import ConnectionError as RedisDown

from api.core.errors import RateLimited
from api.core.rate_limit import RateLimiter


class DeadRedis:
    def pipeline(self, **_: object) -> None:
        raise RedisDown


def test_without_redis_this_process_still_counts() -> None:
    async def check() -> None:
        limiter = RateLimiter(cast(Any, DeadRedis()))
        for _ in range(3):
            await limiter.hit("login:a", limit=3, window_seconds=60)
        await limiter.hit("login:b", limit=3, window_seconds=60)
        with pytest.raises(RateLimited) as refused:
            await limiter.hit("login:a", limit=3, window_seconds=60)
        assert 0 < int(refused.value.headers["Retry-After"]) <= 60

    asyncio.run(check())
