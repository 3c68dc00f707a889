"""Connections of one login, opened when they are needed and kept for the next transaction.

Why not a pool from a library: docs/decisions/0011-own-connection-pool.md.
"""

import asyncio
import select
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from time import monotonic
from typing import Any, Final

import psycopg
from psycopg.pq import TransactionStatus

Driver = psycopg.AsyncConnection[Any]

WAIT_SECONDS: Final = 5
CONNECT_SECONDS: Final = 5
# Servers and proxies in between may forget a connection that lives for hours.
OLD_SECONDS: Final = 1800


class PoolExhausted(TimeoutError):
    """No connection came free in time."""


class Pool:
    def __init__(self, url: str, size: int) -> None:
        self._url = url
        self._free = asyncio.Semaphore(size)
        # With the moment each was opened. The last one used is the next one taken: its plans and caches are warm.
        self._idle: deque[tuple[Driver, float]] = deque()

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[Driver]:
        """A connection outside any transaction. Raises PoolExhausted."""
        if self._free.locked():
            try:
                async with asyncio.timeout(WAIT_SECONDS):
                    await self._free.acquire()
            except TimeoutError as error:
                raise PoolExhausted(f"no connection came free in {WAIT_SECONDS} s") from error
        else:
            await self._free.acquire()
        try:
            driver, opened_at = await self._take()
            try:
                yield driver
            finally:
                if driver.info.transaction_status == TransactionStatus.IDLE:
                    self._idle.append((driver, opened_at))
                else:
                    # Broken, or left in a transaction: nobody else may come into that.
                    await driver.close()
        finally:
            self._free.release()

    async def _take(self) -> tuple[Driver, float]:
        """One that rests and still has its server, or a new one once all that a restart left behind are gone."""
        while self._idle:
            driver, opened_at = self._idle.pop()
            if not has_hung_up(driver) and monotonic() - opened_at < OLD_SECONDS:
                return driver, opened_at
            await driver.close()
        driver = await psycopg.AsyncConnection.connect(self._url, connect_timeout=CONNECT_SECONDS, application_name="lovedcrm")
        return driver, monotonic()

    async def close(self) -> None:
        """Close what rests; connections in use are closed by who uses them."""
        while self._idle:
            driver, _ = self._idle.pop()
            await driver.close()


def has_hung_up(driver: Driver) -> bool:
    """Did the server close this idle connection? Seen without asking it: nothing else makes an idle socket readable."""
    if driver.closed:
        return True
    socket = select.poll()
    socket.register(driver.fileno(), select.POLLIN)
    return bool(socket.poll(0))
