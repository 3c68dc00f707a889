from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from api.core import cursor as cursors
from api.core.statement import Statement, side_by_side, together
from api.models.client import Client
from api.repositories.base import TenantRepository, page
from api.repositories.custom_field import live_values

CLIENT_JSON = f"""json_build_object(
    'id', c.id, 'name', c.name, 'kind', c.kind, 'email', c.email, 'phone', c.phone, 'website', c.website,
    'owner_id', c.owner_id, 'owner_name', (SELECT u.full_name FROM users u WHERE u.id = c.owner_id),
    'tags', (SELECT coalesce(json_agg(t.name ORDER BY t.match_key), '[]'::json) FROM client_tags ct
             JOIN tags t ON t.organization_id = ct.organization_id AND t.id = ct.tag_id
             WHERE ct.organization_id = c.organization_id AND ct.client_id = c.id),
    'primary_contact', (SELECT json_build_object('name', p.name, 'email', p.email, 'phone', p.phone) FROM contacts p
                        WHERE p.organization_id = c.organization_id AND p.client_id = c.id AND p.deleted_at IS NULL
                        ORDER BY p.is_primary DESC, p.created_at, p.id LIMIT 1),
    'custom_fields', {live_values("c", "client")}, 'source', c.source, 'tax_id', c.tax_id, 'address', c.address, 'notes', c.notes,
    'open_deals_count', (SELECT count(*) FROM deals d WHERE d.organization_id = c.organization_id AND d.client_id = c.id
                         AND d.deleted_at IS NULL AND d.outcome IS NULL),
    'last_activity_at', c.last_activity_at, 'version', c.version, 'created_at', c.created_at,
    'updated_at', c.updated_at)::text"""

GET = f"""
    SELECT {CLIENT_JSON} AS json FROM clients c
    WHERE c.organization_id = %(organization_id)s AND c.id = %(id)s AND c.deleted_at IS NULL"""
# The client that this one was merged into; merges of merged ones point at the last survivor.
FOLLOW = f"""
    SELECT {CLIENT_JSON} AS json FROM clients m
    JOIN clients c ON c.organization_id = m.organization_id AND c.id = m.merged_into_id AND c.deleted_at IS NULL
    WHERE m.organization_id = %(organization_id)s AND m.id = %(id)s"""

WRITTEN = f"SELECT {CLIENT_JSON} AS json FROM written c WHERE c.organization_id = %(organization_id)s"
LOCK = """
    SELECT * FROM clients c
    WHERE c.organization_id = %(organization_id)s AND c.id = %(id)s AND (c.deleted_at IS NOT NULL) = %(deleted)s
    FOR NO KEY UPDATE"""
# Waits for everybody who holds the client (HOLD), so that nothing new hangs on it once it is deleted.
LOCK_EXCLUSIVELY = LOCK.replace("FOR NO KEY UPDATE", "FOR UPDATE")
EXISTS = """
    SELECT true FROM clients c
    WHERE c.organization_id = %(organization_id)s AND c.id = %(id)s AND c.deleted_at IS NULL"""
HOLD = f"{EXISTS} FOR KEY SHARE"

# sort → (SQL expression, type of the cursor's value, direction)
SORTS = {
    "name": ('c.sort_name COLLATE "C"', "text", "ASC"),
    "-name": ('c.sort_name COLLATE "C"', "text", "DESC"),
    "created_at": ("c.created_at", "timestamptz", "ASC"),
    "-created_at": ("c.created_at", "timestamptz", "DESC"),
    "last_activity_at": ("coalesce(c.last_activity_at, c.created_at)", "timestamptz", "ASC"),
    "-last_activity_at": ("coalesce(c.last_activity_at, c.created_at)", "timestamptz", "DESC"),
}
TOTAL = """
    SELECT coalesce(sum(t.row_count), 0)::text FROM totals t
    WHERE t.organization_id = %(organization_id)s AND t.subject = 'client'"""

FIND_BY_IDENTITY = """
    SELECT i.client_id AS id FROM identities i
    JOIN clients c ON c.organization_id = i.organization_id AND c.id = i.client_id AND c.deleted_at IS NULL
    LEFT JOIN contacts p ON p.organization_id = i.organization_id AND p.id = i.contact_id
    WHERE i.organization_id = %(organization_id)s AND i.kind = %(kind)s AND i.match_key = %(key)s
      AND (i.contact_id IS NULL OR p.deleted_at IS NULL)
    ORDER BY i.created_at, i.id LIMIT 1"""
