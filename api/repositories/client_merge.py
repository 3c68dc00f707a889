from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from api.core import cursor as cursors
from api.models.client import Client
from api.repositories.base import TenantRepository, page
from api.repositories.client import CLIENT_JSON

# Strongest first. A key that many share says little: a switchboard, an agency's own address.
MOST_SHARED: Final = 10
REASONS: Final = ("tax_id", "email", "phone", "name", "domain")
# Pages of these are their owners', not the platform's.
PLATFORMS: Final = (
    "instagram.com", "facebook.com", "m.facebook.com", "linkedin.com", "linktr.ee", "wa.me", "api.whatsapp.com", "youtube.com", "tiktok.com",
    "twitter.com", "x.com", "bit.ly", "sites.google.com", "wix.com", "wixsite.com", "blogspot.com", "wordpress.com", "medium.com", "github.com",
)  # fmt: skip
PAIRS = """
    WITH keys AS MATERIALIZED (
        SELECT i.kind, i.match_key FROM identities i
        WHERE i.organization_id = %(organization_id)s AND i.kind <> 'external'
        GROUP BY i.kind, i.match_key HAVING count(DISTINCT i.client_id) > 1),
    names AS MATERIALIZED (
        SELECT array_agg(c.id) AS ids, c.name_key AS match_key FROM clients c
        WHERE c.organization_id = %(organization_id)s AND c.deleted_at IS NULL
        GROUP BY c.name_key HAVING count(*) > 1 AND length(c.name_key) > 2),
    holders AS (
        SELECT DISTINCT k.kind, k.match_key, c.id, c.created_at FROM keys k
        JOIN identities i ON i.organization_id = %(organization_id)s AND i.kind = k.kind AND i.match_key = k.match_key
        JOIN clients c ON c.organization_id = i.organization_id AND c.id = i.client_id AND c.deleted_at IS NULL
        LEFT JOIN contacts p ON p.organization_id = i.organization_id AND p.id = i.contact_id
        WHERE (i.contact_id IS NULL OR p.deleted_at IS NULL) AND NOT (k.kind = 'domain' AND k.match_key = ANY(%(platforms)s))
        UNION ALL
        SELECT 'name', n.match_key, c.id, c.created_at FROM names n
        JOIN clients c ON c.organization_id = %(organization_id)s AND c.id = ANY(n.ids)),
    ranked AS (
        SELECT h.kind, h.match_key, h.id, count(*) OVER same AS holders_count, first_value(h.id) OVER (
            PARTITION BY h.kind, h.match_key ORDER BY h.created_at, h.id) AS first_id
        FROM holders h WINDOW same AS (PARTITION BY h.kind, h.match_key)),
    pairs AS (
        SELECT r.first_id, r.id AS other_id, min(array_position(%(reasons)s::text[], r.kind)) AS rank,
            json_agg(json_build_object('kind', r.kind, 'value', r.match_key)
                     ORDER BY array_position(%(reasons)s::text[], r.kind), r.match_key) AS reasons
        FROM ranked r WHERE r.id <> r.first_id AND r.holders_count <= %(most_shared)s GROUP BY r.first_id, r.id)"""
LIST = f"""
    {PAIRS},
    numbered AS (SELECT p.*, p.rank || ':' || p.first_id AS sort_value, count(*) OVER () AS total FROM pairs p),
    shown AS (
        SELECT n.* FROM numbered n
        WHERE %(cursor_value)s::text IS NULL OR (n.sort_value, n.other_id) > (%(cursor_value)s::text, %(cursor_id)s::uuid)
        ORDER BY n.sort_value, n.other_id LIMIT %(limit)s)
    SELECT json_build_object('reasons', s.reasons, 'clients', json_build_array(
            (SELECT {CLIENT_JSON}::json FROM clients c WHERE c.organization_id = %(organization_id)s AND c.id = s.first_id),
            (SELECT {CLIENT_JSON}::json FROM clients c WHERE c.organization_id = %(organization_id)s AND c.id = s.other_id)))::text AS json,
        s.sort_value, s.other_id AS id, s.total
    FROM shown s ORDER BY s.sort_value, s.other_id"""

LOCK_BOTH = """
    SELECT c.* FROM clients c WHERE c.organization_id = %(organization_id)s AND c.id = ANY(%(ids)s::uuid[])
    ORDER BY c.id FOR UPDATE"""
