"""Clients: who the agency works for. Names and handles are kept searchable and matchable beside what was typed."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

import orjson
from uuid_utils.compat import uuid7

from api.core.deps import OrgContext
from api.core.errors import Conflict, Forbidden, NotFound, VersionStale
from api.core.normalize import match_key_phone, match_key_tax_id, normalize_domain, search_text
from api.core.record import TimelineDraft, Undo, announce, record, trail
from api.repositories import client_filter
from api.repositories.base import NOW
from api.repositories.client import ClientRepository
from api.repositories.deal import DealRepository
from api.repositories.member import MemberRepository
from api.schemas.client import ClientCreate, ClientUpdate
from api.schemas.client_filter import ClientListQuery
from api.services import custom_value
from api.services import filter as filter_service
from api.services.notification import notify
from api.services.version import require_version

EDITABLE: Final = ("name", "kind", "email", "phone", "website", "source", "tax_id", "address", "notes", "owner_id", "custom_fields")


class ClientNotFound(NotFound):
    code, detail = "client_not_found", "This client doesn't exist, or you can't see it."


class ClientMerged(Conflict):
    code, detail = "client_merged", "This client was merged into another one. Undo the merge to have both again."


class ClientExists(Conflict):
    code, detail = "client_exists", "A client with this e-mail, phone or name already exists."


class OwnerNotFound(NotFound):
    code, detail = "owner_not_found", "This person is not a member of the organization."


class OwnerOutOfScope(Forbidden):
    code, detail = "owner_out_of_scope", "You see only some people's records, and can give yours to these alone."


class ClientShared(Forbidden):
    code, detail = "client_shared", "Others have deals with this client that you don't see. Ask somebody who sees them."


def repository(ctx: OrgContext) -> ClientRepository:
    return ClientRepository(ctx.session, ctx.organization_id)


def searchable(values: Mapping[str, Any]) -> dict[str, str]:
    """The derived columns: sort_name and search_text."""
    digits = "".join(c for c in values.get("phone") or "" if c.isdigit())
    texts = [values["name"], values.get("email") or "", values.get("website") or "", digits, values.get("tax_id") or ""]
    return {"sort_name": search_text(values["name"]), "search_text": search_text(*texts)}


def identities_of(
    *, email: str | None, phone: str | None, website: str | None = None, tax_id: str | None = None
) -> list[tuple[str, str, str]]:
    """(kind, match_key, value) of each handle."""
    found = []
    if email:
        found.append(("email", email.lower(), email))
    if phone:
        found.append(("phone", match_key_phone(phone), phone))
    if website and (domain := normalize_domain(website)):
        found.append(("domain", domain, website))
    if tax_id and (key := match_key_tax_id(tax_id)):
        found.append(("tax_id", key, tax_id))
    return found


def identities_in(row: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """The handles in a client's own columns."""
    return identities_of(email=row["email"], phone=row["phone"], website=row["website"], tax_id=row["tax_id"])


def tag_keys(names: Sequence[str]) -> list[tuple[str, str]]:
    """(name, match_key), one a key, in the order given."""
    by_key: dict[str, str] = {}
    for name in names:
        if key := search_text(name):
            by_key.setdefault(key, name)
    return [(name, key) for key, name in by_key.items()]


def require_in_scope(ctx: OrgContext, owner_id: UUID | None) -> None:
    """Whoever doesn't see everybody's records gives theirs to nobody whose they wouldn't see. Raises OwnerOutOfScope (403)."""
    if not ctx.sees_records_of(owner_id):
        raise OwnerOutOfScope


async def require_member(ctx: OrgContext, user_id: UUID | None, *, former: UUID | None = None) -> None:
    """Raises OwnerNotFound (404); OwnerOutOfScope (403) unless it is `former`, who has it already."""
    if user_id not in (None, ctx.user_id) and not await MemberRepository(ctx.session, ctx.organization_id).exists(user_id):
        raise OwnerNotFound
    if user_id not in (None, former):
        require_in_scope(ctx, user_id)


async def hold(ctx: OrgContext, client_id: UUID) -> None:
    """Keep a live client from being deleted until this transaction ends. Raises ClientNotFound (404)."""
    if not await repository(ctx).hold(client_id):
        raise ClientNotFound


async def require(ctx: OrgContext, client_id: UUID) -> None:
    """Raises ClientNotFound (404)."""
    if not await repository(ctx).exists(client_id):
        raise ClientNotFound


