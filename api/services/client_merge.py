"""Two clients that are one: found by what they share, merged with everything on them, and taken apart again by undo."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

import orjson
from uuid_utils.compat import uuid7

from api.core.deps import OrgContext
from api.core.errors import Conflict, Forbidden, Invalid
from api.core.record import TimelineDraft, Undo, announce, record
from api.repositories.base import NOW
from api.repositories.client_merge import ClientMergeRepository
from api.schemas.client_merge import ClientMerge
from api.services import client as client_service
from api.services import custom_value
from api.services.client import ClientNotFound
from api.services.version import require_version

CHOSEN: Final = ("name", "kind", "email", "phone", "website", "source", "tax_id", "address", "notes", "owner_id")
CUSTOM: Final = "custom_fields."


class MergeWithItself(Invalid):
    code, detail = "merge_with_itself", "A client can't be merged with itself."


class MergeOutOfScope(Forbidden):
    code, detail = "merge_out_of_scope", "Only who sees all records can merge clients: nothing of theirs may stay behind."


class ChoiceUnknown(Invalid):
    code, detail = "choice_unknown", "There is no such field to choose a value for."


class MergeUndone(Conflict):
    code, detail = "merge_undone", "These clients are no longer merged like this."


def repository(ctx: OrgContext) -> ClientMergeRepository:
    return ClientMergeRepository(ctx.session, ctx.organization_id)


async def list_pairs(ctx: OrgContext, *, limit: int, cursor: str | None) -> bytes:
    return await repository(ctx).list_pairs_json(limit=limit, cursor=cursor)


def chosen_values(survivor: Mapping[str, Any], merged: Mapping[str, Any], choices: Mapping[str, str]) -> dict[str, Any]:
    """What the survivor gets: as chosen, else its own, else the other one's. Raises ChoiceUnknown (422)."""
    keys = survivor["custom_fields"].keys() | merged["custom_fields"].keys()
    unknown = choices.keys() - set(CHOSEN) - {CUSTOM + key for key in keys}
    if unknown:
        raise ChoiceUnknown(
            errors=[{"field": f"choices.{name}", "code": "choice_unknown", "message": ChoiceUnknown.detail} for name in unknown]
        )

    def pick(name: str, own: Any, other: Any) -> Any:
        side = choices.get(name)
        return other if side == "merged" or (side is None and own in (None, "")) else own

    values = {name: pick(name, survivor[name], merged[name]) for name in CHOSEN}
    if not values["name"]:
        values["name"] = survivor["name"]
    mine, theirs = survivor["custom_fields"], merged["custom_fields"]
    custom = {key: pick(CUSTOM + key, mine.get(key), theirs.get(key)) for key in keys}
    return values | {"custom_fields": custom}