# What hangs on a client goes along, deleted or not, so that a restore finds its client.
MOVED: Final = ("contacts", "identities", "deals", "timeline_entries", "tasks")
MOVE: Final = {
    table: f"""
    UPDATE {table} x SET client_id = %(to_id)s
    WHERE x.organization_id = %(organization_id)s AND x.client_id = %(from_id)s RETURNING x.id"""
    for table in MOVED
}
MOVE_BACK: Final = {
    table: f"""
    UPDATE {table} x SET client_id = %(to_id)s
    WHERE x.organization_id = %(organization_id)s AND x.client_id = %(from_id)s AND x.id = ANY(%(ids)s::uuid[])"""
    for table in MOVED
}
# One person is the first to call; the survivor's own stays it.
DEMOTE = """
    UPDATE contacts p SET is_primary = false
    WHERE p.organization_id = %(organization_id)s AND p.client_id = %(from_id)s AND p.is_primary AND EXISTS (
        SELECT FROM contacts o WHERE o.organization_id = p.organization_id AND o.client_id = %(to_id)s AND o.is_primary
          AND o.deleted_at IS NULL)
    RETURNING p.id"""
PROMOTE = """
    UPDATE contacts p SET is_primary = true
    WHERE p.organization_id = %(organization_id)s AND p.client_id = %(client_id)s AND p.id = ANY(%(ids)s::uuid[])"""
COPY_TAGS = """
    INSERT INTO client_tags (organization_id, client_id, tag_id)
    SELECT t.organization_id, %(to_id)s, t.tag_id FROM client_tags t
    WHERE t.organization_id = %(organization_id)s AND t.client_id = %(from_id)s
    ON CONFLICT DO NOTHING RETURNING tag_id AS id"""
DROP_TAGS = """
    DELETE FROM client_tags t
    WHERE t.organization_id = %(organization_id)s AND t.client_id = %(client_id)s AND t.tag_id = ANY(%(ids)s::uuid[])"""
REDIRECT = """
    UPDATE clients c SET merged_into_id = %(to_id)s
    WHERE c.organization_id = %(organization_id)s AND c.merged_into_id = %(from_id)s RETURNING c.id"""
REDIRECT_BACK = """
    UPDATE clients c SET merged_into_id = %(to_id)s
    WHERE c.organization_id = %(organization_id)s AND c.merged_into_id = %(from_id)s AND c.id = ANY(%(ids)s::uuid[])"""


class ClientMergeRepository(TenantRepository):
    model = Client

    async def list_pairs_json(self, *, limit: int, cursor: str | None) -> bytes:
        """Clients that share what one client should have, the strongest reason first; every pair once."""
        value, last_id = cursors.decode(cursor, "duplicates") if cursor else (None, None)
        values = self.params(
            limit=limit + 1,
            cursor_value=value,
            cursor_id=last_id,
            platforms=list(PLATFORMS),
            reasons=list(REASONS),
            most_shared=MOST_SHARED,
        )
        rows = await self.session.rows(LIST, values)
        total = rows[0]["total"] if rows else 0
        return page(rows, limit=limit, listing="duplicates", total=str(total).encode())

    async def lock_both(self, one_id: UUID, other_id: UUID) -> dict[UUID, dict[str, Any]]:
        """The rows that there are, deleted ones too, in one order whoever asks."""
        return {row["id"]: row for row in await self.session.rows(LOCK_BOTH, self.params(ids=[one_id, other_id]))}

    async def move_all(self, from_id: UUID, to_id: UUID) -> dict[str, list[str]]:
        """What hung on a client hangs on another; the ids of each kind, as `move_back` takes them."""
        where = self.params(from_id=from_id, to_id=to_id)
        moved = {"demoted": await self._ids(DEMOTE, where), "tags": await self._ids(COPY_TAGS, where)}
        for table, sql in MOVE.items():
            moved[table] = await self._ids(sql, where)
        moved["redirected"] = await self._ids(REDIRECT, where)
        return moved

    async def move_back(self, moved: Mapping[str, Sequence[str]], *, from_id: UUID, to_id: UUID) -> None:
        """What is still where `move_all` put it."""
        where = self.params(from_id=from_id, to_id=to_id)
        for table, sql in MOVE_BACK.items():
            await self.session.run(sql, {**where, "ids": list(moved[table])})
        await self.session.run(REDIRECT_BACK, {**where, "ids": list(moved["redirected"])})
        await self.session.run(PROMOTE, self.params(client_id=to_id, ids=list(moved["demoted"])))
        await self.session.run(DROP_TAGS, self.params(client_id=from_id, ids=list(moved["tags"])))

    async def _ids(self, sql: str, values: dict[str, Any]) -> list[str]:
        return [str(row["id"]) for row in await self.session.rows(sql, values)]
