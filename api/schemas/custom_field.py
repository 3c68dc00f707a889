from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import AfterValidator, BaseModel, Field, StringConstraints, model_validator

from api.schemas.base import Currency, Patch, Storable, Strict, Version, Versioned

Entity = Literal["client", "deal", "contact"]
FieldKind = Literal["text", "number", "money", "date", "choice", "multi_choice", "boolean", "url", "user"]
Language = Literal["en", "pt", "es"]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]{1,50}$")]
Label = Annotated[str, StringConstraints(min_length=1, max_length=80), Storable]
Labels = Annotated[dict[Language, Label], Field(min_length=1, description="What people read, by language; one is enough.")]
WITH_OPTIONS = ("choice", "multi_choice")
MAX_OPTIONS = 200

# What a record's `custom_fields` may hold before the fields themselves are asked (services/custom_value).
ValueKey = Annotated[str, StringConstraints(min_length=1, max_length=50), Storable]
CustomFields = Annotated[
    dict[ValueKey, Any],
    Field(max_length=100, description="Values by the key of their field; null clears, a key left out stays as it is."),
]


class OptionInput(Strict):
    """key: of an option that is there; without one it is new."""

    key: Key | None = None
    labels: Labels


def _one_each(options: list[OptionInput]) -> list[OptionInput]:
    keys = [option.key for option in options if option.key]
    if len(keys) != len(set(keys)):
        raise ValueError("an option is named twice")
    return options


Options = Annotated[list[OptionInput], Field(max_length=MAX_OPTIONS), AfterValidator(_one_each)]


class CustomFieldCreate(Strict):
    entity: Entity
    kind: FieldKind
    labels: Labels
    options: Options = []
    currency: Currency | None = None
    is_required: bool = False

    @model_validator(mode="after")
    def options_fit_the_kind(self) -> Self:
        if self.kind in WITH_OPTIONS and not self.options:
            raise ValueError("a choice needs options")
        if self.kind not in WITH_OPTIONS and self.options:
            raise ValueError("only choices have options")
        if self.currency and self.kind != "money":
            raise ValueError("only money has a currency")
        return self


class CustomFieldUpdate(Patch):
    """Where the values of removed options go: `move_options` names another option for each, or null to leave them empty."""

    version: Version
    labels: Labels | None = None
    options: Options | None = None
    move_options: Annotated[dict[Key, Key | None], Field(max_length=MAX_OPTIONS)] = {}
    is_required: bool | None = None
    before_id: Annotated[UUID | Literal["end"] | None, Field(description="The field that stands right behind it now, or end.")] = None


class Option(BaseModel):
    key: str
    labels: dict[Language, str]


class CustomField(Versioned):
    entity: Entity
    key: str
    kind: FieldKind
    labels: dict[Language, str]
    options: list[Option]
    currency: str | None
    is_required: bool
    position: str
    is_deleted: bool


class CustomFieldPage(BaseModel):
    items: list[CustomField]
    next_cursor: str | None
