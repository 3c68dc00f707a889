from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from api.core import cursor as cursors
from api.models.deal import Deal
from api.repositories.base import TenantRepository, page
from api.repositories.client import UPSERT_TAG

DEAL_JSON = """json_build_object(
    'id', d.id, 'title', d.title, 'client_id', d.client_id, 'client_name', c.name, 'stage', d.stage,
    'value_cents', d.value_cents, 'currency', d.currency, 'owner_id', d.owner_id,
    'owner_name', (SELECT u.full_name FROM users u WHERE u.id = d.owner_id),
    'expected_close_date', d.expected_close_date, 'outcome', d.outcome, 'lost_reason', d.lost_reason,
    'position', d.position, 'stage_entered_at', d.stage_entered_at, 'closed_at', d.closed_at, 'source', d.source,
    'tags', (SELECT coalesce(json_agg(t.name ORDER BY t.match_key), '[]'::json) FROM deal_tags dt
             JOIN tags t ON t.organization_id = dt.organization_id AND t.id = dt.tag_id
             WHERE dt.organization_id = d.organization_id AND dt.deal_id = d.id),
    'last_touch', CASE WHEN c.last_touch_at IS NULL THEN NULL
                  ELSE json_build_object('type', c.last_touch_type, 'at', c.last_touch_at) END,
    'version', d.version, 'created_at', d.created_at, 'updated_at', d.updated_at)::text"""
FROM = "deals d JOIN clients c ON c.organization_id = d.organization_id AND c.id = d.client_id AND c.deleted_at IS NULL"

GET = f"""
    SELECT {DEAL_JSON} FROM {FROM}
    WHERE d.organization_id = %(organization_id)s AND d.id = %(id)s AND d.deleted_at IS NULL"""
LOCK = f"""
    SELECT d.*, c.name AS client_name FROM {FROM}
    WHERE d.organization_id = %(organization_id)s AND d.id = %(id)s AND (d.deleted_at IS NOT NULL) = %(deleted)s
    FOR UPDATE OF d"""
POSITION_OF = """
    SELECT d.position FROM deals d
    WHERE d.organization_id = %(organization_id)s AND d.id = %(id)s AND d.stage = %(stage)s AND d.deleted_at IS NULL"""
# Deleted and filtered cards keep their place, so the neighbour is looked up among all of them.
NEXT_ABOVE = """
    SELECT d.position FROM deals d WHERE d.organization_id = %(organization_id)s AND d.stage = %(stage)s
    AND d.position < %(position)s AND d.id <> %(id)s ORDER BY d.position DESC LIMIT 1"""
NEXT_BELOW = """
    SELECT d.position FROM deals d WHERE d.organization_id = %(organization_id)s AND d.stage = %(stage)s
    AND d.position > %(position)s AND d.id <> %(id)s ORDER BY d.position LIMIT 1"""
FIRST = """
    SELECT d.position FROM deals d WHERE d.organization_id = %(organization_id)s AND d.stage = %(stage)s
    ORDER BY d.position LIMIT 1"""
LAST = """
    SELECT d.position FROM deals d WHERE d.organization_id = %(organization_id)s AND d.stage = %(stage)s
    ORDER BY d.position DESC LIMIT 1"""
LEAVE_STAGE = """
    UPDATE deal_stage_visits v SET left_at = %(at)s
    WHERE v.organization_id = %(organization_id)s AND v.deal_id = %(deal_id)s AND v.left_at IS NULL"""
