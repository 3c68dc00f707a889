"""The container files say what the product needs, and the test environment on Docker equals the one without."""

import json
import re
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]  # ships no types

from api.core.settings import Settings
from scripts import environment, saas_mode, testing
from scripts.environment import ROOT

SERVICES = {"postgres", "redis", "migrate", "api", "worker", "mailbox", "web"}
FILES = ("docker-compose.yml", "docker-compose.test.yml")
# Tests alone sign in at a provider that says what they want.
MOCKS = {"docker-compose.yml": set[str](), "docker-compose.test.yml": {"oidc"}}


def read(name: str) -> dict[str, Any]:
    document: dict[str, Any] = yaml.safe_load((ROOT / name).read_text())
    return document


@pytest.mark.parametrize("name", FILES)
class TestBoth:
    def test_has_every_service(self, name: str) -> None:
        assert set(read(name)["services"]) == SERVICES | MOCKS[name]

    def test_foreign_images_are_pinned_to_an_exact_version(self, name: str) -> None:
        for service, definition in read(name)["services"].items():
            if "build" not in definition:
                assert re.search(r":\d+\.\d+(\.\d+)?-", definition["image"]), service

    def test_ports_are_opened_to_this_machine_alone(self, name: str) -> None:
        for definition in read(name)["services"].values():
            for port in definition.get("ports", ()):
                assert port.startswith("127.0.0.1:${"), port

    def test_nothing_starts_before_what_it_needs(self, name: str) -> None:
        services = read(name)["services"]
        for service in ("api", "worker"):
            assert services[service]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}
        assert services["migrate"]["depends_on"] == {"postgres": {"condition": "service_healthy"}}
        assert services["web"]["depends_on"] == {"api": {"condition": "service_healthy"}}

    def test_api_gets_only_settings_that_exist(self, name: str) -> None:
        known = {field.upper() for field in Settings.model_fields} | {"NEXT_PUBLIC_SAAS_MODE", "PYTHONUNBUFFERED"}
        assert set(read(name)["services"]["api"]["environment"]) <= known


class TestTestEnvironment:
    def test_settings_equal_those_without_docker(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in ("TEST_POSTGRES_PORT", "TEST_REDIS_PORT", "TEST_API_PORT", "TEST_WEB_PORT", "TEST_MAIL_SMTP_PORT"):
            monkeypatch.delenv(name, raising=False)
        own = environment.test().variables
        docker = read("docker-compose.test.yml")["services"]["api"]["environment"]
        for name in set(docker) - {"DATABASE_URL", "REDIS_URL", "STORAGE_DIR", "SMTP_URL"}:
            assert re.sub(r"\$\{\w+:-(\d+)\}", r"\1", docker[name]) == own[name], name

    def test_the_provider_is_reached_at_one_address_by_browser_and_api(self) -> None:
        services = read("docker-compose.test.yml")["services"]
        port = "${TEST_OIDC_PORT:-9084}"
        assert services["oidc"]["network_mode"] == "service:api"
        assert f"127.0.0.1:{port}:{port}" in services["api"]["ports"]
        assert services["oidc"]["environment"]["PORT"] == port
        issuers = {name: url for name, url in services["api"]["environment"].items() if name.endswith("_ISSUER")}
        assert {url.partition(port)[0] for url in issuers.values()} == {"http://127.0.0.1:"}
        assert services["oidc"]["environment"]["WEB_ORIGINS"] == services["api"]["environment"]["ALLOWED_ORIGINS"]

    def test_the_provider_is_started_with_the_api(self) -> None:
        assert "oidc" in testing.START_SERVER


class TestImages:
    @pytest.mark.parametrize("name", ["Dockerfile", "Dockerfile.frontend"])
    def test_base_images_are_pinned_and_the_last_stage_is_not_root(self, name: str) -> None:
        text = (ROOT / name).read_text()
        stages: set[str] = set()
        for image, stage in re.findall(r"^FROM (\S+) AS (\S+)$", text, re.MULTILINE):
            assert image in stages or re.search(r":\d+\.\d+\.\d+-", image), image
            stages.add(stage)
        assert re.search(r"^USER (?!root)\w+$", text.rpartition("\nFROM ")[2], re.MULTILINE)

    def test_railway_migrates_before_it_serves_and_asks_ready(self) -> None:
        deploy = json.loads((ROOT / "railway.json").read_text())["deploy"]
        assert deploy["preDeployCommand"] == ["python migrations/migrate apply"]
        assert deploy["healthcheckPath"] == "/ready"


class TestSaasMode:
    def test_compose_file_agrees_with_itself(self) -> None:
        found = saas_mode.of_compose(ROOT / "docker-compose.yml", {})
        assert {(name, value) for _, name, value in found} == {("SAAS_MODE", "B2B"), ("NEXT_PUBLIC_SAAS_MODE", "B2B")}

    def test_compose_file_follows_the_environment(self) -> None:
        found = saas_mode.of_compose(ROOT / "docker-compose.yml", {"SAAS_MODE": "B2C"})
        assert {value for _, _, value in found} == {"B2C"}

    @pytest.mark.saas_mode
    @pytest.mark.parametrize(
        ("found", "sentences"),
        [
            ([], []),
            ([("environment", "SAAS_MODE", "B2C"), (".env", "NEXT_PUBLIC_SAAS_MODE", "B2C")], []),
            (
                [("environment", "SAAS_MODE", "B2C"), (".env", "NEXT_PUBLIC_SAAS_MODE", "B2B")],
                [".env: NEXT_PUBLIC_SAAS_MODE is B2B, but environment has SAAS_MODE=B2C"],
            ),
            ([(".env", "SAAS_MODE", "b2b")], [".env: SAAS_MODE is 'b2b'; it must be B2B or B2C"]),
        ],
    )
    def test_each_disagreement_is_named(self, found: saas_mode.Found, sentences: list[str]) -> None:
        assert saas_mode.disagreements(found) == sentences
