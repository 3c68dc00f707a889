from dataclasses import asdict
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from api.core import cursor as cursors
from api.core.due import Today
from api.models.task import Task
from api.repositories.base import TenantRepository, page

# The client and the deal by what the reader sees of them: an assignee may know of the task and not of its client.
TASK_JSON = """json_build_object(
    'id', t.id, 'title', t.title, 'details', t.details, 'due_on', t.due_on, 'due_time', to_char(t.due_time, 'HH24:MI'),
    'time_zone', t.time_zone, 'due_at', t.due_at, 'reminder_minutes', t.reminder_minutes, 'repeats', t.repeats,
    'assignee_id', t.assignee_id, 'assignee_name', (SELECT u.full_name FROM users u WHERE u.id = t.assignee_id),
    'client_id', c.id, 'client_name', c.name, 'deal_id', d.id, 'deal_title', d.title, 'created_by', t.created_by,
    'completed_at', t.completed_at, 'completed_by', t.completed_by, 'next_id', t.next_id,
    'version', t.version, 'created_at', t.created_at, 'updated_at', t.updated_at)::text"""
FROM = """tasks t
    LEFT JOIN clients c ON c.organization_id = t.organization_id AND c.id = t.client_id
    LEFT JOIN deals d ON d.organization_id = t.organization_id AND d.id = t.deal_id"""
# What is about a deleted client or deal goes out of sight with it, and comes back with it.
WITH_ITS_RECORD = "c.deleted_at IS NULL AND d.deleted_at IS NULL"
LIVE = f"t.organization_id = %(organization_id)s AND t.deleted_at IS NULL AND {WITH_ITS_RECORD}"

GET = f"SELECT {TASK_JSON} FROM {FROM} WHERE {LIVE} AND t.id = %(id)s"
LOCK = f"""
    SELECT t.*, c.id AS seen_client_id, c.name AS client_name FROM {FROM}
    WHERE t.organization_id = %(organization_id)s AND t.id = %(id)s AND (t.deleted_at IS NOT NULL) = %(deleted)s
      AND {WITH_ITS_RECORD}
    FOR NO KEY UPDATE OF t"""

# The bounds on due_order say nothing new; they let the index stop early. A whole day sorts at its noon in UTC.
OVERDUE = """(t.due_at < %(now)s OR (t.due_at IS NULL AND t.due_on < %(date)s)) AND t.due_order < %(now)s::timestamptz + interval '1 day'"""
TODAY = """((t.due_at >= %(now)s AND t.due_at < %(ends_at)s) OR (t.due_at IS NULL AND t.due_on = %(date)s))
    AND t.due_order BETWEEN %(now)s::timestamptz - interval '1 day' AND %(ends_at)s::timestamptz + interval '1 day'"""
UPCOMING = """(t.due_at >= %(ends_at)s OR (t.due_at IS NULL AND (t.due_on > %(date)s OR t.due_on IS NULL)))
    AND t.due_order > %(now)s::timestamptz - interval '1 day'"""
OPEN: Final = "t.completed_at IS NULL"
VIEWS: Final = {
    "open": OPEN,
    "overdue": f"{OPEN} AND {OVERDUE}",
    "today": f"{OPEN} AND {TODAY}",
    "upcoming": f"{OPEN} AND {UPCOMING}",
    "done": "t.completed_at IS NOT NULL",
}
COUNTS = f"""
    SELECT json_build_object('overdue', count(*) FILTER (WHERE {OVERDUE}), 'today', count(*) FILTER (WHERE {TODAY}))::text
    FROM {FROM} WHERE {LIVE} AND {OPEN} AND t.assignee_id = %(assignee_id)s
      AND t.due_order < %(ends_at)s::timestamptz + interval '1 day'"""
# The entry of a completion that was taken back.
FORGET_COMPLETION = """
    UPDATE timeline_entries e SET deleted_at = now(), version = version + 1, updated_at = now()
    WHERE e.organization_id = %(organization_id)s AND e.client_id = %(client_id)s AND e.type = 'task'
      AND e.metadata ->> 'task_id' = %(id)s::uuid::text AND e.occurred_at >= %(since)s AND e.deleted_at IS NULL"""


class TaskRepository(TenantRepository):
    model = Task

    async def get_json(self, task_id: UUID) -> bytes | None:
        return await self.json(GET, id=task_id)

    async def lock(self, task_id: UUID, *, deleted: bool = False) -> dict[str, Any] | None:
        """The row with client_name and seen_client_id, which is None when the caller doesn't see the client."""
        return await self.session.row(LOCK, self.params(id=task_id, deleted=deleted))

    async def list_json(self, today: Today, *, view: str, limit: int, cursor: str | None, **only: UUID | None) -> bytes:
        """By due date; what is done, the latest first. only: assignee_id, client_id, deal_id."""
        listing = f"tasks:{view}"
        values: dict[str, Any] = asdict(today) | {"limit": limit + 1}
        filters = ["t.organization_id = %(organization_id)s", "t.deleted_at IS NULL", WITH_ITS_RECORD, VIEWS[view]]
        for column, value in only.items():
            if value is not None:
                filters.append(f"t.{column} = %({column})s")
                values[column] = value
        column, compares, direction = ("t.completed_at", "<", "DESC") if view == "done" else ("t.due_order", ">", "ASC")
        if cursor is not None:
            values["cursor_value"], values["cursor_id"] = cursors.decode(cursor, listing)
            filters.append(f"({column}, t.id) {compares} (%(cursor_value)s::timestamptz, %(cursor_id)s)")
        sql = f"""
            SELECT {TASK_JSON} AS json, {column}::text AS sort_value, t.id FROM {FROM}
            WHERE {" AND ".join(filters)} ORDER BY {column} {direction}, t.id {direction} LIMIT %(limit)s"""
        return page(await self.session.rows(sql, self.params(**values)), limit=limit, listing=listing)

    async def counts_json(self, today: Today, assignee_id: UUID) -> bytes:
        return await self.json(COUNTS, **asdict(today), assignee_id=assignee_id) or b""

    async def forget_completion(self, task_id: UUID, client_id: UUID, since: datetime) -> None:
        """Take the timeline entry of a completion at `since` away."""
        await self.session.run(FORGET_COMPLETION, self.params(id=task_id, client_id=client_id, since=since))
