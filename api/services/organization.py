"""The organization as its members see and name it, and what its plan and their role let them do."""

from typing import get_args

from api.core.deps import NOBODY, OrgContext, PermissionMissing
from api.core.errors import Conflict, VersionStale
from api.core.features import FEATURES_BY_PLAN, limit_of
from api.core.fresh import require_fresh
from api.core.permissions import PERMISSIONS_BY_ROLE, TEAM_ONLY, Role
from api.core.record import record
from api.core.settings import Settings
from api.core.storage import Storage
from api.repositories.organization import OrganizationRepository
from api.schemas.member import RolePage, RolePermissions
from api.schemas.organization import Conversion, Features, Organization, OrganizationUpdate, Transfer, Usage
from api.services import member as member_service


class MemberIsOwner(Conflict):
    code, detail = "member_is_owner", "You own this organization already."


class TeamInUse(Conflict):
    code, detail = "team_in_use", "Other people are in this organization, or have been invited."


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
    if "brand_color" in wanted:
        wanted["brand_color"] = wanted["brand_color"] or None
    merged = row | wanted
    await organizations.update(ctx.organization_id, name=merged["name"], currency=merged["currency"], brand_color=merged["brand_color"])
    await record(
        ctx, action="organization.updated", entity_type="organization", entity_id=ctx.organization_id, version=row["version"] + 1,
        changes={name: [row[name], value] for name, value in wanted.items() if row[name] != value}, data=wanted,
    )  # fmt: skip
    return await get(ctx)


async def usage(ctx: OrgContext, settings: Settings) -> Usage:
    organizations = OrganizationRepository(ctx.session)
    counted, seats = await organizations.count_usage(ctx.organization_id, is_whole=ctx.sees_all), await organizations.count_seats()
    stored = await Storage(settings.storage_dir).measure(ctx.organization_id)
    taken = {"seats": limit_of(ctx.plan, "seats"), "members": seats["members"], "open_invites": seats["invites"]}
    return Usage.model_validate(counted | taken | {"plan": ctx.plan, "storage_bytes": stored})


async def transfer(ctx: OrgContext, data: Transfer) -> bytes:
    """Make a colleague the owner and stay as an admin, both at once.

    Raises ReauthenticationRequired (403), MemberNotFound (404), MemberIsOwner (409).
    """
    require_fresh(ctx)
    assert ctx.user_id is not None
    if data.user_id == ctx.user_id:
        raise MemberIsOwner
    own, _ = await member_service.lock_roles(ctx, data.user_id)
    if own["role"] != "owner":
        raise PermissionMissing(permission="organization:transfer")
    members = member_service.repository(ctx)
    await members.update_role(data.user_id, "owner")
    await members.update_role(ctx.user_id, "admin")
    await record(
        ctx, action="organization.transferred", entity_type="organization", entity_id=ctx.organization_id,
        changes={"owner_id": [ctx.user_id, data.user_id]},
    )  # fmt: skip
    row = await OrganizationRepository(ctx.session).get(ctx.organization_id)
    return Organization.model_validate(row | {"role": "admin"}).model_dump_json().encode()


async def convert(ctx: OrgContext, data: Conversion) -> bytes:
    """Make a team of one person's workspace, or the other way round while it holds nobody else; what is in it stays.

    Raises TeamInUse (409) with the people and open invites that stand against it.
    """
    organizations = OrganizationRepository(ctx.session)
    row = await organizations.lock(ctx.organization_id)
    wanted = data.to == "personal"
    if wanted and not row["is_personal"]:
        against = await member_service.repository(ctx).list_against_personal(ctx.user_id)
        if against["members"] or against["invites"]:
            raise TeamInUse(**against)
    if wanted != row["is_personal"]:
        await organizations.convert(ctx.organization_id, is_personal=wanted)
    await record(
        ctx, action="organization.converted", entity_type="organization", entity_id=ctx.organization_id, version=row["version"] + 1,
        changes={"is_personal": [row["is_personal"], wanted]},
    )  # fmt: skip
    return (await get(ctx)).model_dump_json().encode()


def features(ctx: OrgContext, settings: Settings) -> Features:
    return Features.model_validate(
        {
            "saas_mode": settings.saas_mode,
            "can_mail": bool(settings.mail_url),
            "plan": ctx.plan,
            "role": ctx.role,
            "record_scope": ctx.record_scope,
            "seen_owner_ids": None if ctx.seen_owners is None else sorted(ctx.seen_owners - {NOBODY}),
            "sees_unowned": ctx.sees_records_of(None),
            "permissions": sorted(ctx.permissions - TEAM_ONLY if settings.saas_mode == "B2C" else ctx.permissions),
            "features": FEATURES_BY_PLAN[ctx.plan] | {"teams": settings.saas_mode == "B2B"},
        }
    )


def roles() -> RolePage:
    """The table of roles and permissions, strongest role first."""
    return RolePage(
        items=[RolePermissions.model_validate({"role": role, "permissions": sorted(PERMISSIONS_BY_ROLE[role])}) for role in get_args(Role)]
    )
