"""People with a second factor, and the steps of a log-in that needs one."""

from dataclasses import dataclass
from time import time

import httpx

from api.core import one_time_code
from tests.e2e.api.authenticator import Authenticator
from tests.e2e.api.support import PASSWORD, Connection, Person, Record, forwarded, register, session_of, some_address


@dataclass
class Guarded:
    """Somebody whose log-in needs a code."""

    person: Person
    secret: str
    backup_codes: list[str]

    def code(self, superuser: Connection) -> str:
        """A code that counts now, whatever was used before: the app's clock starts anew."""
        superuser.execute("UPDATE user_two_factor SET last_step = 0 WHERE user_id = %s", (self.person.user_id,))
        return one_time_code.code_at(self.secret, int(time() // one_time_code.PERIOD_SECONDS))


def code_now(secret: str) -> str:
    return one_time_code.code_at(secret, int(time() // one_time_code.PERIOD_SECONDS))


def wrong_code(secret: str) -> str:
    """Six digits that no step near now has."""
    step = int(time() // one_time_code.PERIOD_SECONDS)
    taken = {one_time_code.code_at(secret, step + offset) for offset in range(-3, 4)}
    return next(code for code in ("000000", "111111", "222222", "333333", "444444", "555555", "666666", "777777") if code not in taken)


def guard(person: Person) -> Guarded:
    secret = person.post("/two-factor/setup").json()["secret"]
    answer = person.post("/two-factor/enable", json={"code": code_now(secret)})
    assert answer.status_code == 200, answer.text
    return Guarded(person, secret, answer.json()["backup_codes"])


def new_guarded(http: httpx.Client) -> Guarded:
    return guard(register(http))


def add_passkey(person: Person, authenticator: Authenticator) -> Record:
    options = person.post("/two-factor/passkeys/options").json()["public_key"]
    answer = person.post("/two-factor/passkeys", json=authenticator.create(options))
    assert answer.status_code == 201, answer.text
    found: Record = answer.json()
    return found


def post(http: httpx.Client, path: str, body: Record | None = None) -> httpx.Response:
    return http.post(path, json=body, headers={"X-Forwarded-For": forwarded(some_address())})


def log_in(http: httpx.Client, person: Person, password: str = PASSWORD) -> httpx.Response:
    return post(http, "/auth/login", {"email": person.email, "password": password})


def challenge(http: httpx.Client, person: Person) -> str:
    answer = log_in(http, person)
    assert answer.status_code == 200, answer.text
    token: str = answer.json()["challenge_token"]
    return token


def answer_with(http: httpx.Client, token: str, code: str) -> httpx.Response:
    return post(http, "/auth/login/2fa", {"challenge_token": token, "code": code})


def make_stale(superuser: Connection, person: Person, minutes: int = 11) -> None:
    """As if the person had proven themselves that long ago."""
    superuser.execute(
        "UPDATE user_sessions SET authenticated_at = now() - make_interval(mins => %s) WHERE id = %s", (minutes, session_of(person))
    )
