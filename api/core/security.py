"""Passwords (argon2id), access tokens (JWT, HS256) and refresh tokens (opaque, derived, stored hashed)."""

import asyncio
import base64
import hashlib
import hmac
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from time import time
from uuid import UUID

import jwt
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from uuid_utils.compat import uuid7

from api.core.settings import Settings

# 19 MiB, two passes, one lane: the OWASP minimum, about 30 ms a hash.
HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
DUMMY_HASH = HASHER.hash("a password that nobody has")
ALGORITHM = "HS256"
ISSUER = "lovedcrm"
AUDIENCE = "lovedcrm-api"
MAX_TOKEN_LENGTH = 4096
CLOCK_SKEW_SECONDS = 60


class Passwords:
    """Hash and verify off the event loop, a few at a time so that a rush of log-ins can't starve other routes."""

    def __init__(self, concurrency: int) -> None:
        self._slots = asyncio.Semaphore(concurrency)

    @staticmethod
    def normalize(password: str) -> str:
        return unicodedata.normalize("NFC", password)

    async def hash(self, password: str) -> str:
        async with self._slots:
            return await asyncio.to_thread(HASHER.hash, self.normalize(password))

    async def verify(self, password_hash: str | None, password: str) -> bool:
        """False for a wrong password; an unknown user (None) costs the same time."""
        async with self._slots:
            matches = await asyncio.to_thread(self._verify, password_hash or DUMMY_HASH, self.normalize(password))
        return matches and password_hash is not None

    @staticmethod
    def is_outdated(password_hash: str) -> bool:
        """Made with weaker parameters than today's: hash again while the password is at hand."""
        return HASHER.check_needs_rehash(password_hash)

    @staticmethod
    def _verify(password_hash: str, password: str) -> bool:
        try:
            return HASHER.verify(password_hash, password)
        except (VerificationError, InvalidHashError):
            return False


@dataclass(frozen=True, slots=True)
class AccessClaims:
    user_id: UUID
    organization_id: UUID
    session_id: UUID
    expires_at: int


class InvalidToken(Exception):
    pass


def issue_access_token(settings: Settings, *, user_id: UUID, organization_id: UUID, session_id: UUID) -> str:
    now = datetime.now(UTC)
    claims = {
        "sub": str(user_id),
        "org_id": str(organization_id),
        "sid": str(session_id),
        "iat": now,
        "exp": now + timedelta(seconds=settings.access_token_seconds),
        "jti": str(uuid7()),
        "iss": ISSUER,
        "aud": AUDIENCE,
    }
    return jwt.encode(claims, settings.jwt_secret, ALGORITHM, headers={"typ": "at+jwt"})


def read_access_token(settings: Settings, token: str) -> AccessClaims:
    """Raises InvalidToken for anything but our own, unexpired, HS256-signed access token."""
    if len(token) > MAX_TOKEN_LENGTH:
        raise InvalidToken
    claims = _verify_access_token(settings.jwt_secret, token)
    # The leeway below is for `iat` of a machine whose clock is ahead; nothing outlives its `exp`.
    if claims.expires_at <= time():
        raise InvalidToken
    return claims


# A page asks a dozen times with one token. Only good ones are kept, and only what can't change about them: whether
# they have expired, and whether their session still lives, is asked each time.
@lru_cache(maxsize=2048)
def _verify_access_token(secret: str, token: str) -> AccessClaims:
    try:
        if jwt.get_unverified_header(token).get("typ") != "at+jwt":
            raise InvalidToken
        claims = jwt.decode(
            token,
            secret,
            algorithms=[ALGORITHM],
            audience=AUDIENCE,
            issuer=ISSUER,
            leeway=CLOCK_SKEW_SECONDS,
            options={"require": ["sub", "org_id", "sid", "exp", "iat", "jti", "iss", "aud"]},
        )
        return AccessClaims(UUID(claims["sub"]), UUID(claims["org_id"]), UUID(claims["sid"]), int(claims["exp"]))
    except (jwt.PyJWTError, ValueError, TypeError, AttributeError) as error:
        raise InvalidToken from error


def derive_refresh_token(settings: Settings, session_id: UUID, generation: int) -> str:
    """The refresh token of one generation of a session.

    Derived rather than random so that tabs that refresh at once can be handed the same successor without the
    token ever being stored. 256 bits; only its hash reaches the database.
    """
    key = hashlib.sha256(b"refresh|" + settings.jwt_secret.encode()).digest()
    mac = hmac.digest(key, f"{session_id}|{generation}".encode(), "sha256")
    return f"{session_id}.{base64.urlsafe_b64encode(mac).decode().rstrip('=')}"


def hash_refresh_token(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def is_former_refresh_token(settings: Settings, session_id: UUID, generation: int, token: str) -> bool:
    """Was this once the refresh token of the session, before `generation`? Only then is its reuse a theft."""
    return any(hmac.compare_digest(token, derive_refresh_token(settings, session_id, former)) for former in range(1, generation))


def session_id_of(token: str) -> UUID | None:
    """The session that a refresh token names, or None when it is no refresh token of ours."""
    head, _, tail = token.partition(".")
    if not tail or len(token) > 128 or not token.isascii():
        return None
    try:
        return UUID(head)
    except ValueError:
        return None
