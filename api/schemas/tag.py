from uuid import UUID

from pydantic import BaseModel


class TagItem(BaseModel):
    id: UUID
    name: str


class TagPage(BaseModel):
    items: list[TagItem]
    next_cursor: str | None
