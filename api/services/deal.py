"""Deals: created in a stage, edited in place, moved through the pipeline, closed as won or lost."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

import orjson
from uuid_utils.compat import uuid7

from api.core.deps import OrgContext
from api.core.errors import Invalid, NotFound, VersionStale
from api.core.normalize import search_text
from api.core.position import between
from api.core.record import TimelineDraft, Undo, record
from api.repositories.base import NOW
from api.repositories.deal import DealRepository
from api.schemas.deal import DealCreate, DealUpdate, StageMove
from api.services import client as client_service

PLACE: Final = ("stage", "position", "outcome", "lost_reason", "closed_at", "stage_entered_at")


class DealNotFound(NotFound):
    code, detail = "deal_not_found", "This deal doesn't exist, or you can't see it."


class NeighbourNotFound(NotFound):
    code, detail = "neighbour_not_found", "The card beside the target is no longer in this column."


class OutcomeMissing(Invalid):
    code, detail = "outcome_missing", "Say whether the deal was won or lost."


class LostReasonMissing(Invalid):
    code, detail = "lost_reason_missing", "Say why the deal was lost."


class OutcomeUnexpected(Invalid):
    code, detail = "outcome_unexpected", "Only a closed deal has an outcome, only a lost one a reason."


def repository(ctx: OrgContext) -> DealRepository:
    return DealRepository(ctx.session, ctx.organization_id)


async def get(ctx: OrgContext, deal_id: UUID) -> bytes:
    body = await repository(ctx).get_json(deal_id)
    if body is None:
        raise DealNotFound
    return body


async def list_page(
    ctx: OrgContext, *, limit: int, cursor: str | None, client_id: UUID | None, stage: str | None,
    owner_id: UUID | None, query: str | None,
) -> bytes:  # fmt: skip
    deals = repository(ctx)
    where, values = deals.filters(client_id=client_id, stage=stage, owner_id=owner_id, query=search_text(query or ""))
    return await deals.list_json(where, values, limit=limit, cursor=cursor)


async def history(ctx: OrgContext, deal_id: UUID) -> bytes:
    await get(ctx, deal_id)
    return await repository(ctx).history_json(deal_id)


async def create(ctx: OrgContext, data: DealCreate) -> bytes:
    """Put a new deal on top of its column. Raises ClientNotFound, OwnerNotFound (404)."""
    if await client_service.repository(ctx).get_json(data.client_id) is None:
        raise client_service.ClientNotFound
    await client_service.require_member(ctx, data.owner_id)
    deals = repository(ctx)
    deal_id = uuid7()
    values = data.model_dump(exclude={"tags"})
    values["currency"] = data.currency or ctx.currency
    if "owner_id" not in data.model_fields_set:
        values["owner_id"] = ctx.user_id
    position = between(None, await deals.find_end(data.stage, top=True))
    await deals.insert(id=deal_id, position=position, moved_by=ctx.user_id, search_text=search_text(data.title), **values)
    if data.tags:
        await deals.replace_tags(deal_id, client_service.tag_keys(data.tags))
    await deals.change_stage_visit(deal_id, data.stage, user_id=ctx.user_id, at=datetime.now(UTC))
    body = await get(ctx, deal_id)
    await record(
        ctx, action="deal.created", entity_type="deal", entity_id=deal_id, version=1,
        changes={"title": [None, data.title], "stage": [None, data.stage]},
        timeline=TimelineDraft(
            data.client_id, "deal", deal_id,
            {"event": "deal.created", "title": data.title, "to": data.stage, "value_cents": data.value_cents,
             "currency": values["currency"]},
        ),
        data={"deal": orjson.loads(body)},
    )  # fmt: skip
    return body


async def update(ctx: OrgContext, deal_id: UUID, data: DealUpdate) -> bytes:
    """Raises DealNotFound, OwnerNotFound (404), VersionStale (409), OutcomeUnexpected (422)."""
    deals = repository(ctx)
    row = await _lock(ctx, deal_id, data.version)
    wanted = data.model_dump(exclude_unset=True, exclude={"version", "tags"})
    if "lost_reason" in wanted and row["outcome"] != "lost":
        raise OutcomeUnexpected
    if "lost_reason" in wanted and not wanted["lost_reason"]:
        raise LostReasonMissing
    await client_service.require_member(ctx, wanted.get("owner_id"))
    values = {name: value for name, value in wanted.items() if row[name] != value}
    changes = {name: [row[name], value] for name, value in values.items()}
    before = {name: row[name] for name in values}
    if data.tags is not None:
        before["tags"] = await deals.list_tag_names(deal_id)
        changes["tags"] = [before["tags"], data.tags]
        await deals.replace_tags(deal_id, client_service.tag_keys(data.tags))
    version = row["version"] + 1
    derived = {"search_text": search_text(values.get("title", row["title"])), "version": version, "updated_at": NOW}
    await deals.update(deal_id, values | derived)
    body = await get(ctx, deal_id)
    await record(
        ctx, action="deal.updated", entity_type="deal", entity_id=deal_id, version=version, changes=changes,
        undo=Undo("deal.update", before, version), data={"deal": orjson.loads(body)},
    )  # fmt: skip
    return body


async def move(ctx: OrgContext, deal_id: UUID, to: StageMove) -> bytes:
    """Put a deal between two neighbours of a stage; writes one row.

    Without neighbours the card goes to the end of the column. Moving inside its stage keeps the time in stage.
    Raises DealNotFound, NeighbourNotFound (404), VersionStale (409), OutcomeMissing, LostReasonMissing (422).
    """
    outcome, lost_reason = _check_outcome(to)
    deals = repository(ctx)
    row = await _lock(ctx, deal_id, to.version)
    position = await _position(deals, deal_id, to)
    now = datetime.now(UTC)
    changes_stage = row["stage"] != to.stage
    values: dict[str, Any] = {"stage": to.stage, "position": position, "outcome": outcome, "lost_reason": lost_reason}
    if changes_stage:
        values |= {"stage_entered_at": now, "closed_at": now if to.stage == "closed" else None}
    version = row["version"] + 1
    await deals.update(deal_id, values | {"moved_by": ctx.user_id, "version": version, "updated_at": NOW})
    if changes_stage:
        await deals.change_stage_visit(deal_id, to.stage, user_id=ctx.user_id, at=now)
    body = await get(ctx, deal_id)
    says = changes_stage or row["outcome"] != outcome
    await record(
        ctx, action="deal.moved", entity_type="deal", entity_id=deal_id, version=version,
        changes={name: [row[name], values[name]] for name in ("stage", "outcome", "lost_reason") if row[name] != values[name]},
        undo=Undo("deal.move", {name: row[name] for name in PLACE}, version),
        timeline=TimelineDraft(row["client_id"], "deal", deal_id, _moved(row, to, outcome, lost_reason)) if says else None,
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


async def _position(deals: DealRepository, deal_id: UUID, to: StageMove) -> str:
    """The key for the place named by the neighbours, whatever the other person's filter hides between them."""
    if to.before_id is not None and to.before_id != deal_id:
        below = await deals.find_position(to.before_id, to.stage)
        if below is None:
            raise NeighbourNotFound
        return between(await deals.find_neighbour(to.stage, below, above=True, moving_id=deal_id), below)
    if to.after_id is not None and to.after_id != deal_id:
        above = await deals.find_position(to.after_id, to.stage)
        if above is None:
            raise NeighbourNotFound
        return between(above, await deals.find_neighbour(to.stage, above, above=False, moving_id=deal_id))
    return between(await deals.find_end(to.stage, top=False), None)


