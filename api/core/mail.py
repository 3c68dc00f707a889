"""Outgoing mail: a row in the outbox and its job, in the transaction of the change that asks for it.

    await send_mail(session, Mail(template="password_reset", to=email, locale="pt", params={"name": "Ana"},
                                  link=MailLink("/auth/reset#token={token}", "password_reset", token_id)))

The templates are api/mail/templates/<template>.json, in three languages. The job renders and sends (api/services/mail.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from psycopg.types.json import Jsonb
from uuid_utils.compat import uuid7

from api.core.database import DatabaseSession
from api.core.jobs import JOBS
from api.mail.render import render_subject

# The address of an account that has none: nothing is ever sent there (RFC 2606).
NOWHERE: Final = "@no-address.invalid"
INSERT: Final = """
    INSERT INTO outgoing_mails (id, organization_id, recipient, template, locale, subject, params, link_path,
                                token_purpose, token_id)
    VALUES (%(id)s, %(organization_id)s, %(recipient)s, %(template)s, %(locale)s, %(subject)s, %(params)s, %(link_path)s,
            %(token_purpose)s, %(token_id)s)"""


@dataclass(frozen=True, slots=True)
class MailLink:
    """Where the mail's button leads.

    path: below the reader's language; `{token}` in it becomes the one-time token of purpose and id.
    """

    path: str
    token_purpose: str | None = None
    token_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Mail:
    """organization_id: None for what concerns an account; a TenantSession sends only its own organization's."""

    template: str
    to: str
    locale: str
    params: Mapping[str, str | int] = field(default_factory=dict)
    organization_id: UUID | None = None
    link: MailLink | None = None


async def send_mail(session: DatabaseSession, mail: Mail) -> UUID | None:
    """Have the mail sent once this transaction has committed; returns its id in the outbox, None for who has no address.

    session: an IdentitySession, or a TenantSession for mail of its organization.
    Raises KeyError for a template or a placeholder that doesn't exist: a mistake in code, found before anything is kept.
    """
    if mail.to.endswith(NOWHERE):
        return None
    link = mail.link or MailLink("")
    mail_id = uuid7()
    row = {
        "id": mail_id, "organization_id": mail.organization_id, "recipient": mail.to, "template": mail.template,
        "locale": mail.locale, "subject": render_subject(mail.template, mail.locale, mail.params), "params": Jsonb(dict(mail.params)),
        "link_path": link.path or None, "token_purpose": link.token_purpose, "token_id": link.token_id,
    }  # fmt: skip
    await session.run(INSERT, row)
    options: Any = {"connection": session.driver}
    organization_id = str(mail.organization_id) if mail.organization_id else None
    await JOBS.configure_task("mail.send", **options).defer_async(organization_id=organization_id, mail_id=str(mail_id))
    return mail_id
