"""Opaque cursors of keyset pages: which list and order they belong to, and the last row's key."""

import base64
import binascii
from typing import Any
from uuid import UUID

import orjson

from api.core.errors import Invalid


class CursorInvalid(Invalid):
    code, detail = "cursor_invalid", "This cursor belongs to another list, or is damaged."


def encode(listing: str, value: Any, row_id: UUID | str) -> str:
    return base64.urlsafe_b64encode(orjson.dumps([listing, value, str(row_id)])).decode().rstrip("=")


def decode(cursor: str, listing: str) -> tuple[str, UUID]:
    """(sort value as text, row id) of a cursor of this very list; raises CursorInvalid (422)."""
    try:
        found, value, row_id = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if found != listing or not isinstance(value, str | int):
            raise CursorInvalid
        return str(value), UUID(row_id)
    except (binascii.Error, orjson.JSONDecodeError, ValueError, TypeError, AttributeError) as error:
        raise CursorInvalid from error
