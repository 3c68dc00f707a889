"""House-keeping of one organization: used-up idempotency keys, old deletions, files nobody imported."""

from datetime import timedelta
from typing import Final

from api.core.deps import OrgContext
from api.core.storage import Storage
from api.repositories.cleanup import STEPS, CleanupRepository
from api.services import data_import as import_service
from api.services import organization_logo

BATCH_ROWS: Final = 200
FILE_AGE: Final = timedelta(days=1)
STEP_COUNT: Final = len(STEPS)


async def delete_batch(ctx: OrgContext, step: int) -> bool:
    """False when nothing of this step is left."""
    return await CleanupRepository(ctx.session, ctx.organization_id).delete_batch(step, limit=BATCH_ROWS) == BATCH_ROWS


async def list_forgotten_files(ctx: OrgContext, storage: Storage) -> list[str]:
    """Storage keys to delete once this transaction has committed: of imports given up, of none at all, and of former logos."""
    imports = import_service.repository(ctx)
    forgotten = await imports.forget_uncommitted()
    old = await storage.list_older(ctx.organization_id, "import", FILE_AGE)
    known = await imports.list_stored_keys(old)
    return forgotten + [key for key in old if key not in known] + await organization_logo.list_forgotten(ctx, storage)
