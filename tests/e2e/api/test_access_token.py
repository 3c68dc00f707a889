"""Access tokens: whatever is not exactly ours is refused, and a new secret signs nobody out."""

import base64
import hashlib
import hmac
import json
import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import jwt
import pytest

from api.core.security import ALGORITHM, AUDIENCE, ISSUER, InvalidToken, issue_access_token, key_id, read_access_token
from tests.e2e.api.support import ENVIRONMENT, Person, assert_problem, forwarded, session_of
from tests.e2e.api.test_service import serving, settings, sign_up

pytestmark = [pytest.mark.auth, pytest.mark.security]

SECRET = ENVIRONMENT.variables["JWT_SECRET"]
FORGERIES = 2_400
SENT = 240
Token = dict[str, Any]


def encoded(part: Any) -> str:
    raw = part if isinstance(part, bytes) else json.dumps(part).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def claims_of(person: Person, **changes: Any) -> Token:
    now = datetime.now(UTC)
    claims: Token = {
        "sub": person.user_id, "org_id": person.organization_id, "sid": str(session_of(person)), "iat": int(now.timestamp()),
        "exp": int((now + timedelta(minutes=10)).timestamp()), "jti": str(uuid4()), "iss": ISSUER, "aud": AUDIENCE,
    }  # fmt: skip
    return {name: value for name, value in (claims | changes).items() if value is not ...}


def signed(claims: Token, secret: str = SECRET, algorithm: str = ALGORITHM, **header: Any) -> str:
    """Made by hand: libraries refuse to make what a forger makes."""
    full = {"alg": algorithm, "typ": "at+jwt", "kid": key_id(SECRET)} | header
    text = f"{encoded({name: value for name, value in full.items() if value is not ...})}.{encoded(claims)}"
    return f"{text}.{encoded(hmac.digest(secret.encode(), text.encode(), f'sha{algorithm[2:]}'))}"


def forgeries(owner: Person, other: Person, chance: random.Random) -> Iterator[str]:
    """Tokens that are wrong in one way each, without end."""
    good = signed(claims_of(owner))
    head, body, seal = good.split(".")
    names = list(claims_of(owner))
    keys: list[dict[str, Any]] = [{"jku": "https://evil.example/keys"}, {"x5u": "https://evil.example/c.pem"}, {"jwk": {"kty": "oct", "k": encoded(b"x" * 32)}},
            {"x5c": ["MIIB"]}, {"crit": ["exp"]}, {"zip": "DEF"}, {"cty": "JWT"}]  # fmt: skip
    past = int((datetime.now(UTC) - timedelta(seconds=chance.randint(61, 10**6))).timestamp())
    kinds: list[Callable[[], str]] = [
        # no signature, or none that holds
        lambda: f"{encoded({'alg': chance.choice(['none', 'None', 'NONE', 'nOnE', '']), 'typ': 'at+jwt', 'kid': key_id(SECRET)})}.{body}.",
        lambda: f"{encoded({'alg': 'none', 'typ': 'at+jwt'})}.{body}.{seal}",
        lambda: f"{head}.{body}.",
        lambda: f"{head}.{body}.{encoded(chance.randbytes(32))}",
        lambda: f"{head}.{body}.{seal[: chance.randint(1, 42)]}",
        lambda: f"{head}.{encoded(claims_of(owner, org_id=other.organization_id))}.{seal}",
        lambda: f"{head}.{encoded(claims_of(owner, exp=2**31))}.{seal}",
        # another key, another algorithm
        lambda: signed(claims_of(owner), secret=chance.randbytes(32).hex()),
        lambda: signed(claims_of(owner), secret=chance.choice(["", "secret", "x" * 32, SECRET + "x", SECRET[:-1], SECRET.upper()])),
        lambda: signed(claims_of(owner), algorithm=chance.choice(["HS384", "HS512"])),
        lambda: signed(claims_of(owner), kid=chance.choice([..., "", "0", key_id("other"), None, 7, ["x"], key_id(SECRET)[:-1], "../../x", "' OR 1=1"])),
        lambda: signed(claims_of(owner), typ=chance.choice([..., "JWT", "jwt", "AT+JWT", "challenge+jwt", "", None, "at+jwt "])),
        lambda: signed(claims_of(owner), **chance.choice(keys)),
        # expired, or not of today
        lambda: signed(claims_of(owner, exp=past)),
        lambda: signed(claims_of(owner, exp=chance.choice([0, -1, "soon", None, {}, [], "1e99", True]))),
        lambda: signed(claims_of(owner, iat=int((datetime.now(UTC) + timedelta(minutes=chance.randint(5, 500))).timestamp()))),
        # swapped, missing and odd claims
        lambda: signed(claims_of(owner, sub=other.user_id)),
        lambda: signed(claims_of(owner, sid=str(session_of(other)))),
        lambda: signed(claims_of(owner, sub=str(uuid4()))),
        lambda: signed(claims_of(owner, sid=str(uuid4()))),
        lambda: signed(claims_of(owner, **{chance.choice(names): ...})),
        lambda: signed(claims_of(owner, **{chance.choice(["sub", "sid", "org_id"]): chance.choice(["", "x", "0" * 32 + "g", "../x", "'"])})),
        lambda: signed(claims_of(owner, iss=chance.choice(["", "evil", "lovedcrm-api", "LOVEDCRM", "lovedcrm "]))),
        lambda: signed(claims_of(owner, aud=chance.choice(["", "evil", "lovedcrm", ["evil"], []]))),
        # huge, and no token at all
        lambda: signed(claims_of(owner, note="x" * chance.randint(4_000, 8_000))),
        lambda: good + "A" * chance.randint(4_096, 9_000),
        lambda: chance.choice([f"{good}.", f".{good}", f"{head}.{body}", "..", "a.b.c", f"{good}.{seal}", f"{head}..{seal}", body]),
        lambda: _flipped(good, chance),
    ]  # fmt: skip
    while True:
        yield chance.choice(kinds)()


