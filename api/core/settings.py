"""Every setting of the API and the worker, typed, read once from the environment and .env."""

from functools import lru_cache
from pathlib import Path
from typing import Literal, Self
from urllib.parse import quote, urlsplit, urlunsplit

from pydantic import Field, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

DEVELOPMENT_SECRET = "development-only-secret-that-production-refuses"  # noqa: S105  # production refuses it by name
MIN_SECRET_LENGTH = 32
DEFAULT_MAIL_FROM = "Loved CRM <no-reply@localhost>"


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", extra="ignore")

    app_env: Literal["development", "test", "production"] = "development"
    saas_mode: Literal["B2B", "B2C"] = "B2B"
    port: int = 3000
    api_port: int = 8000
    database_url: str = "postgresql://postgres:postgres@127.0.0.1:5433/lovedcrm"
    app_db_password: str = DEVELOPMENT_SECRET
    auth_db_password: str = DEVELOPMENT_SECRET
    database_pool_size: int = 16
    redis_url: str = "redis://127.0.0.1:6379/0"
    jwt_secret: str = DEVELOPMENT_SECRET
    # The one before: what it signed is still accepted, so that a new secret signs nobody out.
    jwt_previous_secret: str = ""
    # Seals secrets that must be read again; the former ones, separated by commas, still open what they sealed.
    data_encryption_key: str = DEVELOPMENT_SECRET
    data_encryption_former_keys: str = ""
    access_token_seconds: int = Field(default=900, ge=30, le=900)
    session_days: int = 30
    refresh_grace_seconds: int = 10
    allowed_origins: str = "http://localhost:3000,http://127.0.0.1:3000"
    next_public_app_url: str = "http://localhost:3000"
    # Where browsers reach the API; empty: /api on the web's own address.
    next_public_api_url: str = ""
    # Where browsers open the live socket; derived from API_PORT when empty.
    public_ws_url: str = ""
    # In production /metrics answers only to this bearer token, and not at all when it is empty.
    metrics_token: str = ""
    # smtp://user:password@host:587 or smtps://host:465; empty, development sends to its own mailbox and production sends nothing.
    smtp_url: str = ""
    mail_from: str = DEFAULT_MAIL_FROM
    mail_smtp_port: int = 1025
    # Log-in with accounts elsewhere: each provider is there once it has a client id.
    google_client_id: str = ""
    google_client_secret: str = ""
    google_issuer: str = "https://accounts.google.com"
    microsoft_client_id: str = ""
    microsoft_client_secret: str = ""
    microsoft_issuer: str = "https://login.microsoftonline.com/common/v2.0"
    storage_dir: Path = Path(".data/storage")
    upload_max_bytes: int = 25 * 1024 * 1024
    worker_stalled_seconds: float = 30
    worker_shutdown_seconds: float = 20
    json_max_bytes: int = 1024 * 1024
    trusted_proxy_hops: int = 0
    login_attempts_per_minute: int = 10
    address_attempts_per_minute: int = 120
    register_attempts_per_hour: int = 30
    two_factor_recovery_hours: int = Field(default=72, ge=1)
    # Of one organization to one process: what flows back each second (0: no limit), and what may come at once.
    organization_requests_per_second: float = Field(default=100, ge=0)
    organization_requests_at_once: int = Field(default=1000, ge=1)
    # How far behind the last use of a log-in may be written.
    session_flush_seconds: float = Field(default=15, gt=0)
    # A database file of MaxMind's format that says where an address is; without one, places are unknown.
    geoip_database: Path | None = None
    argon2_concurrency: int = Field(default=2, ge=1)
    api_key_requests_per_minute: int = Field(default=600, ge=1)
    # Where the worker keeps a daily copy of the ends of all audit chains; only the log has it when empty.
    audit_anchor_file: Path | None = None

    @property
    def origins(self) -> frozenset[str]:
        """Where browsers may call from: ALLOWED_ORIGINS and the web's own address."""
        listed = [*self.allowed_origins.split(","), self.next_public_app_url]
        if not self.is_production:
            listed += [f"http://localhost:{self.port}", f"http://127.0.0.1:{self.port}"]
        return frozenset(origin.strip().rstrip("/") for origin in listed if origin.strip())

    @property
    def live_url(self) -> str:
        return self.public_ws_url or f"ws://localhost:{self.api_port}/ws"

    @property
    def mail_url(self) -> str:
        """The server that mail is handed to; empty where none can leave."""
        return self.smtp_url or ("" if self.is_production else f"smtp://127.0.0.1:{self.mail_smtp_port}")

    @property
    def is_https(self) -> bool:
        return self.next_public_app_url.startswith("https://")

    @property
    def refresh_cookie(self) -> str:
        """`__Host-` binds the cookie to this very host, and browsers accept it only over https."""
        return "__Host-lovedcrm_refresh" if self.is_production and self.is_https else "lovedcrm_refresh"

    @property
    def device_cookie(self) -> str:
        """Where a browser keeps what makes it known; it opens nothing."""
        return "__Host-lovedcrm_device" if self.is_production and self.is_https else "lovedcrm_device"

    @property
    def public_api_url(self) -> str:
        """The API's address as browsers and log-in providers know it, without a slash at its end."""
        url = self.next_public_api_url or "/api"
        return (f"{self.next_public_app_url.rstrip('/')}{url}" if url.startswith("/") else url).rstrip("/")

    @property
    def has_secure_cookies(self) -> bool:
        return self.is_production and self.is_https

    @property
    def oauth_cookie(self) -> str:
        return "__Host-lovedcrm_oauth" if self.has_secure_cookies else "lovedcrm_oauth"

    @property
    def is_production(self) -> bool:
        return self.app_env == "production"

    def login_url(self, login: str, password: str) -> str:
        """The DATABASE_URL's server and database, as one of the runtime logins."""
        parts = urlsplit(self.database_url)
        host = parts.netloc.rpartition("@")[2]
        netloc = f"{login}:{quote(password, safe='')}@{host}"
        return urlunsplit(("postgresql", netloc, parts.path, parts.query, ""))

    @property
    def app_database_url(self) -> str:
        return self.login_url("lovedcrm_app", self.app_db_password)

    @property
    def auth_database_url(self) -> str:
        return self.login_url("lovedcrm_auth", self.auth_db_password)

    @field_validator("smtp_url")
    @classmethod
    def refuse_other_schemes(cls, value: str) -> str:
        parts = urlsplit(value)
        if value and (parts.scheme not in ("smtp", "smtps") or not parts.hostname):
            raise ValueError("SMTP_URL must look like smtp://user:password@host:587 or smtps://user:password@host:465")
        return value

    @model_validator(mode="after")
    def refuse_weak_secrets(self) -> Self:
        if self.is_production:
            for name in ("jwt_secret", "data_encryption_key", "app_db_password", "auth_db_password"):
                value = getattr(self, name)
                if value == DEVELOPMENT_SECRET or len(value) < MIN_SECRET_LENGTH:
                    raise ValueError(f"{name.upper()} is missing or weak: set at least {MIN_SECRET_LENGTH} characters")
            if self.jwt_previous_secret and len(self.jwt_previous_secret) < MIN_SECRET_LENGTH:
                raise ValueError(f"JWT_PREVIOUS_SECRET is weak: leave it out, or set at least {MIN_SECRET_LENGTH} characters")
            if self.smtp_url and self.mail_from == DEFAULT_MAIL_FROM:
                raise ValueError("MAIL_FROM is missing: SMTP_URL is set, so say in whose name mail leaves")
        return self


@lru_cache
def get_settings() -> Settings:
    return Settings()
