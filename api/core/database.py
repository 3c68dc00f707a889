"""Engines of the two runtime logins and the session types that services and repositories see.

Only this module opens database transactions. A TenantSession exists only inside an organization's verified
context (docs/decisions/0002-two-walls.md), an IdentitySession never has one unless `enter` is called on it.
"""

import select
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import orjson
import psycopg
from psycopg.rows import dict_row, scalar_row
from psycopg.types.json import set_json_dumps
from sqlalchemy import Executable
from sqlalchemy.engine import CursorResult
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from api.core.settings import Settings

Params = Mapping[str, Any]
Driver = psycopg.AsyncConnection[Any]

set_json_dumps(orjson.dumps)


class UnsafeDatabaseLogin(RuntimeError):
    """The API was pointed at a login that row-level security doesn't bind."""


@dataclass(slots=True)
class DatabaseSession:
    """One transaction: SQLAlchemy Core for writes, the raw driver of the same connection for hot statements."""

    connection: AsyncConnection
    driver: Driver

    async def execute(self, statement: Executable) -> CursorResult[Any]:
        return await self.connection.execute(statement)

    async def rows(self, sql: str, params: Params) -> Sequence[dict[str, Any]]:
        async with self.driver.cursor(row_factory=dict_row) as cursor:
            await cursor.execute(sql, params)
            return await cursor.fetchall()

    async def row(self, sql: str, params: Params) -> dict[str, Any] | None:
        async with self.driver.cursor(row_factory=dict_row) as cursor:
            await cursor.execute(sql, params)
            return await cursor.fetchone()

    async def scalar(self, sql: str, params: Params) -> Any:
        async with self.driver.cursor(row_factory=scalar_row) as cursor:
            await cursor.execute(sql, params)
            return await cursor.fetchone()

    async def run(self, sql: str, params: Params) -> int:
        """Execute and return the number of rows touched."""
        async with self.driver.cursor() as cursor:
            await cursor.execute(sql, params)
            return cursor.rowcount

    async def batch(self, *statements: tuple[str, Params]) -> list[list[dict[str, Any]]]:
        """Send independent statements in one round trip; the rows of each, empty for one that returns none."""
        cursors = []
        async with self.driver.pipeline():
            for sql, params in statements:
                cursor = self.driver.cursor(row_factory=dict_row)
                await cursor.execute(sql, params)
                cursors.append(cursor)
        return [await cursor.fetchall() if cursor.description else [] for cursor in cursors]


@dataclass(slots=True)
class TenantSession(DatabaseSession):
    """A transaction inside one organization's verified context."""

    organization_id: UUID


