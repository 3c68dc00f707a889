from uuid import UUID

from pydantic import BaseModel

from api.schemas.base import Name, Patch
from api.schemas.preference import Locale


class User(BaseModel):
    id: UUID
    email: str
    full_name: str
    locale: Locale


class UserUpdate(Patch):
    full_name: Name | None = None
    locale: Locale | None = None
