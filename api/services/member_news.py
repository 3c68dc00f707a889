"""Who is told that somebody has joined."""

from uuid import UUID

from api.core.deps import OrgContext
from api.repositories.member import MemberRepository
from api.services.notification import notify


async def tell(ctx: OrgContext, *, invited_by: UUID | None) -> None:
    """Tell who invited the person that they came, and everybody else that they are there."""
    if ctx.user_id is None:
        return
    others = await MemberRepository(ctx.session, ctx.organization_id).list_ids()
    await notify(ctx, [invited_by], event="invite.accepted", entity_type="member", entity_id=ctx.user_id)
    await notify(ctx, [one for one in others if one != invited_by], event="member.joined", entity_type="member", entity_id=ctx.user_id)
