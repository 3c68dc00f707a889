"""The outermost guard of every request: size of the body, time to answer, and bytes that no route may see."""

import asyncio

import orjson
import structlog
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.core.settings import Settings

log = structlog.get_logger()

REQUEST_SECONDS = 15
# A file of 25 MiB over a slow line.
UPLOAD_SECONDS = 180
MULTIPART_OVERHEAD_BYTES = 64 * 1024


class TooLarge(HTTPException):
    def __init__(self, limit: int) -> None:
        super().__init__(413, f"The body is larger than {limit} bytes.")


class LimitsMiddleware:
    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers: dict[bytes, bytes] = dict(scope["headers"])
        is_upload = headers.get(b"content-type", b"").lower().startswith(b"multipart/form-data")
        limit = self.settings.upload_max_bytes + MULTIPART_OVERHEAD_BYTES if is_upload else self.settings.json_max_bytes
        declared = headers.get(b"content-length", b"0")
        if not declared.isdigit():
            await refuse(scope, send, 400, "bad_request", "Content-Length is not a number.")
        elif int(declared) > limit:
            await refuse(scope, send, 413, "too_large", f"The body is larger than {limit} bytes.")
        elif b"%00" in scope.get("query_string", b"") or "\x00" in scope["path"]:
            await refuse(scope, send, 422, "invalid", "The address holds a NUL character.")
        else:
            await self.run(scope, receive, send, limit, UPLOAD_SECONDS if is_upload else REQUEST_SECONDS)

    async def run(self, scope: Scope, receive: Receive, send: Send, limit: int, seconds: float) -> None:
        received = 0
        has_started = False

        async def receive_limited() -> Message:
            nonlocal received
            message = await receive()
            if message["type"] == "http.request":
                received += len(message.get("body", b""))
                if received > limit:
                    raise TooLarge(limit)
            return message

        async def send_noting(message: Message) -> None:
            nonlocal has_started
            has_started = True
            await send(message)

        try:
            async with asyncio.timeout(seconds) as deadline:
                await self.app(scope, receive_limited, send_noting)
        except TimeoutError:
            if not deadline.expired() or has_started:
                raise
            log.error("request_timed_out", path=scope["path"], seconds=seconds)
            await refuse(scope, send, 503, "timed_out", "This took too long. Try again in a moment.")


async def refuse(scope: Scope, send: Send, status: int, code: str, detail: str) -> None:
    """Problem details from outside the routes, where no Request exists yet."""
    body = {
        "type": "about:blank",
        "title": code.replace("_", " ").capitalize(),
        "status": status,
        "code": code,
        "detail": detail,
        "request_id": scope.get("state", {}).get("request_id", ""),
    }
    await send(
        {
            "type": "http.response.start",
            "status": status,
            "headers": [(b"content-type", b"application/problem+json"), (b"connection", b"close")],
        }
    )
    await send({"type": "http.response.body", "body": orjson.dumps(body)})
