"""Health, readiness, figures, and what changes with the settings: production, B2C, a missing Redis, a missing PostgreSQL."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any

import httpx
import pytest
import uvicorn

from api.core.database import UnsafeDatabaseLogin
from api.core.settings import Settings
from api.main import create_app
from tests.e2e.api.support import DATABASE_URL, ENVIRONMENT, PASSWORD, Person, assert_problem, eventually, registration, some_address

NOWHERE = "redis://127.0.0.1:1/0"


def settings(**changes: Any) -> Settings:
    """The test environment's settings with some of them changed."""
    given = {name.lower(): value for name, value in ENVIRONMENT.variables.items() if name.lower() in Settings.model_fields}
    ours = {"redis_url": ENVIRONMENT.redis_url, "database_url": DATABASE_URL, "mail_from": "Loved CRM <crm@crm.example>"}
    found: dict[str, Any] = given | ours | changes
    return Settings(_env_file=None, **found)


@contextmanager
def serving(**changes: Any) -> Iterator[httpx.Client]:
    """A second server with other settings on the same database, in a thread of this process."""
    server = uvicorn.Server(uvicorn.Config(create_app(settings(**changes)), log_level="warning", lifespan="on"))
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        thread = Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            assert eventually(lambda: server.started or not thread.is_alive())
            with httpx.Client(base_url=f"http://127.0.0.1:{listener.getsockname()[1]}", timeout=30) as client:
                yield client
        finally:
            server.should_exit = True
            thread.join()


def sign_up(client: httpx.Client, **changes: Any) -> tuple[httpx.Response, dict[str, str]]:
    answer = client.post("/auth/register", json=registration(**changes), headers={"X-Forwarded-For": some_address()})
    assert answer.status_code == 201, answer.text
    body = answer.json()
    return answer, {"Authorization": f"Bearer {body['access_token']}", "X-Org-Id": body["organization"]["id"]}


class TestHealth:
    def test_the_process_lives(self, http: httpx.Client) -> None:
        answer = http.get("/health")
        assert (answer.status_code, answer.json()) == (200, {"status": "ok"})

    def test_it_can_do_its_work(self, http: httpx.Client) -> None:
        found = http.get("/ready").json()
        assert (found["status"], found["postgres"], found["redis"]) == ("ok", "ok", "ok")
        assert found["schema_version"] == found["schema_expected"]


class TestWithoutRedis:
    def test_everything_but_live_events_works(self) -> None:
        with serving(redis_url=NOWHERE) as client:
            assert client.get("/health").status_code == 200
            ready = client.get("/ready")
            assert (ready.status_code, ready.json()["status"], ready.json()["redis"]) == (200, "degraded", "unreachable")
            answer, headers = sign_up(client)
            login = {"email": answer.json()["user"]["email"], "password": PASSWORD}
            assert client.post("/auth/login", json=login, headers={"X-Forwarded-For": some_address()}).status_code == 200
            assert client.post("/clients", json={"name": "Padaria"}, headers=headers).status_code == 201
            assert_problem(client.post("/ws/ticket", headers=headers), 503, "unavailable")

    @pytest.mark.security
    def test_limits_still_hold(self) -> None:
        with serving(redis_url=NOWHERE) as client:
            address = some_address()
            body = {"email": "ninguem@exemplo.com.br", "password": "wrong"}
            statuses = [client.post("/auth/login", json=body, headers={"X-Forwarded-For": address}).status_code for _ in range(11)]
            assert statuses == [401] * 10 + [429]

    @pytest.mark.security
    def test_a_log_out_holds(self) -> None:
        with serving(redis_url=NOWHERE) as client:
            _, headers = sign_up(client)
            assert client.post("/auth/logout", headers=headers).status_code == 204
            assert_problem(client.get("/clients", headers=headers), 401, "session_dead")


@pytest.mark.security
class TestProduction:
    def test_pages_for_developers_are_closed(self) -> None:
        with serving(app_env="production") as client:
            for path in ("/docs", "/openapi.json", "/metrics", "/redoc"):
                assert_problem(client.get(path), 404, "not_found")

    def test_figures_open_to_whoever_has_the_token(self) -> None:
        with serving(app_env="production", metrics_token="t" * 32) as client:
            assert_problem(client.get("/metrics", headers={"Authorization": "Bearer x"}), 404)
            answer = client.get("/metrics", headers={"Authorization": f"Bearer {'t' * 32}"})
            assert answer.status_code == 200
            assert "lovedcrm_http_requests_total" in answer.text

    def test_the_cookie_is_bound_to_host_and_https(self) -> None:
        with serving(app_env="production", next_public_app_url="https://crm.example") as client:
            answer, _ = sign_up(client)
        header = answer.headers["set-cookie"]
        assert header.startswith("__Host-lovedcrm_refresh=")
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=lax"} <= {part.strip() for part in header.split(";")}
        assert "Domain" not in header

    @pytest.mark.parametrize("login", ["app_database_url", "auth_database_url"])
    def test_a_superuser_s_login_stops_the_start(self, monkeypatch: pytest.MonkeyPatch, login: str) -> None:
        monkeypatch.setattr(Settings, login, property(lambda _: DATABASE_URL))

        async def start() -> None:
            app = create_app(settings())
            async with app.router.lifespan_context(app):
                pass

        with pytest.raises(UnsafeDatabaseLogin, match="postgres"):
            asyncio.run(start())


