"""The API: its settings, services, guards and routes put together. `uvicorn api.main:app` serves it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute
from redis.asyncio import Redis
from starlette.middleware.cors import CORSMiddleware

from api import openapi
from api.core import caller_first, errors
from api.core.database import Databases
from api.core.deps import Services
from api.core.events import LiveEvents
from api.core.limits import LimitsMiddleware
from api.core.metrics import MetricsMiddleware
from api.core.organization_middleware import OrganizationMiddleware
from api.core.rate_limit import RateLimiter
from api.core.security import Passwords
from api.core.settings import Settings, get_settings
from api.routers import (
    auth,
    client,
    command,
    contact,
    data_import,
    deal,
    live,
    member,
    organization,
    pipeline,
    preference,
    search,
    service,
    tag,
    timeline,
    user,
)
from api.services.live_hub import LiveHub

ROUTERS: tuple[APIRouter, ...] = (
    service.router,
    auth.router,
    user.router,
    preference.router,
    organization.router,
    member.router,
    live.router,
    client.router,
    contact.router,
    deal.router,
    pipeline.router,
    timeline.router,
    search.router,
    tag.router,
    command.router,
    data_import.router,
)  # fmt: skip

EXPOSED_HEADERS = ["X-Request-Id", "X-Command-Id", "Retry-After", "Idempotent-Replayed"]
ALLOWED_HEADERS = ["Authorization", "Content-Type", "X-Org-Id", "Idempotency-Key", "X-Request-Id"]


@asynccontextmanager
async def serve(app: FastAPI) -> AsyncIterator[None]:
    """Open what lives as long as the process, and refuse logins that row-level security doesn't bind."""
    settings: Settings = app.state.settings
    databases = Databases(settings)
    redis = Redis.from_url(settings.redis_url, socket_timeout=2, socket_connect_timeout=1)
    hub = LiveHub(redis, databases)
    app.state.live_hub = hub
    app.state.services = Services(
        settings=settings,
        databases=databases,
        live=LiveEvents(redis),
        limiter=RateLimiter(redis),
        passwords=Passwords(settings.argon2_concurrency),
    )
    try:
        await databases.refuse_unsafe_logins()
        hub.start()
        yield
    finally:
        await hub.stop()
        await redis.aclose()
        await databases.dispose()


def create_app(settings: Settings) -> FastAPI:
    is_open = not settings.is_production
    app = FastAPI(
        title=openapi.TITLE,
        version=openapi.VERSION,
        openapi_url="/openapi.json" if is_open else None,
        docs_url="/docs" if is_open else None,
        redoc_url=None,
        redirect_slashes=False,
        generate_unique_id_function=operation_id,
        lifespan=serve,
    )
    app.state.settings = settings
    errors.install(app)
    caller_first.install(app)
    openapi.install(app)
    for router in ROUTERS:
        app.include_router(router)
    # The last one added is the outermost: every answer, refusals included, bears the request id.
    app.add_middleware(LimitsMiddleware, settings=settings)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=sorted(settings.origins),
        allow_credentials=True,
        allow_methods=["GET", "POST", "PUT", "PATCH", "DELETE"],
        allow_headers=ALLOWED_HEADERS,
        expose_headers=EXPOSED_HEADERS,
        max_age=600,
    )
    app.add_middleware(MetricsMiddleware)
    app.add_middleware(OrganizationMiddleware, settings=settings)
    return app


def operation_id(route: APIRoute) -> str:
    return route.name


app = create_app(get_settings())
