"""Statements that take an import back, a batch at a time: only rows that nobody has touched since."""

from typing import Final
from uuid import UUID

from api.models.data_import import DataImport
from api.repositories.base import TenantRepository

DELETE_DEALS = """
    UPDATE deals d SET deleted_at = now(), version = d.version + 1, updated_at = now()
    WHERE d.organization_id = %(organization_id)s AND d.version = 1 AND d.id IN (
        SELECT x.id FROM deals x WHERE x.organization_id = %(organization_id)s AND x.import_id = %(import_id)s
          AND x.deleted_at IS NULL AND x.version = 1
          AND NOT EXISTS (SELECT FROM timeline_entries e WHERE e.organization_id = x.organization_id AND e.deal_id = x.id
                          AND e.deleted_at IS NULL AND e.import_id IS DISTINCT FROM %(import_id)s)
        LIMIT %(limit)s)"""
DELETE_CONTACTS = """
    WITH gone AS (
        UPDATE contacts p SET deleted_at = now(), version = p.version + 1, updated_at = now()
        WHERE p.organization_id = %(organization_id)s AND p.version = 1 AND p.id IN (
            SELECT x.id FROM contacts x WHERE x.organization_id = %(organization_id)s AND x.import_id = %(import_id)s
              AND x.deleted_at IS NULL AND x.version = 1 LIMIT %(limit)s)
        RETURNING p.id)
    , forgotten AS (
        DELETE FROM identities i USING gone WHERE i.organization_id = %(organization_id)s AND i.contact_id = gone.id)
    SELECT count(*) FROM gone"""
UNTOUCHED = """
    x.version = 1 AND x.deleted_at IS NULL
      AND NOT EXISTS (SELECT FROM deals d WHERE d.organization_id = x.organization_id AND d.client_id = x.id
                      AND d.deleted_at IS NULL)
      AND NOT EXISTS (SELECT FROM contacts p WHERE p.organization_id = x.organization_id AND p.client_id = x.id
                      AND p.deleted_at IS NULL)
      AND NOT EXISTS (SELECT FROM timeline_entries e WHERE e.organization_id = x.organization_id AND e.client_id = x.id
                      AND e.deleted_at IS NULL AND e.import_id IS DISTINCT FROM %(import_id)s
                      AND e.type NOT IN ('system', 'deal'))"""
# Locked, then looked at again: whoever holds a client to hang something on it has committed by then.
LOCK_CLIENTS = f"""
    SELECT x.id FROM clients x
    WHERE x.organization_id = %(organization_id)s AND x.import_id = %(import_id)s AND {UNTOUCHED}
    LIMIT %(limit)s FOR UPDATE OF x"""
DELETE_CLIENTS = f"""
    UPDATE clients x SET deleted_at = now(), version = x.version + 1, updated_at = now()
    WHERE x.organization_id = %(organization_id)s AND x.id = ANY(%(ids)s) AND {UNTOUCHED}"""
DELETE_ENTRIES = """
    UPDATE timeline_entries e SET deleted_at = now(), version = e.version + 1, updated_at = now()
    WHERE e.organization_id = %(organization_id)s AND e.id IN (
        SELECT x.id FROM timeline_entries x
        JOIN clients c ON c.organization_id = x.organization_id AND c.id = x.client_id
        LEFT JOIN deals d ON d.organization_id = x.organization_id AND d.id = x.deal_id
        WHERE x.organization_id = %(organization_id)s AND x.import_id = %(import_id)s AND x.deleted_at IS NULL
          AND (c.deleted_at IS NOT NULL OR d.deleted_at IS NOT NULL OR (x.type = 'note' AND x.version = 1))
        LIMIT %(limit)s)"""
REMAINING = """
    SELECT (SELECT count(*) FROM deals d WHERE d.organization_id = %(organization_id)s AND d.import_id = %(import_id)s
            AND d.deleted_at IS NULL)
         + (SELECT count(*) FROM contacts p WHERE p.organization_id = %(organization_id)s AND p.import_id = %(import_id)s
            AND p.deleted_at IS NULL)
         + (SELECT count(*) FROM clients c WHERE c.organization_id = %(organization_id)s AND c.import_id = %(import_id)s
            AND c.deleted_at IS NULL)"""

# What depends on others goes first.
STEPS: Final = {"deals": DELETE_DEALS, "contacts": DELETE_CONTACTS, "clients": DELETE_CLIENTS, "entries": DELETE_ENTRIES}


class ImportUndoRepository(TenantRepository):
    model = DataImport

    async def delete_batch(self, step: str, import_id: UUID, *, limit: int) -> int:
        """Put up to `limit` untouched rows of one step away; how many there were."""
        values = self.params(import_id=import_id, limit=limit)
        if step == "clients":
            values["ids"] = [row["id"] for row in await self.session.rows(LOCK_CLIENTS, values)]
        if step == "contacts":
            return int(await self.session.scalar(STEPS[step], values))
        return await self.session.run(STEPS[step], values)

    async def count_remaining(self, import_id: UUID) -> int:
        """Live rows that the import created."""
        return int(await self.session.scalar(REMAINING, self.params(import_id=import_id)))
