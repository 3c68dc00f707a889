from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import BaseModel, Field, model_validator

from api.core.permissions import Permission, RecordScope, Role
from api.schemas.base import Strict


class Member(BaseModel):
    user_id: UUID
    full_name: str
    email: str
    role: Role
    has_two_factor: bool
    joined_at: datetime
    avatar_version: UUID | None
    record_scope: Annotated[RecordScope, Field(description="What they see of clients and deals: their own, their team's, or all")]
    team_id: UUID | None
    team_name: str | None


class MemberPage(BaseModel):
    items: list[Member]
    next_cursor: str | None


class MemberUpdate(Strict):
    """What is left out stays; `team_id` null takes somebody out of their team."""

    role: Role | None = None
    record_scope: RecordScope | None = None
    team_id: UUID | None = None

    @model_validator(mode="after")
    def something_is_sent(self) -> Self:
        for name in ("role", "record_scope"):
            if name in self.model_fields_set and getattr(self, name) is None:
                raise ValueError(f"{name} can't be empty")
        if not self.model_fields_set:
            raise ValueError("say what is to change")
        return self


class RolePermissions(BaseModel):
    role: Role
    permissions: list[Permission]


class RolePage(BaseModel):
    items: list[RolePermissions]
    next_cursor: None = None
