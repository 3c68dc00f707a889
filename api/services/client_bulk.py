"""One change of up to a thousand clients: given to somebody, tagged, deleted; undone as one."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from uuid_utils.compat import uuid7

from api.core.deps import OrgContext, PermissionMissing
from api.core.record import Trace, announce, record_all
from api.repositories.bulk import ClientBulkRepository
from api.repositories.member import MemberRepository
from api.schemas.bulk import ClientBulk
from api.services import bulk
from api.services import client as client_service
from api.services.bulk import Batch, BulkReverted
from api.services.client import ClientNotFound

SECONDS: Final = 20


def repository(ctx: OrgContext) -> ClientBulkRepository:
    return ClientBulkRepository(ctx.session, ctx.organization_id)


async def change(ctx: OrgContext, asked: ClientBulk) -> bytes:
    """Change what can be changed and name the rest, each with its code.

    Raises PermissionMissing (403), OwnerNotFound (404). Effects: an audit row each, one command, one live event `clients.changed`.
    """
    if asked.action == "delete" and "client:delete" not in ctx.permissions:
        raise PermissionMissing(permission="client:delete")
    await client_service.require_member(ctx, asked.owner_id)
    await ctx.session.allow_seconds(SECONDS)
    clients, bulk_id, audited, undo = repository(ctx), uuid7(), "client.updated", "client.bulk_update"
    lock = clients.lock_exclusively if asked.action == "delete" else clients.lock_all
    batch = Batch.of(asked, await lock(asked.ids), ClientNotFound)
    match asked.action:
        case "assign":
            given = await bulk.assign(clients, batch, asked.owner_id)
            if asked.owner_id is not None and given:
                await client_service.tell_owner_of_many(ctx, asked.owner_id, given)
        case "tag" | "untag":
            await bulk.retag(clients, batch, asked.tags or [], adds=asked.action == "tag")
        case "delete":
            audited, undo = "client.deleted", "client.bulk_delete"
            ids = [row["id"] for row in batch.rows]
            await clients.delete_all(ids)
            counts = await clients.delete_deals_of(ids)
            for row in batch.rows:
                changes = {"name": [row["name"], None], "deals_count": [counts.get(row["id"], 0), 0]}
                batch.change(row, {}, Trace(row["id"], changes))
    return await bulk.finish(ctx, batch, bulk_id=bulk_id, kind="client", action=asked.action, audited=audited, undo=undo)


async def revert(ctx: OrgContext, bulk_id: UUID, before: Mapping[str, Any], _version: int) -> BulkReverted:
    """Undo one change of many; what somebody changed since stays. Raises VersionStale (409) when that is all of it."""
    await ctx.session.allow_seconds(SECONDS)
    clients, action = repository(ctx), before["action"]
    ids = [UUID(row["id"]) for row in before["rows"]]
    found = await (clients.lock_exclusively(ids, deleted=True) if action == "delete" else clients.lock_all(ids))
    pairs = bulk.untouched(before, found)
    audited = "client.updated"
    match action:
        case "assign":
            members = {str(member_id) for member_id in await MemberRepository(ctx.session, ctx.organization_id).list_ids()}
            pairs = [(row, former) for row, former in pairs if former["owner_id"] is None or former["owner_id"] in members]
            await clients.write_all([{"id": row["id"], "owner_id": former["owner_id"]} for row, former in pairs])
            traces = [Trace(row["id"], {"owner_id": [row["owner_id"], former["owner_id"]]}) for row, former in pairs]
        case "delete":
            audited = "client.restored"
            await clients.restore_all([row["id"] for row, _ in pairs])
            await clients.restore_deals_of([row for row, _ in pairs])
            traces = [Trace(row["id"], {}) for row, _ in pairs]
        case _:
            traces = await bulk.undo_tags(clients, pairs, added=action == "tag")
    await record_all(ctx, traces, action=audited, entity_type="client")
    announce(ctx, "clients.changed", bulk_id, 0, {"action": "undo", "count": len(pairs)})
    return BulkReverted(len(ids) - len(pairs))
