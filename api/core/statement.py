"""Several statements as one: each one more costs the API as much as the rest of a small request, and PostgreSQL its
own start and end, sent in one round trip or not (docs/decisions/0012-one-statement-a-command.md)."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

Params = Mapping[str, Any]
Statement = tuple[str, Params]


@lru_cache(maxsize=512)
def _apart(text: str, name: str) -> str:
    """The text with parameters that bear the part's name; the organization is everybody's."""
    return " ".join(re.sub(r"%\((?!organization_id\))(\w+)\)s", rf"%({name}_\1)s", text).split())


def _values(parts: Mapping[str, Statement]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, (_, params) in parts.items():
        for key, value in params.items():
            values[key if key == "organization_id" else f"{name}_{key}"] = value
    return values


def together(parts: Mapping[str, Statement], answer: str = "SELECT") -> Statement:
    """Writes as one statement that answers `answer`, a SELECT that may read what a part returns by the part's name.

    All parts see the rows as they were before it; none may touch a row that another one writes.
    """
    writes = ", ".join(f"{name} AS ({_apart(text, name)})" for name, (text, _) in parts.items())
    return f"WITH {writes} {' '.join(answer.split())}", _values(parts)


def side_by_side(parts: Mapping[str, Statement]) -> Statement:
    """Queries of one value each as one row of them, by the parts' names."""
    columns = ", ".join(f"({_apart(text, name)}) AS {name}" for name, (text, _) in parts.items())
    return f"SELECT {columns}", _values(parts)
