"""Imports: a file is uploaded and looked at, its columns are mapped by a person, a job does the rest and can be undone."""

import asyncio
import csv
import hashlib
from collections.abc import AsyncIterator, Awaitable, Mapping
from io import StringIO
from pathlib import PurePath
from typing import Any, BinaryIO, Final, TypeVar
from uuid import UUID

from uuid_utils.compat import uuid7

from api.core.deps import OrgContext
from api.core.errors import AppError, Conflict, Invalid, NotFound
from api.core.jobs import defer
from api.core.record import record
from api.core.storage import Storage
from api.repositories.custom_field import CustomFieldRepository
from api.repositories.data_import import DataImportRepository
from api.schemas.data_import import DataImportCommit
from api.services import import_custom, import_mapping
from api.services.import_cells import safe_cell
from api.services.import_headings import REPEATABLE
from api.services.import_reader import FileShape, analyse

MAX_NAME_LENGTH: Final = 200
PROBLEM_PAGE_ROWS: Final = 2_000
KEEP_ALIVE_SECONDS: Final = 3
REPEATABLE_FIELDS: Final = {kind: [field for field in fields if field in REPEATABLE] for kind, fields in import_mapping.FIELDS.items()}

T = TypeVar("T")


class ImportNotFound(NotFound):
    code, detail = "import_not_found", "This import doesn't exist, or you can't see it."


class ImportAlreadyCommitted(Conflict):
    code, detail = "import_already_committed", "This import was started already."


class ImportNotFinished(Conflict):
    code, detail = "import_not_finished", "Only a finished import can be undone."


class FileTooLarge(AppError):
    status, code, detail = 413, "file_too_large", "The file is too large."


def repository(ctx: OrgContext) -> DataImportRepository:
    return DataImportRepository(ctx.session, ctx.organization_id, fields=import_mapping.FIELDS, repeatable=REPEATABLE_FIELDS)


async def custom_fields(ctx: OrgContext, kind: str) -> dict[str, Mapping[str, Any]]:
    """The organization's own fields that rows of this kind may fill, by their name in a mapping."""
    fields = await CustomFieldRepository(ctx.session, ctx.organization_id).list_live(import_custom.ENTITIES[kind])
    return import_custom.named(fields)


async def get(ctx: OrgContext, import_id: UUID) -> bytes:
    body = await repository(ctx).get_json(import_id)
    if body is None:
        raise ImportNotFound
    return body


async def list_page(ctx: OrgContext, *, limit: int, cursor: str | None) -> bytes:
    return await repository(ctx).list_json(limit=limit, cursor=cursor)


async def fingerprint(file: BinaryIO, kind: str, file_name: str) -> bytes:
    """What makes two uploads the same request; leaves the file at its beginning."""

    def digest() -> bytes:
        found = hashlib.sha256(f"{kind}|{file_name}|".encode("utf-8", "surrogatepass"))
        while chunk := file.read(1024 * 1024):
            found.update(chunk)
        file.seek(0)
        return found.digest()

    return await asyncio.to_thread(digest)


async def create(ctx: OrgContext, storage: Storage, *, kind: str, file_name: str, file: BinaryIO) -> bytes:
    """Keep the file and look at it. Raises what `analyse` raises (422)."""
    key = storage.new_key(ctx.organization_id, "import")
    await storage.save(key, file)
    try:
        shape = await _keeping_alive(ctx, asyncio.to_thread(analyse, storage.path(key)))
    except Invalid:
        await storage.delete(key)
        raise
    suggested = import_mapping.suggest(
        kind, shape.columns, shape.preview, has_heading=shape.has_heading, custom=await custom_fields(ctx, kind)
    )
    import_id = uuid7()
    name = _clean_name(file_name)
    await repository(ctx).insert(
        id=import_id, user_id=ctx.user_id, kind=kind, file_name=name, storage_key=key, row_count=shape.row_count,
        file_shape=shape.dump() | {"suggested_mapping": suggested},
    )  # fmt: skip
    await record(
        ctx, action="import.uploaded", entity_type="import", entity_id=import_id,
        changes={"kind": [None, kind], "file_name": [None, name], "row_count": [None, shape.row_count]},
    )  # fmt: skip
    return await get(ctx, import_id)


