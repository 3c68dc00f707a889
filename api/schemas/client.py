from datetime import datetime
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import AfterValidator, BaseModel, StringConstraints, model_validator

from api.core.normalize import normalize_email, normalize_phone
from api.schemas.base import LongText, Name, ShortText, Storable, Strict, Tags, Version, Versioned
from api.schemas.custom_field import CustomFields

ClientKind = Literal["company", "person"]
ClientSort = Literal["name", "-name", "created_at", "-created_at", "last_activity_at", "-last_activity_at"]
Website = Annotated[str, StringConstraints(max_length=500), Storable]


def _email(text: str | None) -> str | None:
    if not text:
        return None
    if (email := normalize_email(text)) is None:
        raise ValueError("is not an e-mail address")
    return email


def _phone(text: str | None) -> str | None:
    if not text:
        return None
    if (phone := normalize_phone(text)) is None:
        raise ValueError("is not a phone number")
    return phone


Email = Annotated[Annotated[str, StringConstraints(max_length=254), Storable] | None, AfterValidator(_email)]
Phone = Annotated[Annotated[str, StringConstraints(max_length=60), Storable] | None, AfterValidator(_phone)]


class Handles(Strict):
    """E-mail and phone, validated and stored in one spelling; an empty string clears."""

    email: Email = None
    phone: Phone = None


class ClientFields(Handles):
    website: Website | None = None
    source: ShortText | None = None
    tax_id: Annotated[str, StringConstraints(max_length=30), Storable] | None = None
    address: LongText | None = None
    notes: LongText | None = None
    owner_id: UUID | None = None


class ClientCreate(ClientFields):
    name: Name
    kind: ClientKind = "company"
    tags: Tags = []
    custom_fields: CustomFields = {}
    allow_duplicate: bool = False


class ClientUpdate(ClientFields):
    version: Version
    name: Name | None = None
    kind: ClientKind | None = None
    tags: Tags | None = None
    custom_fields: CustomFields | None = None

    @model_validator(mode="after")
    def required_stay_filled(self) -> Self:
        for required in ("name", "kind", "tags", "custom_fields"):
            if required in self.model_fields_set and getattr(self, required) is None:
                raise ValueError(f"{required} can't be empty")
        return self


class PrimaryContact(BaseModel):
    """The person marked as primary, else the first one added: whom to reach when the client has no handle of its own."""

    name: str
    email: str | None
    phone: str | None


class Client(Versioned):
    name: str
    kind: ClientKind
    email: str | None
    phone: str | None
    website: str | None
    owner_id: UUID | None
    owner_name: str | None
    tags: list[str]
    primary_contact: PrimaryContact | None
    custom_fields: dict[str, Any]
    source: str | None
    tax_id: str | None
    address: str | None
    notes: str | None
    open_deals_count: int
    last_activity_at: datetime | None


class ClientPage(BaseModel):
    items: list[Client]
    next_cursor: str | None
    total: int
