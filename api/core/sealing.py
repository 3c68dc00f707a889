"""Secrets that must be read again: sealed with AES-GCM by a key that the database never sees.

A sealed value is one byte of version, four of key id, twelve of nonce, then the ciphertext. It opens only for the
purpose and the owner that it was sealed for, so a row copied to another person is worthless.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from typing import Final, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from api.core.settings import Settings

VERSION: Final = b"\x01"
KEY_ID_BYTES: Final = 4
NONCE_BYTES: Final = 12


class SealBroken(Exception):
    """The value was altered, belongs to somebody else, or was sealed with a key that isn't configured any more."""


@dataclass(frozen=True, slots=True)
class Sealer:
    """The first key seals; all of them open, so that a key can be replaced while old values are still read."""

    keys: tuple[bytes, ...]

    @classmethod
    def of(cls, settings: Settings) -> Self:
        names = [settings.data_encryption_key, *settings.data_encryption_former_keys.split(",")]
        return cls(tuple(hashlib.sha256(b"seal|" + name.strip().encode()).digest() for name in names if name.strip()))

    @staticmethod
    def key_id(key: bytes) -> bytes:
        return hashlib.sha256(b"id|" + key).digest()[:KEY_ID_BYTES]

    def seal(self, secret: bytes, *, purpose: str) -> bytes:
        """purpose: what the value is and whose, `totp|<user id>`; needed again to open it."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        head = VERSION + self.key_id(self.keys[0])
        return head + nonce + AESGCM(self.keys[0]).encrypt(nonce, secret, head + purpose.encode())

    def open(self, sealed: bytes, *, purpose: str) -> bytes:
        """Raises SealBroken."""
        head, rest = sealed[: 1 + KEY_ID_BYTES], sealed[1 + KEY_ID_BYTES :]
        for key in self.keys:
            if head == VERSION + self.key_id(key):
                try:
                    return AESGCM(key).decrypt(rest[:NONCE_BYTES], rest[NONCE_BYTES:], head + purpose.encode())
                except (InvalidTag, ValueError) as error:
                    raise SealBroken from error
        raise SealBroken

    def digest(self, text: str, *, purpose: str) -> bytes:
        """A keyed hash, worthless to whoever has the database alone."""
        return self._digest(self.keys[0], text, purpose)

    def digests(self, text: str, *, purpose: str) -> list[bytes]:
        """The keyed hashes by every configured key: compare a stored one with any of them."""
        return [self._digest(key, text, purpose) for key in self.keys]

    @staticmethod
    def _digest(key: bytes, text: str, purpose: str) -> bytes:
        return hmac.digest(key, f"{purpose}|{text}".encode(), "sha256")
