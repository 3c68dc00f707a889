"""What the OpenAPI document says of a route's answers, so that bytes built by PostgreSQL are described too."""

from typing import Any

from pydantic import BaseModel

from api.schemas.base import Problem

Answers = dict[int | str, dict[str, Any]]

ALWAYS = (400, 401, 403, 422, 503)
COMMAND_HEADER = {
    "X-Command-Id": {
        "description": "Hand it to POST /commands/{command_id}/undo to take this change back.",
        "schema": {"type": "string", "format": "uuid"},
    }
}


def answers(model: type[BaseModel] | None = None, *problems: int, status: int = 200, undoable: bool = False) -> Answers:
    """The `responses=` of a business route: its good answer, its own problems, and those that every route has."""
    good: dict[str, Any] = {"description": "No content." if model is None else "Successful answer."}
    if model is not None:
        good["model"] = model
    if undoable:
        good["headers"] = COMMAND_HEADER
    described: Answers = {status: good}
    for code in sorted({*ALWAYS, *problems}):
        described[code] = {
            "model": Problem,
            "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
            "description": "Problem details.",
        }
    return described
