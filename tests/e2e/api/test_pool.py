"""Connections that requests leave behind: none comes back to another request in a state that it didn't make."""

import asyncio
from contextlib import suppress

import pytest
from psycopg.pq import TransactionStatus

from api.core import pool as pools
from api.core.pool import Pool, PoolExhausted
from tests.e2e.api.support import runtime_url

pytestmark = pytest.mark.security


def test_a_cancelled_statement_leaves_nothing_to_the_next() -> None:
    async def run() -> None:
        pool = Pool(runtime_url("lovedcrm_app"), 1)

        async def sleep() -> None:
            async with pool.connection() as driver:
                await driver.execute("SELECT set_config('app.context', 'mine', true), pg_sleep(30)")

        task = asyncio.create_task(sleep())
        await asyncio.sleep(0.2)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        async with pool.connection() as driver:
            assert driver.info.transaction_status == TransactionStatus.IDLE
            row = await (await driver.execute("SELECT coalesce(current_setting('app.context', true), '')")).fetchone()
            assert row == ("",)
            await driver.rollback()
        await pool.close()

    asyncio.run(run())


def test_an_open_transaction_is_never_lent_again() -> None:
    async def run() -> None:
        pool = Pool(runtime_url("lovedcrm_app"), 1)
        async with pool.connection() as first:
            await first.execute("SELECT 1")
        async with pool.connection() as second:
            assert second is not first
            assert first.closed
        async with pool.connection() as third:
            assert third is second
        await pool.close()

    asyncio.run(run())


def test_a_connection_whose_server_left_is_replaced() -> None:
    async def run() -> None:
        pool, other = Pool(runtime_url("lovedcrm_app"), 2), Pool(runtime_url("lovedcrm_app"), 1)
        async with pool.connection() as driver:
            victim = driver.info.backend_pid
        async with other.connection() as driver:
            await driver.execute("SELECT pg_terminate_backend(%s)", (victim,))
            await driver.commit()
        await asyncio.sleep(0.2)
        async with pool.connection() as driver:
            assert driver.info.backend_pid != victim
        await pool.close()
        await other.close()

    asyncio.run(run())


def test_waiting_for_a_connection_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pools, "WAIT_SECONDS", 0.1)

    async def run() -> None:
        pool = Pool(runtime_url("lovedcrm_app"), 1)
        async with pool.connection():
            with pytest.raises(PoolExhausted):
                async with pool.connection():
                    pass
        async with pool.connection():
            pass
        await pool.close()

    asyncio.run(run())
