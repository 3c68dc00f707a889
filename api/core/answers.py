"""What the OpenAPI document says of a route's good answer, so that bytes built by PostgreSQL are described too."""

from typing import Any

from pydantic import BaseModel

Answers = dict[int | str, dict[str, Any]]

COMMAND_HEADER = {
    "X-Command-Id": {
        "description": "Hand it to POST /commands/{command_id}/undo to take this change back.",
        "schema": {"type": "string", "format": "uuid"},
    }
}


def answers(model: type[BaseModel] | None = None, *refusals: int, status: int = 200, undoable: bool = False) -> Answers:
    """The `responses=` of a business route: its answer, and the refusals beyond those that every route has."""
    good: dict[str, Any] = {"description": "Done" if model is None else "The answer"}
    if model is not None:
        good["model"] = model
    if undoable:
        good["headers"] = COMMAND_HEADER
    found: Answers = {status: good}
    return found | {code: {"description": ""} for code in refusals}
