"""Saved views: a name for filters, order and columns; one's own, or shared with the team."""

import re
from collections.abc import Mapping
from typing import Any, Final, get_args
from uuid import UUID

import orjson
from pydantic import ValidationError
from uuid_utils.compat import uuid7

from api.core.deps import OrgContext, PermissionMissing
from api.core.errors import Conflict, Forbidden, Invalid, NotFound, VersionStale
from api.core.record import Undo, record
from api.repositories.base import NOW
from api.repositories.view import ViewRepository
from api.schemas.client import ClientSort
from api.schemas.client_filter import ClientFilters
from api.schemas.deal_filter import DealSort, DealViewFilters
from api.schemas.filter import CUSTOM, Filters
from api.schemas.view import ViewCreate, ViewUpdate
from api.services.preference import owner_of
from api.services.version import require_version

MOST: Final = 200
FILTERS: Final[Mapping[str, type[Filters]]] = {"deals": DealViewFilters, "clients": ClientFilters}
SORTS: Final[Mapping[str, frozenset[str]]] = {"deals": frozenset(get_args(DealSort)), "clients": frozenset(get_args(ClientSort))}
CUSTOM_SORT: Final = re.compile(r"^-?cf\.[a-z0-9_]{1,60}$")


class ViewNotFound(NotFound):
    code, detail = "view_not_found", "This view doesn't exist, or isn't shared with you."


class ViewNotYours(Forbidden):
    code, detail = "view_not_yours", "Who made this view, and managers, may change it. Save a copy of your own instead."


class TooManyViews(Conflict):
    code, detail = "too_many_views", "You have as many views as one can have. Delete one first."


def repository(ctx: OrgContext) -> ViewRepository:
    return ViewRepository(ctx.session, ctx.organization_id)


async def get(ctx: OrgContext, view_id: UUID) -> bytes:
    body = await repository(ctx).get_json(view_id, user_id=owner_of(ctx))
    if body is None:
        raise ViewNotFound
    return body


async def list_page(ctx: OrgContext, *, kind: str | None, limit: int, cursor: str | None) -> bytes:
    return await repository(ctx).list_json(user_id=owner_of(ctx), kind=kind, limit=limit, cursor=cursor)


async def create(ctx: OrgContext, data: ViewCreate) -> bytes:
    """Raises PermissionMissing (403) for sharing, TooManyViews (409), Invalid (422) for what the lists wouldn't take."""
    _require_sharing(ctx, data.is_shared)
    views, user_id, view_id = repository(ctx), owner_of(ctx), uuid7()
    if await views.count_own(user_id) >= MOST:
        raise TooManyViews
    values = data.model_dump()
    values["filters"] = _checked(data.kind, data.filters)
    _require_order(data.kind, values)
    await views.insert(id=view_id, user_id=user_id, **values)
    await record(
        ctx, action="view.created", entity_type="view", entity_id=view_id, version=1, changes={"name": [None, data.name]},
        data={"kind": data.kind}, only_to=_audience(user_id, is_shared=data.is_shared),
    )  # fmt: skip
    return await get(ctx, view_id)


async def update(ctx: OrgContext, view_id: UUID, data: ViewUpdate) -> bytes:
    """Raises ViewNotFound (404), ViewNotYours, PermissionMissing (403), VersionStale (409), Invalid (422)."""
    row = await _lock(ctx, view_id)
    await require_version(ctx, row, data.version, get)
    wanted = data.model_dump(exclude_unset=True, exclude={"version"})
    if "filters" in wanted:
        wanted["filters"] = _checked(row["kind"], wanted["filters"])
    return await _write(ctx, row, wanted)


async def revert(ctx: OrgContext, view_id: UUID, before: Mapping[str, Any], entity_version: int) -> bytes:
    """Undo one edit, unless the view changed since (VersionStale, 409)."""
    row = await _lock(ctx, view_id)
    await require_version(ctx, row, entity_version, get)
    return await _write(ctx, row, before)


async def _write(ctx: OrgContext, row: Mapping[str, Any], wanted: Mapping[str, Any]) -> bytes:
    values = {name: value for name, value in wanted.items() if row[name] != value}
    _require_sharing(ctx, values.get("is_shared", False))
    _require_order(row["kind"], {**row, **values})
    version = row["version"] + 1
    await repository(ctx).update(row["id"], values | {"version": version, "updated_at": NOW})
    was_or_is_shared = row["is_shared"] or values.get("is_shared", False)
    await record(
        ctx, action="view.updated", entity_type="view", entity_id=row["id"], version=version,
        changes={name: [row[name], value] for name, value in values.items()},
        undo=Undo("view.update", {name: row[name] for name in values}, version),
        data={"kind": row["kind"]}, only_to=_audience(row["user_id"], is_shared=was_or_is_shared),
    )  # fmt: skip
    body = await repository(ctx).get_json(row["id"], user_id=owner_of(ctx))
    # A manager who ends the sharing of somebody else's view no longer sees it.
    return body if body is not None else orjson.dumps(_last_seen(row, values, version))


