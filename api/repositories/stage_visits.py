"""Visits of many deals to stages, and what stages ask of them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb
from uuid_utils.compat import uuid7

from api.models.deal import DealStageVisit
from api.repositories.base import TenantRepository

# Of each deal that was in the stage before.
SECONDS = """
    SELECT v.deal_id AS id, coalesce(sum(greatest(0, extract(epoch FROM v.left_at - v.entered_at))), 0)::bigint AS seconds
    FROM deal_stage_visits v
    WHERE v.organization_id = %(organization_id)s AND v.deal_id = ANY(%(ids)s) AND v.stage = %(stage)s AND v.left_at IS NOT NULL
    GROUP BY v.deal_id"""
LEAVE = """
    UPDATE deal_stage_visits v SET left_at = %(at)s
    WHERE v.organization_id = %(organization_id)s AND v.deal_id = ANY(%(ids)s) AND v.left_at IS NULL"""
ENTER = """
    INSERT INTO deal_stage_visits (organization_id, id, deal_id, stage, user_id, entered_at, outcome, reason)
    SELECT %(organization_id)s, e.id, e.deal_id, %(stage)s, %(user_id)s, %(at)s, %(outcome)s, %(reason)s
    FROM unnest(%(visit_ids)s::uuid[], %(ids)s::uuid[]) AS e (id, deal_id)"""
# How the visits to Closed that are under way ended the deals.
END = """
    UPDATE deal_stage_visits v SET outcome = b.outcome, reason = b.reason
    FROM jsonb_to_recordset(%(rows)s) AS b (id uuid, outcome text, reason text)
    WHERE v.organization_id = %(organization_id)s AND v.deal_id = b.id AND v.left_at IS NULL AND v.stage = 'closed'"""
FORGET = """
    DELETE FROM deal_stage_visits v
    WHERE v.organization_id = %(organization_id)s AND v.deal_id = ANY(%(ids)s) AND v.left_at IS NULL"""
REENTER = """
    UPDATE deal_stage_visits v SET left_at = NULL
    WHERE v.organization_id = %(organization_id)s AND v.id IN (
        SELECT DISTINCT ON (x.deal_id) x.id FROM deal_stage_visits x
        WHERE x.organization_id = %(organization_id)s AND x.deal_id = ANY(%(ids)s)
        ORDER BY x.deal_id, x.entered_at DESC, x.id DESC)"""
ELSEWHERE = """
    SELECT d.id, (c.email IS NOT NULL OR c.phone IS NOT NULL OR EXISTS (SELECT FROM contacts p
            WHERE p.organization_id = c.organization_id AND p.client_id = c.id AND p.deleted_at IS NULL
              AND (p.email IS NOT NULL OR p.phone IS NOT NULL))) AS has_client_contact,
        EXISTS (SELECT FROM tasks k WHERE k.organization_id = d.organization_id AND k.deal_id = d.id
            AND k.completed_at IS NULL AND k.deleted_at IS NULL) AS has_next_step
    FROM deals d JOIN clients c ON c.organization_id = d.organization_id AND c.id = d.client_id
    WHERE d.organization_id = %(organization_id)s AND d.id = ANY(%(ids)s)"""


class StageVisitRepository(TenantRepository):
    model = DealStageVisit

    async def list_seconds(self, ids: Sequence[UUID], stage: str) -> dict[UUID, int]:
        """How long each deal was in the stage on former visits; without an entry, never."""
        rows = await self.session.rows(SECONDS, self.params(ids=list(ids), stage=stage))
        return {row["id"]: row["seconds"] for row in rows}

    async def list_elsewhere(self, ids: Sequence[UUID]) -> dict[UUID, dict[str, Any]]:
        """has_client_contact, has_next_step of each deal."""
        return {row["id"]: row for row in await self.session.rows(ELSEWHERE, self.params(ids=list(ids)))}

    async def enter_all(
        self, ids: Sequence[UUID], stage: str, *, user_id: UUID | None, at: datetime, outcome: str | None, reason: str | None
    ) -> None:
        """Leave where they are and enter a stage."""
        if not ids:
            return
        await self.session.run(LEAVE, self.params(ids=list(ids), at=at))
        visit = {"visit_ids": [uuid7() for _ in ids], "stage": stage, "user_id": user_id, "at": at, "outcome": outcome, "reason": reason}
        await self.session.run(ENTER, self.params(ids=list(ids), **visit))

    async def end_all(self, rows: Sequence[dict[str, Any]]) -> None:
        """rows: id, outcome, reason of closed deals that ended otherwise than was thought."""
        if rows:
            await self.session.run(END, self.params(rows=Jsonb(list(rows))))

    async def undo_all(self, ids: Sequence[UUID]) -> None:
        """Forget the visits under way and go on with those before them."""
        if ids:
            await self.session.run(FORGET, self.params(ids=list(ids)))
            await self.session.run(REENTER, self.params(ids=list(ids)))
