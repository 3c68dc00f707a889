"""When log-ins were last used: remembered here, written in batches, because a write per request would double its cost."""

import asyncio
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

import structlog
from psycopg import Error as PostgresError

from api.core.database import Databases

log = structlog.get_logger()

# In the order of their ids, so that two processes never wait for each other; who is being renewed at this moment waits
# for the next batch.
MARK_SEEN: Final = """
    UPDATE user_sessions s SET last_seen_at = greatest(s.last_seen_at, k.seen_at)
    FROM unnest(%(ids)s::uuid[], %(moments)s::timestamptz[]) k (id, seen_at)
    JOIN (SELECT x.id FROM user_sessions x WHERE x.id = ANY(%(ids)s) ORDER BY x.id FOR UPDATE SKIP LOCKED) free ON free.id = k.id
    WHERE s.id = k.id"""


class LastSeen:
    def __init__(self, databases: Databases, flush_seconds: float) -> None:
        self._databases = databases
        self._flush_seconds = flush_seconds
        self._seen: dict[UUID, datetime] = {}
        self._task: asyncio.Task[None] | None = None

    def touch(self, session_id: UUID) -> None:
        self._seen[session_id] = datetime.now(UTC)

    def start(self) -> None:
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Write what is left."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        await self.flush()

    async def flush(self) -> None:
        seen, self._seen = self._seen, {}
        if not seen:
            return
        try:
            async with self._databases.identity_session() as identity:
                await identity.run(MARK_SEEN, {"ids": list(seen), "moments": list(seen.values())})
        except (PostgresError, OSError) as error:
            # OSError: TimeoutError of an exhausted pool is one too.
            log.warning("last_seen_not_written", count=len(seen), error=repr(error))
            self._seen = seen | self._seen

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(self._flush_seconds)
            await self.flush()
