"""House-keeping of accounts: log-ins long over, tokens and challenges that ran out. Windows of limits end by themselves."""

from typing import Final

import structlog

from api.core.database import Databases
from api.repositories.identity_cleanup import STEPS, IdentityCleanupRepository

log = structlog.get_logger()

BATCH_ROWS: Final = 500


async def run(databases: Databases) -> int:
    """How many rows went; a transaction a batch, so that nobody waits for it."""
    total = 0
    for step in range(len(STEPS)):
        deleted = BATCH_ROWS
        while deleted == BATCH_ROWS:
            async with databases.identity_session() as identity:
                deleted = await IdentityCleanupRepository(identity).delete_batch(step, limit=BATCH_ROWS)
            total += deleted
    log.info("identity_cleaned", row_count=total)
    return total
