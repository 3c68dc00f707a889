"""The pipeline as a whole: columns of the board, totals, what was closed. `deal_filter.where` narrows it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from api.core import cursor as cursors
from api.models.deal import Deal
from api.repositories.base import TenantRepository
from api.repositories.deal import DEAL_JSON, FROM

TOTALS = """
    SELECT t.stage, t.currency, sum(t.row_count)::bigint AS count, sum(t.value_cents)::bigint AS value_cents
    FROM totals t WHERE t.organization_id = %(organization_id)s AND t.subject = 'deal' GROUP BY t.stage, t.currency"""
CLOSED_SINCE = """
    SELECT d.outcome, d.currency, count(*) AS count, sum(d.value_cents)::bigint AS value_cents FROM deals d
    WHERE d.organization_id = %(organization_id)s AND d.closed_at >= %(since)s
      AND d.deleted_at IS NULL GROUP BY d.outcome, d.currency"""

# The same of a filtered board: {where} is what `deal_filter.where` made, which begins with the organization.
COUNTED = f"""
    SELECT d.stage, d.currency, count(*) AS count, sum(d.value_cents)::bigint AS value_cents FROM {FROM}
    WHERE d.organization_id = %(organization_id)s AND {{where}} GROUP BY d.stage, d.currency"""
CLOSED = f"""
    SELECT d.outcome, d.currency, count(*) AS count, sum(d.value_cents)::bigint AS value_cents FROM {FROM}
    WHERE d.organization_id = %(organization_id)s AND {{where}} AND d.closed_at >= %(since)s GROUP BY d.outcome, d.currency"""


class PipelineRepository(TenantRepository):
    model = Deal

    async def board(
        self, stages: Sequence[str], where: str, values: Mapping[str, Any], *, limit: int, cursor: str | None, filtered: bool
    ) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        """(columns, totals): stage, items (JSON), next_cursor of each column; stage, currency, count, value_cents.

        Totals come from the ledger, or are counted when the board is `filtered`.
        """
        params = self.params(**values, stages=list(stages), limit=limit, fetched=limit + 1)
        keyset = ""
        if cursor is not None:
            params["cursor_value"], _ = cursors.decode(cursor, f"board:{stages[0]}")
            keyset = "AND d.position > %(cursor_value)s"
        columns = f"""
            SELECT s.stage, coalesce(string_agg(i.json, ',' ORDER BY i.position) FILTER (WHERE i.n <= %(limit)s), '') AS items,
                max(i.position) FILTER (WHERE i.n = %(limit)s) AS position,
                max(i.id::text) FILTER (WHERE i.n = %(limit)s) AS id, count(i.n) > %(limit)s AS has_more
            FROM unnest(%(stages)s::text[]) s(stage)
            LEFT JOIN LATERAL (
                SELECT {DEAL_JSON} AS json, d.position, d.id, row_number() OVER (ORDER BY d.position) AS n FROM {FROM}
                WHERE {where} AND d.stage = s.stage {keyset} ORDER BY d.position LIMIT %(fetched)s) i ON true
            GROUP BY s.stage"""
        found, totals = await self.session.batch((columns, params), (COUNTED.format(where=where) if filtered else TOTALS, params))
        for column in found:
            key = (f"board:{column['stage']}", column["position"], column["id"])
            column["next_cursor"] = cursors.encode(*key) if column["has_more"] else None
        return found, totals

    async def list_totals(self, where: str, values: Mapping[str, Any], *since: datetime, filtered: bool) -> list[list[dict[str, Any]]]:
        """Counts and values by currency: first by stage, then by outcome what was closed since each of the moments."""
        totals, closed = (COUNTED.format(where=where), CLOSED.format(where=where)) if filtered else (TOTALS, CLOSED_SINCE)
        return await self.session.batch(
            (totals, self.params(**values)), *((closed, self.params(**values, since=moment)) for moment in since)
        )
