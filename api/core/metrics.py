"""Prometheus figures of requests: how many, how slow, by route (never by address: those hold ids)."""

from time import perf_counter
from typing import Final

from prometheus_client import CONTENT_TYPE_LATEST, Counter, Gauge, Histogram, generate_latest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

REQUESTS: Final = Counter("lovedcrm_http_requests_total", "Answered requests", ["method", "route", "status"])
SECONDS: Final = Histogram(
    "lovedcrm_http_request_seconds", "Time to the whole answer", ["method", "route"],
    buckets=(0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15),
)  # fmt: skip
SOCKETS: Final = Gauge("lovedcrm_live_sockets", "Open live sockets of this process")
FAILED_LOGINS: Final = Counter("lovedcrm_failed_logins_total", "Wrong passwords and unknown e-mails at log-in")
DENIALS: Final = Counter("lovedcrm_denials_total", "Calls that were refused with 401 or 403", ["code", "route"])
ALERTS: Final = Counter("lovedcrm_security_alerts_total", "People who kept trying to reach organizations that aren't theirs")
CONTENT_TYPE: Final = CONTENT_TYPE_LATEST


class MetricsMiddleware:
    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = perf_counter()
        status = 500

        async def send_noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, send_noting)
        finally:
            route = getattr(scope.get("route"), "path", "none")
            REQUESTS.labels(scope["method"], route, status).inc()
            SECONDS.labels(scope["method"], route).observe(perf_counter() - started)


def render() -> bytes:
    return generate_latest()
