from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, File, Form, Request, Response, UploadFile

from api.core.answers import answers
from api.core.deps import OrgContext, ServicesDep, allow
from api.core.idempotency import answer_once, json_response
from api.core.storage import Storage
from api.schemas.base import Cursor, Limit
from api.schemas.data_import import DataImport, DataImportCommit, DataImportPage, DataImportProblemPage, ImportKind
from api.services import data_import as import_service

router = APIRouter(tags=["imports"])

Reader = Annotated[OrgContext, allow("import:read")]
Runner = Annotated[OrgContext, allow("import:run")]
CSV_ANSWER = {"content": {"text/csv": {"schema": {"type": "string", "format": "binary"}}}, "description": "Rows with a problem."}


@router.post("/imports", status_code=201, response_model=None, responses=answers(DataImport, 409, 413, status=201))
async def create_import(
    ctx: Runner, services: ServicesDep, request: Request, file: Annotated[UploadFile, File()], kind: Annotated[ImportKind, Form()]
) -> Response:
    if (file.size or 0) > services.settings.upload_max_bytes:
        raise import_service.FileTooLarge(limit_bytes=services.settings.upload_max_bytes)
    fingerprint = await import_service.fingerprint(file.file, kind, file.filename or "")
    storage = Storage(services.settings.storage_dir)
    return await answer_once(
        ctx, request,
        lambda: import_service.create(ctx, storage, kind=kind, file_name=file.filename or "", file=file.file),
        fingerprint=fingerprint,
    )  # fmt: skip


@router.get("/imports", response_model=None, responses=answers(DataImportPage))
async def list_imports(ctx: Reader, limit: Limit = 50, cursor: Cursor | None = None) -> Response:
    return json_response(ctx, await import_service.list_page(ctx, limit=limit, cursor=cursor))


@router.get("/imports/{import_id}", response_model=None, responses=answers(DataImport, 404))
async def get_import(ctx: Reader, import_id: UUID) -> Response:
    return json_response(ctx, await import_service.get(ctx, import_id))


@router.post("/imports/{import_id}/commit", status_code=202, response_model=None, responses=answers(DataImport, 404, 409, status=202))
async def commit_import(ctx: Runner, request: Request, import_id: UUID, data: DataImportCommit) -> Response:
    return await answer_once(ctx, request, lambda: import_service.commit(ctx, import_id, data), status=202)


@router.post("/imports/{import_id}/undo", status_code=202, response_model=None, responses=answers(DataImport, 404, 409, status=202))
async def undo_import(ctx: Runner, request: Request, import_id: UUID) -> Response:
    return await answer_once(ctx, request, lambda: import_service.undo(ctx, import_id), status=202)


@router.get("/imports/{import_id}/problems", response_model=None, responses=answers(DataImportProblemPage, 404))
async def list_import_problems(ctx: Reader, import_id: UUID, limit: Limit = 50, cursor: Cursor | None = None) -> Response:
    return json_response(ctx, await import_service.list_problems(ctx, import_id, limit=limit, cursor=cursor))


@router.get(
    "/imports/{import_id}/problems.csv", response_model=None, response_class=Response, responses=answers(None, 404) | {200: CSV_ANSWER}
)
async def download_import_problems(ctx: Reader, import_id: UUID) -> Response:
    name, body = await import_service.problems_csv(ctx, import_id)
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    }
    return Response(body, 200, headers, "text/csv; charset=utf-8")
