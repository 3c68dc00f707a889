"""Who may not call is told so before their body is found fault with.

FastAPI reads the body before it asks the dependencies that a route names, so a body that can't even be read would
answer 422 or 400 to anybody. Here the caller is looked at first after all.
"""

from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager

import psycopg
from fastapi import FastAPI, Request, Response
from fastapi.dependencies.models import Dependant
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

from api.core.deps import check_current_user, get_current_organization, get_current_user
from api.core.errors import (
    AppError,
    handle_app_error,
    handle_database_error,
    handle_http_exception,
    handle_no_connection,
    handle_validation_error,
)
from api.core.permissions import Permission

Handler = Callable[[Request, Exception], Awaitable[Response]]


def permission_of(dependant: Dependant) -> Permission | None:
    """The permission that a route's OrgContext asks for; None for routes outside organizations."""
    for dependency in dependant.dependencies:
        found: Permission | None = getattr(dependency.call, "permission", None) or permission_of(dependency)
        if found:
            return found
    return None


def needs_login(dependant: Dependant) -> bool:
    return any(d.call in (get_current_user, check_current_user) or needs_login(d) for d in dependant.dependencies)


async def check_caller(request: Request) -> None:
    """Raises what the matched route would raise for this caller: Unauthenticated, BadRequest, Forbidden."""
    route = request.scope.get("route")
    if not isinstance(route, APIRoute):
        return
    permission = permission_of(route.dependant)
    if permission is not None:
        async with get_current_organization(request, permission):
            pass
    elif needs_login(route.dependant):
        async with asynccontextmanager(get_current_user)(request):
            pass


def is_unreadable(error: Exception) -> bool:
    """Did the body fail before any dependency was asked? Values that don't fit are found only after them."""
    if isinstance(error, RequestValidationError):
        return any(item["type"] == "json_invalid" for item in error.errors())
    return isinstance(error, HTTPException) and error.status_code == 400


def after_the_caller(handle: Handler) -> Handler:
    async def handle_after_the_caller(request: Request, error: Exception) -> Response:
        if is_unreadable(error):
            try:
                await check_caller(request)
            except (AppError, psycopg.Error) as refusal:
                answer = handle_app_error if isinstance(refusal, AppError) else handle_database_error
                return await answer(request, refusal)
            except TimeoutError as refusal:
                return await handle_no_connection(request, refusal)
        return await handle(request, error)

    return handle_after_the_caller


def install(app: FastAPI) -> None:
    app.add_exception_handler(RequestValidationError, after_the_caller(handle_validation_error))
    app.add_exception_handler(HTTPException, after_the_caller(handle_http_exception))
