from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from api.schemas.base import LoginEmail, Name, Patch
from api.schemas.preference import Locale


class User(BaseModel):
    id: UUID
    email: str
    full_name: str
    locale: Locale
    email_verified_at: datetime | None = None
    # Where the account moves once both addresses have agreed; told only to the person, by GET /users/me.
    pending_email: str | None = None
    avatar_version: Annotated[UUID | None, Field(description="Changes with the picture; null without one")] = None


class UserUpdate(Patch):
    full_name: Name | None = None
    locale: Locale | None = None
    email: Annotated[LoginEmail | None, Field(description="Another address: both are mailed, and it changes once both have agreed")] = None
