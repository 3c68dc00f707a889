"""Shapes shared by all requests and answers."""

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from api.core.currency import CURRENCIES
from api.core.normalize import normalize_email

STAGES = ("lead", "contact", "proposal", "negotiation", "closed")


class Strict(BaseModel):
    """A request body: unknown fields are refused, strings are trimmed."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class Patch(Strict):
    """A partial change: what is left out stays, and none of its fields can be emptied with null."""

    @model_validator(mode="after")
    def sent_fields_are_filled(self) -> Self:
        for name in self.model_fields_set:
            if getattr(self, name) is None:
                raise ValueError(f"{name} can't be empty")
        return self


def _storable(text: str) -> str:
    """PostgreSQL stores no NUL."""
    if "\x00" in text:
        raise ValueError("must not hold a NUL character")
    return text


def _currency(text: str) -> str:
    if text not in CURRENCIES:
        raise ValueError("must be the ISO 4217 code of a currency in use")
    return text


def _email(text: str) -> str:
    if (email := normalize_email(text)) is None:
        raise ValueError("is not an e-mail address")
    return email


Storable = AfterValidator(_storable)
LoginEmail = Annotated[str, StringConstraints(min_length=3, max_length=254), Storable, AfterValidator(_email)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=200), Storable]
ShortText = Annotated[str, StringConstraints(max_length=200), Storable]
LongText = Annotated[str, StringConstraints(max_length=2_000), Storable]
Body = Annotated[str, StringConstraints(min_length=1, max_length=20_000), Storable]
Tag = Annotated[str, StringConstraints(min_length=1, max_length=50), Storable]
Tags = Annotated[list[Tag], Field(max_length=50)]
Currency = Annotated[str, StringConstraints(min_length=3, max_length=3), AfterValidator(_currency)]
Cents = Annotated[int, Field(ge=0, le=99_999_999_999_999, strict=True)]
Version = Annotated[int, Field(ge=1, le=2_147_483_647, strict=True)]
Limit = Annotated[int, Field(ge=1, le=100)]
Cursor = Annotated[str, StringConstraints(max_length=500), Storable]
SearchText = Annotated[str, StringConstraints(max_length=200), Storable]


class FieldError(BaseModel):
    field: str
    code: str
    message: str


class Problem(BaseModel):
    """RFC 9457 problem details."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    request_id: str
    errors: list[FieldError] | None = None


class Identified(BaseModel):
    id: UUID


class Versioned(Identified):
    version: int
    created_at: datetime
    updated_at: datetime
