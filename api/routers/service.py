"""For operators: is the process alive, can it do its work."""

from typing import Literal

from fastapi import APIRouter, Response
from pydantic import BaseModel

from api.core.deps import ServicesDep
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
