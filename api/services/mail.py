"""Sending what waits in the outbox: never twice, again where it surely didn't leave, and visibly failed otherwise."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from typing import Any, Final
from uuid import UUID

import structlog

from api.core import one_time, picture
from api.core.database import Databases
from api.core.settings import Settings
from api.core.storage import Storage, StoredFileMissing
from api.integrations.mail.smtp import MailDelayed, MailOutcomeUnknown, MailRefused, deliver
from api.mail import layout
from api.mail.render import render
from api.repositories.mail import MailRepository

log = structlog.get_logger()

KEPT_DAYS: Final = 90
DELETED_AT_ONCE: Final = 1_000
# As it is shown; sent with twice the pixels for sharp screens.
LOGO_WIDTH: Final = 160
LOGO_HEIGHT: Final = 48


def link_of(settings: Settings, mail: dict[str, Any]) -> str | None:
    if mail["link_path"] is None:
        return None
    path: str = mail["link_path"]
    if mail["token_purpose"] is not None:
        path = path.replace("{token}", one_time.derive(settings, mail["token_purpose"], mail["token_id"]))
    return f"{settings.next_public_app_url.rstrip('/')}/{mail['locale']}{path}"


@dataclass(frozen=True, slots=True)
class Logo:
    """An organization's, as it travels inside its mails."""

    png: bytes
    shown: layout.Logo


def compose(settings: Settings, mail: dict[str, Any], logo: Logo | None = None) -> EmailMessage:
    rendered = render(mail["template"], mail["locale"], mail["params"], link_of(settings, mail), logo.shown if logo else None)
    message = EmailMessage()
    message["From"] = settings.mail_from
    message["To"] = mail["recipient"]
    message["Subject"] = rendered.subject
    message["Date"] = format_datetime(datetime.now(UTC))
    # The same at every attempt: a receiver that got it after all shows it once.
    message["Message-ID"] = f"<{mail['id']}@{parseaddr(settings.mail_from)[1].rpartition('@')[2] or 'localhost'}>"
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(rendered.text)
    message.add_alternative(rendered.html, subtype="html")
    if logo is not None:
        html = message.get_payload(1)
        assert isinstance(html, EmailMessage)
        html.add_related(logo.png, "image", "png", cid=f"<{layout.LOGO_ID}>", disposition="inline", filename="logo.png")
    return message


async def _load_logo(settings: Settings, row: dict[str, Any] | None) -> Logo | None:
    """None without an organization that has one, and where its file is gone: the mail goes out all the same."""
    if row is None or row["logo_key"] is None:
        return None
    try:
        path = Storage(settings.storage_dir).path(row["logo_key"])
        png, width, height = await asyncio.to_thread(lambda: picture.png(path.read_bytes(), width=LOGO_WIDTH * 2, height=LOGO_HEIGHT * 2))
    except (StoredFileMissing, OSError):
        return None
    return Logo(png, layout.Logo(row["name"], max(width // 2, 1), max(height // 2, 1), row["logo_tone"]))


async def send(settings: Settings, databases: Databases, mail_id: UUID, organization_id: UUID | None, *, is_last_attempt: bool) -> None:
    """Raises MailDelayed while another attempt may help; whatever else happens is written in the outbox."""
    async with databases.identity_session() as identity:
        mail = await MailRepository(identity).take(mail_id, organization_id)
        if mail is None:
            # Its worker died between intent and outcome: better no mail, visibly, than the same one twice.
            if await MailRepository(identity).find_status(mail_id) == "sending":
                await MailRepository(identity).mark_failed(mail_id, "smtp_outcome_unknown")
            return
        logo = await _load_logo(settings, await MailRepository(identity).find_logo(organization_id) if organization_id else None)
    error_code = await _attempt(settings, mail, logo, is_last_attempt=is_last_attempt)
    async with databases.identity_session() as identity:
        mails = MailRepository(identity)
        if error_code is None:
            await mails.mark_sent(mail_id)
        elif isinstance(error_code, MailDelayed):
            await mails.mark_delayed(mail_id, str(error_code))
        else:
            await mails.mark_failed(mail_id, str(error_code))
    if isinstance(error_code, MailDelayed):
        raise error_code


async def _attempt(settings: Settings, mail: dict[str, Any], logo: Logo | None, *, is_last_attempt: bool) -> Exception | None:
    """What went wrong, or None."""
    if not settings.mail_url:
        return MailRefused("mail_not_configured")
    try:
        await deliver(settings.mail_url, parseaddr(settings.mail_from)[1], mail["recipient"], compose(settings, mail, logo))
    except (MailDelayed, MailRefused, MailOutcomeUnknown) as error:
        log.warning("mail_not_sent", mail_id=str(mail["id"]), template=mail["template"], error=str(error))
        return MailRefused(str(error)) if isinstance(error, MailDelayed) and is_last_attempt else error
    return None


async def delete_old(databases: Databases) -> None:
    """Forget mails of three months ago."""
    deleted = DELETED_AT_ONCE
    while deleted == DELETED_AT_ONCE:
        async with databases.identity_session() as identity:
            deleted = await MailRepository(identity).delete_old(days=KEPT_DAYS, limit=DELETED_AT_ONCE)
