from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from api.core.statement import Statement, together
from api.models.deal import Deal
from api.repositories.base import TenantRepository
from api.repositories.client import UPSERT_TAG
from api.repositories.custom_field import live_values
from api.repositories.pipeline_settings import SETTINGS

# The deal's next step: its earliest task that is still open.
NEXT_TASK = """(SELECT json_build_object('id', k.id, 'title', k.title, 'due_on', k.due_on, 'due_at', k.due_at) FROM tasks k
    WHERE k.organization_id = d.organization_id AND k.deal_id = d.id AND k.completed_at IS NULL AND k.deleted_at IS NULL
    ORDER BY k.due_order, k.id LIMIT 1)"""
DEAL_JSON = f"""json_build_object(
    'id', d.id, 'title', d.title, 'client_id', d.client_id, 'client_name', c.name, 'stage', d.stage,
    'value_cents', d.value_cents, 'currency', d.currency, 'owner_id', d.owner_id,
    'owner_name', (SELECT u.full_name FROM users u WHERE u.id = d.owner_id),
    'expected_close_date', d.expected_close_date, 'outcome', d.outcome, 'lost_reason', d.lost_reason, 'won_reason', d.won_reason,
    'position', d.position, 'stage_entered_at', d.stage_entered_at,
    'earlier_stage_seconds', d.earlier_stage_seconds, 'snoozed_until', d.snoozed_until, 'next_task', {NEXT_TASK}, 'closed_at', d.closed_at, 'source', d.source,
    'custom_fields', {live_values("d", "deal")},
    'tags', (SELECT coalesce(json_agg(t.name ORDER BY t.match_key), '[]'::json) FROM deal_tags dt
             JOIN tags t ON t.organization_id = dt.organization_id AND t.id = dt.tag_id
             WHERE dt.organization_id = d.organization_id AND dt.deal_id = d.id),
    'last_touch', CASE WHEN c.last_touch_at IS NULL THEN NULL
                  ELSE json_build_object('type', c.last_touch_type, 'at', c.last_touch_at) END,
    'version', d.version, 'created_at', d.created_at, 'updated_at', d.updated_at)::text"""
FROM = "deals d JOIN clients c ON c.organization_id = d.organization_id AND c.id = d.client_id AND c.deleted_at IS NULL"

GET = f"""
    SELECT {DEAL_JSON} AS json FROM {FROM}
    WHERE d.organization_id = %(organization_id)s AND d.id = %(id)s AND d.deleted_at IS NULL"""
WRITTEN = f"""
    SELECT {DEAL_JSON} AS json
    FROM written d JOIN clients c ON c.organization_id = d.organization_id AND c.id = d.client_id
    WHERE d.organization_id = %(organization_id)s"""
# The client first, as whoever deletes it does: the other way round the two would wait for each other.
IN_ORDER = "FOR KEY SHARE OF c FOR NO KEY UPDATE OF d"
LOCK = f"""
    SELECT d.*, c.name AS client_name, {SETTINGS} AS settings FROM {FROM}
    WHERE d.organization_id = %(organization_id)s AND d.id = %(id)s AND (d.deleted_at IS NOT NULL) = %(deleted)s
    {IN_ORDER}"""
FIND_CLIENT = """
    SELECT d.client_id FROM deals d
    WHERE d.organization_id = %(organization_id)s AND d.id = %(id)s AND d.deleted_at IS NULL"""
# The gap that a move aims at. Deleted and filtered cards keep their place, so the neighbour is looked up among all.
GAP_ABOVE = """
    SELECT (SELECT d.position FROM deals d WHERE d.organization_id = %(organization_id)s AND d.stage = %(stage)s
            AND d.position < n.position AND d.id <> %(id)s ORDER BY d.position DESC LIMIT 1) AS after, n.position AS before, true AS is_there
    FROM deals n WHERE n.organization_id = %(organization_id)s AND n.id = %(neighbour_id)s AND n.stage = %(stage)s
    AND n.deleted_at IS NULL AND (%(other_id)s::uuid IS NULL OR EXISTS (
        SELECT FROM deals o WHERE o.organization_id = %(organization_id)s AND o.id = %(other_id)s::uuid))"""
