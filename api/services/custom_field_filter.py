"""Filters over custom fields, as lists ask for them: `cf.<key>` or `cf.<key>.<operator>`."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final, Literal
from uuid import UUID

from api.core.deps import OrgContext
from api.core.errors import Invalid
from api.repositories.custom_field import CustomFieldRepository, matching

ALIASES: Final = {"client": "c", "contact": "p", "deal": "d"}
OPERATORS: Final[dict[str, frozenset[str]]] = {
    "text": frozenset({"eq", "has"}),
    "url": frozenset({"eq", "has"}),
    "number": frozenset({"eq", "gte", "lte"}),
    "money": frozenset({"eq", "gte", "lte"}),
    "date": frozenset({"eq", "gte", "lte"}),
    "choice": frozenset({"eq", "any"}),
    "multi_choice": frozenset({"eq", "any", "all"}),
    "user": frozenset({"eq", "any"}),
    "boolean": frozenset({"eq"}),
}
MAX_VALUES: Final = 50


async def conditions(
    ctx: OrgContext, kind: Literal["client", "contact", "deal"], asked: Mapping[str, str]
) -> tuple[list[str], dict[str, Any]]:
    """The conditions on the alias of the kind, and their values by names that begin with cf_.

    asked: by `key` or `key.operator`; operators: eq, any and all (lists with commas), gte, lte, has, empty (true or false).
    Raises Invalid (422): filter_unknown for a field or an operator that isn't there, filter_invalid for a value.
    """
    if not asked:
        return [], {}
    live = await CustomFieldRepository(ctx.session, ctx.organization_id).list_live(kind)
    fields = {field["key"]: field for field in live}
    parts: list[str] = []
    values: dict[str, Any] = {}
    for name, text in asked.items():
        key, _, operator = name.partition(".")
        field, operator = fields.get(key), operator or "eq"
        if field is None or (operator != "empty" and operator not in OPERATORS[field["kind"]]):
            raise Invalid.field(f"cf.{name}", "filter_unknown", "There is no such filter.")
        try:
            tests = _tests(field, operator, text)
        except ValueError:
            raise Invalid.field(f"cf.{name}", "filter_invalid", "This is nothing that the field can be.") from None
        for test, value in tests:
            sql, found = matching(kind, f"{ALIASES[kind]}.id", field["id"], test, value, name=f"cf_{len(parts)}")
            parts.append(sql)
            values |= found
    return parts, values


def _tests(field: Mapping[str, Any], operator: str, text: str) -> list[tuple[str, Any]]:
    """(operator of `matching`, value); all of them must hold. Raises ValueError."""
    kind = field["kind"]
    if operator == "empty":
        if text not in ("true", "false"):
            raise ValueError
        return [("is_empty" if text == "true" else "is_set", None)]
    if "\x00" in text or not text.strip():
        raise ValueError
    if kind in ("text", "url"):
        return [("contains" if operator == "has" else "is", text.strip())]
    if kind in ("number", "money"):
        number = float(text)
        if number != number or abs(number) > 1e18:
            raise ValueError
        return [(operator, number)]
    if kind == "date":
        return [(operator, date.fromisoformat(text).isoformat())]
    if kind == "boolean":
        if text not in ("true", "false"):
            raise ValueError
        return [("any_of", [text])]
    items = [text] if operator == "eq" else text.split(",")
    if len(items) > MAX_VALUES:
        raise ValueError
    known = {option["key"] for option in field["options"]}
    items = [str(UUID(item)) for item in items] if kind == "user" else items
    if kind != "user" and not set(items) <= known:
        raise ValueError
    return [("any_of", [item]) for item in items] if operator == "all" else [("any_of", items)]
