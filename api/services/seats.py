"""The seats of a plan: everybody who is in has one, and everybody whose invite is open.

Nobody who is in ever loses theirs, not even where the plan has become smaller: only newcomers are turned away.
"""

from dataclasses import dataclass

from api.core.deps import OrgContext
from api.core.features import PlanLimitReached, limit_of, plan_for
from api.repositories.organization import OrganizationRepository


class SeatLimitReached(PlanLimitReached):
    code, detail = "seat_limit_reached", "Every seat of the plan is taken."


@dataclass(frozen=True, slots=True)
class Seats:
    """limit: None for any number."""

    limit: int | None
    members: int
    invites: int

    @property
    def free(self) -> int | None:
        return None if self.limit is None else max(self.limit - self.members - self.invites, 0)

    def reached(self, *, wanted: int) -> SeatLimitReached:
        """The refusal for who wants so many more than are free."""
        taken = self.members + self.invites
        return SeatLimitReached(limit=self.limit, taken=taken, plan_needed=plan_for("seats", taken + wanted))


async def hold(ctx: OrgContext) -> Seats:
    """As they are, and nobody else takes or frees one by a command of ours until this transaction ends."""
    organizations = OrganizationRepository(ctx.session)
    row = await organizations.lock_seats(ctx.organization_id)
    taken = await organizations.count_seats()
    return Seats(limit_of(row["plan"], "seats"), taken["members"], taken["invites"])


async def refuse_newcomer(ctx: OrgContext) -> None:
    """Turn away who has just become a member and is one too many: their invite may be of a larger plan's days.

    Raises SeatLimitReached (402).
    """
    seats = await hold(ctx)
    if seats.limit is not None and seats.members > seats.limit:
        raise SeatLimitReached(limit=seats.limit, taken=seats.limit, plan_needed=plan_for("seats", seats.members))
