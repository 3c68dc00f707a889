from api.core.deps import OrgContext
from api.core.errors import NotFound
from api.core.settings import Settings
from api.repositories.member import MemberRepository


async def list_page(ctx: OrgContext, settings: Settings, *, limit: int, cursor: str | None) -> bytes:
    """The people of the organization, oldest first. Raises NotFound (404) where organizations are personal."""
    if settings.saas_mode == "B2C":
        raise NotFound
    return await MemberRepository(ctx.session, ctx.organization_id).list_json(limit=limit, cursor=cursor)
