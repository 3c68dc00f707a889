"""The words that clients and deals are sorted by."""

from api.core.deps import OrgContext
from api.repositories.tag import TagRepository


async def list_page(ctx: OrgContext, *, limit: int, cursor: str | None) -> bytes:
    return await TagRepository(ctx.session, ctx.organization_id).list_json(limit=limit, cursor=cursor)
