"""The audit log as its organization reads it: a list with filters, a file, and the proof that nobody touched it."""

import csv
import io
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from typing import Any, Final

import orjson

from api.core import cursor as cursors
from api.core.deps import OrgContext, Services
from api.core.fresh import require_fresh
from api.core.normalize import search_text
from api.core.record import record
from api.repositories.audit import AuditRepository
from api.schemas.audit import AuditVerification
from api.services import audit_chain
from api.services.import_cells import safe_cell

EXPORT_ROWS: Final = 1_000
VERIFICATIONS_PER_HOUR: Final = 60
COLUMNS: Final = (
    "created_at", "user_name", "user_id", "api_key_name", "action", "entity_type", "entity_name", "entity_id", "changes",
    "ip_address", "user_agent", "session_reference", "request_id", "strand", "sequence", "hash",
)  # fmt: skip
# Excel reads a file as UTF-8 only when it starts with this.
BYTE_ORDER_MARK: Final = "\ufeff"

Open = Callable[[], AbstractAsyncContextManager[OrgContext]]


def repository(ctx: OrgContext) -> AuditRepository:
    return AuditRepository(ctx.session, ctx.organization_id)


def conditions(*, query: str | None, **filters: Any) -> dict[str, Any]:
    """What the repository filters by; `query` is looked for in the values, the people and the records."""
    if not query:
        return filters
    escaped = query.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return filters | {"pattern": f"%{escaped}%", "folded": search_text(query)}


async def list_page(ctx: OrgContext, filters: Mapping[str, Any], *, limit: int, cursor: str | None) -> bytes:
    """Newest first. Raises CursorInvalid (422)."""
    return await repository(ctx).list_json(filters, limit=limit, cursor=cursor)


async def verify(services: Services, ctx: OrgContext) -> AuditVerification:
    """Works out every hash of the organization: seconds of the database's time, so not at will. Raises RateLimited (429)."""
    await services.limiter.hit(f"audit_verify:{ctx.organization_id}", limit=VERIFICATIONS_PER_HOUR, window_seconds=3600)
    entries = repository(ctx)
    return await audit_chain.verify(await entries.list_heads(), entries.check, entries.find_unchained)


async def begin_export(ctx: OrgContext, filters: Mapping[str, Any]) -> None:
    """Raises ReauthenticationRequired (403)."""
    require_fresh(ctx)
    used = {name: [None, str(value)] for name, value in filters.items() if value is not None and name != "folded"}
    await record(ctx, action="audit.exported", entity_type="organization", entity_id=ctx.organization_id, changes=used)


async def export_rows(open_context: Open, filters: Mapping[str, Any]) -> AsyncIterator[str]:
    """The lines of the file, a batch at a time.

    open_context: enters the organization anew for each batch, so that a file that takes minutes holds no transaction
    open, and ends with the log-in that asked for it.
    """
    yield BYTE_ORDER_MARK + _lines([COLUMNS])
    cursor: str | None = None
    while True:
        async with open_context() as ctx:
            rows = await repository(ctx).list_rows(filters, limit=EXPORT_ROWS, cursor=cursor)
        yield _lines([_cells(orjson.loads(row["json"])) for row in rows])
        if len(rows) < EXPORT_ROWS:
            return
        cursor = cursors.encode("audit", rows[-1]["sort_value"], rows[-1]["id"])


def _cells(entry: dict[str, Any]) -> list[str]:
    entry["changes"] = orjson.dumps(entry["changes"]).decode() if entry["changes"] else ""
    return [safe_cell("" if entry[name] is None else str(entry[name])) for name in COLUMNS]


def _lines(rows: list[Any]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()
