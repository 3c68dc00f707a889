from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, Field, StringConstraints

from api.core.permissions import Permission
from api.schemas.base import Storable, Strict

KeyName = Annotated[str, StringConstraints(min_length=1, max_length=100), Storable]
# factor_required: works again once its maker has the second factor that the organization demands.
KeyStatus = Literal["active", "expired", "revoked", "creator_left", "password_reset", "factor_required"]


class ApiKeyCreate(Strict):
    name: KeyName
    scopes: Annotated[list[Permission], Field(min_length=1, max_length=100)]
    # Without an end, the key works until it is revoked.
    expires_at: AwareDatetime | None = None


class ApiKey(BaseModel):
    id: UUID
    name: str
    prefix: str
    scopes: list[str]
    status: KeyStatus
    created_by: UUID | None
    created_by_name: str | None
    expires_at: datetime | None
    last_used_at: datetime | None
    last_used_ip: str
    revoked_at: datetime | None
    created_at: datetime


class ApiKeyCreated(ApiKey):
    """The only answer that ever holds the secret."""

    # Null when an Idempotency-Key asks for the answer again: it is shown once.
    secret: str | None


class ApiKeyPage(BaseModel):
    items: list[ApiKey]
    next_cursor: str | None
    # What the caller may give a key today.
    available_scopes: list[Permission]
