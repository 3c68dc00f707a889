from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints

from api.schemas.base import Storable, Strict, Version
from api.schemas.client import Client

Side = Literal["survivor", "merged"]
ChoiceName = Annotated[str, StringConstraints(min_length=1, max_length=64), Storable]


class ClientMerge(Strict):
    """Two clients become one. What is said nothing of: the survivor's value, the other one's where it has none."""

    survivor_id: UUID
    survivor_version: Version
    merged_id: UUID
    merged_version: Version
    choices: Annotated[
        dict[ChoiceName, Side],
        Field(max_length=200, description="Whose value a field takes: name, kind, email … notes, owner_id, custom_fields.<key>."),
    ] = {}


class DuplicateReason(BaseModel):
    """value: what both have, in the spelling that matches."""

    kind: Literal["tax_id", "email", "phone", "name", "domain"]
    value: str


class DuplicatePair(BaseModel):
    """The older client first."""

    reasons: list[DuplicateReason]
    clients: Annotated[list[Client], Field(min_length=2, max_length=2)]


class DuplicatePage(BaseModel):
    items: list[DuplicatePair]
    next_cursor: str | None
    total: int
