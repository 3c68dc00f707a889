"""Deals: created in a stage, edited in place, deleted and restored. `deal_move` takes them through the pipeline."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import orjson
from uuid_utils.compat import uuid7

from api.core.deps import OrgContext
from api.core.errors import Invalid, NotFound, VersionStale
from api.core.normalize import search_text
from api.core.position import between
from api.core.record import TimelineDraft, Undo, announce, record, trail
from api.repositories.base import NOW
from api.repositories.deal import DealRepository
from api.schemas.deal import DealCreate, DealUpdate
from api.services import client as client_service
from api.services import custom_value, deal_news, stage_rules
from api.services import preference as preference_service
from api.services.stage_rules import LostReasonMissing, StageRules
from api.services.version import require_version


class DealNotFound(NotFound):
    code, detail = "deal_not_found", "This deal doesn't exist, or you can't see it."


class OutcomeUnexpected(Invalid):
    code, detail = "outcome_unexpected", "Only a closed deal has an outcome, and the reason is that of its outcome."


class SnoozeUnfit(Invalid):
    code, detail = "snooze_unfit", "Only an open deal can be put off, and to a day that is still to come."


def repository(ctx: OrgContext) -> DealRepository:
    return DealRepository(ctx.session, ctx.organization_id)


async def get(ctx: OrgContext, deal_id: UUID) -> bytes:
    body = await repository(ctx).get_json(deal_id)
    if body is None:
        raise DealNotFound
    return body


async def history(ctx: OrgContext, deal_id: UUID) -> bytes:
    await get(ctx, deal_id)
    return await repository(ctx).history_json(deal_id)


async def create(ctx: OrgContext, data: DealCreate) -> bytes:
    """Put a new deal on top of its column.

    Raises ClientNotFound, OwnerNotFound (404), StageFieldsRequired (422). A next step isn't asked for:
    nobody can have planned one for a deal that isn't there yet.
    """
    await client_service.hold(ctx, data.client_id)
    await client_service.require_member(ctx, data.owner_id)
    deals = repository(ctx)
    deal_id = uuid7()
    values = data.model_dump(exclude={"tags"})
    values["currency"] = data.currency or ctx.currency
    if "owner_id" not in data.model_fields_set:
        values["owner_id"] = ctx.user_id
    client_service.require_in_scope(ctx, values["owner_id"])
    checked = await custom_value.checked(ctx, "deal", data.custom_fields, is_new=True)
    *_, values["custom_fields"] = custom_value.difference({}, checked)
    top = await deals.find_top(data.stage)
    values |= {"position": between(None, top["position"]), "search_text": search_text(data.title)}
    rules = StageRules.of(top["settings"])
    elsewhere = await deals.find_elsewhere(data.client_id) if stage_rules.asks_elsewhere(rules, data.stage) else {}
    stage_rules.refuse(data.stage, stage_rules.missing(rules, data.stage, None, {**values, **elsewhere, "has_next_step": True}))
    rows = trail(
        ctx, action="deal.created", entity_type="deal", entity_id=deal_id,
        changes={"title": [None, data.title], "stage": [None, data.stage]},
        timeline=TimelineDraft(
            data.client_id, "deal", deal_id,
            {"event": "deal.created", "title": data.title, "to": data.stage, "value_cents": data.value_cents,
             "currency": values["currency"]},
        ),
    )  # fmt: skip
    body = await deals.create(deal_id, user_id=ctx.user_id, at=datetime.now(UTC), values=values, also=rows)
    if data.tags:
        await deals.replace_tags(deal_id, client_service.tag_keys(data.tags))
        body = await get(ctx, deal_id)
    deal = orjson.loads(body)
    announce(ctx, "deal.created", deal_id, 1, {"deal": deal})
    await deal_news.tell_owner(ctx, deal)
    return body


async def update(ctx: OrgContext, deal_id: UUID, data: DealUpdate) -> bytes:
    """Raises DealNotFound, OwnerNotFound (404), VersionStale (409).

    Raises OutcomeUnexpected, LostReasonMissing, ReasonTextMissing, ReasonHidden, SnoozeUnfit,
    StageFieldsRequired (422).
    """
    row = await _lock(ctx, deal_id, data.version)
    wanted = data.model_dump(exclude_unset=True, exclude={"version", "tags"})
    _check_reasons(row, wanted)
    if wanted.get("snoozed_until"):
        await _check_snooze(ctx, row, wanted["snoozed_until"])
    await client_service.require_member(ctx, wanted.get("owner_id"), former=row["owner_id"])
    if "custom_fields" in wanted:
        wanted["custom_fields"] = await custom_value.checked(ctx, "deal", wanted["custom_fields"])
    body = await _write(ctx, row, wanted, data.tags)
    if wanted.get("owner_id") not in (None, row["owner_id"]):
        await deal_news.tell_owner(ctx, orjson.loads(body))
    return body


async def revert(ctx: OrgContext, deal_id: UUID, before: Mapping[str, Any], entity_version: int) -> bytes:
    """Undo one edit, unless the deal changed since (VersionStale, 409)."""
    row = await _lock(ctx, deal_id, entity_version)
    wanted = {name: value for name, value in before.items() if name != "tags"}
    if wanted.get("owner_id"):
        wanted["owner_id"] = UUID(wanted["owner_id"])
        await client_service.require_member(ctx, wanted["owner_id"], former=row["owner_id"])
    for name in ("expected_close_date", "snoozed_until"):
        if wanted.get(name):
            wanted[name] = date.fromisoformat(wanted[name])
    return await _write(ctx, row, wanted, before.get("tags"))


async def _write(ctx: OrgContext, row: Mapping[str, Any], wanted: Mapping[str, Any], tags: Sequence[str] | None) -> bytes:
    deals, deal_id = repository(ctx), row["id"]
    values, changes = custom_value.spread(row, wanted)
    if "owner_id" in values:
        client_service.require_in_scope(ctx, values["owner_id"])
    if tags is not None:
        changes["tags"] = [await deals.list_tag_names(deal_id), list(tags)]
        await deals.replace_tags(deal_id, client_service.tag_keys(tags))
    rules = StageRules.of(row["settings"])
    stage_rules.refuse(row["stage"], stage_rules.emptied(rules, row["stage"], row["outcome"], row, {**row, **values}))
    if "title" in values:
        values["search_text"] = search_text(values["title"])
    version = row["version"] + 1
    await deals.update(deal_id, values | {"version": version, "updated_at": NOW})
    for name in values.keys() & {"lost_reason", "won_reason"}:
        await deals.end_stage(deal_id, (row["outcome"], values[name]))
    body = await get(ctx, deal_id)
    await record(
        ctx, action="deal.updated", entity_type="deal", entity_id=deal_id, version=version, changes=changes,
        undo=Undo("deal.update", {name: former for name, (former, _) in changes.items()}, version),
        data={"deal": orjson.loads(body)},
    )  # fmt: skip
    return body


def _check_reasons(row: Mapping[str, Any], wanted: dict[str, Any]) -> None:
    rules = StageRules.of(row["settings"])
    for kind, outcome in (("lost_reasons", "lost"), ("won_reasons", "won")):
        name = kind.removesuffix("s")
        if name not in wanted or wanted[name] == row[name]:
            continue
        if row["outcome"] != outcome:
            raise OutcomeUnexpected
        if wanted[name]:
            wanted[name] = rules.reason(kind, wanted[name])
        elif outcome == "lost":
            raise LostReasonMissing
        else:
            wanted[name] = None


async def _check_snooze(ctx: OrgContext, row: Mapping[str, Any], until: date) -> None:
    today = datetime.now(ZoneInfo((await preference_service.get(ctx)).time_zone)).date()
    if row["outcome"] is not None or until <= today:
        raise SnoozeUnfit(errors=[{"field": "snoozed_until", "code": "snooze_unfit", "message": SnoozeUnfit.detail}])


async def _lock(ctx: OrgContext, deal_id: UUID, version: int | None) -> dict[str, Any]:
    row = await repository(ctx).lock(deal_id)
    if row is None:
        raise DealNotFound
    if version is not None:
        await require_version(ctx, row, version, get)
    return row


async def delete(ctx: OrgContext, deal_id: UUID) -> None:
    row = await _lock(ctx, deal_id, None)
    version = row["version"] + 1
    await repository(ctx).update(deal_id, {"deleted_at": NOW, "version": version, "updated_at": NOW})
    await record(
        ctx, action="deal.deleted", entity_type="deal", entity_id=deal_id, version=version,
        changes={"title": [row["title"], None]}, undo=Undo("deal.delete", {}, version),
        timeline=TimelineDraft(row["client_id"], "deal", deal_id, {"event": "deal.deleted", "title": row["title"]}),
        data={"stage": row["stage"], "client_id": row["client_id"]},
    )  # fmt: skip


async def restore(ctx: OrgContext, deal_id: UUID) -> bytes:
    """Raises DealNotFound (404), also while the deal's client is deleted."""
    row = await repository(ctx).lock(deal_id, deleted=True)
    if row is None:
        raise DealNotFound
    return await _restore(ctx, row)


async def undelete(ctx: OrgContext, deal_id: UUID, before: Mapping[str, Any], entity_version: int) -> bytes:
    """Undo a delete, unless somebody restored the deal since (VersionStale, 409)."""
    row = await repository(ctx).lock(deal_id, deleted=True)
    if row is None:
        raise VersionStale(current=orjson.loads(await get(ctx, deal_id)))
    if row["version"] != entity_version:
        raise VersionStale
    return await _restore(ctx, row)


async def _restore(ctx: OrgContext, row: Mapping[str, Any]) -> bytes:
    deals, deal_id, version = repository(ctx), row["id"], row["version"] + 1
    await deals.update(deal_id, {"deleted_at": None, "version": version, "updated_at": NOW})
    body = await get(ctx, deal_id)
    await record(
        ctx, action="deal.restored", entity_type="deal", entity_id=deal_id, version=version,
        timeline=TimelineDraft(row["client_id"], "deal", deal_id, {"event": "deal.restored", "title": row["title"]}),
        data={"deal": orjson.loads(body)},
    )  # fmt: skip
    return body
