"""Cells that feed an organization's own fields: `cf.<key>` in a mapping."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from api.core.normalize import search_text
from api.services import custom_value
from api.services.import_cells import parse_money, split_tags
from api.services.import_dates import parse_date

PREFIX: Final = "cf."
ENTITIES: Final = {"clients": "client", "deals": "deal"}
YES: Final = frozenset({"yes", "y", "true", "1", "x", "sim", "s", "si", "verdadeiro", "verdadero"})
NO: Final = frozenset({"no", "n", "false", "0", "nao", "falso"})

Field = Mapping[str, Any]


def named(fields: Sequence[Field]) -> dict[str, Field]:
    """The fields by the name that a mapping calls them."""
    return {PREFIX + field["key"]: field for field in fields}


def find(fields: Mapping[str, Field], heading: str) -> str | None:
    """The field whose label, in any language, is this heading."""
    folded = search_text(heading)
    return next((name for name, field in fields.items() if folded in {search_text(label) for label in field["labels"].values()}), None)


def read(field: Field, text: str, *, date_order: str, members: Mapping[str, UUID]) -> Any:
    """What the cell says, as the record keeps it. Raises ValueRefused."""
    return custom_value.normalize(field, _READERS[field["kind"]](field, text, date_order, members))


def _number(text: str) -> float | int:
    """A number with any separators; parse_money reads them and counts hundredths, which loses further decimals."""
    if re.fullmatch(r"-?\d+(\.\d+)?", text):
        return float(text)
    found = parse_money(text.removeprefix("-"))
    if found is None:
        raise custom_value.ValueRefused("wrong_type")
    return found[0] / 100 * (-1 if text.startswith("-") else 1)


def _cents(text: str) -> int:
    found = parse_money(text.removeprefix("-"))
    if found is None:
        raise custom_value.ValueRefused("wrong_type")
    return -found[0] if text.startswith("-") else found[0]


def _date(text: str, date_order: str) -> str:
    if (found := parse_date(text, date_order)) is None:
        raise custom_value.ValueRefused("date_invalid")
    return found.isoformat()


def _boolean(text: str) -> bool:
    folded = search_text(text)
    if folded not in YES | NO:
        raise custom_value.ValueRefused("wrong_type")
    return folded in YES


def _option(field: Field, text: str) -> str:
    folded = search_text(text)
    for option in field["options"]:
        if text == option["key"] or folded in {search_text(label) for label in option["labels"].values()}:
            key: str = option["key"]
            return key
    raise custom_value.ValueRefused("option_unknown")


def _user(text: str, members: Mapping[str, UUID]) -> str:
    found = members.get(text.lower()) or members.get(search_text(text))
    if found is None:
        raise custom_value.ValueRefused("not_a_member")
    return str(found)


_READERS: Final[dict[str, Callable[[Field, str, str, Mapping[str, UUID]], Any]]] = {
    "text": lambda field, text, order, members: text[: custom_value.MAX_TEXT],
    "url": lambda field, text, order, members: text,
    "number": lambda field, text, order, members: _number(text),
    "money": lambda field, text, order, members: _cents(text),
    "date": lambda field, text, order, members: _date(text, order),
    "boolean": lambda field, text, order, members: _boolean(text),
    "choice": lambda field, text, order, members: _option(field, text),
    "multi_choice": lambda field, text, order, members: [_option(field, part) for part in split_tags(text)],
    "user": lambda field, text, order, members: _user(text, members),
}