GAP_BELOW = """
    SELECT n.position AS after, (SELECT d.position FROM deals d WHERE d.organization_id = %(organization_id)s
            AND d.stage = %(stage)s AND d.position > n.position AND d.id <> %(id)s ORDER BY d.position LIMIT 1) AS before, true AS is_there
    FROM deals n WHERE n.organization_id = %(organization_id)s AND n.id = %(neighbour_id)s AND n.stage = %(stage)s
    AND n.deleted_at IS NULL"""
GAP_AT_END = """
    SELECT (SELECT d.position FROM deals d WHERE d.organization_id = %(organization_id)s AND d.stage = %(stage)s
            AND d.id <> %(id)s ORDER BY d.position DESC LIMIT 1) AS after, NULL AS before, true AS is_there"""
# What former visits to the stage lasted.
EARLIER_SECONDS = """(SELECT coalesce(sum(greatest(0, extract(epoch FROM v.left_at - v.entered_at))), 0)::bigint FROM deal_stage_visits v
    WHERE v.organization_id = %(organization_id)s AND v.deal_id = %(id)s AND v.stage = %(stage)s AND v.left_at IS NOT NULL)"""
# By the gap: the row with it, in one statement. Whether somebody moved the row since is for its version to say.
LOCK_WITH_GAP = {
    gap: f"""
    SELECT d.*, c.name AS client_name, {SETTINGS} AS settings, {EARLIER_SECONDS} AS seconds_before,
        gap.after AS gap_after, gap.before AS gap_before, gap.is_there AS has_gap
    FROM {FROM} LEFT JOIN LATERAL ({gap}) gap ON true
    WHERE d.organization_id = %(organization_id)s AND d.id = %(id)s AND (d.deleted_at IS NOT NULL) = %(deleted)s
    {IN_ORDER}"""
    for gap in (GAP_ABOVE, GAP_BELOW, GAP_AT_END)
}
FIRST = f"""
    SELECT {SETTINGS} AS settings, (SELECT d.position FROM deals d
        WHERE d.organization_id = %(organization_id)s AND d.stage = %(stage)s ORDER BY d.position LIMIT 1) AS position"""
ELSEWHERE = """
    SELECT (c.email IS NOT NULL OR c.phone IS NOT NULL OR EXISTS (SELECT FROM contacts p
            WHERE p.organization_id = c.organization_id AND p.client_id = c.id AND p.deleted_at IS NULL
              AND (p.email IS NOT NULL OR p.phone IS NOT NULL))) AS has_client_contact,
        EXISTS (SELECT FROM tasks k WHERE k.organization_id = c.organization_id AND k.deal_id = %(deal_id)s::uuid
            AND k.completed_at IS NULL AND k.deleted_at IS NULL) AS has_next_step
    FROM clients c WHERE c.organization_id = %(organization_id)s AND c.id = %(client_id)s"""
LEAVE_STAGE = """
    UPDATE deal_stage_visits v SET left_at = %(at)s
    WHERE v.organization_id = %(organization_id)s AND v.deal_id = %(deal_id)s AND v.left_at IS NULL"""
ENTER_STAGE = """
    INSERT INTO deal_stage_visits (organization_id, id, deal_id, stage, user_id, entered_at, outcome, reason)
    VALUES (%(organization_id)s, %(id)s, %(deal_id)s, %(stage)s, %(user_id)s, %(at)s, %(outcome)s, %(reason)s)"""
# How the visit to Closed that is under way ended the deal.
END_STAGE = """
    UPDATE deal_stage_visits v SET outcome = %(outcome)s, reason = %(reason)s
    WHERE v.organization_id = %(organization_id)s AND v.deal_id = %(deal_id)s AND v.left_at IS NULL AND v.stage = 'closed'"""
REENTER_STAGE = """
    UPDATE deal_stage_visits v SET left_at = NULL
    WHERE v.organization_id = %(organization_id)s AND v.deal_id = %(deal_id)s AND v.id = (
        SELECT x.id FROM deal_stage_visits x WHERE x.organization_id = %(organization_id)s AND x.deal_id = %(deal_id)s
        ORDER BY x.entered_at DESC, x.id DESC LIMIT 1)"""
