"""Set-based statements of a running import: one for a whole chunk of rows (COPY is refused under row-level security)."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb
from uuid_utils.compat import uuid7

from api.models.data_import import DataImport
from api.repositories.base import TenantRepository

Rows = Sequence[dict[str, Any]]

# OFFSET 0 keeps each look-up an index scan per key. While an import fills tables that were never analysed, the planner
# would rather read the whole organization for every chunk.
FIND_HANDLES = """
    SELECT found.* FROM unnest(%(kinds)s::text[], %(keys)s::text[]) AS wanted (kind, match_key)
    CROSS JOIN LATERAL (
        SELECT i.kind, i.match_key, i.client_id, i.contact_id, i.created_at, i.id, c.sort_name, c.email AS client_email, c.tax_id,
               p.name AS contact_name, p.email AS contact_email
        FROM identities i
        JOIN clients c ON c.organization_id = i.organization_id AND c.id = i.client_id AND c.deleted_at IS NULL
        LEFT JOIN contacts p ON p.organization_id = i.organization_id AND p.id = i.contact_id
        WHERE i.organization_id = %(organization_id)s AND i.kind = wanted.kind AND i.match_key = wanted.match_key
          AND (i.contact_id IS NULL OR p.deleted_at IS NULL) OFFSET 0) found
    ORDER BY found.contact_id IS NULL, found.created_at, found.id"""
FIND_NAMES = """
    SELECT found.* FROM unnest(%(names)s::text[]) AS wanted (name)
    CROSS JOIN LATERAL (
        SELECT c.id AS client_id, c.sort_name, c.email AS client_email, c.tax_id, c.created_at FROM clients c
        WHERE c.organization_id = %(organization_id)s AND c.sort_name COLLATE "C" = wanted.name AND c.deleted_at IS NULL
        OFFSET 0) found
    ORDER BY found.created_at, found.client_id"""
FIND_REACHABLE = """
    SELECT c.sort_name FROM clients c
    WHERE c.organization_id = %(organization_id)s AND c.sort_name COLLATE "C" = ANY(%(names)s::text[]) AND c.deleted_at IS NULL
      AND (c.email IS NOT NULL OR c.phone IS NOT NULL OR EXISTS (SELECT FROM contacts p
          WHERE p.organization_id = c.organization_id AND p.client_id = c.id AND p.deleted_at IS NULL
            AND (p.email IS NOT NULL OR p.phone IS NOT NULL)))"""
FIND_CONTACTS = """
    SELECT found.* FROM unnest(%(client_ids)s::uuid[]) AS wanted (client_id)
    CROSS JOIN LATERAL (
        SELECT p.client_id, p.id AS contact_id, p.name AS contact_name, p.email AS contact_email, p.created_at FROM contacts p
        WHERE p.organization_id = %(organization_id)s AND p.client_id = wanted.client_id AND p.deleted_at IS NULL
          AND (p.name = ANY(%(names)s::text[]) OR lower(p.name) = ANY(%(lower_names)s::text[])) OFFSET 0) found
    ORDER BY found.created_at, found.contact_id"""
FIND_DEALS = """
    SELECT found.* FROM unnest(%(client_ids)s::uuid[]) AS wanted (client_id)
    CROSS JOIN LATERAL (
        SELECT d.id, d.client_id, d.title, d.created_at FROM deals d
        WHERE d.organization_id = %(organization_id)s AND d.client_id = wanted.client_id AND d.deleted_at IS NULL
          AND (d.title = ANY(%(titles)s::text[]) OR lower(d.title) = ANY(%(lower_titles)s::text[])) OFFSET 0) found
    ORDER BY found.created_at, found.id"""
HOLD_CLIENTS = """
    SELECT c.id FROM clients c
    WHERE c.organization_id = %(organization_id)s AND c.id = ANY(%(ids)s::uuid[]) AND c.deleted_at IS NULL
    ORDER BY c.id FOR KEY SHARE"""
INSERT_CLIENTS = """
    INSERT INTO clients (organization_id, id, kind, name, sort_name, email, phone, website, source, tax_id, address, notes,
                         custom_fields, owner_id, import_id, search_text, created_at)
    SELECT %(organization_id)s, r.id, r.kind, r.name, r.sort_name, r.email, r.phone, r.website, r.source, r.tax_id, r.address,
           r.notes, r.custom_fields, r.owner_id, %(import_id)s, r.search_text, coalesce(r.created_at, now())
    FROM jsonb_to_recordset(%(rows)s) AS r (id uuid, kind text, name text, sort_name text, email text, phone text, website text,
        source text, tax_id text, address text, notes text, custom_fields jsonb, owner_id uuid, search_text text, created_at timestamptz)"""
INSERT_CONTACTS = """
    INSERT INTO contacts (organization_id, id, client_id, name, title, email, phone, import_id, search_text)
    SELECT %(organization_id)s, r.id, r.client_id, r.name, r.title, r.email, r.phone, %(import_id)s, r.search_text
    FROM jsonb_to_recordset(%(rows)s) AS r (id uuid, client_id uuid, name text, title text, email text, phone text, search_text text)"""
INSERT_IDENTITIES = """
    INSERT INTO identities (organization_id, id, kind, match_key, value, client_id, contact_id, provenance)
    SELECT %(organization_id)s, r.id, r.kind, r.match_key, r.value, r.client_id, r.contact_id, 'import'
    FROM jsonb_to_recordset(%(rows)s) AS r (id uuid, kind text, match_key text, value text, client_id uuid, contact_id uuid)"""
INSERT_TIMELINE = """
    INSERT INTO timeline_entries (organization_id, id, client_id, deal_id, type, content, metadata, user_id, import_id)
    SELECT %(organization_id)s, r.id, r.client_id, r.deal_id, r.type, r.content, r.metadata, %(user_id)s, %(import_id)s
    FROM jsonb_to_recordset(%(rows)s) AS r (id uuid, client_id uuid, deal_id uuid, type text, content text, metadata jsonb)"""
INSERT_DEALS = """
    INSERT INTO deals (organization_id, id, client_id, title, stage, position, value_cents, currency, owner_id,
                       expected_close_date, source, custom_fields, outcome, lost_reason, stage_entered_at, closed_at, moved_by, import_id,
                       search_text, created_at)
    SELECT %(organization_id)s, r.id, r.client_id, r.title, r.stage, r.position, r.value_cents, r.currency, r.owner_id,
           r.expected_close_date, r.source, r.custom_fields, r.outcome, r.lost_reason, r.stage_entered_at, r.closed_at, %(user_id)s, %(import_id)s,
           r.search_text, r.created_at
    FROM jsonb_to_recordset(%(rows)s) AS r (id uuid, client_id uuid, title text, stage text, position text, value_cents bigint,
        currency text, owner_id uuid, expected_close_date date, source text, custom_fields jsonb, outcome text, lost_reason text,
        stage_entered_at timestamptz, closed_at timestamptz, search_text text, created_at timestamptz)"""
INSERT_STAGE_VISITS = """
    INSERT INTO deal_stage_visits (organization_id, id, deal_id, stage, user_id, entered_at)
    SELECT %(organization_id)s, r.id, r.deal_id, r.stage, %(user_id)s, r.entered_at
    FROM jsonb_to_recordset(%(rows)s) AS r (id uuid, deal_id uuid, stage text, entered_at timestamptz)"""
UPSERT_TAGS = """
    INSERT INTO tags (organization_id, id, name, match_key)
    SELECT %(organization_id)s, r.id, r.name, r.match_key
    FROM jsonb_to_recordset(%(rows)s) AS r (id uuid, name text, match_key text) ORDER BY r.match_key
    ON CONFLICT ON CONSTRAINT tags_match_key_key DO UPDATE SET match_key = excluded.match_key RETURNING match_key, id"""
INSERT_CLIENT_TAGS = """
    INSERT INTO client_tags (organization_id, client_id, tag_id)
    SELECT %(organization_id)s, r.owner_id, r.tag_id FROM jsonb_to_recordset(%(rows)s) AS r (owner_id uuid, tag_id uuid)
    ON CONFLICT DO NOTHING RETURNING client_id AS id"""
INSERT_DEAL_TAGS = """
    INSERT INTO deal_tags (organization_id, deal_id, tag_id)
    SELECT %(organization_id)s, r.owner_id, r.tag_id FROM jsonb_to_recordset(%(rows)s) AS r (owner_id uuid, tag_id uuid)
    ON CONFLICT DO NOTHING RETURNING deal_id AS id"""
# Rows that this very import created keep their version: they count as untouched when it is undone.
FILL_CLIENTS = """
    UPDATE clients c SET
        email = coalesce(c.email, r.email), phone = coalesce(c.phone, r.phone), website = coalesce(c.website, r.website),
        source = coalesce(c.source, r.source), tax_id = coalesce(c.tax_id, r.tax_id), address = coalesce(c.address, r.address),
        notes = coalesce(c.notes, r.notes), custom_fields = r.custom_fields || c.custom_fields, search_text = c.search_text || ' ' || r.search_text,
        version = c.version + (c.import_id IS DISTINCT FROM %(import_id)s)::integer, updated_at = now()
    FROM jsonb_to_recordset(%(rows)s) AS r (id uuid, email text, phone text, website text, source text, tax_id text, address text,
        notes text, custom_fields jsonb, search_text text)
    WHERE c.organization_id = %(organization_id)s AND c.id = r.id AND (
        (c.email IS NULL AND r.email IS NOT NULL) OR (c.phone IS NULL AND r.phone IS NOT NULL)
        OR (c.website IS NULL AND r.website IS NOT NULL) OR (c.source IS NULL AND r.source IS NOT NULL)
        OR (c.tax_id IS NULL AND r.tax_id IS NOT NULL) OR (c.address IS NULL AND r.address IS NOT NULL)
        OR (c.notes IS NULL AND r.notes IS NOT NULL) OR r.custom_fields || c.custom_fields <> c.custom_fields)
    RETURNING c.id"""
FILL_CONTACTS = """
    UPDATE contacts p SET
        title = coalesce(p.title, r.title), email = coalesce(p.email, r.email), phone = coalesce(p.phone, r.phone),
        search_text = p.search_text || ' ' || r.search_text,
        version = p.version + (p.import_id IS DISTINCT FROM %(import_id)s)::integer, updated_at = now()
    FROM jsonb_to_recordset(%(rows)s) AS r (id uuid, title text, email text, phone text, search_text text)
    WHERE p.organization_id = %(organization_id)s AND p.id = r.id AND (
        (p.title IS NULL AND r.title IS NOT NULL) OR (p.email IS NULL AND r.email IS NOT NULL)
        OR (p.phone IS NULL AND r.phone IS NOT NULL))
    RETURNING p.id"""
FILL_DEALS = """
    UPDATE deals d SET
        expected_close_date = coalesce(d.expected_close_date, r.expected_close_date), source = coalesce(d.source, r.source),
        value_cents = CASE WHEN d.value_cents = 0 THEN r.value_cents ELSE d.value_cents END,
        custom_fields = r.custom_fields || d.custom_fields,
        currency = CASE WHEN d.value_cents = 0 AND r.value_cents > 0 THEN r.currency ELSE d.currency END,
        version = d.version + (d.import_id IS DISTINCT FROM %(import_id)s)::integer, updated_at = now()
    FROM jsonb_to_recordset(%(rows)s) AS r (id uuid, expected_close_date date, source text, value_cents bigint, currency text,
        custom_fields jsonb)
    WHERE d.organization_id = %(organization_id)s AND d.id = r.id AND (
        (d.expected_close_date IS NULL AND r.expected_close_date IS NOT NULL) OR (d.source IS NULL AND r.source IS NOT NULL)
        OR (d.value_cents = 0 AND r.value_cents > 0) OR r.custom_fields || d.custom_fields <> d.custom_fields)
    RETURNING d.id"""
LAST_POSITION = """
    SELECT d.position FROM deals d WHERE d.organization_id = %(organization_id)s AND d.stage = %(stage)s
    ORDER BY d.position DESC LIMIT 1"""
INSERT_PROBLEMS = """
    INSERT INTO import_problems (organization_id, id, import_id, row_number, code, severity, field, value, raw)
    SELECT %(organization_id)s, r.id, %(import_id)s, r.row_number, r.code, r.severity, r.field, r.value, r.raw
    FROM jsonb_to_recordset(%(rows)s) AS r (id uuid, row_number integer, code text, severity text, field text, value text, raw jsonb)"""
# statement: names no organization, because it only has the planner count pages.
REFRESH_STATISTICS = "SELECT app.refresh_statistics()"
MEMBERS = """
    SELECT m.user_id, u.email, u.full_name FROM memberships m JOIN users u ON u.id = m.user_id
    WHERE m.organization_id = %(organization_id)s ORDER BY m.created_at DESC, m.user_id"""


class ImportBatchRepository(TenantRepository):
    model = DataImport

    def __init__(self, session: Any, organization_id: UUID, import_id: UUID, user_id: UUID | None) -> None:
        super().__init__(session, organization_id)
        self.import_id = import_id
        self.user_id = user_id

    async def find_handles(self, handles: Sequence[tuple[str, str]]) -> Rows:
        kinds, keys = [kind for kind, _ in handles], [key for _, key in handles]
        return await self.session.rows(FIND_HANDLES, self.params(kinds=kinds, keys=keys)) if handles else []

    async def find_names(self, names: Sequence[str]) -> Rows:
        return await self.session.rows(FIND_NAMES, self.params(names=list(names))) if names else []

    async def find_reachable(self, names: Sequence[str]) -> set[str]:
        """Which of the folded names are of clients that can be written to or called."""
        found = await self.session.rows(FIND_REACHABLE, self.params(names=list(names))) if names else []
        return {row["sort_name"] for row in found}

    async def hold_clients(self, client_ids: Collection[UUID]) -> set[UUID]:
        """Which of them live; these can't be deleted until this transaction ends."""
        if not client_ids:
            return set()
        return {row["id"] for row in await self.session.rows(HOLD_CLIENTS, self.params(ids=list(client_ids)))}

    async def find_contacts(self, client_ids: Sequence[UUID], names: Sequence[str]) -> Rows:
        if not client_ids or not names:
            return []
        values = self.params(client_ids=list(client_ids), names=list(names), lower_names=[name.lower() for name in names])
        return await self.session.rows(FIND_CONTACTS, values)

    async def find_deals(self, client_ids: Sequence[UUID], titles: Sequence[str]) -> Rows:
        if not client_ids:
            return []
        values = self.params(client_ids=list(client_ids), titles=list(titles), lower_titles=[title.lower() for title in titles])
        return await self.session.rows(FIND_DEALS, values)

    async def find_last_position(self, stage: str) -> str | None:
        found: str | None = await self.session.scalar(LAST_POSITION, self.params(stage=stage))
        return found

    async def refresh_statistics(self) -> None:
        """Have tables that doubled since the planner last looked at them looked at again."""
        await self.session.run(REFRESH_STATISTICS, {})

    async def list_members(self) -> Rows:
        return await self.session.rows(MEMBERS, self.params())

    async def insert_clients(self, rows: Rows) -> None:
        await self._write(INSERT_CLIENTS, rows)

    async def insert_contacts(self, rows: Rows) -> None:
        await self._write(INSERT_CONTACTS, rows)

    async def insert_identities(self, rows: Rows) -> None:
        await self._write(INSERT_IDENTITIES, rows)

    async def insert_timeline(self, rows: Rows) -> None:
        await self._write(INSERT_TIMELINE, rows)

    async def insert_deals(self, rows: Rows) -> None:
        await self._write(INSERT_DEALS, rows)

    async def insert_stage_visits(self, rows: Rows) -> None:
        await self._write(INSERT_STAGE_VISITS, rows)

    async def insert_problems(self, rows: Rows) -> None:
        await self._write(INSERT_PROBLEMS, rows)

    async def fill_clients(self, rows: Rows) -> set[UUID]:
        """Write what is still empty; the ids of the clients that changed."""
        return await self._write_returning(FILL_CLIENTS, rows)

    async def fill_contacts(self, rows: Rows) -> set[UUID]:
        return await self._write_returning(FILL_CONTACTS, rows)

    async def fill_deals(self, rows: Rows) -> set[UUID]:
        return await self._write_returning(FILL_DEALS, rows)

    async def add_tags(self, entity: str, tags: Sequence[tuple[UUID, str, str]]) -> set[UUID]:
        """tags: (id of the client or deal, name, match key). The ids that got a tag they had not."""
        names = {key: name for _, name, key in reversed(tags)}
        if not names:
            return set()
        rows = [{"id": uuid7(), "name": name, "match_key": key} for key, name in names.items()]
        found = await self.session.rows(UPSERT_TAGS, self.params(rows=Jsonb(rows)))
        ids = {row["match_key"]: row["id"] for row in found}
        links = [{"owner_id": owner_id, "tag_id": ids[key]} for owner_id, _, key in tags]
        return await self._write_returning(INSERT_CLIENT_TAGS if entity == "client" else INSERT_DEAL_TAGS, links)

    async def _write(self, sql: str, rows: Rows) -> None:
        if rows:
            await self.session.run(sql, self._values(rows))

    async def _write_returning(self, sql: str, rows: Rows) -> set[UUID]:
        if not rows:
            return set()
        return {row["id"] for row in await self.session.rows(sql, self._values(rows))}

    def _values(self, rows: Rows) -> dict[str, Any]:
        return self.params(rows=Jsonb(list(rows)), import_id=self.import_id, user_id=self.user_id)
