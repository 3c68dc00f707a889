"""What an organization demands of its members' log-ins; app.enter enforces it on every request."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from api.core.deps import OrgContext
from api.core.errors import Conflict, Invalid, VersionStale
from api.core.fresh import require_fresh
from api.core.record import record
from api.repositories.security_policy import SecurityPolicyRepository
from api.schemas.security_policy import SecurityPolicy, SecurityPolicyUpdate

DEFAULTS: Final[Mapping[str, Any]] = {
    "two_factor": "optional", "factor_grace_until": None, "idle_minutes": None, "absolute_hours": None, "invite_domains": [], "version": 0,
}  # fmt: skip
LONGEST_GRACE: Final = timedelta(days=90)


class OwnFactorMissing(Conflict):
    code, detail = "own_factor_missing", "Set up a second factor of your own before you demand one of everybody."


async def get(ctx: OrgContext) -> SecurityPolicy:
    policies = SecurityPolicyRepository(ctx.session, ctx.organization_id)
    row = await policies.find() or DEFAULTS
    return SecurityPolicy.model_validate({**row, "members_without_factor": await policies.count_members_without_factor()})


async def put(ctx: OrgContext, data: SecurityPolicyUpdate) -> SecurityPolicy:
    """Raises ReauthenticationRequired (403), VersionStale (409), OwnFactorMissing (409), Invalid (422) for a grace too long.

    Effects: from the next request on, log-ins past the new limits are over, and who lacks a demanded factor sets one up.
    """
    require_fresh(ctx)
    policies = SecurityPolicyRepository(ctx.session, ctx.organization_id)
    stored = await policies.lock()
    row = stored or DEFAULTS
    if row["version"] != data.version:
        raise VersionStale(current_version=row["version"])
    wanted = data.model_dump(exclude={"version"})
    if wanted["two_factor"] == "optional":
        wanted["factor_grace_until"] = None
    elif row["two_factor"] == "optional":
        assert ctx.user_id is not None
        if not await policies.has_factor(ctx.user_id):
            raise OwnFactorMissing
    if wanted["factor_grace_until"] is not None and wanted["factor_grace_until"] > datetime.now(UTC) + LONGEST_GRACE:
        raise Invalid.field("factor_grace_until", "grace_too_long", "The grace may last 90 days at most.")
    await policies.store(wanted, is_new=stored is None)
    await record(
        ctx, action="security_policy.updated", entity_type="security_policy", entity_id=ctx.organization_id, version=data.version + 1,
        changes={name: [_plain(row[name]), _plain(value)] for name, value in wanted.items() if row[name] != value},
    )  # fmt: skip
    return await get(ctx)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
