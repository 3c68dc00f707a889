"""Taking an import back: what it created and nobody touched since goes, the rest is kept and counted."""

from typing import Final
from uuid import UUID

import orjson

from api.core.deps import OrgContext
from api.core.record import record
from api.repositories.import_undo import STEPS, ImportUndoRepository
from api.services import data_import as import_service

BATCH_ROWS: Final = 1_000
UNDO_STEPS: Final = tuple(STEPS)


def repository(ctx: OrgContext) -> ImportUndoRepository:
    return ImportUndoRepository(ctx.session, ctx.organization_id)


async def run_batch(ctx: OrgContext, import_id: UUID, step: str) -> bool:
    """Put one batch of a step away; False when none is left or the import isn't being undone."""
    row = await import_service.repository(ctx).lock(import_id)
    if row is None or row["status"] != "undoing":
        return False
    removed = await repository(ctx).delete_batch(step, import_id, limit=BATCH_ROWS)
    undo = row["file_shape"].get("undo") or {"removed_count": 0}
    if step != "entries":
        kept = await repository(ctx).count_remaining(import_id)
        total = undo["removed_count"] + removed
        await import_service.repository(ctx).set_undo(import_id, removed_count=total, kept_count=kept)
    return removed > 0


async def finish(ctx: OrgContext, import_id: UUID) -> None:
    imports = import_service.repository(ctx)
    row = await imports.lock(import_id)
    if row is None or row["status"] != "undoing":
        return
    await imports.set_status(import_id, "undone")
    undo = row["file_shape"].get("undo", {})
    data = {"import": orjson.loads(await import_service.get(ctx, import_id))}
    await record(
        ctx, action="import.undone", entity_type="import", entity_id=import_id,
        changes={name: [None, count] for name, count in undo.items()}, data=data,
    )  # fmt: skip


async def fail(ctx: OrgContext, import_id: UUID, error_code: str) -> None:
    """Give up undoing for now: what has gone stays away, the rest can be undone again."""
    imports = import_service.repository(ctx)
    row = await imports.lock(import_id)
    if row is None or row["status"] != "undoing":
        return
    await imports.set_status(import_id, "failed", error_code=error_code, is_final=True)
    data = {"import": orjson.loads(await import_service.get(ctx, import_id))}
    await record(
        ctx, action="import.failed", entity_type="import", entity_id=import_id, changes={"status": ["undoing", "failed"]}, data=data
    )
