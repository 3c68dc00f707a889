from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from psycopg.types.json import Jsonb

from api.core import cursor as cursors
from api.models.notification import Notification
from api.repositories.base import TenantRepository, page

COUNTED: Final = 100

RECIPIENTS = """
    SELECT m.user_id, m.role, p.notifications, p.quiet_hours, p.time_zone
    FROM memberships m
    LEFT JOIN user_preferences p ON p.organization_id = m.organization_id AND p.user_id = m.user_id
    WHERE m.organization_id = %(organization_id)s AND m.left_at IS NULL
      AND (%(user_ids)s::uuid[] IS NULL OR m.user_id = ANY(%(user_ids)s::uuid[]))
      AND m.user_id IS DISTINCT FROM %(but)s::uuid"""
INSERT = """
    INSERT INTO notifications (organization_id, id, user_id, actor_id, event, entity_type, entity_id, params, is_listed, mail_due_at)
    SELECT %(organization_id)s, r.id, r.user_id, %(actor_id)s, %(event)s, %(entity_type)s, %(entity_id)s, %(params)s,
        r.is_listed, r.mail_due_at
    FROM unnest(%(ids)s::uuid[], %(user_ids)s::uuid[], %(listed)s::boolean[], %(due)s::timestamptz[])
        AS r (id, user_id, is_listed, mail_due_at)"""
LIST = """
    SELECT json_build_object('id', n.id, 'event', n.event, 'entity_type', n.entity_type, 'entity_id', n.entity_id,
            'params', n.params, 'read_at', n.read_at, 'created_at', n.created_at,
            'actor', CASE WHEN u.id IS NOT NULL THEN json_build_object('user_id', u.id, 'full_name', u.full_name) END)::text AS json,
        n.created_at::text AS sort_value, n.id
    FROM notifications n LEFT JOIN users u ON u.id = n.actor_id
    WHERE n.organization_id = %(organization_id)s AND n.user_id = %(user_id)s AND n.is_listed
      AND (NOT %(unread)s OR n.read_at IS NULL)
      AND (%(cursor_value)s::timestamptz IS NULL OR (n.created_at, n.id) < (%(cursor_value)s::timestamptz, %(cursor_id)s::uuid))
    ORDER BY n.created_at DESC, n.id DESC LIMIT %(limit)s"""
UNREAD = """
    SELECT count(*) FROM (
        SELECT FROM notifications n WHERE n.organization_id = %(organization_id)s AND n.user_id = %(user_id)s
          AND n.is_listed AND n.read_at IS NULL LIMIT %(most)s) x"""
COUNT_OWN = """
    SELECT count(*) FROM notifications n WHERE n.organization_id = %(organization_id)s AND n.user_id = %(user_id)s
      AND n.is_listed AND n.id = ANY(%(ids)s::uuid[])"""
READ = """
    UPDATE notifications n SET read_at = now() WHERE n.organization_id = %(organization_id)s AND n.user_id = %(user_id)s
      AND n.is_listed AND n.read_at IS NULL AND (%(ids)s::uuid[] IS NULL OR n.id = ANY(%(ids)s::uuid[]))"""