FORGET_VISIT = """
    DELETE FROM deal_stage_visits v
    WHERE v.organization_id = %(organization_id)s AND v.deal_id = %(deal_id)s AND v.left_at IS NULL"""
HISTORY = """
    SELECT json_build_object('items', coalesce(json_agg(json_build_object(
        'stage', v.stage, 'entered_at', v.entered_at, 'left_at', v.left_at, 'outcome', v.outcome, 'reason', v.reason,
        'seconds', greatest(0, extract(epoch FROM coalesce(v.left_at, now()) - v.entered_at))::bigint,
        'user_name', (SELECT u.full_name FROM users u WHERE u.id = v.user_id)) ORDER BY v.entered_at, v.id), '[]'::json),
        'next_cursor', NULL)::text
    FROM deal_stage_visits v WHERE v.organization_id = %(organization_id)s AND v.deal_id = %(deal_id)s"""
DELETE_OF_CLIENT = """
    UPDATE deals d SET deleted_at = now(), updated_at = now(), version = version + 1
    WHERE d.organization_id = %(organization_id)s AND d.client_id = %(client_id)s AND d.deleted_at IS NULL"""
# What left with the client bears the client's own moment.
RESTORE_OF_CLIENT = """
    UPDATE deals d SET deleted_at = NULL, updated_at = now(), version = version + 1
    WHERE d.organization_id = %(organization_id)s AND d.client_id = %(client_id)s AND d.deleted_at = %(deleted_at)s"""
DELETE_TAGS = "DELETE FROM deal_tags dt WHERE dt.organization_id = %(organization_id)s AND dt.deal_id = %(deal_id)s"
INSERT_TAG = """
    INSERT INTO deal_tags (organization_id, deal_id, tag_id) VALUES (%(organization_id)s, %(deal_id)s, %(tag_id)s)
    ON CONFLICT DO NOTHING"""
LIST_TAG_NAMES = """
    SELECT t.name FROM deal_tags dt JOIN tags t ON t.organization_id = dt.organization_id AND t.id = dt.tag_id
    WHERE dt.organization_id = %(organization_id)s AND dt.deal_id = %(deal_id)s ORDER BY t.match_key"""


