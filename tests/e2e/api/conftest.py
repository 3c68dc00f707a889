"""One running server for all tests; every test makes its own organizations, so that tests can run in parallel."""

import subprocess
import sys
from collections.abc import Iterator
from http.cookiejar import DefaultCookiePolicy

import httpx
import pytest

from scripts.environment import ROOT
from tests.e2e.api.support import API_URL, Connection, Person, connect, join, register, runtime_url


def _answers() -> bool:
    try:
        return httpx.get(f"{API_URL}/ready", timeout=5).status_code == 200
    except httpx.TransportError:
        return False


def pytest_sessionstart(session: pytest.Session) -> None:
    """Start the test environment unless it is up; with several workers only the first process looks."""
    if hasattr(session.config, "workerinput") or _answers():
        return
    subprocess.run([sys.executable, "-m", "scripts.run", "testing", "start-server"], cwd=ROOT, check=True)
    if not _answers():
        pytest.exit(f"no server answers at {API_URL}; see `make test-status`", returncode=3)


@pytest.fixture(scope="session")
def http() -> Iterator[httpx.Client]:
    """Speaks to the server; cookies are never kept between requests."""
    # The server closes what was idle for five seconds: a request that meets that moment would find nobody there.
    limits = httpx.Limits(max_connections=100, max_keepalive_connections=20, keepalive_expiry=2)
    with httpx.Client(base_url=API_URL, timeout=30, limits=limits) as client:
        client.cookies.jar.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        yield client


@pytest.fixture(scope="session")
def superuser() -> Iterator[Connection]:
    """The migrating login, autocommit: for looking and for arranging what no endpoint can yet."""
    with connect() as connection:
        yield connection


@pytest.fixture
def app_login() -> Iterator[Connection]:
    """lovedcrm_app in a transaction that is rolled back."""
    connection = connect(runtime_url("lovedcrm_app"), autocommit=False)
    try:
        yield connection
    finally:
        connection.rollback()
        connection.close()


@pytest.fixture
def auth_login() -> Iterator[Connection]:
    """lovedcrm_auth in a transaction that is rolled back."""
    connection = connect(runtime_url("lovedcrm_auth"), autocommit=False)
    try:
        yield connection
    finally:
        connection.rollback()
        connection.close()


@pytest.fixture
def owner(http: httpx.Client) -> Person:
    """The owner of a new organization."""
    return register(http)


@pytest.fixture
def other(http: httpx.Client) -> Person:
    """The owner of another organization."""
    return register(http)


@pytest.fixture
def member(http: httpx.Client, superuser: Connection, owner: Person) -> Person:
    """A colleague of `owner` with the role member."""
    return join(http, superuser, owner.organization_id, "member")


@pytest.fixture
def viewer(http: httpx.Client, superuser: Connection, owner: Person) -> Person:
    """A colleague of `owner` who may only look."""
    return join(http, superuser, owner.organization_id, "viewer")
