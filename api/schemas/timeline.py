from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, Field, StringConstraints

from api.schemas.base import Body, Storable, Strict, Version

EntryType = Literal["call", "email", "note", "meeting", "whatsapp", "task", "deal", "system"]
WrittenType = Literal["note", "meeting", "call"]


class EntryDetails(Strict):
    """What a person may say about a call or a meeting beyond its text."""

    duration_seconds: Annotated[int, Field(ge=0, le=86_400)] | None = None
    direction: Literal["inbound", "outbound"] | None = None
    outcome: Annotated[str, StringConstraints(max_length=100), Storable] | None = None


class TimelineEntryCreate(Strict):
    client_id: UUID
    type: WrittenType = "note"
    content: Body
    deal_id: UUID | None = None
    timestamp: AwareDatetime | None = None
    metadata: EntryDetails | None = None


class TimelineEntryUpdate(Strict):
    content: Body
    version: Version


class TimelineEntry(BaseModel):
    id: UUID
    type: EntryType
    client_id: UUID
    client_name: str
    deal_id: UUID | None
    content: str
    timestamp: datetime
    user_id: UUID | None
    user_name: str | None
    organization_id: UUID
    metadata: dict[str, Any]
    edited_at: datetime | None
    version: int


class TimelinePage(BaseModel):
    items: list[TimelineEntry]
    next_cursor: str | None
