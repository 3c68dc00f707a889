"""Reads who calls and for which organization, once, before any route: request id, bearer token, X-Org-Id.

It decides nothing: `deps.get_current_organization` turns what is missing or wrong into 401, 400 or 403, so that
no path prefix can ever open or close a door. Pure ASGI, because BaseHTTPMiddleware leaks on disconnects.
"""

import re
from dataclasses import dataclass
from time import perf_counter
from uuid import UUID

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uuid_utils.compat import uuid7

from api.core.api_keys import hash_api_key
from api.core.security import AccessClaims, InvalidToken, read_access_token
from api.core.settings import Settings

log = structlog.get_logger()
REQUEST_ID = re.compile(r"^[A-Za-z0-9._-]{8,64}$")
SECRET_PART = re.compile(r"(/invites/token/)[^/]+")
UUID_TEXT = re.compile(r"^[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$")


@dataclass(slots=True)
class Caller:
    request_id: str
    claims: AccessClaims | None
    organization_id: UUID | None
    ip_address: str
    user_agent: str
    # Of the API key in the place of a token.
    api_key_hash: bytes | None = None
    # Also true of a header that can't be read.
    has_organization_header: bool = False
    cookies: str = ""


def shown_path(scope: Scope) -> str:
    """The path without the token that a mailed link carries in it: a log is no place for what lets somebody in."""
    path: str = scope["path"]
    return SECRET_PART.sub(r"\1{token}", path)


class OrganizationMiddleware:
    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        caller = self.read_caller(scope)
        state = scope.setdefault("state", {})
        state["caller"] = caller
        state["request_id"] = caller.request_id
        started = perf_counter()
        status = 0

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [
                    *message["headers"],
                    (b"x-request-id", caller.request_id.encode()),
                    (b"x-content-type-options", b"nosniff"),
                    # A picture that never changes under its address says so itself.
                    *([] if b"cache-control" in dict(message["headers"]) else [(b"cache-control", b"no-store")]),
                    (b"referrer-policy", b"no-referrer"),
                    (b"x-frame-options", b"DENY"),
                ]
            await send(message)

        try:
            await self.app(scope, receive, send_with_id)
        finally:
            elapsed_ms = (perf_counter() - started) * 1000
            if status >= 400 or elapsed_ms > 500:
                log.info(
                    "request", method=scope["method"], path=shown_path(scope), status=status,
                    elapsed_ms=round(elapsed_ms, 1), request_id=caller.request_id,
                )  # fmt: skip

    def read_caller(self, scope: Scope) -> Caller:
        headers: dict[bytes, bytes] = dict(scope["headers"])
        wished = headers.get(b"x-request-id", b"").decode("latin-1")
        return Caller(
            request_id=wished if REQUEST_ID.match(wished) else str(uuid7()),
            claims=self.read_claims(headers.get(b"authorization", b"")),
            organization_id=self.read_organization(headers.get(b"x-org-id", b"")),
            ip_address=self.read_ip(scope, headers.get(b"x-forwarded-for", b"")),
            user_agent=headers.get(b"user-agent", b"").decode("latin-1")[:400],
            api_key_hash=hash_api_key(headers.get(b"authorization", b"")),
            has_organization_header=b"x-org-id" in headers,
            cookies=headers.get(b"cookie", b"").decode("latin-1"),
        )

    def read_claims(self, header: bytes) -> AccessClaims | None:
        scheme, _, token = header.partition(b" ")
        if scheme.lower() != b"bearer":
            return None
        try:
            return read_access_token(self.settings, token.decode("ascii"))
        except (InvalidToken, UnicodeDecodeError):
            return None

    @staticmethod
    def read_organization(header: bytes) -> UUID | None:
        text = header.decode("latin-1")
        return UUID(text) if UUID_TEXT.match(text) else None

    def read_ip(self, scope: Scope, forwarded: bytes) -> str:
        """The address that the outermost trusted proxy saw; forged leading entries are ignored."""
        peer = scope["client"][0] if scope.get("client") else ""
        hops = self.settings.trusted_proxy_hops
        if hops == 0:
            return peer
        addresses = [a.strip() for a in forwarded.decode("latin-1").split(",") if a.strip()]
        return addresses[-hops][:64] if len(addresses) >= hops else peer
