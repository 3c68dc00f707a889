"""What an organization no longer needs, deleted a batch at a time."""

from typing import Final

from api.models.idempotency_key import IdempotencyKey
from api.repositories.base import TenantRepository

KEPT_DAYS: Final = 30
# ARRAY: the batch is found once and deleted by key, even where the planner knows nothing of the table yet.
DELETE_KEYS = """
    DELETE FROM idempotency_keys k WHERE k.organization_id = %(organization_id)s AND k.id = ANY(ARRAY(
        SELECT x.id FROM idempotency_keys x WHERE x.organization_id = %(organization_id)s
          AND x.created_at < now() - interval '24 hours' LIMIT %(limit)s))"""
DELETE_COMMANDS = """
    DELETE FROM commands k WHERE k.organization_id = %(organization_id)s AND k.id = ANY(ARRAY(
        SELECT x.id FROM commands x WHERE x.organization_id = %(organization_id)s
          AND x.created_at < now() - make_interval(days => %(days)s) LIMIT %(limit)s))"""

DELETE_NOTIFICATIONS = """
    DELETE FROM notifications n WHERE n.organization_id = %(organization_id)s AND n.id = ANY(ARRAY(
        SELECT x.id FROM notifications x WHERE x.organization_id = %(organization_id)s
          AND x.created_at < now() - interval '90 days' LIMIT %(limit)s))"""
# Kept for one person alone, whose account is gone.
DELETE_LEFT_VIEWS = """
    DELETE FROM views v WHERE v.organization_id = %(organization_id)s AND v.id = ANY(ARRAY(
        SELECT x.id FROM views x WHERE x.organization_id = %(organization_id)s
          AND x.user_id IS NULL AND NOT x.is_shared LIMIT %(limit)s))"""


def _delete_old(table: str) -> str:
    # Who was merged goes on leading to the survivor.
    kept = " AND x.merged_into_id IS NULL" if table == "clients" else ""
    return f"""
    DELETE FROM {table} t WHERE t.organization_id = %(organization_id)s AND t.id = ANY(ARRAY(
        SELECT x.id FROM {table} x WHERE x.organization_id = %(organization_id)s
          AND x.deleted_at < now() - make_interval(days => %(days)s){kept} LIMIT %(limit)s))"""


def _forget_values(entity: str) -> str:
    """Take the values of fields that are gone for good out of the records; their rows for filters follow."""
    records, values = f"{entity}s", f"{entity}_custom_values"
    return f"""
    UPDATE {records} r SET custom_fields = r.custom_fields - ARRAY(
        SELECT f.key FROM custom_fields f WHERE f.organization_id = %(organization_id)s AND f.entity = '{entity}'
          AND f.deleted_at < now() - make_interval(days => %(days)s))
    WHERE r.organization_id = %(organization_id)s AND r.id = ANY(ARRAY(
        SELECT v.{entity}_id FROM {values} v
        JOIN custom_fields f ON f.organization_id = v.organization_id AND f.id = v.field_id
        WHERE v.organization_id = %(organization_id)s AND f.deleted_at < now() - make_interval(days => %(days)s) LIMIT %(limit)s))"""


# What depends on others goes first, so that a batch stays small; a client takes its people, deals and entries along.
STEPS: Final = (
    DELETE_KEYS,
    DELETE_COMMANDS,
    DELETE_NOTIFICATIONS,
    DELETE_LEFT_VIEWS,
    *(_forget_values(entity) for entity in ("client", "contact", "deal")),
    _delete_old("custom_fields"),
    *(_delete_old(table) for table in ("views", "tasks", "timeline_entries", "deals", "contacts", "clients")),
)


class CleanupRepository(TenantRepository):
    model = IdempotencyKey

    async def delete_batch(self, step: int, *, limit: int) -> int:
        """Delete up to `limit` rows of one step; how many there were."""
        return await self.session.run(STEPS[step], self.params(limit=limit, days=KEPT_DAYS))
