"""Whom a deal's news concern: its new owner, and when it is closed the team or the owner."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from api.core.deps import OrgContext
from api.services.notification import notify


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


def named(deal: Mapping[str, Any]) -> dict[str, Any]:
    return {"title": deal["title"], "client": deal["client_name"]}
