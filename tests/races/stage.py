"""What races share: people, the way to the database, and secrets as the server derives them."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any
from uuid import UUID

import httpx
from redis import Redis
from uuid_utils.compat import uuid7

from api.core import challenge_token, one_time, one_time_code
from api.core.redis_keys import system_key
from api.core.sealing import Sealer
from api.core.security import issue_access_token
from api.core.settings import Settings
from api.services.second_factor import backup_purpose
from tests.e2e.api.factors import Guarded, new_guarded
from tests.e2e.api.support import ENVIRONMENT, Connection, Person, confirm_address, forwarded, join, register, session_of, some_address

# What a submission won; None when it was refused. Of all that won, exactly one value may come back, and as often as said.
Won = Hashable | None


@dataclass(frozen=True, slots=True)
class Round:
    """One thing to be had, and how the n-th of many asks for it. is_shared: all may win, if they win the same."""

    submit: Callable[[int], Won]
    is_shared: bool = False
    finish: Callable[[], None] = lambda: None


@dataclass
class Stage:
    """Made once a race; each round arranges the rest itself, mostly by SQL."""

    http: httpx.Client
    superuser: Connection
    settings: Settings = field(
        default_factory=lambda: Settings(
            jwt_secret=ENVIRONMENT.variables["JWT_SECRET"], data_encryption_key=ENVIRONMENT.variables["DATA_ENCRYPTION_KEY"]
        )
    )

    @cached_property
    def owner(self) -> Person:
        person = register(self.http)
        confirm_address(person)
        return person

    @cached_property
    def other(self) -> Person:
        return register(self.http)

    @cached_property
    def guarded(self) -> Guarded:
        return new_guarded(self.http)

    @cached_property
    def colleagues(self) -> list[Person]:
        return [join(self.http, self.superuser, self.owner.organization_id, "member") for _ in range(4)]

    @cached_property
    def redis(self) -> Redis:
        return Redis.from_url(ENVIRONMENT.redis_url)

    def post(self, path: str, body: dict[str, Any] | None = None, **headers: str) -> httpx.Response:
        """From an address of its own, as somebody else each time."""
        return self.http.post(path, json=body, headers={"X-Forwarded-For": forwarded(some_address())} | headers)

    def renewed(self, person: Person) -> Person:
        """With a token and a proof of identity of this moment and no limit in sight, however long the race has been on."""
        if used := self.redis.keys(system_key("rate", f"*{person.user_id}*")):
            self.redis.delete(*used)
        session_id = session_of(person)
        self.superuser.execute("UPDATE user_sessions SET authenticated_at = now() WHERE id = %s", (session_id,))
        token = issue_access_token(
            self.settings, user_id=UUID(person.user_id), organization_id=UUID(person.organization_id), session_id=session_id
        )
        return replace(person, token=token)

    def token(self, person: Person, purpose: str, email: str) -> str:
        """A mailed link's token, as if it had just been asked for."""
        token_id = uuid7()
        token = one_time.derive(self.settings, purpose, token_id)
        self.superuser.execute(
            "INSERT INTO one_time_tokens (id, user_id, purpose, email, token_hash, expires_at)"
            " VALUES (%s, %s, %s, %s, %s, now() + interval '10 minutes')",
            (token_id, person.user_id, purpose, email, one_time.hashed(token)),
        )
        return token

    def challenges(self, count: int) -> list[str]:
        """Log-ins of the guarded person that await the second factor, whose tries start anew."""
        person = self.guarded.person
        ids: list[UUID] = [uuid7() for _ in range(count)]
        for challenge_id in ids:
            self.superuser.execute(
                "INSERT INTO login_challenges (id, user_id, method, expires_at) VALUES (%s, %s, 'password', now() + interval '5 minutes')",
                (challenge_id, person.user_id),
            )
        self.redis.delete(system_key("rate", f"second_factor:{person.user_id}"))
        return [challenge_token.issue(self.settings, challenge_id) for challenge_id in ids]

    def backup_codes(self, count: int) -> list[str]:
        """New ones; the former are gone."""
        user_id = UUID(self.guarded.person.user_id)
        codes = one_time_code.new_backup_codes()[:count]
        self.superuser.execute("DELETE FROM two_factor_backup_codes WHERE user_id = %s", (user_id,))
        for code in codes:
            digest = Sealer.of(self.settings).digest(one_time_code.folded(code), purpose=backup_purpose(user_id))
            self.superuser.execute(
                "INSERT INTO two_factor_backup_codes (id, user_id, code_hash) VALUES (%s, %s, %s)", (uuid7(), user_id, digest)
            )
        return codes
