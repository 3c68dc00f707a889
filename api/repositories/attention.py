"""Open deals that need a look: overdue, closing soon, or rotting, each under its most pressing reason."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from api.models.deal import Deal
from api.repositories.base import TenantRepository
from api.repositories.deal import DEAL_JSON

OPEN = "d.organization_id = %(organization_id)s AND d.outcome IS NULL AND d.deleted_at IS NULL"
PRESSING = "d.expected_close_date <= %(closing_until)s"
# The clients that somebody spoke with lately are few and looked up once a stage, not deal by deal. A stage without a
# threshold has NULL for it, and no deal that rots.
WAITING = """d.created_at <= %(since)s AND d.client_id NOT IN (SELECT x.id FROM clients x
    WHERE x.organization_id = %(organization_id)s AND x.deleted_at IS NULL AND x.last_touch_at > %(since)s)"""
BY_STAGE = " ".join(
    f"WHEN '{stage}' THEN {WAITING.replace('%(since)s', f'%({stage}_since)s')}" for stage in ("lead", "contact", "proposal", "negotiation")
)
ROTTING = f"(d.snoozed_until IS NULL OR d.snoozed_until <= %(today)s) AND CASE d.stage {BY_STAGE} END"


def _found(reason: str, rank: int, where: str, order: str) -> str:
    return f"""(SELECT d.id, '{reason}' AS reason, {rank} AS rank, row_number() OVER (ORDER BY {order}, d.id) AS place FROM deals d
        WHERE {OPEN} AND {where} ORDER BY {order}, d.id LIMIT %(limit)s)"""


# Each branch walks an index in its own order and is only begun when those before it have not filled the page.
LIST = f"""
    WITH found AS MATERIALIZED (
        {_found("overdue", 1, "d.expected_close_date < %(today)s", "d.expected_close_date")} UNION ALL
        {_found("closing", 2, f"d.expected_close_date >= %(today)s AND {PRESSING}", "d.expected_close_date")} UNION ALL
        {_found("rotting", 3, f"({PRESSING}) IS NOT TRUE AND {ROTTING}", "d.stage_entered_at")}
        LIMIT %(limit)s)
    SELECT found.reason, {DEAL_JSON} AS json FROM found
    JOIN deals d ON d.organization_id = %(organization_id)s AND d.id = found.id
    JOIN clients c ON c.organization_id = d.organization_id AND c.id = d.client_id
    ORDER BY found.rank, found.place"""
COUNT = f"SELECT count(*) AS total FROM deals d WHERE {OPEN} AND ({PRESSING} OR ({ROTTING}))"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Moments and days from which on a deal needs attention; `today` as the asking person counts it.

    since: whoever was last spoken with before it has been waiting too long for that stage; None: nobody does.
    """

    today: date
    closing_until: date
    lead_since: datetime | None
    contact_since: datetime | None
    proposal_since: datetime | None
    negotiation_since: datetime | None


class AttentionRepository(TenantRepository):
    model = Deal

    async def list(self, thresholds: Thresholds, *, limit: int) -> tuple[Sequence[dict[str, Any]], int]:
        """(rows of reason and json, the most pressing first; how many there are in all)."""
        params = self.params(**asdict(thresholds), limit=limit)
        total: int = await self.session.scalar(COUNT, params)
        return (await self.session.rows(LIST, params) if total else []), total
