"""Statements on the outbox, outside any organization."""

from typing import Any
from uuid import UUID

from api.core.database import DatabaseSession

# The intent is committed before the mail leaves: a job that runs again finds it, and doesn't send twice.
TAKE = """
    UPDATE outgoing_mails SET status = 'sending', attempt_count = attempt_count + 1, attempted_at = now()
    WHERE id = %(id)s AND status = 'queued' AND organization_id IS NOT DISTINCT FROM %(organization_id)s
    RETURNING id, recipient, template, locale, params, link_path, token_purpose, token_id"""
FIND_STATUS = "SELECT status FROM outgoing_mails WHERE id = %(id)s"
# What was sent keeps its subject, and none of the names that stood in it.
SENT = "UPDATE outgoing_mails SET status = 'sent', sent_at = now(), error_code = NULL, params = '{}' WHERE id = %(id)s"
DELAYED = "UPDATE outgoing_mails SET status = 'queued', error_code = %(error_code)s WHERE id = %(id)s"
FAILED = "UPDATE outgoing_mails SET status = 'failed', error_code = %(error_code)s, params = '{}' WHERE id = %(id)s"
FIND_LOGO = "SELECT name, logo_key, logo_tone FROM organizations WHERE id = %(organization_id)s"
DELETE_OLD = """
    DELETE FROM outgoing_mails WHERE id IN (
        SELECT id FROM outgoing_mails WHERE created_at < now() - make_interval(days => %(days)s) LIMIT %(limit)s)"""


class MailRepository:
    def __init__(self, session: DatabaseSession) -> None:
        self.session = session

    async def take(self, mail_id: UUID, organization_id: UUID | None) -> dict[str, Any] | None:
        """The mail, now marked as being sent; None when it isn't waiting, or isn't of this organization."""
        return await self.session.row(TAKE, {"id": mail_id, "organization_id": organization_id})

    async def find_status(self, mail_id: UUID) -> str | None:
        row = await self.session.row(FIND_STATUS, {"id": mail_id})
        return row["status"] if row else None

    async def find_logo(self, organization_id: UUID) -> dict[str, Any] | None:
        """(name, logo_key, logo_tone) of the organization whose mail it is."""
        return await self.session.row(FIND_LOGO, {"organization_id": organization_id})

    async def mark_sent(self, mail_id: UUID) -> None:
        await self.session.run(SENT, {"id": mail_id})

    async def mark_delayed(self, mail_id: UUID, error_code: str) -> None:
        await self.session.run(DELAYED, {"id": mail_id, "error_code": error_code})

    async def mark_failed(self, mail_id: UUID, error_code: str) -> None:
        await self.session.run(FAILED, {"id": mail_id, "error_code": error_code})

    async def delete_old(self, *, days: int, limit: int) -> int:
        return await self.session.run(DELETE_OLD, {"days": days, "limit": limit})
