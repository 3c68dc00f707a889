from uuid import UUID

from pydantic import BaseModel

from api.core.permissions import Permission, Role


class Member(BaseModel):
    user_id: UUID
    full_name: str
    email: str
    role: Role


class MemberPage(BaseModel):
    items: list[Member]
    next_cursor: str | None


class RolePermissions(BaseModel):
    role: Role
    permissions: list[Permission]


class RolePage(BaseModel):
    items: list[RolePermissions]
    next_cursor: None = None
