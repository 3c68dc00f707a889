from typing import Literal
from uuid import UUID

from pydantic import BaseModel

SearchKind = Literal["all", "client", "contact", "deal"]


class SearchItem(BaseModel):
    kind: Literal["client", "contact", "deal"]
    id: UUID
    client_id: UUID
    title: str
    subtitle: str


class SearchPage(BaseModel):
    items: list[SearchItem]
    next_cursor: None
