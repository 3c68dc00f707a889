"""Custom fields: what an organization adds to its clients, people and deals. Values are `custom_value`'s."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

import orjson
from uuid_utils.compat import uuid7

from api.core.deps import OrgContext
from api.core.errors import Conflict, Invalid, NotFound, VersionStale
from api.core.normalize import search_text
from api.core.position import between
from api.core.record import Undo, record
from api.repositories.base import NOW
from api.repositories.custom_field import CustomFieldRepository
from api.schemas.custom_field import WITH_OPTIONS, CustomFieldCreate, CustomFieldUpdate, OptionInput
from api.services.version import require_version

MAX_FIELDS: Final = 100
MAX_KEY_LENGTH: Final = 40
DEFINITION: Final = ("labels", "options", "is_required", "position")


class CustomFieldNotFound(NotFound):
    code, detail = "custom_field_not_found", "This field doesn't exist, or you can't see it."


class CustomFieldLimitReached(Conflict):
    code, detail = "custom_field_limit_reached", f"There are {MAX_FIELDS} fields already. Delete one that nobody uses."


class OptionInUse(Conflict):
    code, detail = "option_in_use", "Records hold an option that you remove. Say which one they get instead."


class OptionsInvalid(Invalid):
    code, detail = "options_invalid", "Options belong to choices, are known by their key, and a choice keeps one at least."


def repository(ctx: OrgContext) -> CustomFieldRepository:
    return CustomFieldRepository(ctx.session, ctx.organization_id)


async def get(ctx: OrgContext, field_id: UUID) -> bytes:
    body = await repository(ctx).get_json(field_id)
    if body is None:
        raise CustomFieldNotFound
    return body


async def list_page(ctx: OrgContext, entity: str, *, deleted: bool, limit: int, cursor: str | None) -> bytes:
    return await repository(ctx).list_json(entity, deleted=deleted, limit=limit, cursor=cursor)


def make_key(label: str, taken: Iterable[str]) -> str:
    """A key that no other has, from the label: 'Segmento (B2B)' → segmento_b2b, then segmento_b2b_2."""
    stem = re.sub(r"[^a-z0-9]+", "_", search_text(label)).strip("_")[:MAX_KEY_LENGTH].strip("_") or "field"
    key, number, used = stem, 1, set(taken)
    while key in used:
        number += 1
        key = f"{stem}_{number}"
    return key


def first_label(labels: Mapping[Any, str], locale: str) -> str:
    return labels.get(locale) or next(iter(labels.values()))


def make_options(wanted: Sequence[OptionInput], current: Sequence[Mapping[str, Any]], locale: str) -> list[dict[str, Any]]:
    """The options with their keys, those of new ones made from their labels. Raises OptionsInvalid (422)."""
    known = {option["key"] for option in current}
    if any(option.key is not None and option.key not in known for option in wanted):
        raise OptionsInvalid
    taken = set(known)
    options: list[dict[str, Any]] = []
    for option in wanted:
        key = option.key or make_key(first_label(option.labels, locale), taken)
        taken.add(key)
        options.append({"key": key, "labels": option.labels})
    return options


async def create(ctx: OrgContext, data: CustomFieldCreate) -> bytes:
    """Add a field behind the others. Raises CustomFieldLimitReached (409)."""
    fields = repository(ctx)
    keys = await fields.list_keys(data.entity)
    if sum(row["is_live"] for row in keys) >= MAX_FIELDS:
        raise CustomFieldLimitReached
    label = first_label(data.labels, ctx.user_locale)
    field_id = uuid7()
    await fields.insert(
        id=field_id, entity=data.entity, kind=data.kind, labels=dict(data.labels), is_required=data.is_required,
        key=make_key(label, (row["key"] for row in keys)), options=make_options(data.options, [], ctx.user_locale),
        currency=(data.currency or ctx.currency) if data.kind == "money" else None,
        position=between(keys[-1]["position"] if keys else None, None),
    )  # fmt: skip
    body = await get(ctx, field_id)
    await record(
        ctx, action="custom_field.created", entity_type="custom_field", entity_id=field_id, version=1,
        changes={"name": [None, label], "entity": [None, data.entity], "kind": [None, data.kind]},
        data={"custom_field": orjson.loads(body)},
    )  # fmt: skip
    return body


async def update(ctx: OrgContext, field_id: UUID, data: CustomFieldUpdate) -> bytes:
    """Raises CustomFieldNotFound (404), VersionStale, OptionInUse (409, with each option's count), OptionsInvalid (422)."""
    row = await _lock(ctx, field_id, data.version)
    wanted: dict[str, Any] = {}
    if data.labels is not None:
        wanted["labels"] = dict(data.labels)
    if data.is_required is not None:
        wanted["is_required"] = data.is_required
    if data.before_id is not None and data.before_id != field_id:
        wanted["position"] = await _position(ctx, row, None if data.before_id == "end" else data.before_id)
    moved: list[dict[str, Any]] = []
    if data.options is not None:
        if row["kind"] not in WITH_OPTIONS or not data.options:
            raise OptionsInvalid
        wanted["options"] = make_options(data.options, row["options"], ctx.user_locale)
        moved = await _move_options(ctx, row, wanted["options"], data.move_options)
    return await _write(ctx, row, wanted, moved)


async def _position(ctx: OrgContext, row: Mapping[str, Any], before_id: UUID | None) -> str:
    gap = await repository(ctx).find_gap(row["entity"], row["id"], before_id)
    if gap is None:
        raise CustomFieldNotFound
    return between(gap["after"], gap["before"])


async def _move_options(
    ctx: OrgContext, row: Mapping[str, Any], options: Sequence[Mapping[str, Any]], targets: Mapping[str, str | None]
) -> list[dict[str, Any]]:
    """Give the records of removed options another one, or none; what undo needs: ids by option, target and has_both."""
    fields = repository(ctx)
    kept = {option["key"] for option in options}
    removed = [option["key"] for option in row["options"] if option["key"] not in kept]
    if any(target is not None and target not in kept for target in targets.values()):
        raise OptionsInvalid
    used = await fields.count_options(row["entity"], row["id"], removed) if removed else {}
    open_options = {key: count for key, count in used.items() if key not in targets}
    if open_options:
        raise OptionInUse(options=[{"key": key, "count": count} for key, count in open_options.items()])
    moved = []
    for key in used:
        ids: dict[bool, list[str]] = {False: [], True: []}
        for changed in await fields.move_option(row, key, targets[key]):
            ids[changed["has_both"]].append(str(changed["id"]))
        moved += [{"option": key, "target": targets[key], "has_both": has_both, "ids": found} for has_both, found in ids.items() if found]
    return moved


async def _write(ctx: OrgContext, row: Mapping[str, Any], wanted: Mapping[str, Any], moved: Sequence[Mapping[str, Any]]) -> bytes:
    field_id, version = row["id"], row["version"] + 1
    values = {name: value for name, value in wanted.items() if row[name] != value}
    await repository(ctx).update(field_id, values | {"version": version, "updated_at": NOW})
    body = await get(ctx, field_id)
    changes: dict[str, Any] = {name: [row[name], value] for name, value in values.items()}
    changes["name"] = [first_label(row["labels"], ctx.user_locale)] * 2
    if moved:
        changes["moved_count"] = [None, sum(len(move["ids"]) for move in moved)]
    await record(
        ctx, action="custom_field.updated", entity_type="custom_field", entity_id=field_id, version=version, changes=changes,
        undo=Undo("custom_field.update", {**{name: row[name] for name in values}, "moved": list(moved)}, version),
        data={"custom_field": orjson.loads(body), "moves_values": bool(moved)},
    )  # fmt: skip
    return body


async def revert(ctx: OrgContext, field_id: UUID, before: Mapping[str, Any], entity_version: int) -> bytes:
    """Undo one change, the values it moved included, unless the field changed since (VersionStale, 409)."""
    row = await _lock(ctx, field_id, entity_version)
    body = await _write(ctx, row, {name: before[name] for name in DEFINITION if name in before}, [])
    for move in before.get("moved", []):
        await repository(ctx).restore_option(row, move["option"], move["target"], move["ids"], has_both=move["has_both"])
    return body


async def _lock(ctx: OrgContext, field_id: UUID, version: int | None, *, deleted: bool = False) -> dict[str, Any]:
    row = await repository(ctx).lock(field_id, deleted=deleted)
    if row is None:
        raise CustomFieldNotFound
    if version is not None:
        await require_version(ctx, row, version, get)
    return row


async def delete(ctx: OrgContext, field_id: UUID) -> None:
    """Take a field out of sight; its values are kept for a restore within 30 days."""
    row = await _lock(ctx, field_id, None)
    version = row["version"] + 1
    await repository(ctx).update(field_id, {"deleted_at": NOW, "version": version, "updated_at": NOW})
    await record(
        ctx, action="custom_field.deleted", entity_type="custom_field", entity_id=field_id, version=version,
        changes={"name": [first_label(row["labels"], ctx.user_locale), None]}, undo=Undo("custom_field.delete", {}, version),
        data={"entity": row["entity"]},
    )  # fmt: skip


async def restore(ctx: OrgContext, field_id: UUID) -> bytes:
    """Raises CustomFieldNotFound (404), CustomFieldLimitReached (409)."""
    return await _restore(ctx, await _lock(ctx, field_id, None, deleted=True))


async def undelete(ctx: OrgContext, field_id: UUID, before: Mapping[str, Any], entity_version: int) -> bytes:
    """Undo a delete, unless somebody restored the field since (VersionStale, 409)."""
    row = await repository(ctx).lock(field_id, deleted=True)
    if row is None:
        raise VersionStale(current=orjson.loads(await get(ctx, field_id)))
    if row["version"] != entity_version:
        raise VersionStale
    return await _restore(ctx, row)


async def _restore(ctx: OrgContext, row: Mapping[str, Any]) -> bytes:
    fields, field_id, version = repository(ctx), row["id"], row["version"] + 1
    if sum(key["is_live"] for key in await fields.list_keys(row["entity"])) >= MAX_FIELDS:
        raise CustomFieldLimitReached
    await fields.update(field_id, {"deleted_at": None, "version": version, "updated_at": NOW})
    body = await get(ctx, field_id)
    await record(
        ctx, action="custom_field.restored", entity_type="custom_field", entity_id=field_id, version=version,
        changes={"name": [None, first_label(row["labels"], ctx.user_locale)]}, data={"custom_field": orjson.loads(body)},
    )  # fmt: skip
    return body
