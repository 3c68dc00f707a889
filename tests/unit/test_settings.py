from typing import Any

import pytest
from pydantic import ValidationError

from api.core.settings import DEVELOPMENT_SECRET, Settings
from api.services.account import MailNotConfigured, require_mail

STRONG = {"jwt_secret": "j" * 32, "data_encryption_key": "d" * 32, "app_db_password": "a" * 32, "auth_db_password": "b" * 32}


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def settings(**values: Any) -> Settings:
    return Settings(_env_file=None, **values)


class TestSecrets:
    @pytest.mark.parametrize("name", sorted(STRONG))
    @pytest.mark.parametrize("value", [DEVELOPMENT_SECRET, "", "short", "x" * 31])
    def test_a_weak_one_stops_production_with_its_name(self, name: str, value: str) -> None:
        with pytest.raises(ValidationError, match=name.upper()):
            settings(app_env="production", **(STRONG | {name: value}))

    def test_strong_ones_start_production(self) -> None:
        assert settings(app_env="production", **STRONG).is_production

    def test_development_needs_none(self) -> None:
        assert settings().jwt_secret == DEVELOPMENT_SECRET


class TestDatabaseLogins:
    def test_are_never_the_migrating_login(self) -> None:
        found = settings(database_url="postgresql://postgres:root@db.example:5433/crm?sslmode=require", app_db_password="p@ss/word")
        assert found.app_database_url == "postgresql://lovedcrm_app:p%40ss%2Fword@db.example:5433/crm?sslmode=require"
        assert found.auth_database_url.startswith("postgresql://lovedcrm_auth:")


class TestOrigins:
    def test_are_an_exact_list_without_trailing_slash(self) -> None:
        found = settings(allowed_origins="https://a.example/, https://b.example", next_public_app_url="https://c.example", **production())
        assert found.origins == {"https://a.example", "https://b.example", "https://c.example"}

    def test_follow_the_web_port_in_development(self) -> None:
        assert "http://localhost:3001" in settings(port=3001).origins


class TestRefreshCookie:
    def test_is_bound_to_the_host_over_https(self) -> None:
        assert settings(next_public_app_url="https://crm.example", **production()).refresh_cookie == "__Host-lovedcrm_refresh"

    def test_has_its_plain_name_elsewhere(self) -> None:
        assert settings(next_public_app_url="http://192.168.0.2:3000", **production()).refresh_cookie == "lovedcrm_refresh"
        assert settings().refresh_cookie == "lovedcrm_refresh"


class TestLiveUrl:
    def test_follows_the_api_port(self) -> None:
        assert settings(api_port=8123).live_url == "ws://localhost:8123/ws"

    def test_is_what_is_set(self) -> None:
        assert settings(public_ws_url="wss://live.example/ws").live_url == "wss://live.example/ws"


def production() -> dict[str, Any]:
    return {"app_env": "production"} | STRONG


class TestMail:
    def test_development_has_its_own_mailbox(self) -> None:
        assert settings(mail_smtp_port=2025).mail_url == "smtp://127.0.0.1:2025"

    def test_production_sends_none_without_a_server(self) -> None:
        found = settings(app_env="production", **STRONG)
        assert found.mail_url == ""
        with pytest.raises(MailNotConfigured):
            require_mail(found)

    def test_production_says_in_whose_name(self) -> None:
        server = {"app_env": "production", "smtp_url": "smtps://u:p@mail.example"} | STRONG
        with pytest.raises(ValidationError, match="MAIL_FROM"):
            settings(**server)
        assert settings(mail_from="CRM <crm@x.example>", **server).mail_url == "smtps://u:p@mail.example"

    @pytest.mark.parametrize("url", ["mail.example", "http://mail.example", "smtp://", "smtp:587"])
    def test_a_server_of_another_shape_is_refused_by_name(self, url: str) -> None:
        with pytest.raises(ValidationError, match="SMTP_URL"):
            settings(smtp_url=url)
