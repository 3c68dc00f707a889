"""How much an organization may ask of one process, so that one that runs wild can't starve the others.

Counted in the process: a round trip to Redis on every request would cost a tenth of it, and the processes share the
machine that is being protected, not a promise made to anybody.
"""

from math import ceil
from time import monotonic
from typing import Final
from uuid import UUID

from api.core.errors import RateLimited

MAX_BUCKETS: Final = 10_000


class OrganizationLimited(RateLimited):
    code, detail = (
        "organization_rate_limited",
        "Your organization sends more requests than the service takes at once. Try again in a moment.",
    )


class OrganizationBuckets:
    def __init__(self, *, per_second: float, burst: int) -> None:
        """per_second: what flows back, 0 for no limit at all; burst: how much may come at once."""
        self._per_second = per_second
        self._burst = float(burst)
        self._buckets: dict[UUID, tuple[float, float]] = {}

    def take(self, organization_id: UUID) -> None:
        """Raises OrganizationLimited (429, Retry-After)."""
        if self._per_second <= 0:
            return
        now = monotonic()
        left, at = self._buckets.pop(organization_id, (self._burst, now))
        left = min(self._burst, left + (now - at) * self._per_second)
        is_empty = left < 1
        self._buckets[organization_id] = (left if is_empty else left - 1, now)
        if len(self._buckets) > MAX_BUCKETS:
            # A dict keeps its order: the first is the one that was quiet for longest, and surely full again.
            del self._buckets[next(iter(self._buckets))]
        if is_empty:
            raise OrganizationLimited(headers={"Retry-After": str(max(1, ceil((1 - left) / self._per_second)))})