@dataclass(slots=True)
class Databases:
    settings: Settings
    app: AsyncEngine = field(init=False)
    auth: AsyncEngine = field(init=False)

    def __post_init__(self) -> None:
        self.app = self._engine(self.settings.app_database_url, self.settings.database_pool_size)
        self.auth = self._engine(self.settings.auth_database_url, max(4, self.settings.database_pool_size // 2))

    @staticmethod
    def _engine(url: str, pool_size: int) -> AsyncEngine:
        return create_async_engine(
            url.replace("postgresql://", "postgresql+psycopg://", 1),
            pool_size=pool_size,
            max_overflow=0,
            pool_timeout=5,
            pool_pre_ping=False,
            pool_recycle=1800,
            connect_args={"connect_timeout": 5, "application_name": "lovedcrm"},
        )

    async def dispose(self) -> None:
        await self.app.dispose()
        await self.auth.dispose()

    async def schema_version(self) -> int:
        """The newest applied migration, as the runtime login sees it."""
        async with _driver(self.app) as (_, driver):
            cursor = await driver.execute("SELECT coalesce(max(version), 0) FROM schema_versions")
            row = await cursor.fetchone()
            await driver.rollback()
            return int(row[0]) if row else 0

    async def refuse_unsafe_logins(self) -> None:
        for engine in (self.app, self.auth):
            async with _driver(engine) as (_, driver):
                cursor = await driver.execute(
                    "SELECT rolname FROM pg_roles WHERE rolname = current_user AND (rolsuper OR rolbypassrls OR rolcreaterole)"
                )
                if (found := await cursor.fetchone()) is not None:
                    raise UnsafeDatabaseLogin(f"the login {found[0]} is not bound by row-level security")

    @asynccontextmanager
    async def tenant_transaction(self, *, read_only: bool = False) -> AsyncIterator["PendingTenant"]:
        """Open a transaction that must call one of the enter functions first; commits on a clean exit."""
        async with _transaction(self.app, read_only) as (connection, driver):
            yield PendingTenant(connection, driver)

    @asynccontextmanager
    async def identity_session(self) -> AsyncIterator["IdentitySession"]:
        async with _transaction(self.auth, read_only=False) as (connection, driver):
            yield IdentitySession(connection, driver)

    async def find_job_pass(self, job_id: int) -> str | None:
        """What opens the organization of a running job; only the queue's login can ask for it."""
        async with _transaction(self.auth, read_only=True) as (_, driver):
            cursor = await driver.execute("SELECT app.job_pass(%s)", (job_id,))
            row = await cursor.fetchone()
            return row[0] if row else None


@asynccontextmanager
async def _driver(engine: AsyncEngine) -> AsyncIterator[tuple[AsyncConnection, Driver]]:
    async with engine.connect() as connection:
        while True:
            raw = await connection.get_raw_connection()
            driver = raw.driver_connection
            assert isinstance(driver, psycopg.AsyncConnection)
            if not _has_hung_up(driver):
                break
            # The next one of the pool, or a new one once all that a restart of PostgreSQL left behind are gone.
            await connection.invalidate()
        yield connection, driver


def _has_hung_up(driver: Driver) -> bool:
    """Did the server close this idle connection? Seen without asking it: nothing else makes an idle socket readable."""
    if driver.closed:
        return True
    socket = select.poll()
    socket.register(driver.fileno(), select.POLLIN)
    return bool(socket.poll(0))


@asynccontextmanager
async def _transaction(engine: AsyncEngine, read_only: bool) -> AsyncIterator[tuple[AsyncConnection, Driver]]:
    async with _driver(engine) as (connection, driver):
        if driver.read_only is not read_only:
            # Changes the text of BEGIN; costs no round trip.
            await driver.set_read_only(read_only)
        try:
            yield connection, driver
        except BaseException:
            if driver.closed:
                await connection.invalidate()
            else:
                await driver.rollback()
            raise
        await driver.commit()


@dataclass(slots=True)
class Entered:
    """What app.enter says of the caller; status is ok, session_dead or not_member."""

    status: str
    user_id: UUID | None
    user_name: str | None
    user_locale: str | None
    role: str | None
    plan: str | None
    organization_name: str | None
    currency: str | None
    is_personal: bool | None


@dataclass(slots=True)
class IdentitySession(DatabaseSession):
    """A transaction on users, sessions and memberships, outside any organization until `enter` is called."""

    async def enter(self, session_id: UUID, organization_id: UUID) -> tuple[TenantSession, Entered]:
        """The organization's context for this transaction, still as the identity login: for what belongs to both planes."""
        return await _enter(self.connection, self.driver, session_id, organization_id)


@dataclass(slots=True)
class PendingTenant:
    connection: AsyncConnection
    driver: Driver

    async def enter(self, session_id: UUID, organization_id: UUID) -> tuple[TenantSession, Entered]:
        return await _enter(self.connection, self.driver, session_id, organization_id)

    async def enter_job(self, job_id: int, job_pass: str) -> tuple[TenantSession, UUID | None] | None:
        """The session and the acting user of a running job, or None when its organization is gone."""
        cursor = await self.driver.execute("SELECT status, organization_id, user_id FROM app.enter_job(%s, %s)", (job_id, job_pass))
        row = await cursor.fetchone()
        if row is None or row[0] != "ok":
            return None
        return TenantSession(self.connection, self.driver, row[1]), row[2]


async def _enter(connection: AsyncConnection, driver: Driver, session_id: UUID, organization_id: UUID) -> tuple[TenantSession, Entered]:
    cursor = await driver.execute("SELECT * FROM app.enter(%s, %s)", (session_id, organization_id))
    row = await cursor.fetchone()
    assert row is not None
    return TenantSession(connection, driver, organization_id), Entered(*row)
