"""Optimistic locking: a write names the version that it was made on, and learns who was faster."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from uuid import UUID

import orjson

from api.core.deps import OrgContext
from api.core.errors import VersionStale
from api.repositories.audit import AuditRepository


async def require_version(
    ctx: OrgContext, row: Mapping[str, Any], version: int, read: Callable[[OrgContext, UUID], Awaitable[bytes]],
    *, action: str | None = None,
) -> None:  # fmt: skip
    """Raises VersionStale (409) with the current state, who changed it and when, if the row is of another version.

    action: whose doing is asked for first, say deal.moved; whoever edited something else since isn't meant.
    """
    if row["version"] == version:
        return
    latest = await AuditRepository(ctx.session, ctx.organization_id).find_latest(row["id"], action)
    name, at = latest or (None, row["updated_at"])
    raise VersionStale(current=orjson.loads(await read(ctx, row["id"])), changed_by=name, changed_at=at)
