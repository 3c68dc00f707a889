"""The organization as its members see and name it, and what its plan and their role let them do."""

from typing import get_args

from api.core.deps import OrgContext
from api.core.errors import VersionStale
from api.core.features import FEATURES_BY_PLAN
from api.core.permissions import PERMISSIONS_BY_ROLE, Role
from api.core.record import record
from api.core.settings import Settings
from api.repositories.organization import OrganizationRepository
from api.schemas.member import RolePage, RolePermissions
from api.schemas.organization import Features, Organization, OrganizationUpdate


async def get(ctx: OrgContext) -> Organization:
    row = await OrganizationRepository(ctx.session).get(ctx.organization_id)
    return Organization.model_validate(row | {"role": ctx.role})


async def update(ctx: OrgContext, data: OrganizationUpdate) -> Organization:
    """Raises VersionStale (409)."""
    organizations = OrganizationRepository(ctx.session)
    row = await organizations.lock(ctx.organization_id)
    if row["version"] != data.version:
        raise VersionStale(current_version=row["version"])
    wanted = data.model_dump(exclude_unset=True, exclude={"version"})
    merged = row | wanted
    await organizations.update(ctx.organization_id, name=merged["name"], currency=merged["currency"])
    await record(
        ctx, action="organization.updated", entity_type="organization", entity_id=ctx.organization_id, version=row["version"] + 1,
        changes={name: [row[name], value] for name, value in wanted.items() if row[name] != value}, data=wanted,
    )  # fmt: skip
    return await get(ctx)


def features(ctx: OrgContext, settings: Settings) -> Features:
    return Features.model_validate(
        {
            "saas_mode": settings.saas_mode,
            "plan": ctx.plan,
            "role": ctx.role,
            "permissions": sorted(ctx.permissions),
            "features": FEATURES_BY_PLAN[ctx.plan] | {"teams": settings.saas_mode == "B2B"},
        }
    )


def roles() -> RolePage:
    """The table of roles and permissions, strongest role first."""
    return RolePage(
        items=[RolePermissions.model_validate({"role": role, "permissions": sorted(PERMISSIONS_BY_ROLE[role])}) for role in get_args(Role)]
    )
