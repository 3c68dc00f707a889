import base64
from uuid import UUID, uuid4

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.core import cursor
from api.core.cursor import CursorInvalid


@given(st.text(st.characters(exclude_categories=["Cs"])) | st.integers(min_value=-(2**53), max_value=2**53), st.uuids())
def test_comes_back_as_text_and_id(value: str | int, row_id: UUID) -> None:
    assert cursor.decode(cursor.encode("clients:name", value, row_id), "clients:name") == (str(value), row_id)


def test_fits_into_an_address() -> None:
    text = cursor.encode("clients", "ação?&=/+", uuid4())
    assert text.isascii()
    assert not set(text) & set("?&=/+")


def test_another_list_refuses_it() -> None:
    with pytest.raises(CursorInvalid):
        cursor.decode(cursor.encode("clients:name", "a", uuid4()), "clients:-name")


ROW = "01a20d4a-c757-720a-9c45-f55bb223c38d"


def damaged(value: object) -> str:
    return base64.urlsafe_b64encode(orjson.dumps(value)).decode()


@pytest.mark.parametrize(
    "text",
    ["", "x", "%%%", "é", "\x00", "AAAA", damaged([]), damaged({}), damaged(["clients"]), damaged(["clients", "a", "no id"]),
     damaged(["clients", {"a": 1}, ROW]), damaged(["clients", [1], ROW]), damaged(["clients", "a", 7]),
     damaged(["clients", None, ROW])],
)  # fmt: skip
def test_damaged_is_refused(text: str) -> None:
    with pytest.raises(CursorInvalid):
        cursor.decode(text, "clients")


@given(st.text(max_size=200))
def test_any_text_is_a_cursor_or_refused(text: str) -> None:
    with pytest.raises(CursorInvalid):
        cursor.decode(text, "clients")
