"""What waits until a person has proven their address: acting towards others in their name."""

from typing import Final

from api.core.deps import OrgContext
from api.core.errors import Forbidden
from api.core.settings import get_settings

FIND: Final = "SELECT email_verified_at IS NOT NULL AS is_verified FROM users WHERE id = %(user_id)s"


class EmailUnverified(Forbidden):
    code, detail = "email_unverified", "Confirm your e-mail address first: we sent you a link."


async def require_verified(ctx: OrgContext) -> None:
    """Raises EmailUnverified (403)."""
    if not await is_verified(ctx):
        raise EmailUnverified


async def is_verified(ctx: OrgContext) -> bool:
    """Where no mail can leave nobody could prove anything, and everybody counts as verified."""
    if not get_settings().mail_url or ctx.user_id is None:
        return True
    row = await ctx.session.row(FIND, {"user_id": ctx.user_id})
    return row is not None and bool(row["is_verified"])
