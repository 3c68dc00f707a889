"""Clients: who the agency works for. Names and handles are kept searchable and matchable beside what was typed."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from uuid_utils.compat import uuid7

from api.core.deps import OrgContext
from api.core.errors import Conflict, NotFound, VersionStale
from api.core.normalize import match_key_phone, normalize_domain, search_text
from api.core.record import TimelineDraft, Undo, record
from api.repositories.base import NOW
from api.repositories.client import ClientRepository
from api.repositories.member import MemberRepository
from api.schemas.client import ClientCreate, ClientUpdate

EDITABLE: Final = ("name", "kind", "email", "phone", "website", "source", "tax_id", "address", "notes", "owner_id", "custom_fields")


class ClientNotFound(NotFound):
    code, detail = "client_not_found", "This client doesn't exist, or you can't see it."


class ClientExists(Conflict):
    code, detail = "client_exists", "A client with this e-mail, phone or name already exists."


class OwnerNotFound(NotFound):
    code, detail = "owner_not_found", "This person is not a member of the organization."


def repository(ctx: OrgContext) -> ClientRepository:
    return ClientRepository(ctx.session, ctx.organization_id)


def searchable(values: Mapping[str, Any]) -> dict[str, str]:
    """The derived columns: sort_name and search_text."""
    digits = "".join(c for c in values.get("phone") or "" if c.isdigit())
    texts = [values["name"], values.get("email") or "", values.get("website") or "", digits, values.get("tax_id") or ""]
    return {"sort_name": search_text(values["name"]), "search_text": search_text(*texts)}


def identities_of(*, email: str | None, phone: str | None, website: str | None = None) -> list[tuple[str, str, str]]:
    """(kind, match_key, value) of each handle."""
    found = []
    if email:
        found.append(("email", email.lower(), email))
    if phone:
        found.append(("phone", match_key_phone(phone), phone))
    if website and (domain := normalize_domain(website)):
        found.append(("domain", domain, website))
    return found


def tag_keys(names: Sequence[str]) -> list[tuple[str, str]]:
    """(name, match_key), one a key, in the order given."""
    by_key: dict[str, str] = {}
    for name in names:
        if key := search_text(name):
            by_key.setdefault(key, name)
    return [(name, key) for key, name in by_key.items()]


async def require_member(ctx: OrgContext, user_id: UUID | None) -> None:
    if user_id is not None and not await MemberRepository(ctx.session, ctx.organization_id).exists(user_id):
        raise OwnerNotFound


async def get(ctx: OrgContext, client_id: UUID) -> bytes:
    body = await repository(ctx).get_json(client_id)
    if body is None:
        raise ClientNotFound
    return body


async def list_page(
    ctx: OrgContext, *, limit: int, sort: str, cursor: str | None, query: str | None, owner_id: UUID | None,
    kind: str | None, tag: str | None,
) -> bytes:  # fmt: skip
    return await repository(ctx).list_json(
        limit=limit, sort=sort, cursor=cursor, query=search_text(query or ""), owner_id=owner_id, kind=kind,
        tag_key=search_text(tag) if tag else None,
    )  # fmt: skip


async def find_existing(ctx: OrgContext, *, email: str | None, phone: str | None, name: str | None) -> tuple[UUID, str] | None:
    """A live client that shares a handle or has this very name, and by what: email, phone or name."""
    clients = repository(ctx)
    for kind, key in (("email", email and email.lower()), ("phone", phone and match_key_phone(phone))):
        if key and (found := await clients.find_by_identity(kind, [key])):
            return found, kind
    if name and (found := await clients.find_by_name(search_text(name))):
        return found, "name"
    return None


async def create(ctx: OrgContext, data: ClientCreate) -> bytes:
    """Raises ClientExists (409, with existing_id and reason) unless duplicates are allowed; OwnerNotFound (404)."""
    await require_member(ctx, data.owner_id)
    if not data.allow_duplicate:
        found = await find_existing(ctx, email=data.email, phone=data.phone, name=data.name)
        if found:
            raise ClientExists(existing_id=found[0], reason=found[1])
    values = data.model_dump(include=set(EDITABLE))
    if "owner_id" not in data.model_fields_set:
        values["owner_id"] = ctx.user_id
    client_id = uuid7()
    clients = repository(ctx)
    await clients.insert(id=client_id, **values, **searchable(values))
    await clients.replace_identities(
        client_id, None, identities_of(email=data.email, phone=data.phone, website=data.website)
    )
    if data.tags:
        await clients.replace_tags(client_id, tag_keys(data.tags))
    await record(
        ctx, action="client.created", entity_type="client", entity_id=client_id, version=1,
        changes={"name": [None, data.name]},
        timeline=TimelineDraft(client_id, "system", metadata={"event": "client.created"}),
    )  # fmt: skip
    return await get(ctx, client_id)


async def update(ctx: OrgContext, client_id: UUID, data: ClientUpdate) -> bytes:
    """Raises ClientNotFound (404), VersionStale (409), OwnerNotFound (404)."""
    clients = repository(ctx)
    row = await clients.lock(client_id)
    if row is None:
        raise ClientNotFound
    if row["version"] != data.version:
        raise VersionStale(current_version=row["version"])
    wanted = data.model_dump(exclude_unset=True, exclude={"version", "tags"})
    await require_member(ctx, wanted.get("owner_id"))
    values = {name: value for name, value in wanted.items() if row[name] != value}
    changes = {name: [row[name], value] for name, value in values.items()}
    if data.tags is not None:
        changes["tags"] = [await clients.list_tag_names(client_id), data.tags]
        await clients.replace_tags(client_id, tag_keys(data.tags))
    merged = row | values
    version = row["version"] + 1
    await clients.update(client_id, values | searchable(merged) | {"version": version, "updated_at": NOW})
    if {"email", "phone", "website"} & values.keys():
        handles = identities_of(email=merged["email"], phone=merged["phone"], website=merged["website"])
        await clients.replace_identities(client_id, None, handles)
    before = {name: row[name] for name in values} | ({"tags": changes["tags"][0]} if "tags" in changes else {})
    await record(
        ctx, action="client.updated", entity_type="client", entity_id=client_id, version=version, changes=changes,
        undo=Undo("client.update", before, version),
    )  # fmt: skip
    return await get(ctx, client_id)


async def delete(ctx: OrgContext, client_id: UUID) -> None:
    clients = repository(ctx)
    row = await clients.lock(client_id)
    if row is None:
        raise ClientNotFound
    version = row["version"] + 1
    await clients.update(client_id, {"deleted_at": NOW, "version": version, "updated_at": NOW})
    await record(
        ctx, action="client.deleted", entity_type="client", entity_id=client_id, version=version,
        changes={"name": [row["name"], None]}, undo=Undo("client.delete", {}, version),
    )  # fmt: skip


async def restore(ctx: OrgContext, client_id: UUID) -> bytes:
    clients = repository(ctx)
    row = await clients.lock(client_id, deleted=True)
    if row is None:
        raise ClientNotFound
    version = row["version"] + 1
    await clients.update(client_id, {"deleted_at": None, "version": version, "updated_at": NOW})
    await record(ctx, action="client.restored", entity_type="client", entity_id=client_id, version=version)
    return await get(ctx, client_id)


async def revert(ctx: OrgContext, client_id: UUID, before: Mapping[str, Any], entity_version: int) -> None:
    """Undo one edit: put the former values back, unless the client changed since (VersionStale, 409)."""
    row = await repository(ctx).lock(client_id)
    if row is None:
        raise ClientNotFound
    if row["version"] != entity_version:
        raise VersionStale(current_version=row["version"])
    await update(ctx, client_id, ClientUpdate.model_validate(dict(before) | {"version": row["version"]}))