ENTER_STAGE = """
    INSERT INTO deal_stage_visits (organization_id, id, deal_id, stage, user_id, entered_at)
    VALUES (%(organization_id)s, %(id)s, %(deal_id)s, %(stage)s, %(user_id)s, %(at)s)"""
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
        'stage', v.stage, 'entered_at', v.entered_at, 'left_at', v.left_at,
        'seconds', greatest(0, extract(epoch FROM coalesce(v.left_at, now()) - v.entered_at))::bigint,
        'user_name', (SELECT u.full_name FROM users u WHERE u.id = v.user_id)) ORDER BY v.entered_at, v.id), '[]'::json),
        'next_cursor', NULL)::text
    FROM deal_stage_visits v WHERE v.organization_id = %(organization_id)s AND v.deal_id = %(deal_id)s"""
MOVER = "SELECT u.full_name FROM users u JOIN deals d ON d.moved_by = u.id WHERE d.organization_id = %(organization_id)s AND d.id = %(id)s"
TOTALS = """
    SELECT t.stage, t.currency, sum(t.row_count)::bigint AS count, sum(t.value_cents)::bigint AS value_cents
    FROM totals t WHERE t.organization_id = %(organization_id)s AND t.subject = 'deal' GROUP BY t.stage, t.currency"""
CLOSED_TOTALS = """
    SELECT d.outcome, d.currency, count(*) AS count, sum(d.value_cents)::bigint AS value_cents FROM deals d
    WHERE d.organization_id = %(organization_id)s AND d.closed_at >= now() - make_interval(days => %(days)s)
      AND d.deleted_at IS NULL GROUP BY d.outcome, d.currency"""
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

    async def find_position(self, deal_id: UUID, stage: str) -> str | None:
        found: str | None = await self.session.scalar(POSITION_OF, self.params(id=deal_id, stage=stage))
        return found

    async def find_neighbour(self, stage: str, position: str, *, above: bool, moving_id: UUID) -> str | None:
        sql = NEXT_ABOVE if above else NEXT_BELOW
        found: str | None = await self.session.scalar(sql, self.params(stage=stage, position=position, id=moving_id))
        return found

    async def find_end(self, stage: str, *, top: bool) -> str | None:
        found: str | None = await self.session.scalar(FIRST if top else LAST, self.params(stage=stage))
        return found

    async def change_stage_visit(self, deal_id: UUID, stage: str, *, user_id: UUID | None, at: datetime) -> None:
        await self.session.run(LEAVE_STAGE, self.params(deal_id=deal_id, at=at))
        await self.session.run(ENTER_STAGE, self.params(id=uuid7(), deal_id=deal_id, stage=stage, user_id=user_id, at=at))

    async def undo_stage_visit(self, deal_id: UUID) -> None:
        """Forget the visit under way and go on with the one before it."""
        await self.session.run(FORGET_VISIT, self.params(deal_id=deal_id))
        await self.session.run(REENTER_STAGE, self.params(deal_id=deal_id))

    async def history_json(self, deal_id: UUID) -> bytes:
        return await self.json(HISTORY, deal_id=deal_id) or b""

    async def find_mover(self, deal_id: UUID) -> str | None:
        found: str | None = await self.session.scalar(MOVER, self.params(id=deal_id))
        return found

    async def list_totals(self, where: str | None = None, values: dict[str, Any] | None = None) -> Sequence[dict[str, Any]]:
        """(stage, currency, count, value_cents); from the ledger of totals, or counted when a filter is given."""
        if where is None:
            return await self.session.rows(TOTALS, self.params())
        sql = f"""
            SELECT d.stage, d.currency, count(*) AS count, sum(d.value_cents)::bigint AS value_cents FROM {FROM}
            WHERE {where} GROUP BY d.stage, d.currency"""
        return await self.session.rows(sql, self.params(**(values or {})))

    async def list_closed_totals(self, days: int) -> Sequence[dict[str, Any]]:
        return await self.session.rows(CLOSED_TOTALS, self.params(days=days))

    @staticmethod
    def filters(
        *, owner_id: UUID | None = None, client_id: UUID | None = None, stage: str | None = None,
        query: str | None = None, tag_key: str | None = None,
    ) -> tuple[str, dict[str, Any]]:  # fmt: skip
        """The WHERE of a list of deals, and its values."""
        parts = ["d.organization_id = %(organization_id)s", "d.deleted_at IS NULL"]
        values: dict[str, Any] = {}
        for column, value in (("owner_id", owner_id), ("client_id", client_id), ("stage", stage)):
            if value is not None:
                parts.append(f"d.{column} = %({column})s")
                values[column] = value
        if query:
            parts.append("d.id IN (SELECT s.id FROM app.search_deals(%(query)s, 2000) s)")
            values["query"] = query
        if tag_key is not None:
            parts.append(
                "d.id IN (SELECT dt.deal_id FROM deal_tags dt JOIN tags t ON t.organization_id = dt.organization_id"
                " AND t.id = dt.tag_id WHERE dt.organization_id = %(organization_id)s AND t.match_key = %(tag_key)s)"
            )
            values["tag_key"] = tag_key
        return " AND ".join(parts), values

    async def column_json(self, stage: str, where: str, values: dict[str, Any], *, limit: int, cursor: str | None) -> bytes:
        """One page of a board column, top first."""
        listing = f"board:{stage}"
        values = values | {"column_stage": stage, "limit": limit + 1}
        keyset = ""
        if cursor is not None:
            values["cursor_value"], values["cursor_id"] = cursors.decode(cursor, listing)
            keyset = "AND d.position > %(cursor_value)s"
        sql = f"""
            SELECT {DEAL_JSON} AS json, d.position AS sort_value, d.id FROM {FROM}
            WHERE {where} AND d.stage = %(column_stage)s {keyset} ORDER BY d.position LIMIT %(limit)s"""
        return page(await self.session.rows(sql, self.params(**values)), limit=limit, listing=listing)

    async def list_json(self, where: str, values: dict[str, Any], *, limit: int, cursor: str | None) -> bytes:
        listing = "deals"
        values = values | {"limit": limit + 1}
        keyset = ""
        if cursor is not None:
            values["cursor_value"], values["cursor_id"] = cursors.decode(cursor, listing)
            keyset = "AND (d.created_at, d.id) < (%(cursor_value)s::timestamptz, %(cursor_id)s)"
        sql = f"""
            SELECT {DEAL_JSON} AS json, d.created_at::text AS sort_value, d.id FROM {FROM}
            WHERE {where} {keyset} ORDER BY d.created_at DESC, d.id DESC LIMIT %(limit)s"""
        return page(await self.session.rows(sql, self.params(**values)), limit=limit, listing=listing)

    async def replace_tags(self, deal_id: UUID, tags: Sequence[tuple[str, str]]) -> None:
        await self.session.run(DELETE_TAGS, self.params(deal_id=deal_id))
        for name, match_key in sorted(tags, key=lambda tag: tag[1]):
            tag_id = await self.session.scalar(UPSERT_TAG, self.params(id=uuid7(), name=name, match_key=match_key))
            await self.session.run(INSERT_TAG, self.params(deal_id=deal_id, tag_id=tag_id))

    async def list_tag_names(self, deal_id: UUID) -> list[str]:
        return [row["name"] for row in await self.session.rows(LIST_TAG_NAMES, self.params(deal_id=deal_id))]
