"""Connections of the two runtime logins and the session types that services and repositories see.

Only this module opens database transactions. A TenantSession exists only inside an organization's verified
context (docs/decisions/0002-two-walls.md), an IdentitySession never has one unless `enter` is called on it.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from psycopg.rows import dict_row, scalar_row
from psycopg.types.json import set_json_dumps

from api.core.pool import Driver, Pool
from api.core.settings import Settings
from api.core.statement import Params, Statement

set_json_dumps(orjson.dumps)


class UnsafeDatabaseLogin(RuntimeError):
    """The API was pointed at a login that row-level security doesn't bind."""


@dataclass(slots=True)
class DatabaseSession:
    """One transaction on one connection of the driver."""

    driver: Driver

    async def rows(self, sql: str, params: Params) -> Sequence[dict[str, Any]]:
        return await (await self.driver.cursor(row_factory=dict_row).execute(sql, params)).fetchall()

    async def row(self, sql: str, params: Params) -> dict[str, Any] | None:
        return await (await self.driver.cursor(row_factory=dict_row).execute(sql, params)).fetchone()

    async def scalar(self, sql: str, params: Params) -> Any:
        return await (await self.driver.cursor(row_factory=scalar_row).execute(sql, params)).fetchone()

    async def run(self, sql: str, params: Params) -> int:
        """Execute and return the number of rows touched."""
        return (await self.driver.cursor().execute(sql, params)).rowcount

    async def allow_seconds(self, seconds: int) -> None:
        """Let the statements of this transaction take longer than the login's usual limit."""
        await self.run("SELECT set_config('statement_timeout', %(limit)s, true)", {"limit": f"{seconds}s"})

    async def batch(self, *statements: Statement) -> list[list[dict[str, Any]]]:
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
    app: Pool = field(init=False)
    auth: Pool = field(init=False)

    def __post_init__(self) -> None:
        self.app = Pool(self.settings.app_database_url, self.settings.database_pool_size)
        self.auth = Pool(self.settings.auth_database_url, max(4, self.settings.database_pool_size // 2))

    async def dispose(self) -> None:
        await self.app.close()
        await self.auth.close()

    async def schema_version(self) -> int:
        """The newest applied migration, as the runtime login sees it."""
        async with self.app.connection() as driver:
            cursor = await driver.execute("SELECT coalesce(max(version), 0) FROM schema_versions")
            row = await cursor.fetchone()
            await driver.rollback()
            return int(row[0]) if row else 0

    async def refuse_unsafe_logins(self) -> None:
        for pool in (self.app, self.auth):
            async with pool.connection() as driver:
                cursor = await driver.execute(
                    "SELECT rolname FROM pg_roles WHERE rolname = current_user AND (rolsuper OR rolbypassrls OR rolcreaterole)"
                )
                if (found := await cursor.fetchone()) is not None:
                    raise UnsafeDatabaseLogin(f"the login {found[0]} is not bound by row-level security")
                await driver.rollback()

    @asynccontextmanager
    async def tenant_transaction(self, *, read_only: bool = False) -> AsyncIterator["PendingTenant"]:
        """Open a transaction that must call one of the enter functions first; commits on a clean exit."""
        async with _transaction(self.app, read_only) as driver:
            yield PendingTenant(driver)

    @asynccontextmanager
    async def identity_session(self) -> AsyncIterator["IdentitySession"]:
        async with _transaction(self.auth, read_only=False) as driver:
            yield IdentitySession(driver)

    async def find_job_pass(self, job_id: int) -> str | None:
        """What opens the organization of a running job; only the queue's login can ask for it."""
        async with _transaction(self.auth, read_only=True) as driver:
            cursor = await driver.execute("SELECT app.job_pass(%s)", (job_id,))
            row = await cursor.fetchone()
            return row[0] if row else None


@asynccontextmanager
async def _transaction(pool: Pool, read_only: bool) -> AsyncIterator[Driver]:
    async with pool.connection() as driver:
        if driver.read_only is not read_only:
            # Changes the text of BEGIN; costs no round trip.
            await driver.set_read_only(read_only)
        try:
            yield driver
        except BaseException:
            if not driver.closed:
                await driver.rollback()
            raise
        await driver.commit()


@dataclass(slots=True)
class Entered:
    """What app.enter says of the caller; status: ok, session_dead, not_member, organization_closed, factor_required."""

    status: str
    user_id: UUID | None
    user_name: str | None
    user_locale: str | None
    role: str | None
    plan: str | None
    organization_name: str | None
    currency: str | None
    is_personal: bool | None
    authenticated_at: datetime | None
    record_scope: str | None
    # None where everybody's records are seen; NOBODY among them where nobody's are.
    seen_owners: Sequence[UUID] | None
    has_restricted_members: bool | None


@dataclass(slots=True)
class EnteredByKey(Entered):
    """What app.enter_key says; status: ok, key_dead, organization_closed or factor_required. `user_id` is who made the key."""

    key_id: UUID
    scopes: frozenset[str]


@dataclass(slots=True)
class EnteredByJob:
    """What app.enter_job says of a job that runs: in whose name, and within what that person sees."""

    user_id: UUID | None
    record_scope: str
    seen_owners: Sequence[UUID] | None
    has_restricted_members: bool


@dataclass(slots=True)
class IdentitySession(DatabaseSession):
    """A transaction on users, sessions and memberships, outside any organization until `enter` is called."""

    async def enter(self, session_id: UUID, organization_id: UUID) -> tuple[TenantSession, Entered]:
        """The organization's context for this transaction, still as the identity login: for what belongs to both planes."""
        return await _enter(self.driver, session_id, organization_id)

    async def enter_key(self, secret_hash: bytes) -> tuple[TenantSession, EnteredByKey] | None:
        return await _enter_key(self.driver, secret_hash)


@dataclass(slots=True)
class PendingTenant:
    driver: Driver

    async def enter(self, session_id: UUID, organization_id: UUID) -> tuple[TenantSession, Entered]:
        return await _enter(self.driver, session_id, organization_id)

    async def enter_key(self, secret_hash: bytes) -> tuple[TenantSession, EnteredByKey] | None:
        """The organization of an API key, or None when the key opens nothing (any more)."""
        return await _enter_key(self.driver, secret_hash)

    async def enter_job(self, job_id: int, job_pass: str) -> tuple[TenantSession, EnteredByJob] | None:
        """The session of a running job and who it acts for, or None when its organization is gone."""
        cursor = await self.driver.execute("SELECT * FROM app.enter_job(%s, %s)", (job_id, job_pass))
        row = await cursor.fetchone()
        if row is None or row[0] != "ok":
            return None
        return TenantSession(self.driver, row[1]), EnteredByJob(*row[2:])


async def _enter(driver: Driver, session_id: UUID, organization_id: UUID) -> tuple[TenantSession, Entered]:
    cursor = await driver.execute("SELECT * FROM app.enter(%s, %s)", (session_id, organization_id))
    row = await cursor.fetchone()
    assert row is not None
    return TenantSession(driver, organization_id), Entered(*row)


async def _enter_key(driver: Driver, secret_hash: bytes) -> tuple[TenantSession, EnteredByKey] | None:
    cursor = driver.cursor(row_factory=dict_row)
    row = await (await cursor.execute("SELECT * FROM app.enter_key(%s)", (secret_hash,))).fetchone()
    if row is None or row["status"] == "key_dead":
        return None
    organization_id, scopes = row.pop("organization_id"), frozenset(row.pop("scopes"))
    return TenantSession(driver, organization_id), EnteredByKey(**row, scopes=scopes, authenticated_at=None)
