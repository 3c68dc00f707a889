"""For operators: is the process alive, can it do its work."""

import hmac
from typing import Literal

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from api.core import metrics
from api.core.deps import ServicesDep
from api.core.errors import NotFound
from api.services import readiness

router = APIRouter(tags=["service"])


class Health(BaseModel):
    status: Literal["ok"]


@router.get("/health")
async def get_health() -> Health:
    return Health(status="ok")


@router.get("/ready", responses={503: {"description": "PostgreSQL can't be reached, or its schema is too old"}})
async def get_ready(services: ServicesDep, response: Response) -> readiness.Readiness:
    """`degraded` means that Redis is away: everything works but live updates."""
    found = await readiness.check(services)
    if found.status == "unavailable":
        response.status_code = 503
    return found


@router.get("/metrics", include_in_schema=False)
async def get_metrics(request: Request, services: ServicesDep) -> Response:
    """Closed in production, but to whoever has METRICS_TOKEN."""
    token = services.settings.metrics_token
    if services.settings.is_production or token:
        presented = request.headers.get("authorization", "").removeprefix("Bearer ")
        if not token or not hmac.compare_digest(presented.encode(), token.encode()):
            raise NotFound
    return Response(metrics.render(), media_type=metrics.CONTENT_TYPE)
