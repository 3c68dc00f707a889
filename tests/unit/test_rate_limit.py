import asyncio
from typing import Any, cast

import pytest
from redis.exceptions import ConnectionError as RedisDown

from api.core import rate_limit
from api.core.errors import RateLimited
from api.core.rate_limit import RateLimiter, network_of


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


def test_without_redis_it_remembers_a_bounded_number_of_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    """The oldest ones go, and a flood of new names costs each attempt no more than the first."""
    monkeypatch.setattr(rate_limit, "MAX_LOCAL_WINDOWS", 100)
    limiter = RateLimiter(cast(Any, DeadRedis()))

    async def flood() -> None:
        for number in range(1_000):
            await limiter.hit(f"auth:{number}", limit=1, window_seconds=60)
        with pytest.raises(RateLimited):
            await limiter.hit("auth:999", limit=1, window_seconds=60)
        await limiter.hit("auth:0", limit=1, window_seconds=60)

    asyncio.run(flood())
    assert len(limiter._local) == 100


def test_a_name_that_is_used_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rate_limit, "MAX_LOCAL_WINDOWS", 100)
    limiter = RateLimiter(cast(Any, DeadRedis()))

    async def attack() -> None:
        for number in range(1_000):
            await limiter.hit(f"auth:{number}", limit=1, window_seconds=60)
            if number < 50:
                await limiter.hit("login:victim", limit=50, window_seconds=60)
            else:
                with pytest.raises(RateLimited):
                    await limiter.hit("login:victim", limit=50, window_seconds=60)

    asyncio.run(attack())


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::ffff", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("unknown", "unknown"),
        ("", ""),
    ],
)
def test_an_ipv6_network_counts_as_one_address(address: str, network: str) -> None:
    assert network_of(address) == network
