"""The token of a log-in that awaits its second factor: of a kind and an audience that opens nothing else."""

from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

import jwt

from api.core.security import ALGORITHM, ISSUER, MAX_TOKEN_LENGTH, InvalidToken
from api.core.settings import Settings

AUDIENCE: Final = "lovedcrm-second-factor"
KIND: Final = "challenge+jwt"
CHALLENGE_SECONDS: Final = 300


def issue(settings: Settings, challenge_id: UUID) -> str:
    now = datetime.now(UTC)
    claims = {"jti": str(challenge_id), "iat": now, "exp": now + timedelta(seconds=CHALLENGE_SECONDS), "iss": ISSUER, "aud": AUDIENCE}
    return jwt.encode(claims, settings.jwt_secret, ALGORITHM, headers={"typ": KIND})


def read(settings: Settings, token: str) -> UUID:
    """The challenge that the token names. Raises InvalidToken."""
    if len(token) > MAX_TOKEN_LENGTH:
        raise InvalidToken
    try:
        if jwt.get_unverified_header(token).get("typ") != KIND:
            raise InvalidToken
        claims = jwt.decode(
            token, settings.jwt_secret, algorithms=[ALGORITHM], audience=AUDIENCE, issuer=ISSUER,
            options={"require": ["jti", "exp", "iat", "iss", "aud"]},
        )  # fmt: skip
        return UUID(claims["jti"])
    except (jwt.PyJWTError, ValueError, TypeError, AttributeError) as error:
        raise InvalidToken from error
