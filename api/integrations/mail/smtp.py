"""Hand one mail to the server of SMTP_URL, and say what is known of it afterwards."""

import ssl
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from urllib.parse import parse_qs, unquote, urlsplit

import aiosmtplib

TIMEOUT_SECONDS = 20.0
LOOPBACK = ("127.0.0.1", "localhost", "::1")


class MailDelayed(Exception):
    """It surely didn't leave, and may later."""


class MailRefused(Exception):
    """It surely didn't leave, and never will."""


class MailOutcomeUnknown(Exception):
    """The connection broke after the mail was handed over: it may have left."""


def connection(url: str) -> aiosmtplib.SMTP:
    """smtp://user:password@host:587 (STARTTLS, unless the host is this machine or ?starttls=no) or smtps://host:465."""
    parts = urlsplit(url)
    host = parts.hostname or "127.0.0.1"
    is_tls = parts.scheme == "smtps"
    wants_start_tls = not is_tls and host not in LOOPBACK and parse_qs(parts.query).get("starttls") != ["no"]
    return aiosmtplib.SMTP(
        hostname=host,
        port=parts.port or (465 if is_tls else 587),
        username=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
        use_tls=is_tls,
        start_tls=wants_start_tls,
        tls_context=ssl.create_default_context(),
        timeout=TIMEOUT_SECONDS,
        # Written in the greeting; the machine's own name is nobody's business.
        local_hostname="localhost",
    )


async def deliver(url: str, sender: str, recipient: str, message: EmailMessage) -> None:
    """Raises MailDelayed, MailRefused, MailOutcomeUnknown; each with a short code as its argument."""
    client = connection(url)
    try:
        await client.connect()
    except (aiosmtplib.SMTPAuthenticationError, aiosmtplib.SMTPNotSupported) as error:
        raise MailDelayed("smtp_login_refused") from error
    except (aiosmtplib.SMTPException, OSError, TimeoutError) as error:
        raise MailDelayed("smtp_unreachable") from error
    try:
        await _hand_over(client, sender, recipient, message)
    finally:
        client.close()


async def _hand_over(client: aiosmtplib.SMTP, sender: str, recipient: str, message: EmailMessage) -> None:
    needs_utf8 = not (sender.isascii() and recipient.isascii())
    try:
        await client.mail(sender, options=["SMTPUTF8"] if needs_utf8 else [])
        await client.rcpt(recipient)
    except aiosmtplib.SMTPResponseException as error:
        raise _by_code(error) from error
    except (aiosmtplib.SMTPException, OSError, TimeoutError) as error:
        raise MailDelayed("smtp_connection_lost") from error
    try:
        await client.data(message.as_bytes(policy=SMTP_POLICY.clone(utf8=needs_utf8)))
    except aiosmtplib.SMTPResponseException as error:
        raise _by_code(error) from error
    except (aiosmtplib.SMTPException, OSError, TimeoutError) as error:
        raise MailOutcomeUnknown("smtp_outcome_unknown") from error


def _by_code(error: aiosmtplib.SMTPResponseException) -> Exception:
    return MailRefused(f"smtp_{error.code}") if error.code >= 500 else MailDelayed(f"smtp_{error.code}")
