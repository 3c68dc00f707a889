"""A person's own data: taken along, and deleted with the account."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Depends, Response
from fastapi.responses import StreamingResponse

from api.core.answers import answers
from api.core.deps import CallerDep, CheckedUser, ServicesDep
from api.routers.auth import refuse_cross_site
from api.schemas.erasure import DeletionPlan, Successors
from api.services import data_export, erasure

router = APIRouter(tags=["me"])

ARCHIVE: dict[str, Any] = {
    "content": {"application/zip": {"schema": {"type": "string", "format": "binary"}}},
    "description": "JSON files, one for each kind of thing",
}


@router.get("/users/me/export", response_model=None, response_class=Response, responses=answers(None, 429) | {200: ARCHIVE})
async def export_me(_: CheckedUser, services: ServicesDep, caller: CallerDep) -> Response:
    """Everything that is known of oneself, as a ZIP."""
    archive = await data_export.export(services, caller)
    name = f"loved-crm-{datetime.now(UTC):%Y-%m-%d}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return StreamingResponse(data_export.pieces(archive), 200, headers, "application/zip")


@router.get("/users/me/deletion", responses=answers(DeletionPlan))
async def plan_deletion(_: CheckedUser, services: ServicesDep, caller: CallerDep) -> DeletionPlan:
    """What deleting one's account would mean for each of one's organizations."""
    return await erasure.plan(services, caller)


@router.delete("/users/me", status_code=204, responses=answers(None, 409, status=204), dependencies=[Depends(refuse_cross_site)])
async def delete_me(_: CheckedUser, services: ServicesDep, caller: CallerDep, successors: Successors = []) -> Response:  # noqa: B006  # FastAPI copies it
    """Delete one's account for good; what one wrote stays with its organization."""
    pairs = (pair.split(":") for pair in successors)
    await erasure.erase(services, caller, {UUID(organization_id): UUID(user_id) for organization_id, user_id in pairs})
    answer = Response(status_code=204)
    settings = services.settings
    answer.delete_cookie(settings.refresh_cookie, path="/", secure=settings.has_secure_cookies, httponly=True, samesite="lax")
    return answer
