"""What stands between a fresh clone and a running product: settings of the environment, ports, locks, slices."""

import dataclasses
import json
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from scripts import environment, install, ports, slices
from scripts.environment import Unusable


@pytest.fixture(autouse=True)
def no_env_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An .env of the test's own; ports of the machine's environment don't count."""
    path = tmp_path / ".env"
    monkeypatch.setattr(environment, "ENV_FILE", path)
    for name in ("PORT", "API_PORT", "POSTGRES_PORT", "REDIS_PORT", "DATA_DIR", "DATABASE_URL", "REDIS_URL", "JWT_SECRET"):
        monkeypatch.delenv(name, raising=False)
    return path


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


class TestEnvFile:
    @pytest.mark.parametrize(
        ("line", "expected"),
        [
            ("A=1", {"A": "1"}),
            ("export A=1", {"A": "1"}),
            ('A="x y"', {"A": "x y"}),
            ("A='x'", {"A": "x"}),
            ("A=b=c", {"A": "b=c"}),
            ("# A=1", {}),
            ("", {}),
            ("nonsense", {}),
        ],
    )
    def test_line_is_read_as_a_shell_would(self, no_env_file: Path, line: str, expected: dict[str, str]) -> None:
        no_env_file.write_text(line + "\n")
        assert environment.read_env_file(no_env_file) == expected

    def test_secrets_are_generated_once_and_only_the_owner_may_read_them(self, no_env_file: Path) -> None:
        environment.ensure_secrets("JWT_SECRET")
        first = environment.read_env_file(no_env_file)["JWT_SECRET"]
        environment.ensure_secrets("JWT_SECRET")
        assert environment.read_env_file(no_env_file) == {"JWT_SECRET": first}
        assert len(first) >= 32
        assert no_env_file.stat().st_mode & 0o077 == 0

    def test_what_a_person_wrote_stays(self, no_env_file: Path) -> None:
        no_env_file.write_text("JWT_SECRET=mine")
        environment.ensure_secrets("JWT_SECRET", "APP_DB_PASSWORD")
        values = environment.read_env_file(no_env_file)
        assert values["JWT_SECRET"] == "mine"
        assert values["APP_DB_PASSWORD"]


class TestDevelopment:
    def test_database_follows_its_port(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("POSTGRES_PORT", "15999")
        assert environment.development().database_url == "postgresql://postgres:postgres@127.0.0.1:15999/lovedcrm"

    def test_foreign_database_is_not_ours_to_start(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("DATABASE_URL", "postgresql://me@db.example:5432/crm")
        assert not environment.development().embeds_postgres

    @pytest.mark.parametrize("value", ["abc", "0", "65536", "-1"])
    def test_impossible_port_is_refused_by_name(self, monkeypatch: pytest.MonkeyPatch, value: str) -> None:
        monkeypatch.setenv("API_PORT", value)
        with pytest.raises(Unusable, match="API_PORT is "):
            environment.development()


class TestPorts:
    def given(self, *, api_port: int, web_port: int = 3000) -> environment.Environment:
        return dataclasses.replace(environment.development(), api_port=api_port, web_port=web_port)

    def test_taken_port_is_named_with_its_variable(self, taken_port: int) -> None:
        (sentence,) = ports.taken(self.given(api_port=taken_port), "api")
        assert sentence.startswith(f"Port {taken_port} for the API is already in use.")
        assert f"API_PORT={taken_port + 10}" in sentence

    def test_two_with_one_port_are_both_named(self) -> None:
        assert ports.taken(self.given(api_port=14999, web_port=14999), "api", "web") == [
            "API_PORT and PORT are both 14999; each needs a port of its own."
        ]

    @pytest.mark.parametrize("made", [environment.development, environment.test])
    def test_without_names_each_that_the_environment_takes_is_looked_at(
        self, made: Callable[[], environment.Environment], taken_port: int, tmp_path: Path
    ) -> None:
        taken = ports.taken(dataclasses.replace(made(), data_dir=tmp_path, api_port=taken_port))
        assert any(sentence.startswith(f"Port {taken_port} for the API") for sentence in taken)


class TestNpmLock:
    @pytest.mark.parametrize(
        ("wanted", "installed", "expected"),
        [
            ({"version": "1.0.0"}, {"version": "1.0.0"}, True),
            ({"version": "1.0.1"}, {"version": "1.0.0"}, False),
            ({"version": "1.0.0"}, None, False),
            ({"version": "1.0.0", "optional": True}, None, True),
            ({"version": "1.0.0", "extraneous": True}, None, True),
        ],
    )
    def test_install_is_needed_exactly_when_a_package_differs(
        self,
        monkeypatch: pytest.MonkeyPatch,
        tmp_path: Path,
        wanted: dict[str, object],
        installed: dict[str, object] | None,
        expected: bool,
    ) -> None:
        monkeypatch.setattr(install, "ROOT", tmp_path)
        (tmp_path / "node_modules").mkdir()
        (tmp_path / "package-lock.json").write_text(json.dumps({"packages": {"": {}, "node_modules/a": wanted}}))
        record = {"node_modules/a": installed} if installed else {}
        (tmp_path / "node_modules" / ".package-lock.json").write_text(json.dumps({"packages": record}))
        assert install.npm_is_current() is expected


class TestSlices:
    def test_feature_is_listed_from_router_to_model(self) -> None:
        files = slices.files_of("deal")
        rooms = ["api/routers/deal.py", "api/services/deal.py", "api/repositories/deal.py", "api/models/deal.py"]
        assert [file for file in files if file in rooms] == rooms
