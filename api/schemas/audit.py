from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel


class AuditEntry(BaseModel):
    id: UUID
    action: str
    entity_type: str
    entity_id: UUID
    entity_name: str | None
    user_id: UUID | None
    user_name: str | None
    api_key_id: UUID | None
    api_key_name: str | None
    session_reference: str | None
    ip_address: str
    user_agent: str
    request_id: str
    changes: dict[str, Any]
    created_at: datetime
    strand: int
    sequence: int
    hash: str


class AuditPage(BaseModel):
    items: list[AuditEntry]
    next_cursor: str | None


AuditProblemKind = Literal["changed", "missing", "cut", "inserted"]


class AuditProblem(BaseModel):
    kind: AuditProblemKind
    strand: int
    sequence: int
    entry_id: UUID | None


class AuditVerification(BaseModel):
    """A part of the walk. intact: nothing wrong up to here; without `next_cursor` the walk is at its end."""

    intact: bool
    entry_count: int
    checked_count: int
    strand_count: int
    problem: AuditProblem | None
    checked_at: datetime
    next_cursor: str | None
