"""Application errors and the one place that turns failures into RFC 9457 problem details.

AppError (500)
├── NotFound (404)        ├── Conflict (409)      ├── Unauthenticated (401)
├── Forbidden (403)       ├── Invalid (422)       ├── BadRequest (400)
├── RateLimited (429)     └── Unavailable (503)
"""

from http import HTTPStatus
from typing import Any, ClassVar

import orjson
import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from psycopg import errors as pg
from starlette.exceptions import HTTPException

from api.core.pool import PoolExhausted

log = structlog.get_logger()


class AppError(Exception):
    status: ClassVar[int] = 500
    code: ClassVar[str] = "internal_error"
    detail: ClassVar[str] = "Something went wrong on our side."

    def __init__(self, detail: str | None = None, *, code: str | None = None, headers: dict[str, str] | None = None, **extra: Any) -> None:
        self.problem_detail = detail or self.detail
        self.problem_code = code or self.code
        self.headers = headers or {}
        self.extra = extra
        super().__init__(self.problem_detail)


class BadRequest(AppError):
    status, code, detail = 400, "bad_request", "The request can't be understood."


class Unauthenticated(AppError):
    status, code, detail = 401, "unauthenticated", "Sign in to go on."


class Forbidden(AppError):
    status, code, detail = 403, "forbidden", "You are not allowed to do this."


class NotFound(AppError):
    status, code, detail = 404, "not_found", "There is nothing here, or you can't see it."


class Conflict(AppError):
    status, code, detail = 409, "conflict", "Somebody else was faster."


class VersionStale(Conflict):
    code, detail = "version_stale", "Somebody changed this since you opened it."


class Invalid(AppError):
    status, code, detail = 422, "invalid", "Some of the values are not valid."

    @classmethod
    def field(cls, field: str, code: str, message: str) -> "Invalid":
        return cls(message, code=code, errors=[{"field": field, "code": code, "message": message}])


class RateLimited(AppError):
    status, code, detail = 429, "rate_limited", "Too many attempts. Wait a moment and try again."


class Unavailable(AppError):
    status, code, detail = 503, "unavailable", "A part of the service can't be reached. Try again in a moment."


def problem(request: Request, status: int, code: str, detail: str, headers: dict[str, str] | None = None, **extra: Any) -> Response:
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": detail,
        "request_id": request.scope.get("state", {}).get("request_id", ""),
        **extra,
    }
    return Response(orjson.dumps(body), status, headers, "application/problem+json")


async def handle_app_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, AppError)
    if error.status in (401, 403):
        await request.app.state.note_denial(request, error)
    return problem(request, error.status, error.problem_code, error.problem_detail, error.headers, **error.extra)


def _printable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")


async def handle_validation_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    errors = [
        {
            "field": _printable(".".join(str(part) for part in item["loc"][1:]) or str(item["loc"][0])),
            "code": item["type"],
            "message": _printable(item["msg"]),
        }
        for item in error.errors()
    ]
    return problem(request, 422, "invalid", Invalid.detail, errors=errors)


async def handle_http_exception(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    codes = {404: "not_found", 405: "method_not_allowed", 400: "bad_request", 413: "too_large"}
    return problem(request, error.status_code, codes.get(error.status_code, "error"), str(error.detail), dict(error.headers or {}))


CONFLICTS = (pg.SerializationFailure, pg.DeadlockDetected, pg.LockNotAvailable, pg.UniqueViolation, pg.ForeignKeyViolation)
UNAVAILABLE = (pg.OperationalError, pg.InterfaceError)


async def handle_database_error(request: Request, error: Exception) -> Response:
    """A race lost at the database is a conflict; a database that can't answer is 503, never 'allowed'."""
    if isinstance(error, CONFLICTS):
        return problem(request, 409, "conflict", Conflict.detail)
    if isinstance(error, pg.DataError):
        return problem(request, 422, "invalid", Invalid.detail)
    if isinstance(error, UNAVAILABLE):
        log.error("database_unavailable", error=str(error))
        return problem(request, 503, "unavailable", Unavailable.detail, {"Retry-After": "2"})
    return await handle_unexpected(request, error)


async def handle_no_connection(request: Request, error: Exception) -> Response:
    log.error("database_pool_exhausted", error=str(error))
    return problem(request, 503, "unavailable", Unavailable.detail, {"Retry-After": "2"})


async def handle_unexpected(request: Request, error: Exception) -> Response:
    log.error("unhandled_error", path=request.url.path, exc_info=error)
    return problem(request, 500, AppError.code, AppError.detail)


async def handle_crash(request: Request, error: Exception) -> Response:
    """The outermost handler answers past the middleware that adds the request id and the cache rule."""
    answer = await handle_unexpected(request, error)
    answer.headers["X-Request-Id"] = request.scope.get("state", {}).get("request_id", "")
    answer.headers["Cache-Control"] = "no-store"
    return answer


def install(app: FastAPI) -> None:
    app.add_exception_handler(AppError, handle_app_error)
    app.add_exception_handler(RequestValidationError, handle_validation_error)
    app.add_exception_handler(HTTPException, handle_http_exception)
    app.add_exception_handler(pg.Error, handle_database_error)
    app.add_exception_handler(PoolExhausted, handle_no_connection)
    app.add_exception_handler(Exception, handle_crash)
