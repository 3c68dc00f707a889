"""Mails from their templates: one layout, three languages, every value escaped, nothing loaded from elsewhere.

A template is a JSON file with the same parts in each language: subject, heading, paragraphs, and where wanted preview,
button (then the mail has a link), facts (pairs of label and value), code (shown large), footnote and why (the reader gets it).
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any, Final

from api.mail import layout

FOLDER: Final = Path(__file__).parent / "templates"
LOCALES: Final = ("en", "pt", "es")
MAX_VALUE_LENGTH: Final = 200
CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
# People choose their names; mail programs make links of what looks like one.
LINK_LIKE: Final = re.compile(r"(?i)\b(?:https?|ftp):/*|\bwww\.")


@dataclass(frozen=True, slots=True)
class Rendered:
    subject: str
    text: str
    html: str


@lru_cache(maxsize=256)
def template(name: str) -> dict[str, Any]:
    """Raises KeyError for a name without a file."""
    path = FOLDER / f"{name}.json"
    if not re.fullmatch(r"[a-z0-9_]+", name) or not path.exists():
        raise KeyError(name)
    texts: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return texts


def plain(value: str | int) -> str:
    """A value on one line, of bearable length, that no mail program turns into a link."""
    text = LINK_LIKE.sub("", CONTROLS.sub(" ", str(value))).strip()
    return text if len(text) <= MAX_VALUE_LENGTH else text[: MAX_VALUE_LENGTH - 1] + "…"


def render_subject(name: str, locale: str, params: Mapping[str, str | int]) -> str:
    subject: str = template(name)[locale]["subject"]
    return subject.format_map({key: plain(value) for key, value in params.items()})


def render(name: str, locale: str, params: Mapping[str, str | int], link: str | None = None, logo: layout.Logo | None = None) -> Rendered:
    """Raises KeyError for a template or a placeholder that doesn't exist."""
    parts: dict[str, Any] = template(name)[locale]
    values = {key: plain(value) for key, value in params.items()}
    escaped = {key: escape(value) for key, value in values.items()}

    def words(text: str) -> str:
        return text.format_map(values)

    def markup(text: str) -> str:
        return escape(text, quote=False).format_map(escaped)

    blocks = layout.Blocks(
        locale=locale,
        preview=parts.get("preview", parts["paragraphs"][0]),
        heading=parts["heading"],
        paragraphs=parts["paragraphs"],
        button=parts.get("button"),
        link=link,
        facts=[(label, value) for label, value in parts.get("facts", [])],
        code=parts.get("code"),
        footnote=parts.get("footnote"),
        why=parts.get("why"),
        logo=logo,
    )
    return Rendered(render_subject(name, locale, params), layout.text(blocks, words), layout.html(blocks, markup))