FIND_BY_NAME = """
    SELECT c.id FROM clients c
    WHERE c.organization_id = %(organization_id)s AND c.sort_name COLLATE "C" = %(sort_name)s AND c.deleted_at IS NULL
    ORDER BY c.created_at, c.id LIMIT 1"""
DELETE_IDENTITIES = """
    DELETE FROM identities i WHERE i.organization_id = %(organization_id)s AND i.client_id = %(client_id)s
    AND i.contact_id IS NOT DISTINCT FROM %(contact_id)s
    AND (i.kind, i.match_key) IN (
        SELECT k.kind, k.match_key FROM unnest(%(kinds)s::text[], %(keys)s::text[]) k (kind, match_key))"""
INSERT_IDENTITIES = """
    INSERT INTO identities (organization_id, id, kind, match_key, value, client_id, contact_id, provenance)
    SELECT %(organization_id)s, i.id, i.kind, i.match_key, i.value, %(client_id)s, %(contact_id)s::uuid, 'manual'
    FROM unnest(%(ids)s::uuid[], %(kinds)s::text[], %(keys)s::text[], %(values)s::text[]) i (id, kind, match_key, value)"""
UPSERT_TAG = """
    INSERT INTO tags (organization_id, id, name, match_key) VALUES (%(organization_id)s, %(id)s, %(name)s, %(match_key)s)
    ON CONFLICT ON CONSTRAINT tags_match_key_key DO UPDATE SET match_key = excluded.match_key RETURNING id"""
DELETE_TAGS = "DELETE FROM client_tags ct WHERE ct.organization_id = %(organization_id)s AND ct.client_id = %(client_id)s"
INSERT_TAG = """
    INSERT INTO client_tags (organization_id, client_id, tag_id) VALUES (%(organization_id)s, %(client_id)s, %(tag_id)s)
    ON CONFLICT DO NOTHING"""
LIST_TAG_NAMES = """
    SELECT t.name FROM client_tags ct JOIN tags t ON t.organization_id = ct.organization_id AND t.id = ct.tag_id
    WHERE ct.organization_id = %(organization_id)s AND ct.client_id = %(client_id)s ORDER BY t.match_key"""
TOUCH = """
    UPDATE clients c SET last_activity_at = greatest(c.last_activity_at, %(at)s),
        last_touch_at = CASE WHEN %(is_touch)s THEN greatest(c.last_touch_at, %(at)s) ELSE c.last_touch_at END,
        last_touch_type = CASE WHEN %(is_touch)s AND %(at)s >= coalesce(c.last_touch_at, %(at)s) THEN %(type)s
                               ELSE c.last_touch_type END
    WHERE c.organization_id = %(organization_id)s AND c.id = %(id)s"""

# What the timeline itself says, after an entry left it or came back; also of entries that whoever acts doesn't see.
RETOUCH = """
    UPDATE clients c SET (last_activity_at, last_touch_at, last_touch_type) = (
        SELECT a.activity_at, a.touch_at, a.touch_type FROM app.last_activity(c.id) a)
    WHERE c.organization_id = %(organization_id)s AND c.id = %(id)s"""
HAS_HIDDEN_DEALS = """
    SELECT app.has_hidden_deals(c.id) FROM clients c WHERE c.organization_id = %(organization_id)s AND c.id = %(id)s"""


