"""What the mail simulator has received: in memory for reading, as .eml files across restarts."""

import re
from base64 import b64encode
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any, Final

from uuid_utils.compat import uuid7

MAX_MAILS: Final = 1_000
URL: Final = re.compile(r"https?://[^\s<>\"']+")


@dataclass(frozen=True, slots=True)
class ReceivedMail:
    id: str
    received_at: datetime
    sender: str
    recipients: tuple[str, ...]
    subject: str
    text: str
    html: str

    def summary(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "received_at": self.received_at.isoformat(),
            "from": self.sender,
            "to": list(self.recipients),
            "subject": self.subject,
            "text": self.text,
            "html": self.html,
            "links": list(dict.fromkeys(URL.findall(self.text))),
        }


def read(mail_id: str, content: bytes, recipients: Sequence[str], received_at: datetime) -> ReceivedMail:
    message = message_from_bytes(content, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return ReceivedMail(
        id=mail_id,
        received_at=received_at,
        sender=str(message["From"] or ""),
        recipients=tuple(recipients),
        subject=str(message["Subject"] or ""),
        text=_part(message, "plain"),
        html=_with_pictures(message, _part(message, "html")),
    )


def _part(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return str(part.get_content()) if part is not None else ""


def _with_pictures(message: EmailMessage, html: str) -> str:
    """What the mail brings along, in the places that name it."""
    for part in message.walk():
        content_id = str(part["Content-ID"] or "").strip("<>")
        if content_id and part.get_content_maintype() == "image":
            content = part.get_payload(decode=True)
            data = b64encode(content if isinstance(content, bytes) else b"").decode()
            html = html.replace(f"cid:{content_id}", f"data:{part.get_content_type()};base64,{data}")
    return html


class Mailbox:
    """The newest thousand mails."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.mails: deque[ReceivedMail] = deque()
        folder.mkdir(parents=True, exist_ok=True)
        # The names are UUIDv7: their order is the order of arrival.
        for path in sorted(folder.glob("*.eml"))[-MAX_MAILS:]:
            content = path.read_bytes()
            recipients = [str(to) for to in message_from_bytes(content).get_all("To", [])]
            self.mails.append(read(path.stem, content, recipients, datetime.fromtimestamp(path.stat().st_mtime, UTC)))

    def add(self, content: bytes, recipients: Sequence[str]) -> None:
        mail = read(str(uuid7()), content, recipients, datetime.now(UTC))
        (self.folder / f"{mail.id}.eml").write_bytes(content)
        self.mails.append(mail)
        if len(self.mails) > MAX_MAILS:
            (self.folder / f"{self.mails.popleft().id}.eml").unlink(missing_ok=True)

    def newest(self, to: str | None = None, limit: int = 100) -> list[ReceivedMail]:
        """Newest first; to: only what went to this address."""
        wanted = to.strip().lower() if to else None
        found = [mail for mail in reversed(self.mails) if wanted is None or wanted in {address.lower() for address in mail.recipients}]
        return found[:limit]

    def find(self, mail_id: str) -> ReceivedMail | None:
        return next((mail for mail in self.mails if mail.id == mail_id), None)