async def merge(ctx: OrgContext, data: ClientMerge) -> bytes:
    """Make one client of two; the other's id leads to the survivor from then on.

    Raises MergeWithItself, ChoiceUnknown (422), MergeOutOfScope (403), ClientNotFound (404), VersionStale (409).
    """
    if data.survivor_id == data.merged_id:
        raise MergeWithItself
    if not ctx.sees_all:
        raise MergeOutOfScope
    rows = await repository(ctx).lock_both(data.survivor_id, data.merged_id)
    survivor, merged = rows.get(data.survivor_id), rows.get(data.merged_id)
    if survivor is None or merged is None or survivor["deleted_at"] or merged["deleted_at"]:
        raise ClientNotFound
    await require_version(ctx, survivor, data.survivor_version, client_service.get)
    await require_version(ctx, merged, data.merged_version, client_service.get)
    wanted = chosen_values(survivor, merged, data.choices)
    values, changes = custom_value.spread(survivor, wanted)
    moved = await repository(ctx).move_all(merged["id"], survivor["id"])
    clients, version = client_service.repository(ctx), survivor["version"] + 1
    after = dict(survivor) | values
    derived = client_service.searchable(after)
    await clients.update(survivor["id"], values | derived | {"version": version, "updated_at": NOW})
    await clients.update(
        merged["id"], {"deleted_at": NOW, "merged_into_id": survivor["id"], "version": merged["version"] + 1, "updated_at": NOW}
    )
    await clients.retouch(survivor["id"])
    body = await client_service.get(ctx, survivor["id"])
    command_id = uuid7()
    before = {"merged_id": merged["id"], "moved": moved, "values": {name: [former, value] for name, (former, value) in changes.items()}}
    counts = {f"{kind}_count": [0, len(ids)] for kind, ids in moved.items() if kind in ("contacts", "deals", "timeline_entries", "tasks")}
    await record(
        ctx, action="client.merged", entity_type="client", entity_id=survivor["id"], version=version,
        changes={"name": [merged["name"], after["name"]], "merged_id": [merged["id"], survivor["id"]], **counts},
        undo=Undo("client.merge", _plain(before), version, command_id),
        timeline=TimelineDraft(
            survivor["id"], "system",
            metadata={"event": "client.merged", "title": merged["name"], "merged_id": str(merged["id"]), "command_id": str(command_id)},
        ),
        data={"client": orjson.loads(body), "merged_id": merged["id"]},
    )  # fmt: skip
    announce(ctx, "client.deleted", merged["id"], merged["version"] + 1)
    return body


def _plain(value: Any) -> Any:
    """Ids and times as the text that an undo record keeps."""
    return orjson.loads(orjson.dumps(value))


async def unmerge(ctx: OrgContext, survivor_id: UUID, before: Mapping[str, Any], entity_version: int) -> bytes:
    """Take a merge apart: what came with the other client goes back with it, what was changed since stays.

    Raises MergeOutOfScope (403), MergeUndone (409), ClientNotFound (404).
    """
    if not ctx.sees_all:
        raise MergeOutOfScope
    merged_id = UUID(before["merged_id"])
    rows = await repository(ctx).lock_both(survivor_id, merged_id)
    survivor, merged = rows.get(survivor_id), rows.get(merged_id)
    if survivor is None or survivor["deleted_at"]:
        raise ClientNotFound
    if merged is None or merged["merged_into_id"] != survivor_id:
        raise MergeUndone
    clients, version = client_service.repository(ctx), survivor["version"] + 1
    former = {name: values[0] for name, values in before["values"].items() if _is_still(survivor, name, values[1])}
    if former.get("owner_id"):
        former["owner_id"] = UUID(former["owner_id"])
    values, changes = custom_value.spread(survivor, former)
    await repository(ctx).move_back(before["moved"], from_id=survivor_id, to_id=merged_id)
    after = dict(survivor) | values
    await clients.update(survivor_id, values | client_service.searchable(after) | {"version": version, "updated_at": NOW})
    await clients.update(merged_id, {"deleted_at": None, "merged_into_id": None, "version": merged["version"] + 1, "updated_at": NOW})
    await clients.retouch(survivor_id)
    await clients.retouch(merged_id)
    body = await client_service.get(ctx, survivor_id)
    await record(
        ctx, action="client.unmerged", entity_type="client", entity_id=survivor_id, version=version,
        changes={**changes, "merged_id": [survivor_id, merged_id]},
        timeline=TimelineDraft(survivor_id, "system", metadata={"event": "client.unmerged", "title": merged["name"]}),
        data={"client": orjson.loads(body), "merged_id": merged_id},
    )  # fmt: skip
    announce(ctx, "client.restored", merged_id, merged["version"] + 1)
    return body


def _is_still(row: Mapping[str, Any], name: str, value: Any) -> bool:
    """Whether the survivor has what the merge gave it."""
    if name == "custom_fields":
        return all(row[name].get(key) == given for key, given in value.items())
    return bool(_plain(row[name]) == value)
