from typing import Any, Self
from uuid import UUID

from pydantic import BaseModel, model_validator

from api.schemas.base import Name, ShortText, Version, Versioned
from api.schemas.client import Handles
from api.schemas.custom_field import CustomFields


class ContactCreate(Handles):
    name: Name
    title: ShortText | None = None
    is_primary: bool = False
    custom_fields: CustomFields = {}


class ContactUpdate(Handles):
    version: Version
    name: Name | None = None
    title: ShortText | None = None
    is_primary: bool | None = None
    custom_fields: CustomFields | None = None

    @model_validator(mode="after")
    def required_stay_filled(self) -> Self:
        for required in ("name", "is_primary", "custom_fields"):
            if required in self.model_fields_set and getattr(self, required) is None:
                raise ValueError(f"{required} can't be empty")
        return self


class Contact(Versioned):
    client_id: UUID
    name: str
    title: str | None
    email: str | None
    phone: str | None
    is_primary: bool
    custom_fields: dict[str, Any]


class ContactPage(BaseModel):
    items: list[Contact]
    next_cursor: str | None
