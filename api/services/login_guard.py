"""What stands between a guesser and a password, without standing between the password's owner and their account.

Attempts are counted by account and source. A device that signed in to the account before is a source of its own, known
by its cookie: nobody else can use up its attempts. Elsewhere the network is the source, and an account bears so many
failures a day from sources that it doesn't know, however many those are.
"""

import hashlib
from dataclasses import dataclass
from typing import Any, Final

from api.core.deps import Services
from api.core.device import device_token, fingerprint
from api.core.metrics import FAILED_LOGINS
from api.core.organization_middleware import Caller
from api.core.rate_limit import network_of
from api.repositories.user import UserRepository

FAILURES_PER_ACCOUNT: Final = 100
FAILURES_SECONDS: Final = 86_400


@dataclass(frozen=True, slots=True)
class Attempt:
    account: str
    source: str

    @property
    def pair(self) -> str:
        return f"login:{self.account}:{self.source}"


async def begin(services: Services, caller: Caller, email: str) -> tuple[dict[str, Any] | None, Attempt]:
    """The person of this e-mail, if there is one, once another attempt is allowed. Raises RateLimited (429)."""
    settings, limiter, network = services.settings, services.limiter, network_of(caller.ip_address)
    token = device_token(caller.cookies, settings.device_cookie)
    device = fingerprint(token) if token else None
    async with services.databases.identity_session() as identity:
        found = await UserRepository(identity).find_by_email(email, caller.ip_address, device)
    is_known_device = device is not None and found is not None and found["is_known_device"]
    account = hashlib.sha256(email.encode()).hexdigest()[:32]
    attempt = Attempt(account, f"device:{device.hex()[:32]}" if device is not None and is_known_device else network)
    if not is_known_device:
        await limiter.hit(f"auth:{network}", limit=settings.address_attempts_per_minute, window_seconds=60)
    await limiter.hit(attempt.pair, limit=settings.login_attempts_per_minute, window_seconds=60)
    await limiter.require_patience(f"{attempt.pair}:failed")
    if not is_known_device and (found is None or not found["is_known_address"]):
        await limiter.hit(f"login:{account}", limit=FAILURES_PER_ACCOUNT, window_seconds=FAILURES_SECONDS)
    return found, attempt


async def fail(services: Services, attempt: Attempt) -> None:
    """Count a wrong password: the next attempt from the same source may have to wait."""
    FAILED_LOGINS.inc()
    await services.limiter.fail(f"{attempt.pair}:failed")


async def succeed(services: Services, attempt: Attempt) -> None:
    """That was the owner: their account's counts begin anew."""
    await services.limiter.forget(f"login:{attempt.account}")
    await services.limiter.forget(f"{attempt.pair}:failed")
