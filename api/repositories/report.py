"""Counts behind the reports. `where` is what api/repositories/deal_filter.py made; it begins with the organization."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from api.models.deal import Deal
from api.repositories.base import TenantRepository
from api.repositories.deal import FROM
from api.repositories.deal_filter import FURTHEST, REASON
from api.repositories.filter import Span, within

CONTACT_TYPES: Final = ("call", "email", "whatsapp", "meeting")
CONVERSION = f"""
    SELECT x.furthest, x.currency, count(*) AS count, sum(x.value_cents)::bigint AS value_cents
    FROM (SELECT {FURTHEST} AS furthest, d.currency, d.value_cents FROM {FROM}
          WHERE d.organization_id = %(organization_id)s AND {{where}}) x
    GROUP BY x.furthest, x.currency"""
LEFT_STAGES = f"""
    SELECT x.stage, count(*) AS count, round(percentile_cont(0.5) WITHIN GROUP (ORDER BY x.seconds))::bigint AS median,
        round(percentile_cont(0.9) WITHIN GROUP (ORDER BY x.seconds))::bigint AS p90
    FROM (SELECT v.deal_id, v.stage, sum(greatest(0, extract(epoch FROM v.left_at - v.entered_at))) AS seconds
          FROM deal_stage_visits v
          WHERE v.organization_id = %(organization_id)s AND v.stage <> 'closed' AND v.deal_id IN (
              SELECT d.id FROM {FROM} WHERE d.organization_id = %(organization_id)s AND {{where}})
          GROUP BY v.deal_id, v.stage HAVING bool_and(v.left_at IS NOT NULL) {{period}}) x
    GROUP BY x.stage"""
STANDING = f"""
    SELECT d.stage, count(*) AS count, round(percentile_cont(0.5) WITHIN GROUP (
        ORDER BY d.earlier_stage_seconds + greatest(0, extract(epoch FROM now() - d.stage_entered_at))))::bigint AS median
    FROM {FROM} WHERE d.organization_id = %(organization_id)s AND {{where}} AND d.outcome IS NULL
    GROUP BY d.stage"""
OUTCOMES = f"""
    SELECT d.outcome, date_trunc('month', d.closed_at AT TIME ZONE %(zone)s)::date AS month,
        {REASON} AS reason, d.currency,
        count(*) AS count, sum(d.value_cents)::bigint AS value_cents
    FROM {FROM} WHERE d.organization_id = %(organization_id)s AND {{where}} AND d.outcome IS NOT NULL
    GROUP BY 1, 2, 3, 4"""
WON_MEDIAN = f"""
    SELECT round(percentile_cont(0.5) WITHIN GROUP (ORDER BY greatest(0, extract(epoch FROM d.closed_at - d.created_at))))::bigint
    FROM {FROM} WHERE d.organization_id = %(organization_id)s AND {{where}} AND d.outcome = 'won'"""
OPEN_BY_MONTH = f"""
    SELECT date_trunc('month', d.expected_close_date)::date AS month, d.stage, d.currency, count(*) AS count,
        sum(d.value_cents)::bigint AS value_cents
    FROM {FROM} WHERE d.organization_id = %(organization_id)s AND {{where}} AND d.outcome IS NULL
    GROUP BY 1, 2, 3"""
WON_BY_MONTH = f"""
    SELECT date_trunc('month', d.closed_at AT TIME ZONE %(zone)s)::date AS month, d.currency, sum(d.value_cents)::bigint AS value_cents
    FROM {FROM} WHERE d.organization_id = %(organization_id)s AND {{where}} AND d.outcome = 'won' AND d.closed_at >= %(since)s
    GROUP BY 1, 2"""
DECIDED = f"""
    SELECT {FURTHEST} AS furthest, count(*) AS count FROM deals d
    WHERE d.organization_id = %(organization_id)s AND d.deleted_at IS NULL AND d.outcome IS NOT NULL AND d.closed_at >= %(since)s
    GROUP BY 1"""
ACTIVITY = """
    SELECT e.user_id, (SELECT u.full_name FROM users u WHERE u.id = e.user_id) AS full_name, e.type, count(*) AS count
    FROM timeline_entries e
    WHERE e.organization_id = %(organization_id)s AND e.deleted_at IS NULL AND e.type NOT IN ('system', 'deal') {narrowed}
    GROUP BY e.user_id, e.type"""
ACTIVITY_DAYS = """
    SELECT (e.occurred_at AT TIME ZONE %(zone)s)::date AS day, count(*) AS count
    FROM timeline_entries e
    WHERE e.organization_id = %(organization_id)s AND e.deleted_at IS NULL AND e.type NOT IN ('system', 'deal') {narrowed}
    GROUP BY 1 ORDER BY 1"""
# What an import brought was known before: its day of creation says nothing of when somebody asked.
RESPONSES = """
    WITH answered AS (
        SELECT c.owner_id, (
            SELECT greatest(0, extract(epoch FROM min(e.occurred_at) - c.created_at)) FROM timeline_entries e
            WHERE e.organization_id = c.organization_id AND e.client_id = c.id AND e.deleted_at IS NULL AND e.user_id IS NOT NULL
              AND e.type = ANY(%(contact_types)s) HAVING count(*) > 0) AS seconds
        FROM clients c
        WHERE c.organization_id = %(organization_id)s AND c.deleted_at IS NULL AND c.import_id IS NULL {narrowed})
    SELECT GROUPING(x.owner_id) = 1 AS is_total, x.owner_id, (SELECT u.full_name FROM users u WHERE u.id = x.owner_id) AS owner_name,
        count(*) AS count, count(x.seconds) AS answered_count,
        round(percentile_cont(0.5) WITHIN GROUP (ORDER BY x.seconds))::bigint AS median,
        round(percentile_cont(0.9) WITHIN GROUP (ORDER BY x.seconds))::bigint AS p90, {buckets}
    FROM answered x GROUP BY GROUPING SETS ((x.owner_id), ())"""


class ReportRepository(TenantRepository):
    model = Deal

    async def conversion(self, where: str, values: Mapping[str, Any]) -> Sequence[dict[str, Any]]:
        """furthest step, currency, count, value_cents."""
        return await self.session.rows(CONVERSION.format(where=where), self.params(**values))

    async def stage_times(self, where: str, values: Mapping[str, Any], period: Span | None) -> list[list[dict[str, Any]]]:
        """Of those who left in the period: stage, count, median, p90 in seconds; of those who stand there: stage, count, median."""
        more, spans = within("max(v.left_at)", "period", period)
        left = LEFT_STAGES.format(where=where, period="".join(f" AND {part}" for part in more))
        return await self.session.batch(
            (left, self.params(**values, **spans)), (STANDING.format(where=where), self.params(**values))
        )  # fmt: skip

    async def outcomes(self, where: str, values: Mapping[str, Any], zone: str) -> tuple[Sequence[dict[str, Any]], int | None]:
        """(outcome, month, reason, currency, count, value_cents; the median of seconds until a deal was won)."""
        rows = await self.session.rows(OUTCOMES.format(where=where), self.params(**values, zone=zone))
        return rows, await self.session.scalar(WON_MEDIAN.format(where=where), self.params(**values))

    async def forecast(
        self, where: str, values: Mapping[str, Any], *, zone: str, month_begins: datetime, year_ago: datetime
    ) -> list[list[dict[str, Any]]]:
        """Open deals by month, stage and currency; what this month and later ones have won; how far decided deals came."""
        return await self.session.batch(
            (OPEN_BY_MONTH.format(where=where), self.params(**values)),
            (WON_BY_MONTH.format(where=where), self.params(**values, zone=zone, since=month_begins)),
            (DECIDED, self.params(since=year_ago)),
        )

    async def activity(self, period: Span | None, user_ids: Sequence[UUID], zone: str) -> list[list[dict[str, Any]]]:
        """user_id, full_name, type, count; and day, count."""
        parts, values = within("e.occurred_at", "period", period)
        if user_ids:
            parts, values = [*parts, "e.user_id = ANY(%(user_ids)s)"], values | {"user_ids": list(user_ids)}
        narrowed = "".join(f" AND {part}" for part in parts)
        return await self.session.batch(
            (ACTIVITY.format(narrowed=narrowed), self.params(**values)),
            (ACTIVITY_DAYS.format(narrowed=narrowed), self.params(**values, zone=zone)),
        )

    async def responses(
        self, period: Span | None, owner_ids: Sequence[UUID], *, has_no_owner: bool, bounds: Sequence[int]
    ) -> Sequence[dict[str, Any]]:
        """By owner, and one row that is_total: count, answered_count, median, p90, and bucket_0 on, by the seconds of `bounds`."""
        parts, values = within("c.created_at", "period", period)
        if owner_ids or has_no_owner:
            nobody = " OR c.owner_id IS NULL" if has_no_owner else ""
            parts, values = [*parts, f"(c.owner_id = ANY(%(owner_ids)s){nobody})"], values | {"owner_ids": list(owner_ids)}
        buckets = [f"count(*) FILTER (WHERE x.seconds <= {bound}) AS bucket_{place}" for place, bound in enumerate(bounds)]
        sql = RESPONSES.format(narrowed="".join(f" AND {part}" for part in parts), buckets=", ".join(buckets))
        return await self.session.rows(sql, self.params(**values, contact_types=list(CONTACT_TYPES)))
