from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints

from api.schemas.base import Identified, Storable, Strict

ImportKind = Literal["clients", "deals"]
ImportStatus = Literal["uploaded", "queued", "running", "done", "failed", "undoing", "undone"]
OnDuplicate = Literal["skip", "update"]
DateOrder = Literal["dmy", "mdy"]
ClientImportField = Literal[
    "name", "first_name", "middle_name", "last_name", "company", "email", "phone", "website", "tax_id",
    "address", "street", "street_number", "complement", "district", "city", "state", "postal_code", "country",
    "tags", "notes", "source", "owner", "contact_name", "contact_email", "contact_phone", "contact_title", "created_at",
]  # fmt: skip
DealImportField = Literal[
    "title", "client_name", "contact_name", "contact_email", "contact_phone", "value", "currency", "stage", "outcome",
    "lost_reason", "owner", "expected_close_date", "closed_at", "created_at", "source", "tags",
]  # fmt: skip
ColumnName = Annotated[str, StringConstraints(max_length=500), Storable]
FieldName = Annotated[str, StringConstraints(max_length=50), Storable]
Mapping = Annotated[
    dict[ColumnName, FieldName | None],
    Field(max_length=500, description="Field of each column; a column that is null or not named is left out."),
]


class DataImportCommit(Strict):
    mapping: Mapping
    on_duplicate: OnDuplicate = "skip"
    date_order: DateOrder = "dmy"


class ImportUndo(BaseModel):
    """What undoing did: rows somebody has worked on since are kept."""

    removed_count: int
    kept_count: int


class DataImport(Identified):
    """row_count = created_count + updated_count + duplicate_count + problem_count once it is done; warnings drop no row."""

    kind: ImportKind
    status: ImportStatus
    file_name: str
    columns: list[str]
    fields: Annotated[list[str], Field(description="What a column may be mapped to, for this kind.")]
    repeatable_fields: Annotated[list[str], Field(description="Fields that several columns may feed.")]
    suggested_mapping: dict[str, str | None]
    mapping: dict[str, str | None] | None
    preview: list[list[str]]
    encoding: str
    delimiter: str
    has_heading: bool
    date_order: Annotated[Literal["dmy", "mdy", "ambiguous"], Field(description="Day or month first, as the file's dates show.")]
    on_duplicate: OnDuplicate
    row_count: int
    blank_row_count: int
    processed_count: int
    created_count: int
    updated_count: int
    duplicate_count: int
    problem_count: int
    warning_count: int
    error_code: str | None
    undo: ImportUndo | None
    user_id: UUID | None
    user_name: str | None
    created_at: datetime
    updated_at: datetime
    finished_at: datetime | None


class DataImportPage(BaseModel):
    items: list[DataImport]
    next_cursor: str | None


class DataImportProblem(Identified):
    row_number: Annotated[int, Field(description="As a spreadsheet counts: the heading row is 1.")]
    code: str
    severity: Literal["error", "warning"]
    field: str
    value: str
    raw: list[str]


class DataImportProblemPage(BaseModel):
    items: list[DataImportProblem]
    next_cursor: str | None
