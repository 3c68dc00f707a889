"""The values of custom fields: checked and put into one spelling before a record takes them."""

import math
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import UUID

from api.core.deps import OrgContext
from api.core.errors import Invalid
from api.repositories.custom_field import CustomFieldRepository

MAX_TEXT: Final = 2_000
MAX_URL: Final = 500
MAX_NUMBER: Final = 999_999_999_999_999
MAX_CENTS: Final = 99_999_999_999_999
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2200, 12, 31)
MESSAGES: Final = {
    "field_unknown": "There is no such field.",
    "required": "This field can't be empty.",
    "wrong_type": "This is no value for a field of this kind.",
    "too_long": "This is too long.",
    "out_of_range": "This is too small or too large.",
    "date_invalid": "This is no date like 2026-11-24.",
    "option_unknown": "There is no such option.",
    "url_invalid": "This is no address of a web page.",
    "not_a_member": "This person is not a member of the organization.",
}

Field = Mapping[str, Any]


class CustomFieldsInvalid(Invalid):
    code, detail = "custom_fields_invalid", "Some values don't fit their fields."


class ValueRefused(Exception):
    """code: one of MESSAGES."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def _text(value: Any) -> str:
    if not isinstance(value, str) or "\x00" in value:
        raise ValueRefused("wrong_type")
    return value.strip()


def _number(value: Any) -> int | float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueRefused("wrong_type")
    if not math.isfinite(value) or abs(value) > MAX_NUMBER:
        raise ValueRefused("out_of_range")
    return int(value) if value == int(value) else value


def _cents(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueRefused("wrong_type")
    if abs(value) > MAX_CENTS:
        raise ValueRefused("out_of_range")
    return value


def _day(value: Any) -> str:
    text = _text(value)
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise ValueRefused("date_invalid") from None
    if not FIRST_DAY <= found <= LAST_DAY:
        raise ValueRefused("out_of_range")
    return found.isoformat()


def normalize_url(text: str) -> str | None:
    """An http address with its scheme and its host in lower case; None when it is none."""
    text = text if "://" in text else f"https://{text}"
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not host or "." not in host or any(c.isspace() for c in text):
        return None
    return parts._replace(scheme=parts.scheme.lower(), netloc=parts.netloc.lower()).geturl()


def _url(value: Any) -> str:
    text = _text(value)
    if len(text) > MAX_URL:
        raise ValueRefused("too_long")
    if (found := normalize_url(text)) is None:
        raise ValueRefused("url_invalid")
    return found


def _options(value: Any, field: Field) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(key, str) for key in value):
        raise ValueRefused("wrong_type")
    keys = [option["key"] for option in field["options"]]
    if not set(value) <= set(keys):
        raise ValueRefused("option_unknown")
    return [key for key in keys if key in value]


def normalize(field: Field, value: Any) -> Any:
    """What a record keeps; None clears. Raises ValueRefused. Whether a user is a member is left to `checked`."""
    if value is None or value == "" or value == []:
        return None
    match field["kind"]:
        case "text":
            text = _text(value)
            if len(text) > MAX_TEXT:
                raise ValueRefused("too_long")
            return text or None
        case "number":
            return _number(value)
        case "money":
            return _cents(value)
        case "date":
            return _day(value)
        case "boolean":
            if not isinstance(value, bool):
                raise ValueRefused("wrong_type")
            return value
        case "choice":
            return _options([value], field)[0]
        case "multi_choice":
            return _options(value, field)
        case "url":
            return _url(value)
        case _:
            try:
                return str(UUID(_text(value)))
            except ValueError:
                raise ValueRefused("wrong_type") from None


def _error(key: str, code: str) -> dict[str, str]:
    return {"field": f"custom_fields.{key}", "code": code, "message": MESSAGES[code]}


def check(fields: Sequence[Field], sent: Mapping[str, Any], *, is_new: bool) -> tuple[dict[str, Any], list[dict[str, str]]]:
    """(values by key, errors). is_new: a required field left out is an error too."""
    by_key = {field["key"]: field for field in fields}
    values: dict[str, Any] = {}
    errors: list[dict[str, str]] = []
    for key, value in sent.items():
        if (field := by_key.get(key)) is None:
            errors.append(_error(key, "field_unknown"))
            continue
        try:
            values[key] = normalize(field, value)
        except ValueRefused as refused:
            errors.append(_error(key, refused.code))
            continue
        if values[key] is None and field["is_required"]:
            errors.append(_error(key, "required"))
    if is_new:
        errors += [_error(key, "required") for key, field in by_key.items() if field["is_required"] and key not in sent]
    return values, errors


async def checked(ctx: OrgContext, entity: str, sent: Mapping[str, Any] | None, *, is_new: bool = False) -> dict[str, Any]:
    """What changes of an entity's values, by key, None where one is cleared.

    Raises CustomFieldsInvalid (422) with `errors` under custom_fields.<key>.
    """
    if not sent and not is_new:
        return {}
    fields = CustomFieldRepository(ctx.session, ctx.organization_id)
    live = await fields.list_live(entity, held=bool(sent))
    values, errors = check(live, sent or {}, is_new=is_new)
    people = {field["key"]: values[field["key"]] for field in live if field["kind"] == "user" and values.get(field["key"])}
    if people:
        members = await fields.find_members(list(people.values()))
        errors += [_error(key, "not_a_member") for key, user_id in people.items() if user_id not in members]
    if errors:
        raise CustomFieldsInvalid(errors=errors)
    return values


def difference(current: Mapping[str, Any], changes: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    """(before, after, merged): the keys that change as they were and as they become, None for empty, and the whole."""
    after = {key: value for key, value in changes.items() if current.get(key) != value}
    before = {key: current.get(key) for key in after}
    merged = {key: value for key, value in {**current, **after}.items() if value is not None}
    return before, after, merged


def spread(row: Mapping[str, Any], wanted: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, list[Any]]]:
    """(columns to write, {field: [before, after]}) of one edit; of custom fields only the keys that change are told.

    wanted["custom_fields"]: the keys that change, as `checked` or an undo's record names them.
    """
    values = {name: value for name, value in wanted.items() if name != "custom_fields" and row[name] != value}
    changes: dict[str, list[Any]] = {name: [row[name], value] for name, value in values.items()}
    before, after, merged = difference(row["custom_fields"], wanted.get("custom_fields") or {})
    if after:
        values["custom_fields"] = merged
        changes["custom_fields"] = [before, after]
    return values, changes