def _flipped(token: str, chance: random.Random) -> str:
    """One character other than it was; the last ones of a part may decode to the same bytes, so the signature's end stays."""
    place = chance.randrange(0, token.rindex(".") + 40)
    other = chance.choice([c for c in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_" if c != token[place]])
    return token[:place] + other + token[place + 1 :]


def is_accepted(token: str) -> bool:
    try:
        read_access_token(settings(), token)
    except InvalidToken:
        return False
    return True


class TestForgery:
    def test_a_token_made_like_ours_is_ours(self, owner: Person) -> None:
        """Or the forgeries below would prove nothing."""
        owner.token = signed(claims_of(owner))
        assert owner.get("/clients").status_code == 200

    def test_no_forgery_is_accepted(self, owner: Person, other: Person) -> None:
        """All of them are read. Only our own key could make those that read well; the database refuses those, and they
        are all sent, with as many of the others."""
        chance = random.Random(24)  # the same forgeries in every run
        tokens = [token for token, _ in zip(forgeries(owner, other, chance), range(FORGERIES), strict=False)]
        well_made = [token for token in tokens if is_accepted(token)]
        assert len(well_made) < FORGERIES / 4
        for token in well_made[:SENT] + [token for token in tokens if token not in well_made][:SENT]:
            headers = {"Authorization": f"Bearer {token}", "X-Org-Id": owner.organization_id, "X-Forwarded-For": forwarded(owner.address)}
            answer = owner.http.get("/clients", headers=headers)
            assert_problem(answer, 401)

    def test_a_living_log_in_of_somebody_else_is_none(self, owner: Person, other: Person) -> None:
        """Whoever could sign tokens would still have to name a log-in of the person: 401, wherever it is a log-in to."""
        for claims in (
            {"sid": str(session_of(other))},
            {"sid": str(session_of(other)), "org_id": other.organization_id},
            {"sub": other.user_id},
        ):
            forged = replace(owner, token=signed(claims_of(owner, **claims)), organization_id=claims.get("org_id", owner.organization_id))
            for path in ("/clients", "/users/me", "/two-factor", "/organizations"):
                assert_problem(forged.get(path), 401, "session_dead")

    @pytest.mark.parametrize("scheme", ["", "Basic ", "bearer", "Token ", "Bearer  ", "Bearer\t"])
    def test_only_as_bearer(self, owner: Person, scheme: str) -> None:
        assert_problem(owner.get("/clients", headers={"Authorization": f"{scheme}{owner.token}"}), 401, "unauthenticated")

    def test_the_token_of_another_organization_is_refused_here(self, owner: Person, other: Person) -> None:
        owner.token = signed(claims_of(owner, org_id=other.organization_id))
        assert_problem(owner.get("/clients", headers={"X-Org-Id": other.organization_id}), 403, "not_a_member")
        assert_problem(owner.get("/clients"), 403, "not_a_member")


class TestRotation:
    """A new JWT_SECRET, with the former one as JWT_PREVIOUS_SECRET."""

    NEW = hashlib.sha256(b"new").hexdigest()

    def test_signs_nobody_out(self) -> None:
        with serving() as before:
            answer, headers = sign_up(before)
            cookie = answer.cookies["lovedcrm_refresh"]
        with serving(jwt_secret=self.NEW, jwt_previous_secret=SECRET) as during:
            assert during.get("/clients", headers=headers).status_code == 200
            refreshed = during.post("/auth/refresh", headers={"Cookie": f"lovedcrm_refresh={cookie}"})
            assert refreshed.status_code == 200
            # A tab that is a moment late gets the same successor, of the new secret.
            late = during.post("/auth/refresh", headers={"Cookie": f"lovedcrm_refresh={cookie}"})
            assert late.cookies["lovedcrm_refresh"] == refreshed.cookies["lovedcrm_refresh"]
            headers["Authorization"] = f"Bearer {refreshed.json()['access_token']}"
            cookie = refreshed.cookies["lovedcrm_refresh"]
        with serving(jwt_secret=self.NEW) as after:
            assert after.get("/clients", headers=headers).status_code == 200
            assert after.post("/auth/refresh", headers={"Cookie": f"lovedcrm_refresh={cookie}"}).status_code == 200

    def test_a_tab_that_is_late_across_the_change_stays_signed_in(self) -> None:
        with serving() as before:
            answer, _ = sign_up(before)
            first = answer.cookies["lovedcrm_refresh"]
            second = before.post("/auth/refresh", headers={"Cookie": f"lovedcrm_refresh={first}"}).cookies["lovedcrm_refresh"]
        with serving(jwt_secret=self.NEW, jwt_previous_secret=SECRET) as during:
            late = during.post("/auth/refresh", headers={"Cookie": f"lovedcrm_refresh={first}"})
            assert late.cookies["lovedcrm_refresh"] == second

    def test_without_the_former_secret_old_tokens_are_worth_nothing(self) -> None:
        with serving() as before:
            _, headers = sign_up(before)
        with serving(jwt_secret=self.NEW) as after:
            assert_problem(after.get("/clients", headers=headers), 401, "unauthenticated")

    def test_each_token_names_its_key(self, owner: Person) -> None:
        assert jwt.get_unverified_header(owner.token) == {"alg": "HS256", "typ": "at+jwt", "kid": key_id(SECRET)}

    def test_a_key_signs_only_under_its_own_name(self, owner: Person) -> None:
        rotated = settings(jwt_secret=self.NEW, jwt_previous_secret=SECRET)
        for secret, name in ((SECRET, key_id(self.NEW)), (self.NEW, key_id(SECRET))):
            with pytest.raises(InvalidToken):
                read_access_token(rotated, signed(claims_of(owner), secret=secret, kid=name))
        person = claims_of(owner)
        for secret in (SECRET, self.NEW):
            token = signed(person, secret=secret, kid=key_id(secret))
            assert str(read_access_token(rotated, token).user_id) == owner.user_id

    def test_no_token_lives_longer_than_a_quarter_of_an_hour(self, owner: Person) -> None:
        ids = {"user_id": uuid4(), "organization_id": uuid4(), "session_id": uuid4()}
        claims = jwt.decode(issue_access_token(settings(), **ids), options={"verify_signature": False})
        assert claims["exp"] - claims["iat"] == 900
        with pytest.raises(ValueError, match="900"):
            settings(access_token_seconds=901)
