from datetime import datetime
from uuid import UUID

from pydantic import BaseModel

from api.core.permissions import Permission, Role
from api.schemas.base import Strict


class Member(BaseModel):
    user_id: UUID
    full_name: str
    email: str
    role: Role
    has_two_factor: bool
    joined_at: datetime
    avatar_version: UUID | None


class MemberPage(BaseModel):
    items: list[Member]
    next_cursor: str | None


class MemberUpdate(Strict):
    role: Role


class RolePermissions(BaseModel):
    role: Role
    permissions: list[Permission]


class RolePage(BaseModel):
    items: list[RolePermissions]
    next_cursor: None = None
