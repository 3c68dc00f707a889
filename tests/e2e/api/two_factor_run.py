"""A walk through two-factor authentication over HTTP, one named check after the other; both runners take it.

python3 tests/e2e/api/run_2fa_tests.py        with a person and their app, or alone with --auto
python3 test_2fa_login_integration.py         alone
"""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from http.cookiejar import DefaultCookiePolicy
from time import time
from uuid import uuid4

import httpx

from api.core import one_time_code
from scripts.environment import ROOT, development, test
from tests.e2e.api.support import Record

PASSWORD = "violet-harbour-lantern-42"


class CheckFailed(Exception):
    pass


@dataclass
class Run:
    """Speaks to one API as one person, and says what it finds."""

    http: httpx.Client
    email: str = field(default_factory=lambda: f"two.factor.{uuid4().hex[:10]}@example.com")
    password: str = PASSWORD
    token: str = ""
    passed: int = 0

    @classmethod
    def at(cls, url: str) -> "Run":
        http = httpx.Client(base_url=url, timeout=30)
        # Each log-in is a new browser.
        http.cookies.jar.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        return cls(http)

    def check(self, claim: str, holds: object) -> None:
        """Raises CheckFailed."""
        if not holds:
            raise CheckFailed(claim)
        self.passed += 1
        print(f"  ✓ {claim}", flush=True)

    def post(self, path: str, body: Record | None = None, *, signed_in: bool = False) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.token}"} if signed_in else {}
        return self.http.post(path, json=body, headers=headers)

    def sign_up(self) -> None:
        body = {"email": self.email, "password": self.password, "full_name": "Ana Souza", "locale": "pt"}
        answer = self.post("/auth/register", body)
        self.check(f"signs up as {self.email}", answer.status_code == 201)
        self.token = answer.json()["access_token"]

    def log_in(self) -> Record:
        answer = self.post("/auth/login", {"email": self.email, "password": self.password})
        self.check("the password is right", answer.status_code == 200)
        found: Record = answer.json()
        return found

    def set_up(self) -> Record:
        answer = self.post("/two-factor/setup", signed_in=True)
        self.check("setup gives a secret, its URI and a QR code", answer.status_code == 200 and "<svg" in answer.json()["qr_svg"])
        found: Record = answer.json()
        return found

    def enable(self, code: str) -> list[str]:
        answer = self.post("/two-factor/enable", {"code": code}, signed_in=True)
        self.check("the code of the app switches it on", answer.status_code == 200)
        codes: list[str] = answer.json()["backup_codes"]
        self.check("there are ten backup codes", len(set(codes)) == 10)
        return codes

    def challenge(self) -> str:
        found = self.log_in()
        self.check("a second factor is asked for, and nothing is signed in yet", found.get("two_factor_required") is True)
        self.check("there is no access token before it", "access_token" not in found)
        token: str = found["challenge_token"]
        return token

    def answer(self, token: str, code: str) -> httpx.Response:
        return self.post("/auth/login/2fa", {"challenge_token": token, "code": code})

    def sign_in(self, token: str, code: str, claim: str) -> None:
        answer = self.answer(token, code)
        self.check(claim, answer.status_code == 200 and answer.json()["user"]["email"] == self.email)
        self.token = answer.json()["access_token"]

    def refuse(self, token: str, code: str, claim: str) -> None:
        self.check(claim, self.answer(token, code).status_code == 401)

    def disable(self) -> None:
        self.check("the app can be removed", self.post("/two-factor/disable", signed_in=True).status_code == 204)
        self.check("the password alone is enough again", "access_token" in self.log_in())


def code_of(secret: str, *, steps_ahead: int = 0) -> str:
    """What an app with this secret shows; one step ahead counts already, so that nobody waits for the clock."""
    return one_time_code.code_at(secret, int(time() // one_time_code.PERIOD_SECONDS) + steps_ahead)


def whole_way(run: Run) -> None:
    """Everything without a person. Raises CheckFailed."""
    run.sign_up()
    secret = run.set_up()["secret"]
    first = code_of(secret)
    codes = run.enable(first)
    token = run.challenge()
    run.refuse(token, first, "the code that switched it on opens nothing")
    run.refuse(token, "ABCD-EFGH-JKMN", "a made-up backup code opens nothing")
    me = run.http.get("/users/me", headers={"Authorization": f"Bearer {token}"})
    run.check("the challenge itself is no access token", me.status_code == 401)
    ahead = code_of(secret, steps_ahead=1)
    run.sign_in(token, ahead, "a new code signs in")
    run.refuse(token, codes[0], "a challenge that was answered opens nothing")
    run.refuse(run.challenge(), ahead, "the same code doesn't work twice")
    run.sign_in(run.challenge(), codes[0], "a backup code signs in")
    run.refuse(run.challenge(), codes[0], "the same backup code doesn't work twice")
    token = run.challenge()
    wrong = [run.answer(token, "ABCD-EFGH-JKMN").status_code for _ in range(5)]
    run.check("five wrong codes end a challenge", wrong == [401] * 5 and run.answer(token, codes[1]).json()["code"] == "challenge_invalid")
    run.sign_in(run.challenge(), codes[1], "the owner still gets in afterwards")
    run.disable()


def answers(url: str) -> bool:
    try:
        return httpx.get(f"{url}/ready", timeout=5).status_code == 200
    except httpx.HTTPError:
        return False


def find_api(given: str | None = None, *, may_start: bool = True) -> str:
    """The API that was named, else one that runs here, else the test environment's, started for this. Raises SystemExit."""
    named = given or os.environ.get("API_URL")
    if named:
        if not answers(named):
            raise SystemExit(f"✗ No API answers at {named}.")
        return named.rstrip("/")
    candidates = [f"http://127.0.0.1:{environment.api_port}" for environment in (development(), test())]
    running = next((url for url in candidates if answers(url)), None)
    if running is None and may_start:
        print("No API is running: starting the test environment (make test-stop ends it).", flush=True)
        subprocess.run([sys.executable, "-m", "scripts.run", "testing", "start-server"], cwd=ROOT, check=True)
        running = candidates[1]
    if running is None or not answers(running):
        raise SystemExit("✗ No API is running. Start one with `make dev` or `make test-start`, or name it: --api URL.")
    return running


def report(run: Run, way: Callable[[Run], None]) -> int:
    """0 when all of it holds."""
    print(f"API: {run.http.base_url}")
    with run.http:
        try:
            way(run)
        except CheckFailed as failed:
            print(f"  ✗ {failed}\n{run.passed} checks passed, then this one failed.")
            return 1
    print(f"All {run.passed} checks passed.")
    return 0
