"""The signed-in person."""

from collections.abc import Mapping
from typing import Any, Final

from api.core.database import IdentitySession
from api.core.deps import OrgContext, Services
from api.core.fresh import require_fresh
from api.core.record import record
from api.repositories.user import UserRepository
from api.schemas.user import User, UserUpdate
from api.services import account

CHANGES_PER_HOUR: Final = 5
PERSONAL: Final = frozenset({"full_name", "pending_email"})


def pseudonymous(row: Mapping[str, Any], wanted: Mapping[str, Any]) -> dict[str, Any]:
    """What changed, without names and addresses: the audit log can't be edited when the person asks to be forgotten."""
    changed = {name: [row[name], value] for name, value in wanted.items() if row[name] != value}
    return {name: [None, None] if name in PERSONAL else change for name, change in changed.items()}


async def get(ctx: OrgContext) -> User:
    assert ctx.user_id is not None
    return User.model_validate(await UserRepository(ctx.session).get(ctx.user_id))


async def update(services: Services, ctx: OrgContext, data: UserUpdate) -> User:
    """Another e-mail address only begins here: it asks both addresses, and for a fresh proof of identity.

    Raises ReauthenticationRequired (403), MailNotConfigured (503), RateLimited (429) for an address.
    """
    assert ctx.user_id is not None
    users = UserRepository(ctx.session)
    row = await users.lock(ctx.user_id)
    wanted = data.model_dump(exclude_unset=True)
    email = wanted.pop("email", None)
    if email is not None and email != row["email"]:
        require_fresh(ctx)
        await services.limiter.hit(f"email_change:{ctx.user_id}", limit=CHANGES_PER_HOUR, window_seconds=3600)
        await account.start_change(services, IdentitySession(ctx.session.driver), row, email)
        wanted["pending_email"] = email
    user = User.model_validate(row | wanted)
    await users.update(user.id, full_name=user.full_name, locale=user.locale)
    await record(
        ctx, action="user.updated", entity_type="user", entity_id=user.id,
        changes=pseudonymous(row, wanted),
        data={"full_name": user.full_name},
    )  # fmt: skip
    return user
