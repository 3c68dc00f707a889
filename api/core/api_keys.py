"""The secrets of API keys, and when each key was last used.

A secret is `lck_` and 256 random bits; only its hash is kept, so it can be shown once and never again.
"""

import asyncio
import hashlib
import re
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

import psycopg
import structlog

from api.core.database import Databases
from api.core.pool import PoolExhausted

log = structlog.get_logger()

MARK: Final = "lck_"
SHOWN_LENGTH: Final = 12
FLUSH_SECONDS: Final = 10
SECRET: Final = re.compile(rb"^lck_[A-Za-z0-9_-]{43}$")
WRITE_USES: Final = """
    UPDATE api_keys k SET last_used_at = greatest(k.last_used_at, u.used_at), last_used_ip = u.ip_address
    FROM unnest(%(ids)s::uuid[], %(times)s::timestamptz[], %(addresses)s::text[]) AS u (id, used_at, ip_address)
    WHERE k.id = u.id"""


def new_secret() -> str:
    return MARK + secrets.token_urlsafe(32)


def hash_secret(secret: bytes) -> bytes:
    return hashlib.sha256(secret).digest()


def hash_api_key(header: bytes) -> bytes | None:
    """The hash of the key in an Authorization header; None when it holds none."""
    scheme, _, secret = header.partition(b" ")
    return hash_secret(secret) if scheme.lower() == b"bearer" and SECRET.match(secret) else None


@dataclass(slots=True)
class KeyUses:
    """The last use of each key since the last flush, so that reading with a key writes nothing."""

    databases: Databases
    _pending: dict[UUID, tuple[datetime, str]] = field(default_factory=dict)

    def note(self, key_id: UUID, ip_address: str) -> None:
        self._pending[key_id] = (datetime.now(UTC), ip_address)

    async def flush(self) -> None:
        taken, self._pending = self._pending, {}
        if not taken:
            return
        values = {"ids": list(taken), "times": [at for at, _ in taken.values()], "addresses": [ip for _, ip in taken.values()]}
        try:
            async with self.databases.identity_session() as identity:
                await identity.run(WRITE_USES, values)
        except (psycopg.Error, PoolExhausted) as error:
            log.warning("key_uses_not_written", count=len(taken), error=str(error))
            self._pending = taken | self._pending

    async def flush_for_ever(self) -> None:
        while True:
            await asyncio.sleep(FLUSH_SECONDS)
            await self.flush()
