"""The way of a deal through the pipeline: its stage, its place in the column, won or lost."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

import orjson

from api.core.deps import OrgContext
from api.core.errors import Invalid, NotFound
from api.core.position import between
from api.core.record import TimelineDraft, Undo, announce, record, trail
from api.repositories.base import NOW
from api.schemas.deal import StageMove
from api.services import deal_news
from api.services.deal import DealNotFound, LostReasonMissing, OutcomeUnexpected, get, repository
from api.services.version import require_version

PLACE: Final = ("stage", "position", "outcome", "lost_reason", "closed_at", "stage_entered_at")


class NeighbourNotFound(NotFound):
    code, detail = "neighbour_not_found", "The card beside the target is no longer in this column."


class OutcomeMissing(Invalid):
    code, detail = "outcome_missing", "Say whether the deal was won or lost."


async def move(ctx: OrgContext, deal_id: UUID, to: StageMove) -> bytes:
    """Put a deal between two neighbours of a stage; writes one row.

    Without neighbours the card goes to the end of the column. Moving inside its stage keeps the time in stage.
    Raises DealNotFound, NeighbourNotFound (404), VersionStale (409), OutcomeMissing, OutcomeUnexpected, LostReasonMissing (422).
    """
    outcome, lost_reason = _check_outcome(to)
    deals = repository(ctx)
    row, gap = await deals.lock_with_gap(deal_id, stage=to.stage, before_id=to.before_id, after_id=to.after_id)
    if row is None:
        raise DealNotFound
    await require_version(ctx, row, to.version, get)
    if gap is None:
        raise NeighbourNotFound
    now = datetime.now(UTC)
    changes_stage = row["stage"] != to.stage
    values: dict[str, Any] = {
        "stage": to.stage, "position": between(gap["after"], gap["before"]), "outcome": outcome, "lost_reason": lost_reason,
    }  # fmt: skip
    if changes_stage:
        values |= {"stage_entered_at": now, "closed_at": now if to.stage == "closed" else None}
    version = row["version"] + 1
    says = changes_stage or row["outcome"] != outcome
    rows = trail(
        ctx, action="deal.moved", entity_type="deal", entity_id=deal_id,
        changes={name: [row[name], values[name]] for name in ("stage", "outcome", "lost_reason") if row[name] != values[name]},
        undo=Undo("deal.move", {name: row[name] for name in PLACE}, version),
        timeline=TimelineDraft(row["client_id"], "deal", deal_id, _moved(row, to, outcome, lost_reason)) if says else None,
    )  # fmt: skip
    body = await deals.move(
        deal_id, values | {"moved_by": ctx.user_id, "version": version, "updated_at": NOW},
        enters=to.stage if changes_stage else None, user_id=ctx.user_id, at=now, also=rows,
    )  # fmt: skip
    deal = orjson.loads(body)
    announce(ctx, "deal.moved", deal_id, version, {"deal": deal, "from": row["stage"]})
    if outcome and row["outcome"] != outcome:
        await deal_news.tell_outcome(ctx, deal)
    return body


async def revert(ctx: OrgContext, deal_id: UUID, before: Mapping[str, Any], entity_version: int) -> bytes:
    """Undo a move: stage, place, outcome and the clock of the stage come back. Raises VersionStale (409)."""
    deals = repository(ctx)
    row = await deals.lock(deal_id)
    if row is None:
        raise DealNotFound
    await require_version(ctx, row, entity_version, get)
    version = row["version"] + 1
    values = dict(before)
    for name in ("closed_at", "stage_entered_at"):
        values[name] = datetime.fromisoformat(values[name]) if values[name] else None
    await deals.update(deal_id, values | {"moved_by": ctx.user_id, "version": version, "updated_at": NOW})
    changes_stage = values["stage"] != row["stage"]
    if changes_stage:
        await deals.undo_stage_visit(deal_id)
    body = await get(ctx, deal_id)
    await record(
        ctx, action="deal.moved", entity_type="deal", entity_id=deal_id, version=version,
        changes={name: [row[name], values[name]] for name in ("stage", "outcome", "lost_reason") if row[name] != values[name]},
        timeline=TimelineDraft(
            row["client_id"], "deal", deal_id,
            {"event": "deal.move_undone", "title": row["title"], "from": row["stage"], "to": values["stage"]},
        ) if changes_stage else None,
        data={"deal": orjson.loads(body), "from": row["stage"]},
    )  # fmt: skip
    return body


def _check_outcome(to: StageMove) -> tuple[str | None, str | None]:
    if to.stage != "closed":
        if to.outcome or to.lost_reason:
            raise OutcomeUnexpected
        return None, None
    if to.outcome is None:
        raise OutcomeMissing(errors=[{"field": "outcome", "code": "missing", "message": OutcomeMissing.detail}])
    if to.outcome == "lost":
        if not to.lost_reason:
            raise LostReasonMissing(errors=[{"field": "lost_reason", "code": "missing", "message": LostReasonMissing.detail}])
        return to.outcome, to.lost_reason
    if to.lost_reason:
        raise OutcomeUnexpected
    return to.outcome, None


def _moved(row: Mapping[str, Any], to: StageMove, outcome: str | None, lost_reason: str | None) -> dict[str, Any]:
    event = f"deal.{outcome}" if outcome else ("deal.reopened" if row["stage"] == "closed" else "deal.moved")
    details = {"event": event, "title": row["title"], "from": row["stage"], "to": to.stage}
    if outcome:
        details |= {"value_cents": row["value_cents"], "currency": row["currency"]}
    return details | ({"lost_reason": lost_reason} if lost_reason else {})
