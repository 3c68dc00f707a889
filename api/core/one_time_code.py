"""Codes of an authenticator app (RFC 6238: SHA-1, six digits, 30 seconds) and backup codes, as pure functions."""

import hmac
import io
import secrets
from time import time
from typing import Final

import pyotp
import segno

PERIOD_SECONDS: Final = 30
# One step to each side: clocks of phones differ, and people type slowly.
WINDOW_STEPS: Final = 1
ISSUER: Final = "Loved CRM"
BACKUP_CODE_COUNT: Final = 10
# Without 0, 1, I, L, O and U: nothing to mix up on paper. 12 of 30 signs are 58 bits.
BACKUP_ALPHABET: Final = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
BACKUP_GROUPS: Final = (4, 4, 4)


def new_secret() -> str:
    """160 random bits in base32."""
    return pyotp.random_base32(32)


def otpauth_uri(secret: str, email: str) -> str:
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=ISSUER)


def qr_svg(text: str) -> str:
    """The text as an SVG element, dark on white whatever the page's colours: cameras read it in a dark room too."""
    drawn = io.BytesIO()
    segno.make(text, error="m").save(drawn, kind="svg", scale=4, border=3, dark="#000", light="#fff", xmldecl=False, svgns=True)
    return drawn.getvalue().decode()


def code_at(secret: str, step: int) -> str:
    return pyotp.TOTP(secret).at(step * PERIOD_SECONDS)


def find_step(secret: str, code: str, *, now: float | None = None) -> int | None:
    """The newest step near now whose code this is; None when there is none."""
    current = int((time() if now is None else now) // PERIOD_SECONDS)
    found = None
    for step in range(current - WINDOW_STEPS, current + WINDOW_STEPS + 1):
        if hmac.compare_digest(code_at(secret, step).encode(), code.encode()):
            found = step
    return found


def new_backup_codes() -> list[str]:
    return [
        "-".join("".join(secrets.choice(BACKUP_ALPHABET) for _ in range(size)) for size in BACKUP_GROUPS) for _ in range(BACKUP_CODE_COUNT)
    ]


def folded(code: str) -> str:
    """What was typed, as it is compared: spaces, dashes and lower case don't matter."""
    return "".join(sign for sign in code.upper() if sign.isascii() and sign.isalnum())
