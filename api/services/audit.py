"""The audit log as its organization reads it: a list with filters, a file, and the proof that nobody touched it."""

import csv
import io
import re
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

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
VERIFIED_PARTS_PER_HOUR: Final = 300
LISTING: Final = "audit-verification"
PLACE: Final = re.compile(r"(\d{1,9}):([1-9]\d{0,17})")
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
    return filters | {"query": query, "pattern": f"%{escaped}%", "folded": search_text(query)}


async def list_page(ctx: OrgContext, filters: Mapping[str, Any], *, limit: int, cursor: str | None) -> bytes:
    """Newest first. Raises CursorInvalid (422)."""
    return await repository(ctx).list_json(filters, limit=limit, cursor=cursor)


async def verify(services: Services, ctx: OrgContext, cursor: str | None) -> AuditVerification:
    """Works out the hashes of the next entries; a part takes tenths of a second of the database's time, so not at will.

    Raises RateLimited (429), CursorInvalid (422).
    """
    place = _place_of(cursor, ctx.organization_id) if cursor else audit_chain.Place()
    await services.limiter.hit(f"audit_verify:{ctx.organization_id}", limit=VERIFIED_PARTS_PER_HOUR, window_seconds=3600)
    entries = repository(ctx)
    heads = await entries.list_heads()
    walked = await audit_chain.walk(heads, entries.check, entries.find_unchained, place)
    return AuditVerification(
        intact=walked.problem is None,
        entry_count=audit_chain.count_before(heads, None),
        checked_count=audit_chain.count_before(heads, walked.place),
        strand_count=len(heads),
        problem=walked.problem,
        checked_at=datetime.now(UTC),
        next_cursor=walked.place and cursors.encode(LISTING, f"{walked.place.strand}:{walked.place.sequence}", ctx.organization_id),
    )


def _place_of(cursor: str, organization_id: UUID) -> audit_chain.Place:
    value, of = cursors.decode(cursor, LISTING)
    found = PLACE.fullmatch(value)
    if found is None or of != organization_id:
        raise cursors.CursorInvalid
    return audit_chain.Place(int(found[1]), int(found[2]))


async def begin_export(ctx: OrgContext, filters: Mapping[str, Any]) -> None:
    """Raises ReauthenticationRequired (403)."""
    require_fresh(ctx)
    used = {name: [None, str(value)] for name, value in filters.items() if value is not None and name not in ("pattern", "folded")}
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
