"""One-time tokens: derived from their purpose and id, so that a mail's job can make the link anew and no table holds one.

Only the hash reaches the database; a token is spent by one conditional statement (api/repositories/one_time.py).
"""

import base64
import hashlib
import hmac
from typing import Final
from uuid import UUID

from api.core.settings import Settings

# 32 hexadecimal digits, a dot, 43 characters of base64.
MAX_LENGTH: Final = 128


def derive(settings: Settings, purpose: str, token_id: UUID) -> str:
    """The token of this purpose and id: 256 bits that nobody without the server's secret can make."""
    key = hashlib.sha256(b"one-time|" + settings.jwt_secret.encode()).digest()
    mac = hmac.digest(key, f"{purpose}|{token_id}".encode(), "sha256")
    return f"{token_id.hex}.{base64.urlsafe_b64encode(mac).decode().rstrip('=')}"


def hashed(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
