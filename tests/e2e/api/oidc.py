"""A browser that goes to a log-in provider and comes back, for tests of log-in with accounts elsewhere."""

import weakref
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import httpx

from tests.e2e.api.support import API_URL, ENVIRONMENT, Person, forwarded, some_address

WEB_URL = ENVIRONMENT.variables["NEXT_PUBLIC_APP_URL"]
COOKIE = "lovedcrm_oauth"
REFRESH = "lovedcrm_refresh"
CALLBACK = {name: f"{WEB_URL}/api/auth/oauth/{name}/callback" for name in ("google", "microsoft")}


def google_email() -> str:
    return f"ana.{uuid4().hex[:12]}@gmail.com"


def some_subject(attack: str = "") -> str:
    return f"attack-{attack}-{uuid4().hex[:12]}" if attack else uuid4().hex[:20]


def parameters(url: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}


def _client(**options: Any) -> httpx.Client:
    return httpx.Client(timeout=30, **options)


@dataclass(eq=False)
class Browser:
    """Has its own cookies for the API and for the provider, and an address of its own."""

    address: str = field(default_factory=some_address)
    api: httpx.Client = field(default_factory=lambda: _client(base_url=API_URL))
    provider: httpx.Client = field(default_factory=_client)

    def __post_init__(self) -> None:
        for client in (self.api, self.provider):
            weakref.finalize(self, client.close)

    def start(self, to: str = "google", **query: str) -> str:
        """Begin to sign in; where the API sends the browser."""
        answer = self.api.get(f"/auth/oauth/{to}/start", params=query, headers={"X-Forwarded-For": forwarded(self.address)})
        assert answer.status_code == 302, answer.text
        return answer.headers["location"]

    def agree(self, url: str, *, email: str, **form: str) -> str:
        """Sign in at the provider; the address of the callback that it sends the browser to."""
        answer = self.provider.get(url)
        for _ in range(8):
            if answer.status_code == 200:
                body = {"email": email, "choice": "continue"} | form
                answer = self.provider.post(str(answer.url), data=body)
                continue
            assert answer.status_code in (302, 303), answer.text
            target = str(answer.url.join(answer.headers["location"]))
            if target.startswith(WEB_URL):
                return target
            answer = self.provider.get(target)
        raise AssertionError(f"the provider never came to an end: {answer.url}")

    def come_back(self, callback: str, **changes: str | None) -> httpx.Response:
        """Follow the provider's redirect to the API; `changes` replace parameters, None takes one away."""
        wanted: dict[str, Any] = parameters(callback) | changes
        name = urlsplit(callback).path.split("/")[-2]
        query = {key: value for key, value in wanted.items() if value is not None}
        headers = {"X-Forwarded-For": forwarded(self.address)}
        return self.api.get(f"/auth/oauth/{name}/callback", params=query, headers=headers)

    def sign_in(self, to: str = "google", *, email: str, query: Mapping[str, str] | None = None, **form: str) -> httpx.Response:
        return self.come_back(self.agree(self.start(to, **(query or {})), email=email, **form))

    def connect(self, person: Person, to: str = "google", *, email: str, **form: str) -> httpx.Response:
        """Connect an account at the provider to the person's; the callback's answer."""
        answer = person.post(f"/users/me/connections/{to}")
        assert answer.status_code == 200, answer.text
        self.api.cookies.set(COOKIE, answer.cookies[COOKIE])
        return self.come_back(self.agree(answer.json()["url"], email=email, **form))

    def person(self, http: httpx.Client, email: str) -> Person:
        """Who is signed in now, by the refresh cookie."""
        headers = {"X-Forwarded-For": forwarded(self.address), "Cookie": f"{REFRESH}={self.api.cookies[REFRESH]}"}
        answer = http.post("/auth/refresh", headers=headers)
        assert answer.status_code == 200, answer.text
        body = answer.json()
        return Person(
            http=http, email=email, user_id=body["user"]["id"],
            organization_id=body["organization"]["id"], token=body["access_token"], full_name=body["user"]["full_name"],
            cookies=dict(answer.cookies),
        )  # fmt: skip


def landed(answer: httpx.Response) -> tuple[str, dict[str, str]]:
    """The page of the web that the answer leads to, without its origin, and its parameters."""
    assert answer.status_code == 302, answer.text
    location = answer.headers["location"]
    assert location.startswith(f"{WEB_URL}/"), location
    return urlsplit(location).path, parameters(location)


def error_of(answer: httpx.Response) -> str | None:
    return landed(answer)[1].get("error")
