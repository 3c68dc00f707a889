"""The demo organization, as `make dev` loads it."""

import subprocess
import sys

import httpx

from scripts.demo.people import DEMO_EMAIL, DEMO_PASSWORD
from scripts.environment import ROOT
from tests.e2e.api.support import ENVIRONMENT, forwarded, some_address


def load() -> str:
    """What a run says. A run that fails raises, with its trace on the screen."""
    command = [sys.executable, "-m", "scripts.seed_demo"]
    return subprocess.run(command, cwd=ROOT, env=ENVIRONMENT.child_env(), stdout=subprocess.PIPE, text=True, check=True).stdout


def test_is_loaded_once_and_opens_with_its_password(http: httpx.Client) -> None:
    load()
    assert "was already there" in load()
    signed_in = http.post(
        "/auth/login", json={"email": DEMO_EMAIL, "password": DEMO_PASSWORD}, headers={"X-Forwarded-For": forwarded(some_address())}
    )
    assert signed_in.status_code == 200
    answer = signed_in.json()
    headers = {"Authorization": f"Bearer {answer['access_token']}", "X-Org-Id": answer["organization"]["id"]}
    assert answer["user"]["email_verified_at"] is not None
    assert len(http.get("/clients?limit=100", headers=headers).json()["items"]) == 40
