"""What waits until a person has proven their address: acting towards others in their name."""

from typing import Final

from api.core.deps import OrgContext
from api.core.errors import Forbidden
from api.core.settings import get_settings

FIND: Final = "SELECT email_verified_at IS NOT NULL AS is_verified FROM users WHERE id = %(user_id)s"


class EmailUnverified(Forbidden):
    code, detail = "email_unverified", "Confirm your e-mail address first: we sent you a link."


async def require_verified(ctx: OrgContext) -> None:
    """Raises EmailUnverified (403). Where no mail can leave nobody could prove anything, and nothing is asked."""
    if not get_settings().mail_url or ctx.user_id is None:
        return
    row = await ctx.session.row(FIND, {"user_id": ctx.user_id})
    if row is None or not row["is_verified"]:
        raise EmailUnverified
