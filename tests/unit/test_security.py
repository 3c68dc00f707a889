import asyncio
import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import jwt
import pytest

from api.core.security import (
    ALGORITHM,
    AUDIENCE,
    HASHER,
    ISSUER,
    InvalidToken,
    Passwords,
    derive_refresh_token,
    find_refresh_token,
    hash_refresh_token,
    is_former_refresh_token,
    issue_access_token,
    key_id,
    read_access_token,
    session_id_of,
)
from api.core.settings import Settings

SETTINGS = Settings(_env_file=None, jwt_secret="a secret of the tests that is long enough")
USER, ORGANIZATION, SESSION = (UUID(f"01a20d4a-c757-720a-9c45-00000000000{n}") for n in range(3))


def issue() -> str:
    return issue_access_token(SETTINGS, user_id=USER, organization_id=ORGANIZATION, session_id=SESSION)


def forge(
    changes: dict[str, Any] | None = None,
    *,
    key: str = SETTINGS.jwt_secret,
    algorithm: str = ALGORITHM,
    header: dict[str, Any] | None = None,
) -> str:
    """A token of ours but for what is changed; a change to None leaves the claim out."""
    now = datetime.now(UTC)
    claims = {
        "sub": str(USER), "org_id": str(ORGANIZATION), "sid": str(SESSION), "jti": "1", "iat": now,
        "exp": now + timedelta(minutes=5), "iss": ISSUER, "aud": AUDIENCE,
    } | (changes or {})  # fmt: skip
    kept = {name: value for name, value in claims.items() if value is not None}
    return jwt.encode(kept, key, algorithm, headers={"typ": "at+jwt", "kid": key_id(SETTINGS.jwt_secret)} | (header or {}))


class TestAccessToken:
    def test_names_user_organization_and_session(self) -> None:
        claims = read_access_token(SETTINGS, issue())
        assert (claims.user_id, claims.organization_id, claims.session_id) == (USER, ORGANIZATION, SESSION)

    def test_the_builder_of_forgeries_makes_a_good_token_when_nothing_is_changed(self) -> None:
        assert read_access_token(SETTINGS, forge()).user_id == USER

    def test_lives_no_longer_than_fifteen_minutes(self) -> None:
        claims = read_access_token(SETTINGS, issue())
        assert claims.expires_at - datetime.now(UTC).timestamp() <= 900

    @pytest.mark.parametrize("name", ["sub", "org_id", "sid", "exp", "iat", "jti", "iss", "aud"])
    def test_a_missing_claim_is_refused(self, name: str) -> None:
        with pytest.raises(InvalidToken):
            read_access_token(SETTINGS, forge({name: None}))

    @pytest.mark.parametrize(
        "changes",
        [
            {"exp": 1}, {"iss": "somebody"}, {"aud": "somebody"}, {"sub": "1"}, {"org_id": "x"}, {"sid": ""},
            {"iat": 4_000_000_000},
        ],
    )  # fmt: skip
    def test_a_wrong_claim_is_refused(self, changes: dict[str, Any]) -> None:
        with pytest.raises(InvalidToken):
            read_access_token(SETTINGS, forge(changes))

    def test_ends_to_the_second(self) -> None:
        with pytest.raises(InvalidToken):
            read_access_token(SETTINGS, forge({"exp": datetime.now(UTC) - timedelta(seconds=1)}))

    def test_a_clock_a_little_ahead_is_forgiven(self) -> None:
        assert read_access_token(SETTINGS, forge({"iat": datetime.now(UTC) + timedelta(seconds=30)})).user_id == USER

    def test_another_key_is_refused(self) -> None:
        with pytest.raises(InvalidToken):
            read_access_token(SETTINGS, forge(key="another secret that is long enough, too"))

    @pytest.mark.parametrize("algorithm", ["HS384", "HS512"])
    def test_another_algorithm_is_refused(self, algorithm: str) -> None:
        with pytest.raises(InvalidToken):
            read_access_token(SETTINGS, forge(algorithm=algorithm, key=SETTINGS.jwt_secret * 2))

    def test_no_algorithm_is_refused(self) -> None:
        def part(value: dict[str, Any]) -> str:
            return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")

        body = issue().split(".")[1]
        for name in ("none", "None", "NONE", ""):
            with pytest.raises(InvalidToken):
                read_access_token(SETTINGS, f"{part({'alg': name, 'typ': 'at+jwt'})}.{body}.")

    @pytest.mark.parametrize("kind", ["JWT", "", None])
    def test_another_type_is_refused(self, kind: str | None) -> None:
        with pytest.raises(InvalidToken):
            read_access_token(SETTINGS, forge(header={"typ": kind}))

    @pytest.mark.parametrize(
        "header",
        [
            {"kid": "another"},
            {"jku": "https://evil.example"},
            {"jwk": {}},
            {"x5u": "https://evil.example"},
            {"crit": ["exp"]},
        ],
    )
    def test_another_key_s_name_or_address_is_refused(self, header: dict[str, Any]) -> None:
        with pytest.raises(InvalidToken):
            read_access_token(SETTINGS, forge(header=header))

    def test_every_flipped_character_is_refused(self) -> None:
        token = issue()
        for index, character in enumerate(token):
            changed = "A" if character != "A" else "B"
            # The last character of the signature carries two unused bits.
            if index == len(token) - 1 or character == ".":
                continue
            with pytest.raises(InvalidToken):
                read_access_token(SETTINGS, token[:index] + changed + token[index + 1 :])

    @pytest.mark.parametrize("token", ["", ".", "..", "a.b.c", "\x00", "x" * 5_000, "ümlaut.b.c"])
    def test_garbage_is_refused(self, token: str) -> None:
        with pytest.raises(InvalidToken):
            read_access_token(SETTINGS, token)


