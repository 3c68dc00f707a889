"""A running import: chunk by chunk, each one transaction that writes its rows and the import's progress together.

Whatever kills the worker, a chunk is there whole with its count or not at all, and the next run goes on behind it.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import orjson
from uuid_utils.compat import uuid7

from api.core.deps import OrgContext
from api.core.events import Event
from api.core.normalize import search_text
from api.core.record import record
from api.repositories.import_batch import ImportBatchRepository
from api.services import data_import as import_service
from api.services import import_stage
from api.services.import_chunk import ClientChunk, DealChunk
from api.services.import_drafts import DraftRules, Problem, RowDraft, draft_client, draft_deal
from api.services.import_reader import FileShape, Row
from api.services.notification import notify


class ImportOvertaken(Exception):
    """Another worker went on with this import, or it was stopped."""


@dataclass(slots=True)
class ImportPlan:
    """What a run needs to know; processed_count moves on with every chunk applied."""

    import_id: UUID
    kind: str
    on_duplicate: str
    storage_key: str
    shape: FileShape
    rules: DraftRules
    processed_count: int


def batch_repository(ctx: OrgContext, import_id: UUID) -> ImportBatchRepository:
    return ImportBatchRepository(ctx.session, ctx.organization_id, import_id, ctx.user_id)


async def begin(ctx: OrgContext, import_id: UUID) -> ImportPlan | None:
    """Take the import up where it stands; None when there is nothing to do."""
    imports = import_service.repository(ctx)
    row = await imports.lock(import_id)
    if row is None or row["status"] not in ("queued", "running"):
        return None
    if row["status"] == "queued":
        await imports.set_status(import_id, "running")
    members: dict[str, UUID] = {}
    for member in await batch_repository(ctx, import_id).list_members():
        members |= {search_text(member["full_name"]): member["user_id"], member["email"]: member["user_id"]}
    shape = FileShape.load(row["file_shape"])
    rules = DraftRules(
        mapping=row["mapping"] or {}, columns=shape.columns, date_order=shape.date_order, currency=ctx.currency,
        members=members, default_owner_id=ctx.user_id,
        hidden_owners=frozenset(user_id for user_id in members.values() if not ctx.sees_records_of(user_id)),
        custom=await import_service.custom_fields(ctx, row["kind"]),
    )  # fmt: skip
    return ImportPlan(import_id, row["kind"], row["on_duplicate"], row["storage_key"], shape, rules, row["processed_count"])


async def refresh_statistics(ctx: OrgContext, plan: ImportPlan) -> None:
    await batch_repository(ctx, plan.import_id).refresh_statistics()


def draft_rows(plan: ImportPlan, rows: Sequence[Row]) -> list[RowDraft]:
    draft = draft_client if plan.kind == "clients" else draft_deal
    return [draft(plan.rules, row) for row in rows]


class RowUnwritable(Exception):
    """The database refuses even the bare note that it refused a row."""


def refused_row(draft: RowDraft) -> RowDraft:
    """A draft that the database would not take, whatever the reason, as a problem; without its cells if these are the reason.

    Raises RowUnwritable when there is nothing left to leave out.
    """
    row = draft.row
    if draft.client is None:
        if not row.cells:
            raise RowUnwritable
        row = replace(row, cells=[])
    return RowDraft(row, problems=[Problem(row, "row_refused", "error")])


async def apply(ctx: OrgContext, plan: ImportPlan, drafts: Sequence[RowDraft]) -> None:
    """Write the rows and count them, all in the caller's transaction. Raises ImportOvertaken."""
    imports = import_service.repository(ctx)
    row = await imports.lock(plan.import_id)
    if row is None or row["status"] != "running" or row["processed_count"] != plan.processed_count:
        raise ImportOvertaken
    batch = batch_repository(ctx, plan.import_id)
    outcomes = Counter({"created": 0, "updated": 0, "duplicate": 0, "problem": 0})
    if plan.kind == "deals":
        await import_stage.refuse_unfit(ctx, batch, drafts)
    usable = [draft for draft in drafts if draft.client is not None]
    outcomes["problem"] = len(drafts) - len(usable)
    chunk = (ClientChunk if plan.kind == "clients" else DealChunk)(batch, usable, fills=plan.on_duplicate == "update")
    outcomes.update(await chunk.write())
    await batch.insert_problems([_problem_row(problem) for draft in drafts for problem in draft.problems])
    await imports.advance(plan.import_id, {"processed": len(drafts), **outcomes})
    await announce(ctx, plan.import_id, "import.progress")


def _problem_row(problem: Problem) -> dict[str, Any]:
    return {
        "id": uuid7(), "row_number": problem.row.number, "code": problem.code, "severity": problem.severity,
        "field": problem.field, "value": problem.value, "raw": problem.row.cells,
    }  # fmt: skip


async def announce(ctx: OrgContext, import_id: UUID, event: str) -> None:
    """A live event with the whole import; progress leaves no audit entry."""
    data = await _import_data(ctx, import_id)
    ctx.events.append(Event(event, ctx.organization_id, import_id, 0, ctx.user_id, ctx.user_name, data))


async def _import_data(ctx: OrgContext, import_id: UUID) -> dict[str, Any]:
    return {"import": orjson.loads(await import_service.get(ctx, import_id))}


async def finish(ctx: OrgContext, plan: ImportPlan) -> None:
    """Raises ImportOvertaken."""
    imports = import_service.repository(ctx)
    row = await imports.lock(plan.import_id)
    if row is None or row["status"] != "running" or row["processed_count"] != plan.processed_count:
        raise ImportOvertaken
    await imports.set_status(plan.import_id, "done", is_final=True)
    await _record_end(ctx, plan.import_id, "import.finished")


async def fail(ctx: OrgContext, import_id: UUID, error_code: str) -> None:
    """Stop for good; what has arrived stays and can be undone."""
    imports = import_service.repository(ctx)
    row = await imports.lock(import_id)
    if row is not None and row["status"] in ("queued", "running"):
        await imports.set_status(import_id, "failed", error_code=error_code, is_final=True)
        await _record_end(ctx, import_id, "import.failed")


async def _record_end(ctx: OrgContext, import_id: UUID, action: str) -> None:
    data = await _import_data(ctx, import_id)
    counts: Mapping[str, Any] = {
        name: [None, data["import"][name]]
        for name in ("status", "row_count", "created_count", "updated_count", "duplicate_count", "problem_count", "error_code")
    }
    await record(ctx, action=action, entity_type="import", entity_id=import_id, changes=counts, data=data)
    told = ("file_name", "status", "created_count", "updated_count", "problem_count")
    await notify(
        ctx, [ctx.user_id], event="import.finished", entity_type="import", entity_id=import_id, includes_actor=True,
        params={name: data["import"][name] for name in told},
    )  # fmt: skip
