"""Deals as a table: any order, groups that stand together, sums over all that was asked for and not the page alone."""

from typing import Any, Final

import orjson

from api.core import cursor as cursors
from api.models.deal import Deal
from api.repositories.base import TenantRepository, page
from api.repositories.deal import DEAL_JSON, FROM

# Whoever has no value comes last, whichever way the list runs.
LAST_TEXT: Final = {"ASC": "chr(1114111)", "DESC": "''"}
LAST_MOMENT: Final = {"ASC": "'infinity'", "DESC": "'-infinity'"}
OWNER_NAME = "(SELECT lower(u.full_name) FROM users u WHERE u.id = d.owner_id)"
STAGE_ORDER = "array_position(ARRAY['lead', 'contact', 'proposal', 'negotiation', 'closed'], d.stage)"
# sort → (SQL expression, type of the cursor's value, what stands for none)
SORTS: Final[dict[str, tuple[str, str, dict[str, str] | None]]] = {
    "created_at": ("d.created_at", "timestamptz", None),
    "updated_at": ("d.updated_at", "timestamptz", None),
    "title": ('d.search_text COLLATE "C"', "text", None),
    "client": ('c.sort_name COLLATE "C"', "text", None),
    "value": ("d.value_cents", "bigint", None),
    "stage": (STAGE_ORDER, "integer", None),
    "owner": (f'{OWNER_NAME} COLLATE "C"', "text", LAST_TEXT),
    "source": ('d.source COLLATE "C"', "text", LAST_TEXT),
    "expected_close_date": ("d.expected_close_date", "date", LAST_MOMENT),
    "stage_entered_at": ("d.stage_entered_at", "timestamptz", None),
    "closed_at": ("d.closed_at", "timestamptz", LAST_MOMENT),
    "last_contact": ("c.last_touch_at", "timestamptz", LAST_MOMENT),
}
# group → (SQL expression that orders the groups, its type, what a group is known by)
GROUPS: Final = {
    "stage": (STAGE_ORDER, "integer", "d.stage"),
    "owner": (f"coalesce({OWNER_NAME} || d.owner_id::text, chr(1114111)) COLLATE \"C\"", "text", "d.owner_id::text"),
}  # fmt: skip
LEDGER = """
    SELECT t.stage AS key, t.currency, sum(t.row_count)::bigint AS count, sum(t.value_cents)::bigint AS value_cents
    FROM totals t WHERE t.organization_id = %(organization_id)s AND t.subject = 'deal' GROUP BY t.stage, t.currency"""


class DealListRepository(TenantRepository):
    model = Deal

    async def list_json(
        self, where: str, values: dict[str, Any], *, limit: int, cursor: str | None, sort: str, group_by: str | None, totals: bytes
    ) -> bytes:
        """totals: the JSON that the page carries beside its rows."""
        column, value_type, last = SORTS[sort.removeprefix("-")]
        direction = "DESC" if sort.startswith("-") else "ASC"
        expression = f"coalesce({column}, {last[direction]})" if last else column
        operator = ">" if direction == "ASC" else "<"
        listing = f"deals:{sort}:{group_by or ''}"
        values = values | {"limit": limit + 1}
        keyset = ""
        if group_by is None:
            sort_value, order = f"({expression})::text", f"{expression} {direction}, d.id {direction}"
            if cursor is not None:
                values["cursor_value"], values["cursor_id"] = cursors.decode(cursor, listing)
                keyset = f"AND ({expression}, d.id) {operator} (%(cursor_value)s::{value_type}, %(cursor_id)s)"
        else:
            group, group_type, _ = GROUPS[group_by]
            sort_value = f"json_build_array(({group})::text, ({expression})::text)::text"
            order = f"{group}, {expression} {direction}, d.id {direction}"
            if cursor is not None:
                values |= _grouped(cursor, listing)
                keyset = f"""AND ({group} > %(cursor_group)s::{group_type} OR ({group} = %(cursor_group)s::{group_type}
                    AND ({expression}, d.id) {operator} (%(cursor_value)s::{value_type}, %(cursor_id)s)))"""
        sql = f"""
            SELECT {DEAL_JSON} AS json, {sort_value} AS sort_value, d.id FROM {FROM}
            WHERE {where} {keyset} ORDER BY {order} LIMIT %(limit)s"""
        return page(await self.session.rows(sql, self.params(**values)), limit=limit, listing=listing, totals=totals)

    async def list_totals(
        self, where: str, values: dict[str, Any], *, group_by: str | None, is_filtered: bool
    ) -> list[dict[str, Any]]:  # fmt: skip
        """key (stage or owner), name (of an owner), currency, count, value_cents; from the ledger when nothing narrows."""
        if not is_filtered and group_by != "owner":
            return list(await self.session.rows(LEDGER, self.params()))
        key = GROUPS[group_by or "stage"][2]
        name = "(SELECT u.full_name FROM users u WHERE u.id = g.key::uuid)" if group_by == "owner" else "NULL"
        sql = f"""
            SELECT g.*, {name} AS name FROM (
                SELECT {key} AS key, d.currency, count(*) AS count, sum(d.value_cents)::bigint AS value_cents FROM {FROM}
                WHERE {where} GROUP BY 1, 2) g"""
        return list(await self.session.rows(sql, self.params(**values)))


def _grouped(cursor: str, listing: str) -> dict[str, Any]:
    text, row_id = cursors.decode(cursor, listing)
    try:
        group, value = orjson.loads(text)
    except (orjson.JSONDecodeError, ValueError, TypeError) as error:
        raise cursors.CursorInvalid from error
    if not (isinstance(group, str) and isinstance(value, str)):
        raise cursors.CursorInvalid
    return {"cursor_group": group, "cursor_value": value, "cursor_id": row_id}