async def get(ctx: OrgContext, client_id: UUID) -> bytes:
    """The client, or the one that it was merged into. Raises ClientNotFound (404)."""
    body = await repository(ctx).get_json(client_id) or await repository(ctx).follow_json(client_id)
    if body is None:
        raise ClientNotFound
    return body


async def list_page(ctx: OrgContext, asked: ClientListQuery) -> bytes:
    """Raises FilterUnknown, CursorInvalid (422)."""
    selection = await filter_service.of_clients(ctx, asked)
    where, values = client_filter.where(selection)
    return await repository(ctx).list_json(
        where, values, limit=asked.limit, sort=asked.sort, cursor=asked.cursor, is_filtered=selection.narrows or not ctx.sees_all
    )  # fmt: skip


async def find_existing(ctx: OrgContext, *, email: str | None, phone: str | None, name: str | None) -> tuple[UUID, str] | None:
    """A live client that shares a handle or has this very name, and by what: email, phone or name."""
    keys = {"email": email and email.lower(), "phone": phone and match_key_phone(phone)}
    handles = [(kind, key) for kind, key in keys.items() if key]
    sort_name = search_text(name) if name else None
    reasons = [kind for kind, _ in handles] + (["name"] if sort_name else [])
    found = await repository(ctx).find_alike(handles, sort_name)
    return next(((client_id, reason) for client_id, reason in zip(found, reasons, strict=True) if client_id), None)


async def create(ctx: OrgContext, data: ClientCreate) -> bytes:
    """Raises ClientExists (409, with existing_id and reason) unless duplicates are allowed; OwnerNotFound (404), OwnerOutOfScope (403)."""
    await require_member(ctx, data.owner_id)
    if not data.allow_duplicate:
        found = await find_existing(ctx, email=data.email, phone=data.phone, name=data.name)
        if found:
            raise ClientExists(existing_id=found[0], reason=found[1])
    values = data.model_dump(include=set(EDITABLE))
    checked = await custom_value.checked(ctx, "client", data.custom_fields, is_new=True)
    *_, values["custom_fields"] = custom_value.difference({}, checked)
    if "owner_id" not in data.model_fields_set:
        values["owner_id"] = ctx.user_id
    require_in_scope(ctx, values["owner_id"])
    client_id = uuid7()
    clients = repository(ctx)
    rows = trail(
        ctx, action="client.created", entity_type="client", entity_id=client_id, changes={"name": [None, data.name]},
        timeline=TimelineDraft(client_id, "system", metadata={"event": "client.created"}),
    )  # fmt: skip
    body = await clients.create(client_id, values | searchable(values), identities_in(values), also=rows)
    if data.tags:
        await clients.replace_tags(client_id, tag_keys(data.tags))
        body = await get(ctx, client_id)
    client = orjson.loads(body)
    announce(ctx, "client.created", client_id, 1, {"client": client})
    await _tell_owner(ctx, client)
    return body


async def update(ctx: OrgContext, client_id: UUID, data: ClientUpdate) -> bytes:
    """Raises ClientNotFound, OwnerNotFound (404), OwnerOutOfScope (403), VersionStale (409)."""
    row = await _lock(ctx, client_id, data.version)
    wanted = data.model_dump(exclude_unset=True, exclude={"version", "tags"})
    await require_member(ctx, wanted.get("owner_id"), former=row["owner_id"])
    if "custom_fields" in wanted:
        wanted["custom_fields"] = await custom_value.checked(ctx, "client", wanted["custom_fields"])
    body = await _write(ctx, row, wanted, data.tags)
    if wanted.get("owner_id") not in (None, row["owner_id"]):
        await _tell_owner(ctx, orjson.loads(body))
    return body


async def _tell_owner(ctx: OrgContext, client: Mapping[str, Any]) -> None:
    if client["owner_id"]:
        await notify(
            ctx, [UUID(client["owner_id"])], event="client.assigned", entity_type="client", entity_id=UUID(client["id"]),
            params={"client": client["name"]},
        )  # fmt: skip


async def tell_owner_of_many(ctx: OrgContext, owner_id: UUID, rows: Sequence[Mapping[str, Any]]) -> None:
    """Several clients were given to somebody at once: one notification, not many."""
    more = {"more_count": len(rows) - 1} if len(rows) > 1 else {}
    await notify(
        ctx, [owner_id], event="client.assigned", entity_type="client", entity_id=rows[0]["id"], params={"client": rows[0]["name"]} | more
    )  # fmt: skip


