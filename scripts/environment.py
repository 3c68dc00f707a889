"""Where things are and which ports they take: the process environment first, then .env, then the defaults."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

ROOT = Path(__file__).resolve().parent.parent
ENV_FILE = ROOT / ".env"
VENV_PYTHON = ROOT / ".venv" / "bin" / "python"
DATABASE_NAME = "lovedcrm"
# What the API and the stand-in for Google and Microsoft know of each other.
OIDC_SECRET = "mock-client-secret-of-forty-characters-00"

# On one machine everybody has the same address: suites and scripts sign many people up from it.
# A suite asks in one organization's name faster than its people ever could.
ROOMY_LIMITS = {
    "REGISTER_ATTEMPTS_PER_HOUR": "300",
    "ADDRESS_ATTEMPTS_PER_MINUTE": "600",
    "ORGANIZATION_REQUESTS_PER_SECOND": "1000",
    "ORGANIZATION_REQUESTS_AT_ONCE": "20000",
}


class Unusable(SystemExit):
    """A condition that stops a command, told to the person in one sentence instead of a stack trace."""

    def __init__(self, sentence: str) -> None:
        super().__init__(f"✗ {sentence}")
        self.sentence = sentence


def read_env_file(path: Path) -> dict[str, str]:
    """Read KEY=value lines; quotes around a value are dropped, and so are comment lines."""
    values: dict[str, str] = {}
    if not path.exists():
        return values
    for line in path.read_text(encoding="utf-8").splitlines():
        text = line.strip().removeprefix("export ")
        if not text or text.startswith("#") or "=" not in text:
            continue
        name, _, value = text.partition("=")
        value = value.strip()
        if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'":
            value = value[1:-1]
        values[name.strip()] = value
    return values


def merged_env() -> dict[str, str]:
    """What .env says, overridden by the process environment."""
    return {**read_env_file(ENV_FILE), **os.environ}


@dataclass(frozen=True)
class Environment:
    """One set of ports and one data folder; development and tests each have theirs."""

    name: str
    data_dir: Path
    postgres_port: int
    redis_port: int
    api_port: int
    web_port: int
    mail_smtp_port: int
    mail_page_port: int
    variables: Mapping[str, str]
    port_names: Mapping[str, str]
    # Of the stand-in for Google and Microsoft; 0 where people sign in with the real ones.
    oidc_port: int = 0
    durable: bool = True

    @property
    def host(self) -> str:
        return self.variables.get("HOST") or "127.0.0.1"

    @property
    def is_production(self) -> bool:
        return self.variables.get("APP_ENV") == "production"

    @property
    def postgres_password(self) -> str:
        return self.variables.get("POSTGRES_PASSWORD") or "postgres"

    @property
    def database_url(self) -> str:
        own = f"postgresql://postgres:{quote(self.postgres_password, safe='')}@127.0.0.1:{self.postgres_port}/{DATABASE_NAME}"
        return self.variables.get("DATABASE_URL") or own

    @property
    def redis_url(self) -> str:
        return self.variables.get("REDIS_URL") or f"redis://127.0.0.1:{self.redis_port}/0"

    @property
    def embeds_postgres(self) -> bool:
        """Whether DATABASE_URL is the embedded server's; another one is somebody else's to start."""
        return _is_local_port(self.database_url, self.postgres_port)

    @property
    def embeds_redis(self) -> bool:
        return _is_local_port(self.redis_url, self.redis_port)

    @property
    def simulates_mail(self) -> bool:
        """Whether mail goes to the development mailbox: SMTP_URL names a real server, and production has no mailbox."""
        url = self.variables.get("SMTP_URL")
        return not self.is_production and (not url or _is_local_port(url, self.mail_smtp_port))

    @property
    def logs_dir(self) -> Path:
        return self.data_dir / "logs"

    def child_env(self, **extra: str) -> dict[str, str]:
        """The environment of a process that belongs to this set."""
        mode = self.variables.get("SAAS_MODE") or "B2B"
        web = f"http://localhost:{self.web_port}"
        return {
            **({} if self.is_production else ROOMY_LIMITS),
            **os.environ,
            "SAAS_MODE": mode,
            "NEXT_PUBLIC_SAAS_MODE": mode,
            "NEXT_PUBLIC_APP_URL": web,
            "ALLOWED_ORIGINS": f"{web},http://127.0.0.1:{self.web_port}",
            **{name: value for name, value in self.variables.items() if value},
            "DATABASE_URL": self.database_url,
            "REDIS_URL": self.redis_url,
            "DATA_DIR": str(self.data_dir),
            "STORAGE_DIR": self.variables.get("STORAGE_DIR") or str(self.data_dir / "storage"),
            "POSTGRES_PORT": str(self.postgres_port),
            "REDIS_PORT": str(self.redis_port),
            "API_PORT": str(self.api_port),
            "PORT": str(self.web_port),
            "MAIL_SMTP_PORT": str(self.mail_smtp_port),
            "NEXT_TELEMETRY_DISABLED": "1",
            "PYTHONUNBUFFERED": "1",
            **extra,
        }


def _is_local_port(url: str, port: int) -> bool:
    parts = urlsplit(url)
    return parts.hostname in ("127.0.0.1", "localhost", "::1") and parts.port == port


def _port(variables: Mapping[str, str], name: str, default: int) -> int:
    text = variables.get(name) or str(default)
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise Unusable(f"{name} is {text!r}; it must be a port number between 1 and 65535.")
    return int(text)


def _data_dir(variables: Mapping[str, str], name: str, default: str) -> Path:
    # Absolute, and relative to the project: every command finds the same data from any folder.
    return (ROOT / (variables.get(name) or default)).resolve()


def development() -> Environment:
    variables = merged_env()
    return Environment(
        name="development",
        data_dir=_data_dir(variables, "DATA_DIR", ".data"),
        postgres_port=_port(variables, "POSTGRES_PORT", 5433),
        redis_port=_port(variables, "REDIS_PORT", 6379),
        api_port=_port(variables, "API_PORT", 8000),
        web_port=_port(variables, "PORT", 3000),
        mail_smtp_port=_port(variables, "MAIL_SMTP_PORT", 1025),
        mail_page_port=_port(variables, "MAIL_PAGE_PORT", 8025),
        variables=variables,
        port_names={
            "postgres": "POSTGRES_PORT",
            "redis": "REDIS_PORT",
            "api": "API_PORT",
            "web": "PORT",
            "mail_smtp": "MAIL_SMTP_PORT",
            "mail_page": "MAIL_PAGE_PORT",
        },
    )


def test() -> Environment:
    """The isolated test environment; nothing of .env reaches it."""
    ports = {
        "postgres": "TEST_POSTGRES_PORT", "redis": "TEST_REDIS_PORT", "api": "TEST_API_PORT", "web": "TEST_WEB_PORT",
        "mail_smtp": "TEST_MAIL_SMTP_PORT", "mail_page": "TEST_MAIL_PAGE_PORT", "oidc": "TEST_OIDC_PORT",
    }  # fmt: skip
    data_dir = _data_dir(os.environ, "TEST_DATA_DIR", ".data/test")
    postgres, redis = _port(os.environ, ports["postgres"], 5434), _port(os.environ, ports["redis"], 6380)
    api, web = _port(os.environ, ports["api"], 8001), _port(os.environ, ports["web"], 3100)
    mail = _port(os.environ, ports["mail_smtp"], 1025)
    # Away from the API's port as far as by default, so that several test environments need not name it.
    oidc = _port(os.environ, ports["oidc"], api + 1083)
    secret = "test-only-secret-" + "0" * 32
    variables = {
        "APP_ENV": "test",
        # Each test speaks from an address of its own, so that limits by address stay on and can be tested.
        # Two hops: the address that a test claims, and the web's guard.
        "TRUSTED_PROXY_HOPS": "2",
        "SAAS_MODE": "B2B",
        "NEXT_PUBLIC_SAAS_MODE": "B2B",
        "DATABASE_URL": f"postgresql://postgres:postgres@127.0.0.1:{postgres}/{DATABASE_NAME}",
        "REDIS_URL": f"redis://127.0.0.1:{redis}/0",
        "POSTGRES_PASSWORD": "postgres",
        "STORAGE_DIR": str(data_dir / "storage"),
        "JWT_SECRET": secret,
        "DATA_ENCRYPTION_KEY": secret,
        "SESSION_FLUSH_SECONDS": "0.5",
        "APP_DB_PASSWORD": secret,
        "AUTH_DB_PASSWORD": secret,
        "ALLOWED_ORIGINS": f"http://localhost:{web},http://127.0.0.1:{web}",
        "NEXT_PUBLIC_APP_URL": f"http://localhost:{web}",
        "PUBLIC_WS_URL": f"ws://localhost:{api}/ws",
        "API_INTERNAL_URL": f"http://127.0.0.1:{api}",
        "SMTP_URL": f"smtp://127.0.0.1:{mail}",
        "GOOGLE_CLIENT_ID": "mock-google-client",
        "GOOGLE_CLIENT_SECRET": OIDC_SECRET,
        "GOOGLE_ISSUER": f"http://127.0.0.1:{oidc}/google",
        "MICROSOFT_CLIENT_ID": "mock-microsoft-client",
        "MICROSOFT_CLIENT_SECRET": OIDC_SECRET,
        "MICROSOFT_ISSUER": f"http://127.0.0.1:{oidc}/common/v2.0",
    }
    return Environment(
        name="test",
        data_dir=data_dir,
        postgres_port=postgres,
        redis_port=redis,
        api_port=api,
        web_port=web,
        mail_smtp_port=mail,
        mail_page_port=_port(os.environ, ports["mail_page"], 8025),
        variables=variables,
        port_names=ports,
        oidc_port=oidc,
        durable=False,
    )


def by_name(name: str) -> Environment:
    return test() if name == "test" else development()


def new_secret() -> str:
    return secrets.token_urlsafe(36)


def add_to_env_file(values: Mapping[str, str], reason: str) -> None:
    """Append names that .env lacks; what a person wrote there is never changed."""
    present = read_env_file(ENV_FILE)
    lines = [f"{name}={value}" for name, value in values.items() if not present.get(name)]
    if not lines:
        return
    text = ENV_FILE.read_text(encoding="utf-8") if ENV_FILE.exists() else ""
    if text and not text.endswith("\n"):
        text += "\n"
    ENV_FILE.touch(mode=0o600)
    ENV_FILE.write_text(text + f"# {reason}\n" + "\n".join(lines) + "\n", encoding="utf-8")


def ensure_secrets(*names: str) -> None:
    """Generate what neither the environment nor .env has."""
    known = merged_env()
    missing = {name: new_secret() for name in names if not known.get(name)}
    add_to_env_file(missing, "Generated on this machine; keep them secret, and keep them: sessions and logins depend on them.")
