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
# Nothing in a header may say where to find a key, or how else to read the token (RFC 8725).
HEADER_NAMES = frozenset({"alg", "kid", "typ"})
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


@lru_cache(maxsize=8)
def key_id(secret: str) -> str:
    """The `kid` of a secret: tells two of them apart, and nothing about either."""
    return hashlib.sha256(b"kid|" + secret.encode()).hexdigest()[:16]


def accepted_secrets(settings: Settings) -> tuple[str, ...]:
    """What signs today, then what did before."""
    return (settings.jwt_secret, settings.jwt_previous_secret) if settings.jwt_previous_secret else (settings.jwt_secret,)


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
    return jwt.encode(claims, settings.jwt_secret, ALGORITHM, headers={"typ": "at+jwt", "kid": key_id(settings.jwt_secret)})


def read_access_token(settings: Settings, token: str) -> AccessClaims:
    """Raises InvalidToken for anything but our own, unexpired access token, signed with HS256 by the key that it names."""
    if len(token) > MAX_TOKEN_LENGTH:
        raise InvalidToken
    claims = _verify_access_token(accepted_secrets(settings), token)
    # The leeway below is for `iat` of a machine whose clock is ahead; nothing outlives its `exp`.
    if claims.expires_at <= time():
        raise InvalidToken
    return claims


# A page asks a dozen times with one token. Only good ones are kept, and only what can't change about them: whether
# they have expired, and whether their session still lives, is asked each time.
@lru_cache(maxsize=2048)
def _verify_access_token(secrets: tuple[str, ...], token: str) -> AccessClaims:
    try:
        header = jwt.get_unverified_header(token)
        if header.get("typ") != "at+jwt" or not header.keys() <= HEADER_NAMES:
            raise InvalidToken
        claims = jwt.decode(
            token,
            {key_id(secret): secret for secret in secrets}[header["kid"]],
            algorithms=[ALGORITHM],
            audience=AUDIENCE,
            issuer=ISSUER,
            leeway=CLOCK_SKEW_SECONDS,
            options={"require": ["sub", "org_id", "sid", "exp", "iat", "jti", "iss", "aud"]},
        )
        return AccessClaims(UUID(claims["sub"]), UUID(claims["org_id"]), UUID(claims["sid"]), int(claims["exp"]))
    except (jwt.PyJWTError, LookupError, ValueError, TypeError, AttributeError) as error:
        raise InvalidToken from error


def derive_refresh_token(secret: str, session_id: UUID, generation: int) -> str:
    """The refresh token of one generation of a session.

    Derived rather than random so that tabs that refresh at once can be handed the same successor without the
    token ever being stored. 256 bits; only its hash reaches the database.
    """
    key = hashlib.sha256(b"refresh|" + secret.encode()).digest()
    mac = hmac.digest(key, f"{session_id}|{generation}".encode(), "sha256")
    return f"{session_id}.{base64.urlsafe_b64encode(mac).decode().rstrip('=')}"


def hash_refresh_token(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def find_refresh_token(settings: Settings, session_id: UUID, generation: int, refresh_hash: bytes) -> str | None:
    """The token of this hash, whichever secret it was derived from; None once that secret is gone."""
    tokens = (derive_refresh_token(secret, session_id, generation) for secret in accepted_secrets(settings))
    return next((token for token in tokens if hmac.compare_digest(hash_refresh_token(token), refresh_hash)), None)


def is_former_refresh_token(settings: Settings, session_id: UUID, generation: int, token: str) -> bool:
    """Was this once the refresh token of the session, before `generation`? Only then is its reuse a theft."""
    return any(
        hmac.compare_digest(token, derive_refresh_token(secret, session_id, former))
        for secret in accepted_secrets(settings)
        for former in range(1, generation)
    )


def session_id_of(token: str) -> UUID | None:
    """The session that a refresh token names, or None when it is no refresh token of ours."""
    head, _, tail = token.partition(".")
    if not tail or len(token) > 128 or not token.isascii():
        return None
    try:
        return UUID(head)
    except ValueError:
        return None
