from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import AwareDatetime, StringConstraints

from api.core.answers import answers
from api.core.deps import OrgContext, ServicesDep, allow, get_current_organization
from api.core.idempotency import json_response
from api.schemas.audit import AuditPage, AuditVerification
from api.schemas.base import Cursor, Limit, SearchText, Storable
from api.services import audit as audit_service

router = APIRouter(tags=["audit"])

Code = Annotated[str, StringConstraints(max_length=100), Storable]
CSV_ANSWER = {
    "content": {"text/csv": {"schema": {"type": "string", "format": "binary"}}},
    "description": "One line an entry, newest first.",
}


def read_filters(
    user_id: UUID | None = None,
    api_key_id: UUID | None = None,
    action: Annotated[list[Code] | None, Query(max_length=50)] = None,
    entity_type: Code | None = None,
    entity_id: UUID | None = None,
    since: AwareDatetime | None = None,
    until: AwareDatetime | None = None,
    q: SearchText | None = None,
) -> Mapping[str, Any]:
    moments: dict[str, datetime | None] = {"since": since, "until": until}
    return audit_service.conditions(
        query=q, user_id=user_id, api_key_id=api_key_id, action=action, entity_type=entity_type, entity_id=entity_id, **moments
    )


Filters = Annotated[Mapping[str, Any], Depends(read_filters)]


@router.get("/audit-log", response_model=None, responses=answers(AuditPage))
async def list_audit_log(
    ctx: Annotated[OrgContext, allow("audit:read")], filters: Filters, limit: Limit = 50, cursor: Cursor | None = None
) -> Response:
    """What happened in the organization, newest first; `q` looks in values, people and records."""
    return json_response(ctx, await audit_service.list_page(ctx, filters, limit=limit, cursor=cursor))


@router.get("/audit-log/verify", responses=answers(AuditVerification, 429))
async def verify_audit_log(
    ctx: Annotated[OrgContext, allow("audit:read")], services: ServicesDep, cursor: Cursor | None = None
) -> AuditVerification:
    """Work out the hashes of the next 20,000 entries anew: one that was changed, removed, cut off or slipped in is named.

    Ask again with `next_cursor` until there is none.
    """
    return await audit_service.verify(services, ctx, cursor)


@router.post("/audit-log/export", response_model=None, responses={200: CSV_ANSWER})
async def export_audit_log(ctx: Annotated[OrgContext, allow("audit:export")], filters: Filters, request: Request) -> Response:
    """The same list as a file; asks for a fresh proof of identity, and is itself in the log."""
    await audit_service.begin_export(ctx, filters)
    lines = audit_service.export_rows(partial(get_current_organization, request, "audit:read", is_counted=False), filters)
    headers = {"Content-Disposition": 'attachment; filename="audit-log.csv"'}
    return StreamingResponse(lines, 200, headers, "text/csv; charset=utf-8")
