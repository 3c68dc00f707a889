"""The people at a client."""

from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from api.core.deps import OrgContext
from api.core.errors import NotFound, VersionStale
from api.core.normalize import search_text
from api.core.record import Undo, record
from api.repositories.base import NOW
from api.repositories.contact import ContactRepository
from api.schemas.contact import ContactCreate, ContactUpdate
from api.services import client as client_service


class ContactNotFound(NotFound):
    code, detail = "contact_not_found", "This person doesn't exist, or you can't see them."


def repository(ctx: OrgContext) -> ContactRepository:
    return ContactRepository(ctx.session, ctx.organization_id)


def searchable(values: dict[str, Any]) -> str:
    digits = "".join(c for c in values.get("phone") or "" if c.isdigit())
    return search_text(values["name"], values.get("title") or "", values.get("email") or "", digits)


async def list_page(ctx: OrgContext, client_id: UUID, *, limit: int, cursor: str | None) -> bytes:
    await client_service.get(ctx, client_id)
    return await repository(ctx).list_json(client_id, limit=limit, cursor=cursor)


async def create(ctx: OrgContext, client_id: UUID, data: ContactCreate) -> bytes:
    clients = client_service.repository(ctx)
    if await clients.lock(client_id) is None:
        raise client_service.ClientNotFound
    contacts = repository(ctx)
    contact_id = uuid7()
    values = data.model_dump()
    if data.is_primary:
        await contacts.clear_primary(client_id)
    await contacts.insert(id=contact_id, client_id=client_id, search_text=searchable(values), **values)
    handles = client_service.identities_of(email=data.email, phone=data.phone)
    await clients.replace_identities(client_id, contact_id, handles)
    await record(
        ctx, action="contact.created", entity_type="contact", entity_id=contact_id, version=1,
        changes={"name": [None, data.name]}, data={"client_id": client_id},
    )  # fmt: skip
    return await contacts.get_json(contact_id) or b""


async def update(ctx: OrgContext, contact_id: UUID, data: ContactUpdate) -> bytes:
    contacts = repository(ctx)
    row = await contacts.lock(contact_id)
    if row is None:
        raise ContactNotFound
    if row["version"] != data.version:
        raise VersionStale(current_version=row["version"])
    wanted = data.model_dump(exclude_unset=True, exclude={"version"})
    values = {name: value for name, value in wanted.items() if row[name] != value}
    if values.get("is_primary"):
        await contacts.clear_primary(row["client_id"])
    merged = row | values
    version = row["version"] + 1
    await contacts.update(contact_id, values | {"search_text": searchable(merged), "version": version, "updated_at": NOW})
    if {"email", "phone"} & values.keys():
        handles = client_service.identities_of(email=merged["email"], phone=merged["phone"])
        await client_service.repository(ctx).replace_identities(row["client_id"], contact_id, handles)
    await record(
        ctx, action="contact.updated", entity_type="contact", entity_id=contact_id, version=version,
        changes={name: [row[name], value] for name, value in values.items()}, data={"client_id": row["client_id"]},
    )  # fmt: skip
    return await contacts.get_json(contact_id) or b""


async def delete(ctx: OrgContext, contact_id: UUID) -> None:
    contacts = repository(ctx)
    row = await contacts.lock(contact_id)
    if row is None:
        raise ContactNotFound
    version = row["version"] + 1
    await contacts.update(contact_id, {"deleted_at": NOW, "version": version})
    await client_service.repository(ctx).replace_identities(row["client_id"], contact_id, [])
    await record(
        ctx, action="contact.deleted", entity_type="contact", entity_id=contact_id, version=version,
        changes={"name": [row["name"], None]}, undo=Undo("contact.delete", {}, version), data={"client_id": row["client_id"]},
    )  # fmt: skip


async def restore(ctx: OrgContext, contact_id: UUID) -> None:
    contacts = repository(ctx)
    row = await contacts.lock(contact_id, deleted=True)
    if row is None:
        raise ContactNotFound
    version = row["version"] + 1
    await contacts.update(contact_id, {"deleted_at": None, "version": version})
    handles = client_service.identities_of(email=row["email"], phone=row["phone"])
    await client_service.repository(ctx).replace_identities(row["client_id"], contact_id, handles)
    await record(
        ctx, action="contact.restored", entity_type="contact", entity_id=contact_id, version=version,
        data={"client_id": row["client_id"]},
    )  # fmt: skip