def _clean_name(file_name: str) -> str:
    """The last part of the name a browser sent, printable."""
    name = PurePath(file_name.replace("\\", "/")).name.encode("utf-8", "replace").decode()
    return "".join(c for c in name if c.isprintable())[:MAX_NAME_LENGTH] or "import.csv"


async def _keeping_alive(ctx: OrgContext, work: Awaitable[T]) -> T:
    """Wait without letting the database end a transaction that seems idle."""
    task = asyncio.ensure_future(work)
    while not (await asyncio.wait({task}, timeout=KEEP_ALIVE_SECONDS))[0]:
        await repository(ctx).keep_alive()
    return await task


async def commit(ctx: OrgContext, import_id: UUID, data: DataImportCommit) -> bytes:
    """Start the import. Raises ImportNotFound (404), ImportAlreadyCommitted (409), MappingInvalid (422)."""
    imports = repository(ctx)
    row = await imports.lock(import_id)
    if row is None:
        raise ImportNotFound
    if row["status"] != "uploaded":
        raise ImportAlreadyCommitted(status_now=row["status"])
    custom = await custom_fields(ctx, row["kind"])
    mapping = import_mapping.validate(row["kind"], FileShape.load(row["file_shape"]).columns, data.mapping, custom)
    await imports.commit(import_id, mapping=mapping, on_duplicate=data.on_duplicate, date_order=data.date_order)
    # One import of an organization after the other: two at once would not see each other's new clients.
    await defer(ctx, "data_import.run", lock="import", import_id=str(import_id))
    await record(
        ctx, action="import.started", entity_type="import", entity_id=import_id,
        changes={"mapping": [None, mapping], "on_duplicate": [None, data.on_duplicate]},
    )  # fmt: skip
    return await get(ctx, import_id)


async def undo(ctx: OrgContext, import_id: UUID) -> bytes:
    """Have a job take back what the import created. Raises ImportNotFound (404), ImportNotFinished (409)."""
    imports = repository(ctx)
    row = await imports.lock(import_id)
    if row is None:
        raise ImportNotFound
    if row["status"] not in ("done", "failed"):
        raise ImportNotFinished(status_now=row["status"])
    await imports.set_status(import_id, "undoing")
    await defer(ctx, "data_import.undo", lock="import", import_id=str(import_id))
    await record(
        ctx, action="import.undo_started", entity_type="import", entity_id=import_id, changes={"status": [row["status"], "undoing"]}
    )
    return await get(ctx, import_id)


async def list_problems(ctx: OrgContext, import_id: UUID, *, limit: int, cursor: str | None) -> bytes:
    await get(ctx, import_id)
    return await repository(ctx).list_problems_json(import_id, limit=limit, cursor=cursor)


async def problems_csv(ctx: OrgContext, import_id: UUID) -> tuple[str, bytes]:
    """(file name, CSV) of the rows with a problem as they were, the reasons behind them; it imports again once corrected.

    Cells that a spreadsheet would run are written with an apostrophe, which an import takes off again.
    """
    imports = repository(ctx)
    row = await imports.find(import_id)
    if row is None:
        raise ImportNotFound
    shape = FileShape.load(row["file_shape"])
    parts = [b"\xef\xbb\xbf", _csv_lines([[*shape.columns, "import_row", "import_problem"]], shape.dialect.delimiter)]
    async for lines in _problem_lines(imports, import_id, len(shape.columns)):
        parts.append(_csv_lines(lines, shape.dialect.delimiter))
    return f"{PurePath(row['file_name']).stem[:100]}-problems.csv", b"".join(parts)


async def _problem_lines(imports: DataImportRepository, import_id: UUID, width: int) -> AsyncIterator[list[list[Any]]]:
    after = 0
    while rows := await imports.list_problem_rows(import_id, after=after, limit=PROBLEM_PAGE_ROWS):
        # A row longer than its heading keeps its cells: the last column takes the rest.
        yield [
            [*row["raw"][: width - 1], " ".join(row["raw"][width - 1 :]).rstrip(), str(row["row_number"]), ", ".join(row["codes"])]
            for row in rows
        ]
        after = rows[-1]["row_number"]


def _csv_lines(lines: list[list[Any]], delimiter: str) -> bytes:
    text = StringIO()
    csv.writer(text, delimiter=delimiter).writerows([[safe_cell(cell) for cell in line] for line in lines])
    return text.getvalue().encode()
