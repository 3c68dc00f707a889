"""The people at a client."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import orjson
from uuid_utils.compat import uuid7

from api.core.deps import OrgContext
from api.core.errors import NotFound, VersionStale
from api.core.normalize import search_text
from api.core.record import Undo, record
from api.repositories.base import NOW
from api.repositories.contact import ContactRepository
from api.schemas.contact import ContactCreate, ContactUpdate
from api.services import client as client_service
from api.services import custom_value
from api.services.version import require_version


class ContactNotFound(NotFound):
    code, detail = "contact_not_found", "This person doesn't exist, or you can't see them."


def repository(ctx: OrgContext) -> ContactRepository:
    return ContactRepository(ctx.session, ctx.organization_id)


def searchable(values: Mapping[str, Any]) -> str:
    digits = "".join(c for c in values.get("phone") or "" if c.isdigit())
    return search_text(values["name"], values.get("title") or "", values.get("email") or "", digits)


async def get(ctx: OrgContext, contact_id: UUID) -> bytes:
    body = await repository(ctx).get_json(contact_id)
    if body is None:
        raise ContactNotFound
    return body


async def list_page(ctx: OrgContext, client_id: UUID, *, limit: int, cursor: str | None) -> bytes:
    await client_service.require(ctx, client_id)
    return await repository(ctx).list_json(client_id, limit=limit, cursor=cursor)


async def create(ctx: OrgContext, client_id: UUID, data: ContactCreate) -> bytes:
    """Raises ClientNotFound (404)."""
    clients = client_service.repository(ctx)
    contacts = repository(ctx)
    if data.is_primary and await clients.lock(client_id) is None:
        raise client_service.ClientNotFound
    await client_service.hold(ctx, client_id)
    contact_id = uuid7()
    values = data.model_dump()
    checked = await custom_value.checked(ctx, "contact", data.custom_fields, is_new=True)
    *_, values["custom_fields"] = custom_value.difference({}, checked)
    if data.is_primary:
        await contacts.clear_primary(client_id)
    await contacts.insert(id=contact_id, client_id=client_id, search_text=searchable(values), **values)
    handles = client_service.identities_of(email=data.email, phone=data.phone)
    await clients.replace_identities(client_id, contact_id, handles)
    await record(
        ctx, action="contact.created", entity_type="contact", entity_id=contact_id, version=1,
        changes={"name": [None, data.name]}, data={"client_id": client_id},
    )  # fmt: skip
    return await get(ctx, contact_id)


async def update(ctx: OrgContext, contact_id: UUID, data: ContactUpdate) -> bytes:
    """Raises ContactNotFound (404), VersionStale (409)."""
    row = await _lock(ctx, contact_id, data.version)
    wanted = data.model_dump(exclude_unset=True, exclude={"version"})
    if "custom_fields" in wanted:
        wanted["custom_fields"] = await custom_value.checked(ctx, "contact", wanted["custom_fields"])
    return await _write(ctx, row, wanted)


async def revert(ctx: OrgContext, contact_id: UUID, before: Mapping[str, Any], entity_version: int) -> bytes:
    """Undo one edit, unless the person changed since (VersionStale, 409)."""
    return await _write(ctx, await _lock(ctx, contact_id, entity_version), before)


async def _lock(ctx: OrgContext, contact_id: UUID, version: int) -> dict[str, Any]:
    row = await repository(ctx).lock(contact_id)
    if row is None:
        raise ContactNotFound
    await require_version(ctx, row, version, get)
    return row


async def _write(ctx: OrgContext, row: Mapping[str, Any], wanted: Mapping[str, Any]) -> bytes:
    contacts, contact_id = repository(ctx), row["id"]
    values, changes = custom_value.spread(row, wanted)
    if values.get("is_primary"):
        await contacts.clear_primary(row["client_id"])
    merged = dict(row) | values
    version = row["version"] + 1
    await contacts.update(contact_id, values | {"search_text": searchable(merged), "version": version, "updated_at": NOW})
    if {"email", "phone"} & values.keys():
        handles = client_service.identities_of(email=merged["email"], phone=merged["phone"])
        former = client_service.identities_of(email=row["email"], phone=row["phone"])
        await client_service.repository(ctx).replace_identities(row["client_id"], contact_id, handles, former=former)
    await record(
        ctx, action="contact.updated", entity_type="contact", entity_id=contact_id, version=version,
        changes=changes, data={"client_id": row["client_id"]},
        undo=Undo("contact.update", {name: former for name, (former, _) in changes.items()}, version),
    )  # fmt: skip
    return await get(ctx, contact_id)


async def delete(ctx: OrgContext, contact_id: UUID) -> None:
    contacts = repository(ctx)
    row = await contacts.lock(contact_id)
    if row is None:
        raise ContactNotFound
    version = row["version"] + 1
    await contacts.update(contact_id, {"deleted_at": NOW, "version": version, "updated_at": NOW})
    await record(
        ctx, action="contact.deleted", entity_type="contact", entity_id=contact_id, version=version,
        changes={"name": [row["name"], None]}, undo=Undo("contact.delete", {}, version), data={"client_id": row["client_id"]},
    )  # fmt: skip


async def restore(ctx: OrgContext, contact_id: UUID) -> bytes:
    row = await repository(ctx).lock(contact_id, deleted=True)
    if row is None:
        raise ContactNotFound
    return await _restore(ctx, row)


async def undelete(ctx: OrgContext, contact_id: UUID, before: Mapping[str, Any], entity_version: int) -> bytes:
    """Undo a delete, unless somebody restored the person since (VersionStale, 409)."""
    row = await repository(ctx).lock(contact_id, deleted=True)
    if row is None:
        raise VersionStale(current=orjson.loads(await get(ctx, contact_id)))
    if row["version"] != entity_version:
        raise VersionStale
    return await _restore(ctx, row)


async def _restore(ctx: OrgContext, row: Mapping[str, Any]) -> bytes:
    contact_id, version = row["id"], row["version"] + 1
    await repository(ctx).update(contact_id, {"deleted_at": None, "version": version, "updated_at": NOW})
    await record(
        ctx, action="contact.restored", entity_type="contact", entity_id=contact_id, version=version,
        data={"client_id": row["client_id"]},
    )  # fmt: skip
    return await get(ctx, contact_id)
