"""Which column feeds which field: guessed from headings and cells, and checked when a person has decided."""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final, get_args

from api.core.errors import Invalid
from api.schemas.data_import import ClientImportField, DealImportField
from api.services import import_custom
from api.services.import_headings import REPEATABLE, find_field

FIELDS: Final[dict[str, tuple[str, ...]]] = {"clients": get_args(ClientImportField), "deals": get_args(DealImportField)}
# A row can't become anything unless one of these is mapped.
ONE_REQUIRED: Final = {
    "clients": ("name", "first_name", "last_name", "company", "contact_name", "email", "phone", "contact_email", "contact_phone"),
    "deals": ("title", "client_name"),
}
SHAPES: Final = (
    ("email", re.compile(r"^[^@\s]+@[^@\s]+\.[a-zA-Z]{2,}$")),
    ("website", re.compile(r"^(https?://|www\.)\S+$")),
    ("tax_id", re.compile(r"^(\d{2}\.?\d{3}\.?\d{3}/?\d{4}-?\d{2}|\d{3}\.\d{3}\.\d{3}-\d{2})$")),
    ("phone", re.compile(r"^\+?[\d\s().-]{8,20}$")),
)
SHAPE_FIELDS: Final = {
    "clients": {"email": "email", "website": "website", "tax_id": "tax_id", "phone": "phone"},
    "deals": {"email": "contact_email", "phone": "contact_phone"},
}


class MappingInvalid(Invalid):
    code, detail = "mapping_invalid", "Some columns can't be imported like this."


def suggest(
    kind: str, columns: Sequence[str], preview: Sequence[Sequence[str]], *, has_heading: bool,
    custom: Mapping[str, Mapping[str, Any]] | None = None,
) -> dict[str, str | None]:  # fmt: skip
    """The field of each column, None where nothing fits; the best heading wins a field that takes one column.

    custom: the organization's own fields by name; a heading that is the label of one is that one's.
    """
    own = {column: import_custom.find(custom or {}, column) if has_heading else None for column in columns}
    found = {column: find_field(kind, column) if has_heading and own[column] is None else None for column in columns}
    mapping: dict[str, str | None] = dict.fromkeys(columns)
    taken: set[str] = set()
    for column, name in own.items():
        if name is not None and name not in taken:
            mapping[column] = name
            taken.add(name)
    for column, match in sorted(found.items(), key=lambda item: (item[1] is None, item[1][1] if item[1] else 0)):
        if match is not None and (match[0] in REPEATABLE or match[0] not in taken):
            mapping[column] = match[0]
            taken.add(match[0])
    for index, column in enumerate(columns):
        if mapping[column] is None and (not has_heading or find_field(kind, column) is None):
            shape = _shape([row[index] for row in preview if index < len(row)], has_heading=has_heading)
            field = SHAPE_FIELDS[kind].get(shape or "")
            if field and (field in REPEATABLE or field not in taken):
                mapping[column] = field
                taken.add(field)
    if not has_heading and not taken & {"name", "title"}:
        texts = [c for i, c in enumerate(columns) if mapping[c] is None and _is_text([r[i] for r in preview if i < len(r)])]
        if texts:
            mapping[texts[0]] = "title" if kind == "deals" else "name"
    return mapping


def _shape(cells: Sequence[str], *, has_heading: bool) -> str | None:
    """What a column's cells are by their looks; under an unknown heading only e-mail addresses are beyond doubt."""
    filled = [cell for cell in cells if cell]
    for shape, pattern in SHAPES:
        if filled and all(pattern.match(cell) for cell in filled):
            return shape if shape == "email" or not has_heading else None
    return None


def _is_text(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell]
    return bool(filled) and all(any(c.isalpha() for c in cell) for cell in filled)


def validate(kind: str, columns: Sequence[str], wanted: Mapping[str, str | None], custom: Collection[str] = ()) -> dict[str, str]:
    """The mapping without the columns left out; custom: the names of the organization's own fields.

    Raises MappingInvalid (422) with each column's reason.
    """
    errors: list[dict[str, Any]] = []
    mapping: dict[str, str] = {}
    for column, field in wanted.items():
        code = ""
        if column not in columns:
            code = "column_unknown"
        elif field is None:
            continue
        elif field not in FIELDS[kind] and field not in custom:
            code = "field_unknown"
        elif field not in REPEATABLE and field in mapping.values():
            code = "field_twice"
        else:
            mapping[column] = field
        if code:
            errors.append({"field": f"mapping.{column}", "code": code, "message": MESSAGES[code]})
    if not errors and not any(field in mapping.values() for field in ONE_REQUIRED[kind]):
        errors.append(
            {"field": "mapping", "code": "field_missing", "message": MESSAGES["field_missing"].format(", ".join(ONE_REQUIRED[kind]))}
        )
    if errors:
        raise MappingInvalid(errors=errors)
    return mapping


MESSAGES: Final = {
    "column_unknown": "The file has no such column.",
    "field_unknown": "There is no such field.",
    "field_twice": "Another column already feeds this field.",
    "field_missing": "Map a column to at least one of: {}.",
}