# Who would get the mail, with what holds for them now; nobody who left or was disabled meanwhile.
FIND_UNMAILED = """
    SELECT n.*, m.role, u.email, u.full_name, coalesce(p.locale, u.locale) AS locale, p.notifications, p.quiet_hours, p.time_zone,
        (SELECT a.full_name FROM users a WHERE a.id = n.actor_id) AS actor_name,
        (SELECT o.name FROM organizations o WHERE o.id = n.organization_id) AS organization_name,
        CASE n.entity_type
            WHEN 'deal' THEN EXISTS (SELECT FROM deals d WHERE d.organization_id = n.organization_id AND d.id = n.entity_id
                                     AND d.deleted_at IS NULL)
            WHEN 'client' THEN EXISTS (SELECT FROM clients c WHERE c.organization_id = n.organization_id AND c.id = n.entity_id
                                       AND c.deleted_at IS NULL)
            WHEN 'api_key' THEN EXISTS (SELECT FROM api_keys k WHERE k.organization_id = n.organization_id AND k.id = n.entity_id
                                        AND k.revoked_at IS NULL)
            WHEN 'task' THEN EXISTS (SELECT FROM tasks t WHERE t.organization_id = n.organization_id AND t.id = n.entity_id
                                     AND t.deleted_at IS NULL AND t.completed_at IS NULL)
            ELSE true END AS still_there
    FROM notifications n
    JOIN memberships m ON m.organization_id = n.organization_id AND m.user_id = n.user_id AND m.left_at IS NULL
    JOIN users u ON u.id = n.user_id
    LEFT JOIN user_preferences p ON p.organization_id = n.organization_id AND p.user_id = n.user_id
    WHERE n.organization_id = %(organization_id)s AND n.id = %(id)s AND n.mail_due_at IS NOT NULL AND n.mailed_at IS NULL
    FOR UPDATE OF n"""
DELAY = "UPDATE notifications SET mail_due_at = %(at)s WHERE organization_id = %(organization_id)s AND id = %(id)s"
MAILED = "UPDATE notifications SET mailed_at = now() WHERE organization_id = %(organization_id)s AND id = %(id)s"


@dataclass(frozen=True, slots=True)
class NewNotification:
    """One person's row; mail_due_at is None for whoever wants no mail."""

    id: UUID
    user_id: UUID
    is_listed: bool
    mail_due_at: datetime | None


class NotificationRepository(TenantRepository):
    model = Notification

    async def list_recipients(self, user_ids: Sequence[UUID] | None, *, but: UUID | None) -> Sequence[dict[str, Any]]:
        """Members with what they chose (None where they never did): of these, or all; never `but`."""
        wanted = None if user_ids is None else list(user_ids)
        return await self.session.rows(RECIPIENTS, self.params(user_ids=wanted, but=but))

    async def insert_all(self, rows: Sequence[NewNotification], *, params: dict[str, Any], **same: Any) -> None:
        await self.session.run(
            INSERT,
            self.params(
                ids=[row.id for row in rows], user_ids=[row.user_id for row in rows], listed=[row.is_listed for row in rows],
                due=[row.mail_due_at for row in rows], params=Jsonb(params), **same,
            ),
        )  # fmt: skip

    async def list_json(self, user_id: UUID, *, limit: int, cursor: str | None, unread: bool) -> bytes:
        value, last_id = cursors.decode(cursor, "notifications") if cursor else (None, None)
        rows = await self.session.rows(
            LIST, self.params(user_id=user_id, unread=unread, limit=limit + 1, cursor_value=value, cursor_id=last_id)
        )
        return page(rows, limit=limit, listing="notifications", unread_count=str(await self.count_unread(user_id)).encode())

    async def count_unread(self, user_id: UUID) -> int:
        return int(await self.session.scalar(UNREAD, self.params(user_id=user_id, most=COUNTED)))

    async def count_own(self, user_id: UUID, ids: Sequence[UUID]) -> int:
        return int(await self.session.scalar(COUNT_OWN, self.params(user_id=user_id, ids=list(ids))))

    async def mark_read(self, user_id: UUID, ids: Sequence[UUID] | None) -> int:
        """How many were unread."""
        return await self.session.run(READ, self.params(user_id=user_id, ids=None if ids is None else list(ids)))

    async def lock_unmailed(self, notification_id: UUID) -> dict[str, Any] | None:
        """A row whose mail is still to be sent, with its recipient; None when there is nothing to send to anybody."""
        return await self.session.row(FIND_UNMAILED, self.params(id=notification_id))

    async def delay_mail(self, notification_id: UUID, at: datetime) -> None:
        await self.session.run(DELAY, self.params(id=notification_id, at=at))

    async def mark_mailed(self, notification_id: UUID) -> None:
        await self.session.run(MAILED, self.params(id=notification_id))