@pytest.mark.saas_mode
class TestPersonalMode:
    def test_an_organization_is_personal_and_has_no_team(self) -> None:
        with serving(saas_mode="B2C") as client:
            body = registration(full_name="Ana Souza")
            del body["organization_name"]
            answer = client.post("/auth/register", json=body, headers={"X-Forwarded-For": some_address()})
            organization = answer.json()["organization"]
            assert (organization["name"], organization["is_personal"]) == ("Ana Souza", True)
            headers = {"Authorization": f"Bearer {answer.json()['access_token']}", "X-Org-Id": organization["id"]}
            assert_problem(client.get("/members", headers=headers), 404, "not_found")
            features = client.get("/organizations/current/features", headers=headers).json()
            assert (features["saas_mode"], features["features"]["teams"]) == ("B2C", False)
            assert client.post("/clients", json={"name": "Padaria"}, headers=headers).status_code == 201


class TestHeaders:
    def test_every_answer_says_how_it_may_be_used(self, http: httpx.Client, owner: Person) -> None:
        for answer in (
            http.get("/health"),
            owner.get("/clients"),
            http.get("/clients"),
            http.get("/nowhere"),
            owner.get("/clients?limit=x"),
        ):
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert answer.headers["cache-control"] == "no-store"
            assert answer.headers["x-frame-options"] == "DENY"
            assert answer.headers["referrer-policy"] == "no-referrer"

    def test_a_sound_request_id_is_kept_and_another_replaced(self, http: httpx.Client) -> None:
        assert http.get("/health", headers={"X-Request-Id": "abc-123-def"}).headers["x-request-id"] == "abc-123-def"
        for bad in ("short", "a" * 65, "with space", "<script>alert(1)</script>"):
            assert http.get("/health", headers={"X-Request-Id": bad}).headers["x-request-id"] != bad

    def test_our_site_may_read_the_headers_it_needs(self, http: httpx.Client) -> None:
        origin = ENVIRONMENT.variables["NEXT_PUBLIC_APP_URL"]
        exposed = http.get("/health", headers={"Origin": origin}).headers["access-control-expose-headers"]
        assert {"X-Request-Id", "X-Command-Id"} <= {name.strip() for name in exposed.split(",")}


@pytest.mark.security
class TestHostileBodies:
    @pytest.mark.parametrize(
        ("body", "status"),
        [
            (b"{", 422), (b"", 422), (b'{"name":"\xff\xfe"}', 400), (b'{"name":' + b"[" * 100_000 + b"]" * 100_000 + b"}", 400),
            (b"[" * 200_000, 400), (b'{"name":' + b"9" * 5_000 + b"}", 400), (b'{"name":1e999}', 422), (b'{"name":NaN}', 422),
            (b'{"name":"a\\u0000b"}', 422), (b'{"name":"a\\ud800"}', 422), (b'{"na\\ud800me":"a"}', 422), (b'{"name":"' + b"a" * 2**21 + b'"}', 413),
            (b'{"name":"' + b"a" * 100_000 + b'"}', 422), (b"null", 422), (b'"x"', 422), (b"[]", 422), (b"true", 422),
        ],
        ids=lambda part: repr(part[:16]) if isinstance(part, bytes) else str(part),
    )  # fmt: skip
    def test_are_refused_and_nothing_changes(self, owner: Person, body: bytes, status: int) -> None:
        answer = owner.post("/clients", content=body, headers={"Content-Type": "application/json"})
        assert_problem(answer, status)
        assert owner.get("/clients").json()["total"] == 0

    def test_a_body_without_a_declared_length_has_the_same_limit(self, owner: Person) -> None:
        answer = owner.post("/clients", content=(b" " * 65_536 for _ in range(40)), headers={"Content-Type": "application/json"})
        assert_problem(answer, 413, "too_large")

    @pytest.mark.parametrize(
        "path", ["/clients?query=%00", "/clients/%00", "/clients/%ff", "/clients?limit=%F0%9F%92%A9", "/clients?cursor=%ED%A0%80"]
    )
    def test_hostile_addresses_are_refused(self, owner: Person, path: str) -> None:
        assert_problem(owner.get(path), 422)

    @pytest.mark.parametrize("path", ["/nowhere", "/clients/", "//clients", "/auth/"])
    def test_unknown_addresses_are_404(self, owner: Person, path: str) -> None:
        assert_problem(owner.get(path), 404, "not_found")

    def test_another_method_is_405(self, owner: Person) -> None:
        assert_problem(owner.put("/users/me"), 405, "method_not_allowed")
