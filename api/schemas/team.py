from typing import Annotated

from pydantic import BaseModel, Field

from api.schemas.base import Patch, Strict, Tag, Version, Versioned


class Team(Versioned):
    name: str
    member_count: Annotated[int, Field(description="People in it now")]


class TeamPage(BaseModel):
    items: list[Team]
    next_cursor: str | None


class TeamCreate(Strict):
    name: Tag


class TeamUpdate(Patch):
    name: Tag | None = None
    version: Version
