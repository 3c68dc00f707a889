"""Statements on many rows of one kind at once: found and locked in one order, written from one JSON."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Final
from uuid import UUID

from psycopg.types.json import Jsonb
from uuid_utils.compat import uuid7

from api.models.client import Client
from api.models.deal import Deal
from api.repositories.base import TenantRepository
from api.repositories.client import UPSERT_TAG

LOCK_DEALS = """
    SELECT d.*, c.name AS client_name, d.title AS name
    FROM deals d JOIN clients c ON c.organization_id = d.organization_id AND c.id = d.client_id AND c.deleted_at IS NULL
    WHERE d.organization_id = %(organization_id)s AND d.id = ANY(%(ids)s) AND (d.deleted_at IS NOT NULL) = %(deleted)s
    ORDER BY d.id FOR KEY SHARE OF c FOR NO KEY UPDATE OF d"""
LOCK_CLIENTS = """
    SELECT c.* FROM clients c
    WHERE c.organization_id = %(organization_id)s AND c.id = ANY(%(ids)s) AND (c.deleted_at IS NOT NULL) = %(deleted)s
    ORDER BY c.id FOR NO KEY UPDATE"""
LOCK_CLIENTS_EXCLUSIVELY = LOCK_CLIENTS.replace("FOR NO KEY UPDATE", "FOR UPDATE")
# What a row may be given, with the types that JSON is read as.
DEAL_COLUMNS: Final = {
    "stage": "text", "position": "text", "outcome": "text", "lost_reason": "text", "won_reason": "text", "closed_at": "timestamptz",
    "stage_entered_at": "timestamptz", "earlier_stage_seconds": "bigint", "owner_id": "uuid",
    "moved_by": "uuid",
}  # fmt: skip
CLIENT_COLUMNS: Final = {"owner_id": "uuid"}
WRITE_DEALS = """
    UPDATE deals d SET version = d.version + 1, updated_at = now(), {assignments}
    FROM jsonb_to_recordset(%(rows)s) AS b (id uuid, {columns})
    WHERE d.organization_id = %(organization_id)s AND d.id = b.id"""
WRITE_CLIENTS = """
    UPDATE clients c SET version = c.version + 1, updated_at = now(), {assignments}
    FROM jsonb_to_recordset(%(rows)s) AS b (id uuid, {columns})
    WHERE c.organization_id = %(organization_id)s AND c.id = b.id"""
TOUCH_DEALS = """
    UPDATE deals d SET version = d.version + 1, updated_at = now()
    WHERE d.organization_id = %(organization_id)s AND d.id = ANY(%(ids)s)"""
TOUCH_CLIENTS = """
    UPDATE clients c SET version = c.version + 1, updated_at = now()
    WHERE c.organization_id = %(organization_id)s AND c.id = ANY(%(ids)s)"""
DELETE_DEALS = """
    UPDATE deals d SET deleted_at = now(), version = d.version + 1, updated_at = now()
    WHERE d.organization_id = %(organization_id)s AND d.id = ANY(%(ids)s)"""
DELETE_CLIENTS = """
    UPDATE clients c SET deleted_at = now(), version = c.version + 1, updated_at = now()
    WHERE c.organization_id = %(organization_id)s AND c.id = ANY(%(ids)s)"""
RESTORE_DEALS = DELETE_DEALS.replace("deleted_at = now()", "deleted_at = NULL")
RESTORE_CLIENTS = DELETE_CLIENTS.replace("deleted_at = now()", "deleted_at = NULL")
# What left with the clients bears their moment.
DELETE_DEALS_OF = """
    UPDATE deals d SET deleted_at = now(), updated_at = now(), version = d.version + 1
    WHERE d.organization_id = %(organization_id)s AND d.client_id = ANY(%(ids)s) AND d.deleted_at IS NULL RETURNING d.client_id"""
RESTORE_DEALS_OF = """
    UPDATE deals d SET deleted_at = NULL, updated_at = now(), version = d.version + 1
    FROM unnest(%(ids)s::uuid[], %(moments)s::timestamptz[]) AS b (id, deleted_at)
    WHERE d.organization_id = %(organization_id)s AND d.client_id = b.id AND d.deleted_at = b.deleted_at"""
LIST_DEAL_TAGS = """
    SELECT dt.deal_id AS id, array_agg(t.name ORDER BY t.match_key) AS names, array_agg(t.match_key ORDER BY t.match_key) AS keys
    FROM deal_tags dt JOIN tags t ON t.organization_id = dt.organization_id AND t.id = dt.tag_id
    WHERE dt.organization_id = %(organization_id)s AND dt.deal_id = ANY(%(ids)s) GROUP BY dt.deal_id"""
LIST_CLIENT_TAGS = """
    SELECT ct.client_id AS id, array_agg(t.name ORDER BY t.match_key) AS names, array_agg(t.match_key ORDER BY t.match_key) AS keys
    FROM client_tags ct JOIN tags t ON t.organization_id = ct.organization_id AND t.id = ct.tag_id
    WHERE ct.organization_id = %(organization_id)s AND ct.client_id = ANY(%(ids)s) GROUP BY ct.client_id"""
TAG_DEALS = """
    INSERT INTO deal_tags (organization_id, deal_id, tag_id)
    SELECT %(organization_id)s, p.id, t.id FROM unnest(%(ids)s::uuid[], %(keys)s::text[]) AS p (id, key)
    JOIN tags t ON t.organization_id = %(organization_id)s AND t.match_key = p.key ON CONFLICT DO NOTHING"""
TAG_CLIENTS = """
    INSERT INTO client_tags (organization_id, client_id, tag_id)
    SELECT %(organization_id)s, p.id, t.id FROM unnest(%(ids)s::uuid[], %(keys)s::text[]) AS p (id, key)
    JOIN tags t ON t.organization_id = %(organization_id)s AND t.match_key = p.key ON CONFLICT DO NOTHING"""
UNTAG_DEALS = """
    DELETE FROM deal_tags dt WHERE dt.organization_id = %(organization_id)s AND (dt.deal_id, dt.tag_id) IN (
        SELECT p.id, t.id FROM unnest(%(ids)s::uuid[], %(keys)s::text[]) AS p (id, key)
        JOIN tags t ON t.organization_id = %(organization_id)s AND t.match_key = p.key)"""
UNTAG_CLIENTS = """
    DELETE FROM client_tags ct WHERE ct.organization_id = %(organization_id)s AND (ct.client_id, ct.tag_id) IN (
        SELECT p.id, t.id FROM unnest(%(ids)s::uuid[], %(keys)s::text[]) AS p (id, key)
        JOIN tags t ON t.organization_id = %(organization_id)s AND t.match_key = p.key)"""

Pairs = Sequence[tuple[UUID, str]]


class BulkRepository(TenantRepository):
    """What deals and clients share; the texts are each kind's own."""

    locking: ClassVar[str]
    writing: ClassVar[str]
    touching: ClassVar[str]
    listing_tags: ClassVar[str]
    tagging: ClassVar[str]
    untagging: ClassVar[str]
    deleting: ClassVar[str]
    restoring: ClassVar[str]
    columns: ClassVar[Mapping[str, str]]

    async def lock_all(self, ids: Sequence[UUID], *, deleted: bool = False) -> dict[UUID, dict[str, Any]]:
        """The rows by id, locked in the order of their ids; what isn't there or isn't seen is missing."""
        rows = await self.session.rows(self.locking, self.params(ids=list(ids), deleted=deleted))
        return {row["id"]: row for row in rows}

    async def write_all(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """rows: of `id` and the same columns each, as JSON can hold them; the version goes up by one."""
        if not rows:
            return
        names = [name for name in rows[0] if name != "id"]
        sql = self.writing.format(
            assignments=", ".join(f"{name} = b.{name}" for name in names),
            columns=", ".join(f"{name} {self.columns[name]}" for name in names),
        )
        await self.session.run(sql, self.params(rows=Jsonb(list(rows))))

    async def touch_all(self, ids: Sequence[UUID]) -> None:
        """Only the version goes up by one."""
        await self.session.run(self.touching, self.params(ids=list(ids)))

    async def delete_all(self, ids: Sequence[UUID]) -> None:
        await self.session.run(self.deleting, self.params(ids=list(ids)))

    async def restore_all(self, ids: Sequence[UUID]) -> None:
        await self.session.run(self.restoring, self.params(ids=list(ids)))

    async def list_tags(self, ids: Sequence[UUID]) -> dict[UUID, dict[str, str]]:
        """{id: {match_key: name}}."""
        rows = await self.session.rows(self.listing_tags, self.params(ids=list(ids)))
        return {row["id"]: dict(zip(row["keys"], row["names"], strict=True)) for row in rows}

    async def tag_all(self, pairs: Pairs, tags: Sequence[tuple[str, str]]) -> None:
        """pairs: (id, match_key) to add; tags: (name, match_key) of all of them, unknown ones are created."""
        for name, match_key in sorted(tags, key=lambda tag: tag[1]):
            await self.session.scalar(UPSERT_TAG, self.params(id=uuid7(), name=name, match_key=match_key))
        await self.session.run(self.tagging, self.params(ids=[i for i, _ in pairs], keys=[key for _, key in pairs]))

    async def untag_all(self, pairs: Pairs) -> None:
        await self.session.run(self.untagging, self.params(ids=[i for i, _ in pairs], keys=[key for _, key in pairs]))


class DealBulkRepository(BulkRepository):
    model = Deal
    locking, writing, touching, deleting, restoring = LOCK_DEALS, WRITE_DEALS, TOUCH_DEALS, DELETE_DEALS, RESTORE_DEALS
    listing_tags, tagging, untagging, columns = LIST_DEAL_TAGS, TAG_DEALS, UNTAG_DEALS, DEAL_COLUMNS


class ClientBulkRepository(BulkRepository):
    model = Client
    locking, writing, touching, deleting, restoring = LOCK_CLIENTS, WRITE_CLIENTS, TOUCH_CLIENTS, DELETE_CLIENTS, RESTORE_CLIENTS
    listing_tags, tagging, untagging, columns = LIST_CLIENT_TAGS, TAG_CLIENTS, UNTAG_CLIENTS, CLIENT_COLUMNS

    async def lock_exclusively(self, ids: Sequence[UUID], *, deleted: bool = False) -> dict[UUID, dict[str, Any]]:
        """As `lock_all`, but waits for everybody who holds the clients, so that nothing new hangs on them."""
        rows = await self.session.rows(LOCK_CLIENTS_EXCLUSIVELY, self.params(ids=list(ids), deleted=deleted))
        return {row["id"]: row for row in rows}

    async def delete_deals_of(self, ids: Sequence[UUID]) -> dict[UUID, int]:
        """How many deals left with each client."""
        counts: dict[UUID, int] = {}
        for row in await self.session.rows(DELETE_DEALS_OF, self.params(ids=list(ids))):
            counts[row["client_id"]] = counts.get(row["client_id"], 0) + 1
        return counts

    async def restore_deals_of(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """rows: the deleted clients, with the moment that they left at."""
        values = {"ids": [row["id"] for row in rows], "moments": [row["deleted_at"] for row in rows]}
        await self.session.run(RESTORE_DEALS_OF, self.params(**values))