class DealRepository(TenantRepository):
    model = Deal

    async def get_json(self, deal_id: UUID) -> bytes | None:
        return await self.json(GET, id=deal_id)

    async def lock(self, deal_id: UUID, *, deleted: bool = False) -> dict[str, Any] | None:
        return await self.session.row(LOCK, self.params(id=deal_id, deleted=deleted))

    async def lock_with_gap(
        self, deal_id: UUID, *, stage: str, before_id: UUID | None, after_id: UUID | None
    ) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
        """The deal's row, locked, and the gap (after, before) that the move aims at; None when a neighbour is unknown.

        The card at before_id decides when both are named: it may have got other cards above it in the meantime.
        """
        sql, neighbour_id, other_id = GAP_AT_END, None, None
        if before_id not in (None, deal_id):
            sql, neighbour_id, other_id = GAP_ABOVE, before_id, after_id
        elif after_id not in (None, deal_id):
            sql, neighbour_id = GAP_BELOW, after_id
        values = self.params(id=deal_id, deleted=False, stage=stage, neighbour_id=neighbour_id, other_id=other_id)
        row = await self.session.row(LOCK_WITH_GAP[sql], values)
        return row, ({"after": row["gap_after"], "before": row["gap_before"]} if row and row["has_gap"] else None)

    async def find_client(self, deal_id: UUID) -> UUID | None:
        found: UUID | None = await self.session.scalar(FIND_CLIENT, self.params(id=deal_id))
        return found

    async def find_top(self, stage: str) -> dict[str, Any]:
        """The position of the stage's first card, None in an empty one, and the pipeline's settings, None before any."""
        return await self.session.row(FIRST, self.params(stage=stage)) or {}

    async def find_elsewhere(self, client_id: UUID, deal_id: UUID | None = None) -> dict[str, Any]:
        """What stages may demand and the deal's own row doesn't say: has_client_contact, has_next_step."""
        return await self.session.row(ELSEWHERE, self.params(client_id=client_id, deal_id=deal_id)) or {}

    async def create(
        self, deal_id: UUID, *, user_id: UUID | None, at: datetime, values: Mapping[str, Any], also: Mapping[str, Statement]
    ) -> bytes:
        """Insert a deal that enters its stage, and what else belongs to the command; returns its JSON."""
        parts = {
            "written": self.returning(self.insertion(id=deal_id, moved_by=user_id, stage_entered_at=at, **values)),
            "entered": self._entry(deal_id, values["stage"], user_id=user_id, at=at),
        }
        return await self._write(parts, also)

    async def move(
        self, deal_id: UUID, values: Mapping[str, Any], *, enters: str | None, ends: tuple[str | None, str | None],
        user_id: UUID | None, at: datetime, also: Mapping[str, Statement],
    ) -> bytes:  # fmt: skip
        """Write the place of a deal, its visit when it enters another stage, and what else belongs to the command; returns its JSON.

        ends: (outcome, reason) of the visit: why the deal was won, lost or opened again.
        """
        parts = {"written": self.returning(self.change(deal_id, values))}
        if enters is not None:
            parts["departed"] = LEAVE_STAGE, self.params(deal_id=deal_id, at=at)
            parts["entered"] = self._entry(deal_id, enters, user_id=user_id, at=at, ends=ends)
        elif ends[0] is not None:
            parts["ended"] = self._ending(deal_id, ends)
        return await self._write(parts, also)

    def _entry(
        self, deal_id: UUID, stage: str, *, user_id: UUID | None, at: datetime, ends: tuple[str | None, str | None] = (None, None)
    ) -> Statement:
        outcome, reason = ends
        return ENTER_STAGE, self.params(
            id=uuid7(), deal_id=deal_id, stage=stage, user_id=user_id, at=at, outcome=outcome, reason=reason
        )  # fmt: skip

    def _ending(self, deal_id: UUID, ends: tuple[str | None, str | None]) -> Statement:
        return END_STAGE, self.params(deal_id=deal_id, outcome=ends[0], reason=ends[1])

    async def end_stage(self, deal_id: UUID, ends: tuple[str | None, str | None]) -> None:
        """Say otherwise how the deal ended, of one that is closed."""
        await self.session.run(*self._ending(deal_id, ends))

    async def _write(self, parts: Mapping[str, Statement], also: Mapping[str, Statement]) -> bytes:
        return str(await self.session.scalar(*together({**parts, **also}, WRITTEN))).encode()

    async def undo_stage_visit(self, deal_id: UUID) -> None:
        """Forget the visit under way and go on with the one before it."""
        await self.session.run(FORGET_VISIT, self.params(deal_id=deal_id))
        await self.session.run(REENTER_STAGE, self.params(deal_id=deal_id))

    async def history_json(self, deal_id: UUID) -> bytes:
        return await self.json(HISTORY, deal_id=deal_id) or b""

    async def delete_of_client(self, client_id: UUID) -> int:
        return await self.session.run(DELETE_OF_CLIENT, self.params(client_id=client_id))

    async def restore_of_client(self, client_id: UUID, deleted_at: datetime) -> None:
        await self.session.run(RESTORE_OF_CLIENT, self.params(client_id=client_id, deleted_at=deleted_at))

    async def replace_tags(self, deal_id: UUID, tags: Sequence[tuple[str, str]]) -> None:
        await self.session.run(DELETE_TAGS, self.params(deal_id=deal_id))
        for name, match_key in sorted(tags, key=lambda tag: tag[1]):
            tag_id = await self.session.scalar(UPSERT_TAG, self.params(id=uuid7(), name=name, match_key=match_key))
            await self.session.run(INSERT_TAG, self.params(deal_id=deal_id, tag_id=tag_id))

    async def list_tag_names(self, deal_id: UUID) -> list[str]:
        return [row["name"] for row in await self.session.rows(LIST_TAG_NAMES, self.params(deal_id=deal_id))]
