"""What only somebody may do who proved who they are a moment ago (POST /auth/reauthenticate renews it)."""

from datetime import UTC, datetime, timedelta
from typing import Final

from api.core.deps import OrgContext
from api.core.errors import Forbidden

FRESH: Final = timedelta(minutes=10)


class ReauthenticationRequired(Forbidden):
    code, detail = "reauthentication_required", "Confirm that it is you to go on."


def require_fresh(ctx: OrgContext) -> None:
    """Raises ReauthenticationRequired (403) when the last proof of identity is older than ten minutes, or there was none."""
    if ctx.authenticated_at is None or ctx.authenticated_at < datetime.now(UTC) - FRESH:
        raise ReauthenticationRequired