def _last_seen(row: Mapping[str, Any], values: Mapping[str, Any], version: int) -> dict[str, Any]:
    names = (
        "id", "name", "kind", "layout", "filters", "sort", "grouping", "columns", "is_shared", "user_id", "created_at", "updated_at",
    )  # fmt: skip
    return {name: {**row, **values}[name] for name in names} | {"version": version, "user_name": None, "is_default": False}


async def delete(ctx: OrgContext, view_id: UUID) -> None:
    row = await _lock(ctx, view_id)
    version = row["version"] + 1
    await repository(ctx).update(view_id, {"deleted_at": NOW, "version": version, "updated_at": NOW})
    await record(
        ctx, action="view.deleted", entity_type="view", entity_id=view_id, version=version, changes={"name": [row["name"], None]},
        undo=Undo("view.delete", {}, version), data={"kind": row["kind"]},
        only_to=_audience(row["user_id"], is_shared=row["is_shared"]),
    )  # fmt: skip


async def undelete(ctx: OrgContext, view_id: UUID, before: Mapping[str, Any], entity_version: int) -> bytes:
    """Undo a delete, unless the view is there again (VersionStale, 409)."""
    row = await repository(ctx).lock(view_id, user_id=owner_of(ctx), deleted=True)
    if row is None or row["version"] != entity_version:
        raise VersionStale
    _require_own(ctx, row)
    version = row["version"] + 1
    await repository(ctx).update(view_id, {"deleted_at": None, "version": version, "updated_at": NOW})
    await record(
        ctx, action="view.restored", entity_type="view", entity_id=view_id, version=version, data={"kind": row["kind"]},
        only_to=_audience(row["user_id"], is_shared=row["is_shared"]),
    )  # fmt: skip
    return await get(ctx, view_id)


async def make_default(ctx: OrgContext, view_id: UUID) -> bytes:
    """The page of the view's kind opens with it from now on, for whoever asks and for nobody else."""
    user_id = owner_of(ctx)
    view = orjson.loads(await get(ctx, view_id))
    await repository(ctx).make_default(view_id, view["kind"], user_id=user_id)
    await record(
        ctx, action="view.made_default", entity_type="view", entity_id=view_id, changes={"is_default": [view["is_default"], True]},
        data={"kind": view["kind"]}, only_to=frozenset({user_id}),
    )  # fmt: skip
    return await get(ctx, view_id)


async def clear_default(ctx: OrgContext, view_id: UUID) -> bytes:
    user_id = owner_of(ctx)
    view = orjson.loads(await get(ctx, view_id))
    await repository(ctx).clear_default(view_id, user_id=user_id)
    await record(
        ctx, action="view.default_cleared", entity_type="view", entity_id=view_id, changes={"is_default": [view["is_default"], False]},
        data={"kind": view["kind"]}, only_to=frozenset({user_id}),
    )  # fmt: skip
    return await get(ctx, view_id)


async def _lock(ctx: OrgContext, view_id: UUID) -> dict[str, Any]:
    """The row, to be changed by who may. Raises ViewNotFound (404), ViewNotYours (403)."""
    row = await repository(ctx).lock(view_id, user_id=owner_of(ctx))
    if row is None:
        raise ViewNotFound
    _require_own(ctx, row)
    return row


def _require_own(ctx: OrgContext, row: Mapping[str, Any]) -> None:
    if row["user_id"] != ctx.user_id and "view:manage" not in ctx.permissions:
        raise ViewNotYours


def _require_sharing(ctx: OrgContext, is_shared: bool) -> None:
    if is_shared and "view:share" not in ctx.permissions:
        raise PermissionMissing(permission="view:share")


def _audience(maker_id: UUID | None, *, is_shared: bool) -> frozenset[UUID] | None:
    """A view of one's own is nobody else's news."""
    return None if is_shared or maker_id is None else frozenset({maker_id})


def _checked(kind: str, filters: Mapping[str, Any]) -> dict[str, Any]:
    """The filters as the list takes them, spelled out; defaults are left out. Raises Invalid (422) by field."""
    try:
        asked = FILTERS[kind].model_validate(filters)
    except ValidationError as error:
        problems = [
            {"field": ".".join(str(part) for part in ("filters", *item["loc"])), "code": item["type"], "message": item["msg"]}
            for item in error.errors(include_url=False, include_input=False, include_context=False)
        ]
        raise Invalid(errors=problems) from error
    if asked.unknown:
        raise Invalid.field(f"filters.{asked.unknown[0]}"[:200], "filter_unknown", "There is no such filter.")
    custom = {CUSTOM + name: value for name, value in asked.custom.items()}
    kept: dict[str, Any] = asked.model_dump(mode="json", exclude_defaults=True, exclude=set(custom))
    return kept | custom


def _require_order(kind: str, values: Mapping[str, Any]) -> None:
    if values["sort"] is not None and values["sort"] not in SORTS[kind] and not CUSTOM_SORT.match(values["sort"]):
        raise Invalid.field("sort", "sort_unknown", "There is no such order.")
    if kind == "clients" and (values["grouping"] is not None or values["layout"] == "board"):
        raise Invalid.field("layout", "layout_unfit", "Clients are a table without groups.")
