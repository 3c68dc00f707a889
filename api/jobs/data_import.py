"""The jobs of imports. Both go on where a former run stopped, and do nothing when there is nothing left to do."""

import asyncio
from collections.abc import Iterator
from itertools import islice
from typing import Final, TypeVar
from uuid import UUID

import structlog
from procrastinate import JobContext, RetryStrategy
from psycopg.errors import DataError, IntegrityError, LockNotAvailable

from api.core.jobs import JOBS, job_transaction, services_of
from api.core.logs import message_of
from api.core.storage import StoredFileMissing
from api.services import import_run, import_undo
from api.services.import_drafts import RowDraft
from api.services.import_reader import read_rows
from api.services.import_run import ImportOvertaken, ImportPlan

log = structlog.get_logger()

CHUNK_ROWS: Final = 500
# Ever rarer: a table has to double before it is looked at again.
REFRESH_CHUNKS: Final = frozenset({2, 4, 8, 16, 32, 64, 128})
MAX_ATTEMPTS: Final = 5
RETRY: Final = RetryStrategy(max_attempts=MAX_ATTEMPTS, exponential_wait=3)

T = TypeVar("T")


def batches(items: Iterator[T], size: int) -> Iterator[list[T]]:
    while batch := list(islice(items, size)):
        yield batch


@JOBS.task(name="data_import.run", pass_context=True, retry=RETRY)
async def run_import(context: JobContext, organization_id: str, user_id: str | None, import_id: str) -> None:
    try:
        await _run(context, UUID(import_id))
    except ImportOvertaken:
        # Ending well would delete the job under the worker that took it over; as a failure it is only queued once more.
        log.info("import_overtaken", import_id=import_id)
        raise
    except StoredFileMissing:
        async with job_transaction(context) as ctx:
            await import_run.fail(ctx, UUID(import_id), "file_missing")
    except Exception:
        # The job runner's edge: the last attempt tells the person instead of leaving the import running for ever.
        if context.job.attempts + 1 >= MAX_ATTEMPTS:
            async with job_transaction(context) as ctx:
                await import_run.fail(ctx, UUID(import_id), "internal_error")
        raise


async def _run(context: JobContext, import_id: UUID) -> None:
    async with job_transaction(context) as ctx:
        plan = await import_run.begin(ctx, import_id)
    if plan is None:
        return
    path = services_of(context).storage.path(plan.storage_key)
    chunks = batches(read_rows(path, plan.shape, skip=plan.processed_count), CHUNK_ROWS)

    def next_drafts() -> list[RowDraft]:
        return import_run.draft_rows(plan, next(chunks, []))

    # The next chunk is read while the last one is written.
    drafts = await asyncio.to_thread(next_drafts)
    chunk_count = 0
    while drafts:
        chunk_count += 1
        if chunk_count in REFRESH_CHUNKS:
            await _refresh_statistics(context, plan)
        reading = asyncio.ensure_future(asyncio.to_thread(next_drafts))
        try:
            await _apply(context, plan, drafts)
        finally:
            following = await reading
        drafts = following
    async with job_transaction(context) as ctx:
        await import_run.finish(ctx, plan)


async def _refresh_statistics(context: JobContext, plan: ImportPlan) -> None:
    try:
        async with job_transaction(context) as ctx:
            await import_run.refresh_statistics(ctx, plan)
    except LockNotAvailable:
        log.info("statistics_already_refreshing", import_id=str(plan.import_id))


async def _apply(context: JobContext, plan: ImportPlan, drafts: list[RowDraft]) -> None:
    """Write a chunk; when the database refuses a value, halve it until only that row is left out."""
    try:
        async with job_transaction(context) as ctx:
            await import_run.apply(ctx, plan, drafts)
        plan.processed_count += len(drafts)
        return
    except (DataError, IntegrityError) as error:
        log.warning("import_chunk_refused", import_id=str(plan.import_id), rows=len(drafts), error=message_of(error))
    if len(drafts) == 1:
        await _apply(context, plan, [import_run.refused_row(drafts[0])])
        return
    half = len(drafts) // 2
    await _apply(context, plan, drafts[:half])
    await _apply(context, plan, drafts[half:])


@JOBS.task(name="data_import.undo", pass_context=True, retry=RETRY)
async def undo_import(context: JobContext, organization_id: str, user_id: str | None, import_id: str) -> None:
    try:
        await _undo(context, UUID(import_id))
    except Exception:
        # As above: an import that is being undone for ever could not be undone again.
        if context.job.attempts + 1 >= MAX_ATTEMPTS:
            async with job_transaction(context) as ctx:
                await import_undo.fail(ctx, UUID(import_id), "undo_failed")
        raise


async def _undo(context: JobContext, import_id: UUID) -> None:
    for step in import_undo.UNDO_STEPS:
        has_more = True
        while has_more:
            async with job_transaction(context) as ctx:
                has_more = await import_undo.run_batch(ctx, import_id, step)
                await import_run.announce(ctx, import_id, "import.progress")
    async with job_transaction(context) as ctx:
        await import_undo.finish(ctx, import_id)
