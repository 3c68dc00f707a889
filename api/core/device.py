"""What somebody signs in with: browser and system by the user agent, and the device by a cookie that only it has."""

import hashlib
import re
import secrets
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from starlette.requests import cookie_parser
from ua_parser import parse_os, parse_user_agent

Kind = Literal["unknown", "desktop", "phone", "tablet"]

TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{43}")
DESKTOP_SYSTEMS: Final = ("Windows", "Mac OS X", "Linux", "Ubuntu", "Fedora", "Debian", "Chrome OS", "FreeBSD", "OpenBSD")
# These freeze the version that they tell, whatever really runs.
FROZEN_SYSTEMS: Final = {"Mac OS X": "macOS", "Windows": "Windows", "Linux": "Linux"}


@dataclass(frozen=True, slots=True)
class Device:
    """browser and system as people call them, empty when the user agent doesn't say."""

    kind: Kind
    browser: str
    system: str


@lru_cache(maxsize=1024)
def read_user_agent(text: str) -> Device:
    agent, system = parse_user_agent(text), parse_os(text)
    browser = " ".join(part for part in (agent.family, agent.major) if part) if agent else ""
    name = ""
    if system is not None:
        name = FROZEN_SYSTEMS.get(system.family) or " ".join(part for part in (system.family, system.major) if part)
    return Device(_kind(text, system.family if system else ""), browser[:80], name[:80])


def _kind(text: str, system: str) -> Kind:
    if "iPad" in text or (system == "Android" and "Mobile" not in text):
        return "tablet"
    if system in ("Android", "iOS"):
        return "phone"
    return "desktop" if system in DESKTOP_SYSTEMS else "unknown"


def new_device_token() -> str:
    return secrets.token_urlsafe(32)


def device_token(cookie_header: str, cookie: str) -> str | None:
    """The token that the browser keeps for this product, or None without a well-formed one."""
    found = cookie_parser(cookie_header).get(cookie, "") if cookie in cookie_header else ""
    return found if TOKEN.fullmatch(found) else None


def fingerprint(token: str) -> bytes:
    """What the database keeps of a device: whoever reads it can't pretend to be the device."""
    return hashlib.sha256(b"device|" + token.encode()).digest()
