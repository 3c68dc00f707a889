"""What the environment's mailbox has received: mail is sent by a job, so one waits for it."""

import re
from typing import Any

import httpx

from tests.e2e.api.support import ENVIRONMENT, eventually

MAILBOX_URL = f"http://127.0.0.1:{ENVIRONMENT.mail_page_port}"
Mail = dict[str, Any]


def mails_to(email: str) -> list[Mail]:
    """Newest first."""
    found: list[Mail] = httpx.get(f"{MAILBOX_URL}/api/messages", params={"to": email}).raise_for_status().json()["items"]
    return found


def mail_to(email: str, about: str) -> Mail:
    """The newest mail whose link or subject holds `about`, once it has come."""

    def find() -> Mail | None:
        return next((mail for mail in mails_to(email) if about in mail["subject"] or any(about in link for link in mail["links"])), None)

    found = eventually(find, timeout_seconds=30)
    assert found is not None
    return found


def token_in(mail: Mail) -> str:
    found = re.search(r"#token=([\w.-]+)", mail["text"])
    assert found is not None, mail["text"]
    return found[1]
