"""The OpenAPI document: what FastAPI derives from the routes, plus who may call and how calls are refused.

`python -m api.openapi` prints it without a database; the web's types are generated from it.
"""

import sys
from typing import Any, Final

import orjson
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute, iter_route_contexts

from api.core.caller_first import needs_login, permission_of
from api.core.permissions import KEY_SCOPES
from api.schemas.base import Problem

TITLE: Final = "Loved CRM API"
VERSION: Final = "0.1.0"
DESCRIPTION: Final = (
    "Every business call bears `Authorization: Bearer <access token>` and `X-Org-Id`. Refusals are RFC 9457 problem details "
    "with a stable `code`. Lists take `limit` and `cursor`, and answer `items` and `next_cursor`. Times are RFC 3339 UTC, "
    "money is an integer in minor units, ids are UUIDv7. Send an `Idempotency-Key` with a POST to repeat it safely."
)
SECURITY_SCHEMES: Final = {
    "bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
    "api_key": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "lck_…",
        "description": "An API key with the operation's `x-permission` among its scopes. It says which organization; X-Org-Id may be left out.",
    },
    "organization": {"type": "apiKey", "in": "header", "name": "X-Org-Id", "description": "The organization that the call is about."},
    "refresh": {"type": "apiKey", "in": "cookie", "name": "lovedcrm_refresh"},
}
REFUSALS: Final = {
    400: "X-Org-Id is missing or malformed, or the body can't be read",
    401: "No token, or a dead session",
    403: "Not a member of this organization, or the role is too low",
    404: "Nothing here, or it belongs to another organization",
    409: "Somebody else was faster",
    422: "Some values are not valid; `errors` names the fields",
    429: "Too many attempts; `Retry-After` says when to try again",
}


def refusal(status: int, description: str) -> dict[str, Any]:
    return {
        "description": description or REFUSALS.get(status, "Refused"),
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }


def describe_operation(operation: dict[str, Any], route: APIRoute, method: str) -> None:
    permission = permission_of(route.dependant)
    statuses: list[int] = []
    if permission is not None:
        operation["security"] = [{"bearer": [], "organization": []}, *([{"api_key": []}] if permission in KEY_SCOPES else [])]
        operation["x-permission"] = permission
        statuses += [400, 401, 403]
        if "{" in route.path:
            statuses.append(404)
        if method == "POST" and route.dependant.request_param_name is not None:
            # `answer_once` reads the key from the request.
            operation.setdefault("parameters", []).append(
                {
                    "name": "Idempotency-Key",
                    "in": "header",
                    "required": False,
                    "description": "Repeating the call with the same key within 24 hours gives the same answer.",
                    "schema": {"type": "string", "maxLength": 200},
                }
            )
    elif needs_login(route.dependant):
        operation["security"] = [{"bearer": []}]
        statuses += [401, 403]
    else:
        operation["security"] = []
    responses = operation["responses"]
    if "422" in responses or operation.get("parameters") or "requestBody" in operation:
        responses["422"] = refusal(422, REFUSALS[422])
    for status in statuses:
        responses.setdefault(str(status), refusal(status, REFUSALS[status]))
    for status, response in list(responses.items()):
        if status >= "400" and "content" not in response:
            responses[status] = refusal(int(status), response.get("description", ""))
    operation["responses"] = dict(sorted(responses.items()))


def build_document(app: FastAPI) -> dict[str, Any]:
    document = get_openapi(title=TITLE, version=VERSION, description=DESCRIPTION, routes=app.routes)
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas |= problem.pop("$defs", {}) | {"Problem": problem}
    document["components"]["securitySchemes"] = SECURITY_SCHEMES
    for context in iter_route_contexts(app.routes):
        route = context.original_route
        if isinstance(route, APIRoute) and route.include_in_schema:
            for method in route.methods or ():
                describe_operation(document["paths"][route.path_format][method.lower()], route, method)
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    return document


def install(app: FastAPI) -> None:
    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = build_document(app)
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]  # FastAPI documents this way of extending the document


def main() -> None:
    from api.core.settings import Settings
    from api.main import create_app  # the application imports this module

    document = create_app(Settings()).openapi()
    sys.stdout.buffer.write(orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))


if __name__ == "__main__":
    main()
