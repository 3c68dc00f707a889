from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from psycopg.types.json import Jsonb

from api.core import cursor as cursors
from api.models.audit_entry import AuditEntry
from api.repositories.base import TenantRepository, page

FIND_LATEST = """
    SELECT (SELECT u.full_name FROM users u WHERE u.id = a.user_id) AS full_name, a.created_at FROM audit_log a
    WHERE a.organization_id = %(organization_id)s AND a.entity_id = %(entity_id)s
    ORDER BY (a.action = %(action)s::text) DESC NULLS LAST, a.created_at DESC LIMIT 1"""

# What the entry was about, as people call it today; else as the entry itself names it.
ENTITY_NAME = """coalesce(CASE a.entity_type
        WHEN 'client' THEN (SELECT c.name FROM clients c WHERE c.organization_id = a.organization_id AND c.id = a.entity_id)
        WHEN 'contact' THEN (SELECT p.name FROM contacts p WHERE p.organization_id = a.organization_id AND p.id = a.entity_id)
        WHEN 'deal' THEN (SELECT d.title FROM deals d WHERE d.organization_id = a.organization_id AND d.id = a.entity_id)
        WHEN 'import' THEN (SELECT i.file_name FROM imports i WHERE i.organization_id = a.organization_id AND i.id = a.entity_id)
        WHEN 'api_key' THEN (SELECT k.name FROM api_keys k WHERE k.organization_id = a.organization_id AND k.id = a.entity_id)
        WHEN 'timeline_entry' THEN (
            SELECT c.name FROM timeline_entries e JOIN clients c ON c.organization_id = e.organization_id AND c.id = e.client_id
            WHERE e.organization_id = a.organization_id AND e.id = a.entity_id)
        WHEN 'organization' THEN (SELECT o.name FROM organizations o WHERE o.id = %(organization_id)s)
        ELSE (SELECT u.full_name FROM users u WHERE u.id = a.entity_id) END,
        a.changes -> 'name' ->> 1, a.changes -> 'name' ->> 0, a.changes -> 'title' ->> 1, a.changes -> 'email' ->> 1)"""
ENTRY_JSON = f"""json_build_object(
    'id', a.id, 'action', a.action, 'entity_type', a.entity_type, 'entity_id', a.entity_id, 'entity_name', {ENTITY_NAME},
    'user_id', a.user_id, 'user_name', (SELECT u.full_name FROM users u WHERE u.id = a.user_id),
    'api_key_id', a.api_key_id, 'api_key_name', (
        SELECT k.name FROM api_keys k WHERE k.organization_id = a.organization_id AND k.id = a.api_key_id),
    'session_reference', a.session_reference, 'ip_address', a.ip_address, 'user_agent', a.user_agent,
    'request_id', a.request_id, 'changes', a.changes, 'created_at', a.created_at,
    'strand', a.strand, 'sequence', a.sequence, 'hash', encode(a.hash, 'hex'))::text"""
# Conditions by the filter that asks for them; a filter that isn't set leaves no trace in the statement.
FILTERS: Final[Mapping[str, str]] = {
    "user_id": "a.user_id = %(user_id)s",
    "api_key_id": "a.api_key_id = %(api_key_id)s",
    "action": "a.action = ANY(%(action)s)",
    "entity_type": "a.entity_type = %(entity_type)s",
    "entity_id": "a.entity_id = %(entity_id)s",
    "since": "a.created_at >= %(since)s",
    "until": "a.created_at < %(until)s",
    # Trigrams find nothing under row-level security: the function has the filters too, and gives the entries of one page.
    "query": """a.id = ANY (ARRAY(SELECT s.id FROM app.search_audit(%(query)s,
        ARRAY(SELECT u.id FROM users u WHERE u.full_name ILIKE %(pattern)s OR u.email ILIKE %(pattern)s),
        ARRAY(SELECT r.id FROM app.search(%(folded)s, 'all', 100) r), %(filters)s, %(limit)s) s))""",
    "cursor_id": "(a.created_at, a.id) < (%(cursor_value)s::timestamptz, %(cursor_id)s)",
}
LIST = f"""
    SELECT {ENTRY_JSON} AS json, a.created_at::text AS sort_value, a.id AS id FROM audit_log a
    WHERE a.organization_id = %(organization_id)s"""
LIST_ORDER = " ORDER BY a.created_at DESC, a.id DESC LIMIT %(limit)s"
LIST_HEADS = """
    SELECT h.strand, h.sequence, h.hash FROM audit_heads h WHERE h.organization_id = %(organization_id)s ORDER BY h.strand"""
# The functions take the organization from the verified context; the filter repeats it for the first wall.
CHECK = """
    SELECT c.problem, c.sequence, c.entry_id, c.head FROM app.check_own_audit(%(strand)s, %(first)s, %(last)s) c
    WHERE app.organization_id() = %(organization_id)s"""
FIND_UNCHAINED = """
    SELECT c.strand, c.sequence, c.entry_id FROM app.find_own_unchained() c WHERE app.organization_id() = %(organization_id)s"""


# What app.search_audit narrows down by itself, and how the statement names it.
NARROWING: Final[Mapping[str, str]] = {
    **{name: name for name in ("user_id", "api_key_id", "action", "entity_type", "entity_id", "since", "until")},
    "before": "cursor_value",
    "before_id": "cursor_id",
}


def _narrowed(given: Mapping[str, Any]) -> Jsonb:
    found = {name: given[stated] for name, stated in NARROWING.items() if stated in given}
    return Jsonb({name: value if isinstance(value, list) else str(value) for name, value in found.items()})


class AuditRepository(TenantRepository):
    model = AuditEntry

    async def find_latest(self, entity_id: UUID, action: str | None = None) -> tuple[str | None, datetime] | None:
        """Who changed this last, and when; the last of `action` if there was any. The name is None when the person has left."""
        row = await self.session.row(FIND_LATEST, self.params(entity_id=entity_id, action=action))
        return None if row is None else (row["full_name"], row["created_at"])

    async def list_rows(self, filters: Mapping[str, Any], *, limit: int, cursor: str | None) -> Sequence[dict[str, Any]]:
        """(json, sort_value, id) of the entries that match, newest first.

        filters: by name of FILTERS; with `query` come its `pattern` for LIKE and the text as it is `folded` for search.
        """
        given = {name: value for name, value in filters.items() if value is not None}
        if cursor:
            given["cursor_value"], given["cursor_id"] = cursors.decode(cursor, "audit")
        conditions = "".join(f" AND {condition}" for name, condition in FILTERS.items() if name in given)
        if "query" in given:
            given["filters"] = _narrowed(given)
        return await self.session.rows(LIST + conditions + LIST_ORDER, self.params(limit=limit, **given))

    async def list_json(self, filters: Mapping[str, Any], *, limit: int, cursor: str | None) -> bytes:
        return page(await self.list_rows(filters, limit=limit + 1, cursor=cursor), limit=limit, listing="audit")

    async def list_heads(self) -> Sequence[dict[str, Any]]:
        return await self.session.rows(LIST_HEADS, self.params())

    async def check(self, strand: int, first: int, last: int) -> dict[str, Any]:
        """The first problem of these places of a strand, or what the last one's hash is."""
        row = await self.session.row(CHECK, self.params(strand=strand, first=first, last=last))
        assert row is not None
        return row

    async def find_unchained(self) -> dict[str, Any] | None:
        return await self.session.row(FIND_UNCHAINED, self.params())
