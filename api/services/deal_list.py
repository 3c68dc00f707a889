"""Deals as a table: narrowed, sorted, in groups, with sums over all of them."""

from collections.abc import Sequence
from typing import Any

import orjson

from api.core.deps import OrgContext
from api.repositories import deal_filter
from api.repositories.deal_list import DealListRepository
from api.schemas.base import STAGES
from api.schemas.deal_filter import DealListQuery
from api.services import filter as filter_service


async def list_page(ctx: OrgContext, asked: DealListQuery) -> bytes:
    """Raises FilterUnknown, CursorInvalid (422)."""
    deals = DealListRepository(ctx.session, ctx.organization_id)
    selection = await filter_service.of_deals(ctx, asked, asked.stage)
    where, values = deal_filter.where(selection)
    totals = b"null"
    if asked.with_totals:
        rows = await deals.list_totals(where, values, group_by=asked.group_by, is_filtered=selection.narrows or not ctx.sees_all)
        totals = orjson.dumps(_totals(rows, asked.group_by))
    return await deals.list_json(
        where, values, limit=asked.limit, cursor=asked.cursor, sort=asked.sort, group_by=asked.group_by, totals=totals
    )  # fmt: skip


def _totals(rows: Sequence[dict[str, Any]], group_by: str | None) -> dict[str, Any]:
    """Count and sums by currency of all, and of each group in the order that the table shows them."""
    groups: dict[str | None, dict[str, Any]] = {}
    whole: dict[str, Any] = {"count": 0, "value_cents": {}}
    for row in rows:
        if not row["count"]:
            continue
        group = groups.setdefault(row["key"], {"key": row["key"], "name": row.get("name"), "count": 0, "value_cents": {}})
        for part in (whole, group):
            part["count"] += row["count"]
            part["value_cents"][row["currency"]] = part["value_cents"].get(row["currency"], 0) + row["value_cents"]
    order = {stage: n for n, stage in enumerate(STAGES)}
    known = sorted(groups.values(), key=lambda group: (order.get(group["key"] or "", len(order)), (group["name"] or "\U0010ffff").lower()))
    return whole | {"groups": known if group_by else []}
