"""The API: its settings, services, guards and routes put together. `uvicorn api.main:app` serves it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import APIRouter, FastAPI, Request
from fastapi.routing import APIRoute
from redis.asyncio import Redis
from starlette.middleware.cors import CORSMiddleware

from api import openapi
from api.core import caller_first, errors, logs
from api.core.api_keys import KeyUses
from api.core.database import Databases
from api.core.deps import Services, get_caller, get_services
from api.core.events import LiveEvents
from api.core.last_seen import LastSeen
from api.core.limits import LimitsMiddleware
from api.core.metrics import MetricsMiddleware
from api.core.organization_middleware import OrganizationMiddleware
from api.core.place import Places
from api.core.rate_limit import RateLimiter
from api.core.security import Passwords
from api.core.settings import Settings, get_settings
from api.core.token_bucket import OrganizationBuckets
from api.integrations.oidc.provider import OidcProviders
from api.routers import (
    account,
    api_key,
    audit,
    auth,
    client,
    client_merge,
    command,
    contact,
    custom_field,
    data_import,
    deal,
    erasure,
    invite,
    live,
    login_step,
    member,
    notification,
    oauth,
    organization,
    pipeline,
    pipeline_settings,
    preference,
    reauthentication,
    report,
    search,
    security_policy,
    service,
    tag,
    task,
    team,
    timeline,
    two_factor,
    user,
    user_session,
    view,
)
from api.services import denials
from api.services.live_hub import LiveHub

ROUTERS: tuple[APIRouter, ...] = (
    service.router,
    auth.router,
    account.router,
    oauth.router,
    reauthentication.router,
    login_step.router,
    two_factor.router,
    user.router,
    erasure.router,
    user_session.router,
    preference.router,
    notification.router,
    organization.router,
    security_policy.router,
    member.router,
    team.router,
    invite.router,
    audit.router,
    api_key.router,
    live.router,
    client_merge.router,
    client.router,
    contact.router,
    custom_field.router,
    deal.router,
    pipeline.router,
    pipeline_settings.router,
    report.router,
    timeline.router,
    search.router,
    tag.router,
    task.router,
    view.router,
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
    key_uses = KeyUses(databases)
    last_seen = LastSeen(databases, settings.session_flush_seconds)
    places = Places(settings.geoip_database)
    oidc = OidcProviders.of(settings)
    app.state.services = Services(
        settings=settings,
        databases=databases,
        live=LiveEvents(redis),
        limiter=RateLimiter(redis),
        passwords=Passwords(settings.argon2_concurrency),
        key_uses=key_uses,
        last_seen=last_seen,
        buckets=OrganizationBuckets(per_second=settings.organization_requests_per_second, burst=settings.organization_requests_at_once),
        places=places,
        oidc=oidc,
    )
    try:
        await databases.refuse_unsafe_logins()
        hub.start()
        last_seen.start()
        writing = asyncio.create_task(key_uses.flush_for_ever())
        try:
            yield
        finally:
            writing.cancel()
            await key_uses.flush()
    finally:
        await hub.stop()
        await last_seen.stop()
        places.close()
        await oidc.close()
        await redis.aclose()
        await databases.dispose()


async def note_denial(request: Request, refusal: errors.AppError) -> None:
    route = getattr(request.scope.get("route"), "path", "none")
    await denials.note(get_services(request), get_caller(request), refusal, method=request.method, route=route)


def create_app(settings: Settings) -> FastAPI:
    logs.configure()
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
    app.state.note_denial = note_denial
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