class TestRefreshToken:
    def test_names_its_session(self) -> None:
        assert session_id_of(derive_refresh_token(SETTINGS.jwt_secret, SESSION, 1)) == SESSION

    def test_is_the_same_for_the_same_generation_only(self) -> None:
        assert derive_refresh_token(SETTINGS.jwt_secret, SESSION, 1) == derive_refresh_token(SETTINGS.jwt_secret, SESSION, 1)
        tokens = {derive_refresh_token(SETTINGS.jwt_secret, session, n) for session in (SESSION, USER) for n in range(1, 50)}
        assert len(tokens) == 98

    def test_depends_on_the_secret(self) -> None:
        other = Settings(_env_file=None, jwt_secret="another secret of the tests, long enough")
        assert derive_refresh_token(SETTINGS.jwt_secret, SESSION, 1) != derive_refresh_token(other.jwt_secret, SESSION, 1)

    def test_is_stored_as_a_hash(self) -> None:
        token = derive_refresh_token(SETTINGS.jwt_secret, SESSION, 1)
        assert len(hash_refresh_token(token)) == 32
        assert token.encode() not in hash_refresh_token(token)

    @pytest.mark.parametrize("token", ["", ".", "x.y", f"{SESSION}", f"{SESSION}.", "é.x", f"{SESSION}." + "a" * 200])
    def test_garbage_names_no_session(self, token: str) -> None:
        assert session_id_of(token) is None

    def test_a_former_one_is_recognized(self) -> None:
        former = derive_refresh_token(SETTINGS.jwt_secret, SESSION, 3)
        assert is_former_refresh_token(SETTINGS, SESSION, 5, former)

    def test_a_new_secret_knows_those_of_the_former_one(self) -> None:
        rotated = Settings(_env_file=None, jwt_secret="another secret of the tests, long enough", jwt_previous_secret=SETTINGS.jwt_secret)
        former = derive_refresh_token(SETTINGS.jwt_secret, SESSION, 3)
        assert is_former_refresh_token(rotated, SESSION, 5, former)
        assert find_refresh_token(rotated, SESSION, 3, hash_refresh_token(former)) == former
        assert find_refresh_token(SETTINGS, SESSION, 3, hash_refresh_token("else")) is None

    def test_a_later_or_invented_one_is_not_former(self) -> None:
        later = derive_refresh_token(SETTINGS.jwt_secret, SESSION, 5)
        assert not is_former_refresh_token(SETTINGS, SESSION, 5, later)
        assert not is_former_refresh_token(SETTINGS, SESSION, 5, f"{SESSION}.invented")


class TestPasswords:
    passwords = Passwords(2)

    def verify(self, password_hash: str | None, password: str) -> bool:
        return asyncio.run(self.passwords.verify(password_hash, password))

    def test_is_argon2id_of_the_agreed_cost(self) -> None:
        assert asyncio.run(self.passwords.hash("um cavalo azul voador")).startswith("$argon2id$v=19$m=19456,t=2,p=1$")

    def test_only_the_right_one_matches(self) -> None:
        found = asyncio.run(self.passwords.hash("um cavalo azul voador"))
        assert self.verify(found, "um cavalo azul voador")
        assert not self.verify(found, "um cavalo azul voado")

    def test_composed_and_decomposed_letters_are_the_same_password(self) -> None:
        found = asyncio.run(self.passwords.hash("cora\u00e7\u00e3o valente"))
        assert self.verify(found, "corac\u0327a\u0303o valente")

    def test_nobody_has_the_password_of_an_unknown_user(self) -> None:
        assert not self.verify(None, "a password that nobody has")

    def test_a_damaged_hash_matches_nothing(self) -> None:
        assert not self.verify("not a hash", "um cavalo azul voador")

    def test_a_cheaper_hash_is_outdated(self) -> None:
        cheap = type(HASHER)(time_cost=1, memory_cost=8 * 1024, parallelism=1).hash("um cavalo azul voador")
        assert self.passwords.is_outdated(cheap)
        assert not self.passwords.is_outdated(HASHER.hash("um cavalo azul voador"))


def test_ids_of_the_claims_are_uuids() -> None:
    assert isinstance(read_access_token(SETTINGS, issue()).session_id, UUID)
