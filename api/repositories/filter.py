"""Conditions that deals and clients share, as text and values; what people typed stands among the values alone."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Span:
    """From, included, until, excluded; of days, both included. is_empty: where there is no such moment at all."""

    first: datetime | date | None = None
    last: datetime | date | None = None
    is_empty: bool = False


@dataclass(frozen=True, slots=True)
class Selection:
    """What both kinds are narrowed by. custom: conditions on custom fields with their values, made where those are known."""

    query: str = ""
    owner_ids: Sequence[UUID] = ()
    has_no_owner: bool = False
    tag_keys: Sequence[str] = ()
    needs_all_tags: bool = False
    sources: Sequence[str] = ()
    created: Span | None = None
    custom: tuple[Sequence[str], dict[str, Any]] = field(default=((), {}))


Clauses = tuple[list[str], dict[str, Any]]


def shared(alias: str, asked: Selection) -> Clauses:
    """Conditions on owner, source and the day of creation, and on custom fields."""
    parts, values = list(asked.custom[0]), dict(asked.custom[1])
    if asked.owner_ids:
        owned = f"{alias}.owner_id = ANY(%(owner_ids)s)"
        parts.append(f"({owned} OR {alias}.owner_id IS NULL)" if asked.has_no_owner else owned)
        values["owner_ids"] = list(asked.owner_ids)
    elif asked.has_no_owner:
        parts.append(f"{alias}.owner_id IS NULL")
    if asked.sources:
        parts.append(f"{alias}.source = ANY(%(sources)s)")
        values["sources"] = list(asked.sources)
    more, spans = within(f"{alias}.created_at", "created", asked.created)
    return parts + more, values | spans


def within(column: str, name: str, span: Span | None, *, is_day: bool = False) -> Clauses:
    """The column lies in the span; a day's last one is part of it."""
    if span is None:
        return [], {}
    if span.is_empty:
        return [f"{column} IS NULL"], {}
    parts, values = [], {}
    if span.first is not None:
        parts.append(f"{column} >= %({name}_first)s")
        values[f"{name}_first"] = span.first
    if span.last is not None:
        parts.append(f"{column} {'<=' if is_day else '<'} %({name}_last)s")
        values[f"{name}_last"] = span.last
    return parts, values