async def revert(ctx: OrgContext, client_id: UUID, before: Mapping[str, Any], entity_version: int) -> bytes:
    """Undo one edit: put the former values back, unless the client changed since (VersionStale, 409)."""
    row = await _lock(ctx, client_id, entity_version)
    wanted = {name: value for name, value in before.items() if name != "tags"}
    if wanted.get("owner_id"):
        wanted["owner_id"] = UUID(wanted["owner_id"])
        await require_member(ctx, wanted["owner_id"], former=row["owner_id"])
    return await _write(ctx, row, wanted, before.get("tags"))


async def _lock(ctx: OrgContext, client_id: UUID, version: int) -> dict[str, Any]:
    row = await repository(ctx).lock(client_id)
    if row is None:
        raise ClientNotFound
    await require_version(ctx, row, version, get)
    return row


async def _write(ctx: OrgContext, row: Mapping[str, Any], wanted: Mapping[str, Any], tags: Sequence[str] | None) -> bytes:
    clients, client_id = repository(ctx), row["id"]
    values, changes = custom_value.spread(row, wanted)
    if "owner_id" in values:
        require_in_scope(ctx, values["owner_id"])
    if tags is not None:
        changes["tags"] = [await clients.list_tag_names(client_id), list(tags)]
        await clients.replace_tags(client_id, tag_keys(tags))
    merged = dict(row) | values
    version = row["version"] + 1
    await clients.update(client_id, values | searchable(merged) | {"version": version, "updated_at": NOW})
    if {"email", "phone", "website", "tax_id"} & values.keys():
        await clients.replace_identities(client_id, None, identities_in(merged), former=identities_in(row))
    body = await get(ctx, client_id)
    await record(
        ctx, action="client.updated", entity_type="client", entity_id=client_id, version=version, changes=changes,
        undo=Undo("client.update", {name: former for name, (former, _) in changes.items()}, version),
        data={"client": orjson.loads(body)},
    )  # fmt: skip
    return body


async def delete(ctx: OrgContext, client_id: UUID) -> None:
    """Take the client and its deals out of sight; a restore brings back what left with it. Raises ClientShared (403)."""
    clients = repository(ctx)
    row = await clients.lock(client_id, exclusive=True)
    if row is None:
        raise ClientNotFound
    await _refuse_shared(ctx, client_id)
    version = row["version"] + 1
    await clients.update(client_id, {"deleted_at": NOW, "version": version, "updated_at": NOW})
    deals_count = await DealRepository(ctx.session, ctx.organization_id).delete_of_client(client_id)
    await record(
        ctx, action="client.deleted", entity_type="client", entity_id=client_id, version=version,
        changes={"name": [row["name"], None], "deals_count": [deals_count, 0]}, undo=Undo("client.delete", {}, version),
    )  # fmt: skip


async def _refuse_shared(ctx: OrgContext, client_id: UUID) -> None:
    """A client and its deals come and go together, so whoever doesn't see all of them leaves it where it is."""
    if not ctx.sees_all and await repository(ctx).has_hidden_deals(client_id):
        raise ClientShared


async def restore(ctx: OrgContext, client_id: UUID) -> bytes:
    """Raises ClientNotFound (404), ClientMerged (409)."""
    row = await repository(ctx).lock(client_id, deleted=True, exclusive=True)
    if row is None:
        raise ClientNotFound
    if row["merged_into_id"] is not None:
        raise ClientMerged(survivor_id=row["merged_into_id"])
    return await _restore(ctx, row)


async def undelete(ctx: OrgContext, client_id: UUID, before: Mapping[str, Any], entity_version: int) -> bytes:
    """Undo a delete, unless somebody restored the client since (VersionStale, 409)."""
    row = await repository(ctx).lock(client_id, deleted=True, exclusive=True)
    if row is None:
        raise VersionStale(current=orjson.loads(await get(ctx, client_id)))
    if row["version"] != entity_version:
        raise VersionStale
    return await _restore(ctx, row)


async def _restore(ctx: OrgContext, row: Mapping[str, Any]) -> bytes:
    clients, client_id, version = repository(ctx), row["id"], row["version"] + 1
    await _refuse_shared(ctx, client_id)
    await clients.update(client_id, {"deleted_at": None, "version": version, "updated_at": NOW})
    await DealRepository(ctx.session, ctx.organization_id).restore_of_client(client_id, row["deleted_at"])
    body = await get(ctx, client_id)
    await record(
        ctx, action="client.restored", entity_type="client", entity_id=client_id, version=version,
        data={"client": orjson.loads(body)},
    )  # fmt: skip
    return body