class ClientRepository(TenantRepository):
    model = Client

    async def get_json(self, client_id: UUID) -> bytes | None:
        return await self.json(GET, id=client_id)

    async def follow_json(self, client_id: UUID) -> bytes | None:
        """The survivor of a merge, by the id of who went."""
        return await self.json(FOLLOW, id=client_id)

    async def exists(self, client_id: UUID) -> bool:
        return bool(await self.session.scalar(EXISTS, self.params(id=client_id)))

    async def hold(self, client_id: UUID) -> bool:
        """Whether the client lives; then it can't be deleted until this transaction ends."""
        return bool(await self.session.scalar(HOLD, self.params(id=client_id)))

    async def has_hidden_deals(self, client_id: UUID) -> bool:
        """Whether the client has deals that whoever acts doesn't see."""
        return bool(await self.session.scalar(HAS_HIDDEN_DEALS, self.params(id=client_id)))

    async def lock(self, client_id: UUID, *, deleted: bool = False, exclusive: bool = False) -> dict[str, Any] | None:
        return await self.session.row(LOCK_EXCLUSIVELY if exclusive else LOCK, self.params(id=client_id, deleted=deleted))

    async def create(
        self, client_id: UUID, values: dict[str, Any], identities: Sequence[tuple[str, str, str]], *, also: Mapping[str, Statement]
    ) -> bytes:
        """Insert a client, its handles given as in `replace_identities`, and what else belongs to the command; returns its JSON."""
        parts = {"written": self.returning(self.insertion(id=client_id, **values))}
        if identities:
            parts["handles"] = self._identities(client_id, None, identities)
        return str(await self.session.scalar(*together({**parts, **also}, WRITTEN))).encode()

    async def list_json(
        self, where: str, values: dict[str, Any], *, limit: int, sort: str, cursor: str | None, is_filtered: bool
    ) -> bytes:  # fmt: skip
        """where, values: of `client_filter.where`; the total is counted when it narrows, else read from the ledger."""
        expression, value_type, direction = SORTS[sort]
        values = values | {"limit": limit + 1}
        counting = f"SELECT count(*)::text FROM clients c WHERE {where}" if is_filtered else TOTAL
        listing = f"clients:{sort}"
        keyset = ""
        if cursor is not None:
            values["cursor_value"], values["cursor_id"] = cursors.decode(cursor, listing)
            operator = ">" if direction == "ASC" else "<"
            keyset = f"AND ({expression}, c.id) {operator} (%(cursor_value)s::{value_type}, %(cursor_id)s)"
        sql = f"""
            SELECT {CLIENT_JSON} AS json, ({expression})::text AS sort_value, c.id::text, ({counting}) AS total
            FROM clients c
            WHERE {where} {keyset} ORDER BY {expression} {direction}, c.id {direction} LIMIT %(limit)s"""
        rows = await self.session.rows(sql, self.params(**values))
        total = rows[0]["total"].encode() if rows else await self.json(counting, **values) or b"0"
        return page(rows, limit=limit, listing=listing, total=total)

    async def find_alike(self, handles: Sequence[tuple[str, str]], sort_name: str | None) -> list[UUID | None]:
        """The oldest live client with each (kind, match_key), and last the one of this name, in one round trip."""
        parts = {f"handle_{n}": (FIND_BY_IDENTITY, self.params(kind=kind, key=key)) for n, (kind, key) in enumerate(handles)}
        if sort_name:
            parts["name"] = FIND_BY_NAME, self.params(sort_name=sort_name)
        row = await self.session.row(*side_by_side(parts)) if parts else None
        return list(row.values()) if row else []

    async def replace_identities(
        self, client_id: UUID, contact_id: UUID | None, identities: Sequence[tuple[str, str, str]], *,
        former: Sequence[tuple[str, str, str]] = (),
    ) -> None:  # fmt: skip
        """identities: (kind, match_key, value) of the client itself (contact_id None) or of one person there.

        former: those that they take the place of; handles from elsewhere, an import's second e-mail, stay.
        """
        if former:
            kinds, keys = [kind for kind, _, _ in former], [key for _, key, _ in former]
            await self.session.run(DELETE_IDENTITIES, self.params(client_id=client_id, contact_id=contact_id, kinds=kinds, keys=keys))
        if identities:
            await self.session.run(*self._identities(client_id, contact_id, identities))

    def _identities(self, client_id: UUID, contact_id: UUID | None, identities: Sequence[tuple[str, str, str]]) -> Statement:
        kinds, keys, values = zip(*identities, strict=True)
        return INSERT_IDENTITIES, self.params(
            ids=[uuid7() for _ in identities], kinds=list(kinds), keys=list(keys), values=list(values), client_id=client_id,
            contact_id=contact_id,
        )  # fmt: skip

    async def replace_tags(self, client_id: UUID, tags: Sequence[tuple[str, str]]) -> None:
        """tags: (name, match_key); unknown ones are created."""
        await self.session.run(DELETE_TAGS, self.params(client_id=client_id))
        for name, match_key in sorted(tags, key=lambda tag: tag[1]):
            tag_id = await self.session.scalar(UPSERT_TAG, self.params(id=uuid7(), name=name, match_key=match_key))
            await self.session.run(INSERT_TAG, self.params(client_id=client_id, tag_id=tag_id))

    async def list_tag_names(self, client_id: UUID) -> list[str]:
        return [row["name"] for row in await self.session.rows(LIST_TAG_NAMES, self.params(client_id=client_id))]

    async def touch(self, client_id: UUID, *, at: Any, type: str, is_touch: bool) -> None:
        """Note activity; is_touch: it reached the customer (call, e-mail, WhatsApp, meeting)."""
        await self.session.run(TOUCH, self.params(id=client_id, at=at, type=type, is_touch=is_touch))

    async def retouch(self, client_id: UUID) -> None:
        await self.session.run(RETOUCH, self.params(id=client_id))
