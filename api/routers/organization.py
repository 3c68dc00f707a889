from typing import Annotated

from fastapi import APIRouter

from api.core.answers import answers
from api.core.deps import OrgContext, ServicesDep, allow
from api.schemas.member import RolePage
from api.schemas.organization import Features, Organization, OrganizationUpdate
from api.services import organization as organization_service

router = APIRouter(tags=["organization"])


@router.get("/organizations/current", responses=answers(Organization))
async def get_organization(ctx: Annotated[OrgContext, allow("organization:read")]) -> Organization:
    return await organization_service.get(ctx)


@router.patch("/organizations/current", responses=answers(Organization, 409))
async def update_organization(data: OrganizationUpdate, ctx: Annotated[OrgContext, allow("organization:update")]) -> Organization:
    return await organization_service.update(ctx, data)


@router.get("/organizations/current/features", responses=answers(Features))
async def get_features(ctx: Annotated[OrgContext, allow("organization:read")], services: ServicesDep) -> Features:
    """What the plan and the person's role allow here; the interface shows only that."""
    return organization_service.features(ctx, services.settings)


@router.get("/roles", responses=answers(RolePage))
async def list_roles(ctx: Annotated[OrgContext, allow("organization:read")]) -> RolePage:
    """Who may do what: every role with its permissions."""
    return organization_service.roles()
