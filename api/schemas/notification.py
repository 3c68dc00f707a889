from datetime import datetime
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import BaseModel, Field, model_validator

from api.core.notifications import NotificationEvent
from api.schemas.base import Strict


class NotificationActor(BaseModel):
    user_id: UUID
    full_name: str


class Notification(BaseModel):
    id: UUID
    event: NotificationEvent
    entity_type: Literal["deal", "client", "task", "import", "member", "api_key"]
    entity_id: UUID
    params: Annotated[dict[str, Any], Field(description="Names as they were when it happened")]
    actor: NotificationActor | None
    read_at: datetime | None
    created_at: datetime


class NotificationPage(BaseModel):
    items: list[Notification]
    next_cursor: str | None
    unread_count: Annotated[int, Field(description="Of all, not of this page; counted up to 100")]


class NotificationsRead(Strict):
    """Which to mark as read: some by id, or all."""

    ids: Annotated[list[UUID], Field(min_length=1, max_length=100)] | None = None
    all: Literal[True] | None = None

    @model_validator(mode="after")
    def says_which(self) -> Self:
        if (self.ids is None) == (self.all is None):
            raise ValueError("send either ids or all")
        return self


class UnreadCount(BaseModel):
    unread_count: int
