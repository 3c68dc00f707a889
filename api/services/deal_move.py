"""The way of a deal through the pipeline: its stage, its place in the column, won or lost."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

import orjson

from api.core.deps import OrgContext
from api.core.errors import Invalid, NotFound
from api.core.position import between
from api.core.record import TimelineDraft, Undo, announce, record, trail
from api.repositories.base import NOW
from api.schemas.deal import StageMove
from api.services import client as client_service
from api.services import custom_value, deal_news, stage_rules
from api.services import preference as preference_service
from api.services.deal import DealNotFound, OutcomeUnexpected, get, repository
from api.services.stage_rules import LostReasonMissing, StageRules
from api.services.version import require_version

ENDING: Final = ("outcome", "lost_reason", "won_reason")
PLACE: Final = ("stage", "position", *ENDING, "closed_at", "stage_entered_at", "earlier_stage_seconds")
TOLD: Final = frozenset({"stage", *ENDING, "value_cents", "currency", "owner_id", "expected_close_date", "source", "custom_fields"})
MOMENTS: Final = ("closed_at", "stage_entered_at")


class NeighbourNotFound(NotFound):
    code, detail = "neighbour_not_found", "The card beside the target is no longer in this column."


class OutcomeMissing(Invalid):
    code, detail = "outcome_missing", "Say whether the deal was won or lost."


class ClosedOnUnfit(Invalid):
    code, detail = "closed_on_unfit", "A deal is won on a day between its creation and today."


async def move(ctx: OrgContext, deal_id: UUID, to: StageMove) -> bytes:
    """Put a deal between two neighbours of a stage, with what the stage demands; writes one row.

    Without neighbours the card goes to the end of the column. Moving inside its stage keeps the time in stage and asks
    for nothing.
    Raises DealNotFound, NeighbourNotFound, OwnerNotFound (404), VersionStale (409), OutcomeMissing, OutcomeUnexpected,
    LostReasonMissing, ReasonTextMissing, ReasonHidden, ClosedOnUnfit, StageFieldsRequired (422).
    """
    check_shape(to)
    deals = repository(ctx)
    row, gap = await deals.lock_with_gap(deal_id, stage=to.stage, before_id=to.before_id, after_id=to.after_id)
    if row is None:
        raise DealNotFound
    await require_version(ctx, row, to.version, get, action="deal.moved")
    if gap is None:
        raise NeighbourNotFound
    now = datetime.now(UTC)
    changes_stage = row["stage"] != to.stage
    fields, given = await _fields(ctx, row, to)
    ending = _ending(row, to)
    says = changes_stage or row["outcome"] != ending["outcome"]
    if says:
        await _require_fields(ctx, row, to, fields)
    values: dict[str, Any] = {"stage": to.stage, "position": between(gap["after"], gap["before"]), **ending, **fields}
    if changes_stage:
        values |= {"stage_entered_at": now, "earlier_stage_seconds": row["seconds_before"], "closed_at": None}
    if says and to.stage == "closed":
        values["closed_at"] = await _closing(ctx, row, to, now)
    version = row["version"] + 1
    reason = ending["lost_reason"] or ending["won_reason"] or (to.reopen_reason if row["stage"] == "closed" and changes_stage else None)
    rows = trail(
        ctx, action="deal.moved", entity_type="deal", entity_id=deal_id,
        changes={name: [row[name], values[name]] for name in ("stage", *ENDING) if row[name] != values[name]} | given,
        undo=Undo("deal.move", {name: row[name] for name in PLACE} | {name: former for name, (former, _) in given.items()}, version),
        timeline=TimelineDraft(row["client_id"], "deal", deal_id, told(row, values, reason)) if says else None,
    )  # fmt: skip
    body = await deals.move(
        deal_id, values | {"moved_by": ctx.user_id, "version": version, "updated_at": NOW},
        enters=to.stage if changes_stage else None, ends=(ending["outcome"], reason), user_id=ctx.user_id, at=now, also=rows,
    )  # fmt: skip
    deal = orjson.loads(body)
    announce(ctx, "deal.moved", deal_id, version, {"deal": deal, "from": row["stage"]}, owner_change=given.get("owner_id"))
    if ending["outcome"] and row["outcome"] != ending["outcome"]:
        await deal_news.tell_outcome(ctx, deal)
    if fields.get("owner_id") not in (None, row["owner_id"]):
        await deal_news.tell_owner(ctx, deal)
    return body


async def revert(ctx: OrgContext, deal_id: UUID, before: Mapping[str, Any], entity_version: int) -> bytes:
    """Undo a move: stage, place, outcome, the clock of the stage and what was given with the move come back.

    The deal is as it was before, so the stage isn't asked whether it would take it. Raises VersionStale (409).
    """
    deals = repository(ctx)
    row = await deals.lock(deal_id)
    if row is None:
        raise DealNotFound
    await require_version(ctx, row, entity_version, get)
    version = row["version"] + 1
    values = {name: value for name, value in before.items() if name != "custom_fields"}
    values |= custom_value.spread(row, {"custom_fields": before.get("custom_fields")})[0]
    for name in MOMENTS:
        values[name] = datetime.fromisoformat(values[name]) if values[name] else None
    if values.get("expected_close_date"):
        values["expected_close_date"] = date.fromisoformat(values["expected_close_date"])
    if values.get("owner_id"):
        values["owner_id"] = UUID(values["owner_id"])
        await client_service.require_member(ctx, values["owner_id"], former=row["owner_id"])
    if values.get("owner_id", row["owner_id"]) != row["owner_id"]:
        client_service.require_in_scope(ctx, values["owner_id"])
    await deals.update(deal_id, values | {"moved_by": ctx.user_id, "version": version, "updated_at": NOW})
    changes_stage = values["stage"] != row["stage"]
    if changes_stage:
        await deals.undo_stage_visit(deal_id)
    elif values["outcome"] is not None:
        await deals.end_stage(deal_id, (values["outcome"], values.get("lost_reason") or values.get("won_reason")))
    body = await get(ctx, deal_id)
    await record(
        ctx, action="deal.moved", entity_type="deal", entity_id=deal_id, version=version,
        changes={name: [row[name], value] for name, value in values.items() if name in TOLD and row[name] != value},
        timeline=TimelineDraft(
            row["client_id"], "deal", deal_id,
            {"event": "deal.move_undone", "title": row["title"], "from": row["stage"], "to": values["stage"]},
        ) if changes_stage else None,
        data={"deal": orjson.loads(body), "from": row["stage"]},
    )  # fmt: skip
    return body


def check_shape(to: StageMove) -> None:
    """What can be said of the request alone."""
    if to.stage != "closed":
        if to.outcome or to.lost_reason or to.won_reason or to.closed_on:
            raise OutcomeUnexpected
    elif to.outcome is None:
        raise OutcomeMissing(errors=[{"field": "outcome", "code": "missing", "message": OutcomeMissing.detail}])
    elif to.outcome == "lost" and not to.lost_reason:
        raise LostReasonMissing(errors=[{"field": "lost_reason", "code": "missing", "message": LostReasonMissing.detail}])
    elif to.lost_reason if to.outcome == "won" else to.won_reason:
        raise OutcomeUnexpected


async def _fields(ctx: OrgContext, row: Mapping[str, Any], to: StageMove) -> tuple[dict[str, Any], dict[str, list[Any]]]:
    """(columns that the move fills, {field: [before, after]}); an empty answer is none."""
    given = {name: value for name, value in to.fields.model_dump(exclude_none=True).items() if value != ""} if to.fields else {}
    if "custom_fields" in given:
        given["custom_fields"] = await custom_value.checked(ctx, "deal", given["custom_fields"])
    fields, changes = custom_value.spread(row, given)
    await client_service.require_member(ctx, fields.get("owner_id"))
    return fields, changes


def _ending(row: Mapping[str, Any], to: StageMove) -> dict[str, Any]:
    rules = StageRules.of(row["settings"])
    ending: dict[str, Any] = {"outcome": to.outcome}
    for kind in ("lost_reasons", "won_reasons"):
        name = kind.removesuffix("s")
        given = getattr(to, name)
        ending[name] = rules.reason(kind, given) if given and given != row[name] else given or None
    return ending


async def _require_fields(ctx: OrgContext, row: Mapping[str, Any], to: StageMove, fields: Mapping[str, Any]) -> None:
    rules = StageRules.of(row["settings"])
    elsewhere: Mapping[str, Any] = {}
    if stage_rules.asks_elsewhere(rules, to.stage):
        elsewhere = await repository(ctx).find_elsewhere(row["client_id"], row["id"])
    stage_rules.refuse(to.stage, stage_rules.missing(rules, to.stage, to.outcome, {**row, **fields, **elsewhere}))


async def _closing(ctx: OrgContext, row: Mapping[str, Any], to: StageMove, now: datetime) -> datetime:
    """When the deal was closed: now, or the noon of the day that the person names."""
    if to.closed_on is None:
        return now
    zone = ZoneInfo((await preference_service.get(ctx)).time_zone)
    if to.closed_on == now.astimezone(zone).date():
        return now
    if not row["created_at"].astimezone(zone).date() <= to.closed_on < now.astimezone(zone).date():
        raise ClosedOnUnfit(errors=[{"field": "closed_on", "code": "closed_on_unfit", "message": ClosedOnUnfit.detail}])
    created: datetime = row["created_at"]
    return max(created, datetime.combine(to.closed_on, time(12), zone))


def told(row: Mapping[str, Any], values: Mapping[str, Any], reason: str | None) -> dict[str, Any]:
    """What the timeline says of a move."""
    outcome = values["outcome"]
    event = f"deal.{outcome}" if outcome else ("deal.reopened" if row["stage"] == "closed" else "deal.moved")
    details = {"event": event, "title": row["title"], "from": row["stage"], "to": values["stage"]}
    if outcome:
        details |= {name: values.get(name, row[name]) for name in ("value_cents", "currency")}
    return details | ({"lost_reason" if outcome == "lost" else "reason": reason} if reason else {})
