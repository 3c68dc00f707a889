"""Every way in asks for the second factor of who has one: a provider's word or a new password opens nothing alone."""

from urllib.parse import urlsplit

import httpx
import pytest

from tests.e2e.api.factors import guard, log_in, new_guarded
from tests.e2e.api.mailbox import mail_to, token_in
from tests.e2e.api.oidc import REFRESH, Browser, google_email
from tests.e2e.api.support import forwarded, some_address

pytestmark = [pytest.mark.auth, pytest.mark.two_factor, pytest.mark.security]


def test_a_provider_s_word_is_one_factor(http: httpx.Client) -> None:
    email = google_email()
    first = Browser()
    first.sign_in(email=email)
    guard(first.person(http, email))
    later = Browser()
    answer = later.sign_in(email=email)
    assert "challenge_token=" in urlsplit(answer.headers["location"]).fragment
    assert REFRESH not in later.api.cookies


def test_a_password_set_anew_is_one_factor(http: httpx.Client) -> None:
    guarded = new_guarded(http)
    address = {"X-Forwarded-For": forwarded(some_address())}
    assert http.post("/auth/password/forgot", json={"email": guarded.person.email}, headers=address).status_code == 202
    token = token_in(mail_to(guarded.person.email, "/auth/reset"))
    password = "another-lantern-by-the-sea-9"
    assert http.post("/auth/password/reset", json={"token": token, "password": password}, headers=address).status_code == 200
    body = log_in(http, guarded.person, password).json()
    assert body["two_factor_required"] is True
    assert "access_token" not in body