async def _lock(ctx: OrgContext, deal_id: UUID, version: int | None) -> dict[str, Any]:
    """The deal's row, locked; a stale version tells who moved it and how it looks now."""
    deals = repository(ctx)
    row = await deals.lock(deal_id)
    if row is None:
        raise DealNotFound
    if version is not None and row["version"] != version:
        raise VersionStale(
            current=orjson.loads(await get(ctx, deal_id)), moved_by=await deals.find_mover(deal_id), moved_at=row["updated_at"]
        )
    return row


async def delete(ctx: OrgContext, deal_id: UUID) -> None:
    row = await _lock(ctx, deal_id, None)
    version = row["version"] + 1
    await repository(ctx).update(deal_id, {"deleted_at": NOW, "version": version, "updated_at": NOW})
    await record(
        ctx, action="deal.deleted", entity_type="deal", entity_id=deal_id, version=version,
        changes={"title": [row["title"], None]}, undo=Undo("deal.delete", {}, version),
        timeline=TimelineDraft(row["client_id"], "deal", deal_id, {"event": "deal.deleted", "title": row["title"]}),
    )  # fmt: skip


async def restore(ctx: OrgContext, deal_id: UUID) -> bytes:
    deals = repository(ctx)
    row = await deals.lock(deal_id, deleted=True)
    if row is None:
        raise DealNotFound
    version = row["version"] + 1
    await deals.update(deal_id, {"deleted_at": None, "version": version, "updated_at": NOW})
    body = await get(ctx, deal_id)
    await record(
        ctx, action="deal.restored", entity_type="deal", entity_id=deal_id, version=version,
        timeline=TimelineDraft(row["client_id"], "deal", deal_id, {"event": "deal.restored", "title": row["title"]}),
        data={"deal": orjson.loads(body)},
    )  # fmt: skip
    return body


async def unmove(ctx: OrgContext, deal_id: UUID, before: Mapping[str, Any], entity_version: int) -> None:
    """Undo a move: stage, place, outcome and the clock of the stage come back. Raises VersionStale (409)."""
    deals = repository(ctx)
    row = await _lock(ctx, deal_id, entity_version)
    version = row["version"] + 1
    values = dict(before)
    for name in ("closed_at", "stage_entered_at"):
        values[name] = datetime.fromisoformat(values[name]) if values[name] else None
    await deals.update(deal_id, values | {"moved_by": ctx.user_id, "version": version, "updated_at": NOW})
    if values["stage"] != row["stage"]:
        await deals.undo_stage_visit(deal_id)
    body = await get(ctx, deal_id)
    changed = values["stage"] != row["stage"]
    await record(
        ctx, action="deal.moved", entity_type="deal", entity_id=deal_id, version=version,
        changes={"stage": [row["stage"], values["stage"]]} if changed else {},
        timeline=TimelineDraft(
            row["client_id"], "deal", deal_id,
            {"event": "deal.move_undone", "title": row["title"], "from": row["stage"], "to": values["stage"]},
        ) if changed else None,
        data={"deal": orjson.loads(body), "from": row["stage"]},
    )  # fmt: skip


async def revert(ctx: OrgContext, deal_id: UUID, before: Mapping[str, Any], entity_version: int) -> None:
    """Undo one edit. Raises VersionStale (409) when the deal changed since."""
    await update(ctx, deal_id, DealUpdate.model_validate(dict(before) | {"version": entity_version}))
