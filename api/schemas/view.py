from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints, model_validator

from api.schemas.base import Storable, Strict, Version, Versioned

ViewKind = Literal["deals", "clients"]
ViewLayout = Literal["board", "table"]
ViewName = Annotated[str, StringConstraints(min_length=1, max_length=80), Storable]
ViewFilters = Annotated[
    dict[str, Any], Field(max_length=60, description="As GET /deals or GET /clients take them, by name", examples=[{"owner_id": ["me"]}])
]  # fmt: skip
Sort = Annotated[str, StringConstraints(max_length=40), Storable, Field(examples=["-value"])]
# Columns are the pages' own business; a custom field's is cf.<key>.
Column = Annotated[str, StringConstraints(max_length=80, pattern=r"^[a-z][a-z0-9_.]*$")]
Columns = Annotated[list[Column], Field(max_length=60)]


class ViewFields(Strict):
    sort: Sort | None = None
    grouping: Literal["stage", "owner"] | None = None


class ViewCreate(ViewFields):
    name: ViewName
    kind: ViewKind
    layout: ViewLayout = "table"
    filters: ViewFilters = {}
    columns: Columns = []
    is_shared: bool = False


class ViewUpdate(ViewFields):
    version: Version
    name: ViewName | None = None
    layout: ViewLayout | None = None
    filters: ViewFilters | None = None
    columns: Columns | None = None
    is_shared: bool | None = None

    @model_validator(mode="after")
    def required_stay_filled(self) -> Self:
        for required in ("name", "layout", "filters", "columns", "is_shared"):
            if required in self.model_fields_set and getattr(self, required) is None:
                raise ValueError(f"{required} can't be empty")
        return self


class View(Versioned):
    """user_id: who made it, null once that account is gone. is_default: the page opens with it, for whoever asks."""

    name: str
    kind: ViewKind
    layout: ViewLayout
    filters: dict[str, Any]
    sort: str | None
    grouping: Literal["stage", "owner"] | None
    columns: list[str]
    is_shared: bool
    user_id: UUID | None
    user_name: str | None
    is_default: bool


class ViewPage(BaseModel):
    items: list[View]
    next_cursor: str | None
