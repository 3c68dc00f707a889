"""One change of up to a thousand deals: moved, closed, given to somebody, tagged, deleted; undone as one."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from uuid_utils.compat import uuid7

from api.core.deps import OrgContext, PermissionMissing
from api.core.position import between
from api.core.record import TimelineDraft, Trace, announce, record_all
from api.repositories.bulk import DealBulkRepository
from api.repositories.member import MemberRepository
from api.repositories.stage_visits import StageVisitRepository
from api.schemas.bulk import DealBulk
from api.schemas.deal import StageMove
from api.services import bulk, deal_news, stage_rules
from api.services import client as client_service
from api.services.bulk import Batch, BulkReverted
from api.services.deal import DealNotFound
from api.services.deal import repository as deal_repository
from api.services.deal_move import ENDING, PLACE, check_shape, told
from api.services.stage_rules import StageFieldsRequired

SECONDS: Final = 20


def repository(ctx: OrgContext) -> DealBulkRepository:
    return DealBulkRepository(ctx.session, ctx.organization_id)


def visits(ctx: OrgContext) -> StageVisitRepository:
    return StageVisitRepository(ctx.session, ctx.organization_id)


async def change(ctx: OrgContext, asked: DealBulk) -> bytes:
    """Change what can be changed and name the rest, each with its code.

    Raises PermissionMissing (403), OwnerNotFound (404), OutcomeUnexpected, LostReasonMissing, ReasonTextMissing, ReasonHidden (422)
    for what holds for all rows alike. Effects: an audit row and, where it tells something, a timeline entry each; one command; one
    live event `deals.changed`.
    """
    if asked.action == "delete" and "deal:delete" not in ctx.permissions:
        raise PermissionMissing(permission="deal:delete")
    await client_service.require_member(ctx, asked.owner_id)
    await ctx.session.allow_seconds(SECONDS)
    deals, bulk_id, audited, undo = repository(ctx), uuid7(), "deal.updated", "deal.bulk_update"
    batch = Batch.of(asked, await deals.lock_all(asked.ids), DealNotFound)
    match asked.action:
        case "move" | "close":
            audited = "deal.moved"
            await _move(ctx, asked, batch)
        case "assign":
            given = await bulk.assign(deals, batch, asked.owner_id)
            if asked.owner_id is not None and given:
                await deal_news.tell_owner_of_many(ctx, asked.owner_id, given)
        case "tag" | "untag":
            await bulk.retag(deals, batch, asked.tags or [], adds=asked.action == "tag")
        case "delete":
            audited, undo = "deal.deleted", "deal.bulk_delete"
            await deals.delete_all([row["id"] for row in batch.rows])
            for row in batch.rows:
                said = TimelineDraft(row["client_id"], "deal", row["id"], {"event": "deal.deleted", "title": row["title"]})
                batch.change(row, {}, Trace(row["id"], {"title": [row["title"], None]}, said))
    return await bulk.finish(ctx, batch, bulk_id=bulk_id, kind="deal", action=asked.action, audited=audited, undo=undo)


async def _move(ctx: OrgContext, asked: DealBulk, batch: Batch) -> None:
    """Put the deals on top of a column in the order they were asked for, each with what its stage demands."""
    rules, stage, outcome = await stage_rules.load(ctx), asked.stage or "closed", asked.outcome
    check_shape(StageMove(stage=stage, version=1, outcome=outcome, lost_reason=asked.lost_reason, won_reason=asked.won_reason))
    ending = {
        "outcome": outcome,
        "lost_reason": rules.reason("lost_reasons", asked.lost_reason) if asked.lost_reason else None,
        "won_reason": rules.reason("won_reasons", asked.won_reason) if asked.won_reason else None,
    }
    ids = [row["id"] for row in batch.rows]
    elsewhere = await visits(ctx).list_elsewhere(ids) if stage_rules.asks_elsewhere(rules, stage) else {}
    seconds = await visits(ctx).list_seconds(ids, stage)
    now, going, reason = datetime.now(UTC), [], ending["lost_reason"] or ending["won_reason"]
    for row in batch.rows:
        if row["stage"] == stage and all(row[name] == value for name, value in ending.items()):
            batch.unchanged.append(row["id"])
        elif (row["stage"], row["outcome"]) == (stage, outcome):
            going.append(row)
        elif lacking := stage_rules.missing(rules, stage, outcome, {**row, **elsewhere.get(row["id"], {})}):
            batch.refuse(row["id"], row["name"], StageFieldsRequired, lacking)
        else:
            going.append(row)
    position = (await deal_repository(ctx).find_top(stage))["position"]
    written = []
    for row in reversed(going):
        enters = row["stage"] != stage
        position = between(None, position) if enters else position
        closed_at = row["closed_at"] if (row["stage"], row["outcome"]) == (stage, outcome) else now
        values = {
            "stage": stage, "position": position if enters else row["position"], **ending,
            "closed_at": closed_at if stage == "closed" else None,
            "stage_entered_at": now if enters else row["stage_entered_at"],
            "earlier_stage_seconds": seconds.get(row["id"], 0) if enters else row["earlier_stage_seconds"],
        }  # fmt: skip
        written.append((row, values))
    for row, values in reversed(written):
        says = row["stage"] != stage or row["outcome"] != outcome
        said = TimelineDraft(row["client_id"], "deal", row["id"], told(row, values, reason)) if says else None
        changes = {name: [row[name], values[name]] for name in ("stage", *ENDING) if row[name] != values[name]}
        batch.change(row, {name: row[name] for name in PLACE}, Trace(row["id"], changes, said))
    await repository(ctx).write_all([{"id": row["id"], "moved_by": ctx.user_id, **values} for row, values in written])
    await visits(ctx).enter_all(
        [row["id"] for row in going if row["stage"] != stage], stage, user_id=ctx.user_id, at=now, outcome=outcome, reason=reason
    )  # fmt: skip
    await visits(ctx).end_all([{"id": row["id"], "outcome": outcome, "reason": reason} for row in going if row["stage"] == stage])
    if outcome is not None:
        await deal_news.tell_outcome_of_many(ctx, [row | values for row, values in written if row["outcome"] != outcome])


async def revert(ctx: OrgContext, bulk_id: UUID, before: Mapping[str, Any], _version: int) -> BulkReverted:
    """Undo one change of many; what somebody changed since stays. Raises VersionStale (409) when that is all of it."""
    await ctx.session.allow_seconds(SECONDS)
    deals, action = repository(ctx), before["action"]
    ids = [UUID(row["id"]) for row in before["rows"]]
    pairs = bulk.untouched(before, await deals.lock_all(ids, deleted=action == "delete"))
    audited = "deal.updated"
    match action:
        case "move" | "close":
            audited, traces = "deal.moved", await _unmove(ctx, pairs)
        case "assign":
            traces, pairs = await _unassign(ctx, pairs)
        case "delete":
            audited = "deal.restored"
            await deals.restore_all([row["id"] for row, _ in pairs])
            traces = [
                Trace(
                    row["id"], {},
                    TimelineDraft(row["client_id"], "deal", row["id"], {"event": "deal.restored", "title": row["title"]}),
                )
                for row, _ in pairs
            ]  # fmt: skip
        case _:
            traces = await bulk.undo_tags(deals, pairs, added=action == "tag")
    await record_all(ctx, traces, action=audited, entity_type="deal")
    announce(ctx, "deals.changed", bulk_id, 0, {"action": "undo", "count": len(pairs)})
    return BulkReverted(len(ids) - len(pairs))


async def _unmove(ctx: OrgContext, pairs: list[tuple[dict[str, Any], dict[str, Any]]]) -> list[Trace]:
    await repository(ctx).write_all(
        [{"id": row["id"], "moved_by": ctx.user_id, **{name: former[name] for name in PLACE}} for row, former in pairs]
    )
    went = [row["id"] for row, former in pairs if row["stage"] != former["stage"]]
    await visits(ctx).undo_all(went)
    await visits(ctx).end_all(
        [
            {"id": row["id"], "outcome": former["outcome"], "reason": former["lost_reason"] or former["won_reason"]}
            for row, former in pairs
            if row["stage"] == former["stage"]
        ]
    )
    return [
        Trace(
            row["id"],
            {name: [row[name], former[name]] for name in ("stage", *ENDING) if row[name] != former[name]},
            TimelineDraft(
                row["client_id"], "deal", row["id"],
                {"event": "deal.move_undone", "title": row["title"], "from": row["stage"], "to": former["stage"]},
            ) if row["stage"] != former["stage"] else None,
        )
        for row, former in pairs
    ]  # fmt: skip


async def _unassign(
    ctx: OrgContext, pairs: list[tuple[dict[str, Any], dict[str, Any]]]
) -> tuple[list[Trace], list[tuple[dict[str, Any], dict[str, Any]]]]:  # fmt: skip
    """Whoever left meanwhile gets nothing back."""
    members = {str(member_id) for member_id in await MemberRepository(ctx.session, ctx.organization_id).list_ids()}
    kept = [(row, former) for row, former in pairs if former["owner_id"] is None or former["owner_id"] in members]
    await repository(ctx).write_all([{"id": row["id"], "owner_id": former["owner_id"]} for row, former in kept])
    return [Trace(row["id"], {"owner_id": [row["owner_id"], former["owner_id"]]}) for row, former in kept], kept
