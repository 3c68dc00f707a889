from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel, Field

UUID_PATTERN = r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
# `<organization id>:<user id>`, repeated: who takes over there what the person owns.
Successors = Annotated[list[Annotated[str, Field(pattern=rf"^{UUID_PATTERN}:{UUID_PATTERN}$")]], Query(alias="successor", max_length=200)]


class Colleague(BaseModel):
    user_id: UUID
    full_name: str


class PlaceLeft(BaseModel):
    """What the end of the account means for one organization."""

    organization_id: UUID
    name: str
    outcome: Annotated[
        Literal["left", "closed", "blocked"],
        Field(description="left: it goes on; closed: nobody else is in it, so it goes too; blocked: it would lack an owner"),
    ]
    colleagues: list[Colleague]
    client_count: int
    deal_count: int


class DeletionPlan(BaseModel):
    items: list[PlaceLeft]
    next_cursor: None = None
