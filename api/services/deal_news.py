"""Whom a deal's news concern: its new owner, and when it is closed the team or the owner."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from api.core.deps import OrgContext
from api.services.notification import notify

A_FEW: Final = 5


async def tell_owner(ctx: OrgContext, deal: Mapping[str, Any]) -> None:
    """The deal was given to somebody."""
    if deal["owner_id"]:
        await notify(
            ctx, [UUID(deal["owner_id"])], event="deal.assigned", entity_type="deal", entity_id=UUID(deal["id"]), params=named(deal)
        )


async def tell_outcome(ctx: OrgContext, deal: Mapping[str, Any]) -> None:
    """A won deal is everybody's joy, a lost one its owner's business."""
    about: dict[str, Any] = {"entity_type": "deal", "entity_id": UUID(deal["id"])}
    if deal["outcome"] == "won":
        value = {"value_cents": deal["value_cents"], "currency": deal["currency"]}
        await notify(ctx, None, event="deal.won", params=named(deal) | value, **about)
    elif deal["owner_id"]:
        params = named(deal) | {"lost_reason": deal["lost_reason"] or ""}
        await notify(ctx, [UUID(deal["owner_id"])], event="deal.lost", params=params, **about)


async def tell_owner_of_many(ctx: OrgContext, owner_id: UUID, rows: Sequence[Mapping[str, Any]]) -> None:
    """Several deals were given to somebody at once: one notification, not many."""
    first = {"title": rows[0]["title"], "client": rows[0]["client_name"]}
    await notify(
        ctx, [owner_id], event="deal.assigned", entity_type="deal", entity_id=rows[0]["id"], params=first | _more(len(rows))
    )  # fmt: skip


async def tell_outcome_of_many(ctx: OrgContext, rows: Sequence[Mapping[str, Any]]) -> None:
    """A few deals that are closed at once are news, each of its own; a spring clean is none."""
    if len(rows) <= A_FEW:
        for row in rows:
            await tell_outcome(ctx, {**row, "id": str(row["id"]), "owner_id": row["owner_id"] and str(row["owner_id"])})


def _more(count: int) -> dict[str, int]:
    return {"more_count": count - 1} if count > 1 else {}


def named(deal: Mapping[str, Any]) -> dict[str, Any]:
    return {"title": deal["title"], "client": deal["client_name"]}
