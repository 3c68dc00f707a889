"""A person's own log-ins: seen, ended one by one, or all at once."""

from typing import Final
from uuid import UUID

from api.core.deps import OrgContext
from api.core.errors import NotFound
from api.core.record import record
from api.repositories.user_session import UserSessionRepository
from api.schemas.user_session import UserSession, UserSessionPage
from api.services.user_session import end_all, ended_event

SHOWN: Final = 100


class SessionNotFound(NotFound):
    code, detail = "session_not_found", "This log-in has ended already, or it isn't yours."


async def list_open(ctx: OrgContext) -> UserSessionPage:
    """The one that asks first, then by their last use; the last hundred."""
    user_id, session_id = _who(ctx)
    rows = await UserSessionRepository(ctx.session).list_open(user_id, session_id, limit=SHOWN)
    return UserSessionPage(items=[UserSession.model_validate(row) for row in rows])


async def end(ctx: OrgContext, session_id: UUID) -> None:
    """Raises SessionNotFound (404). Effects: the next request of that log-in is refused, its sockets close."""
    user_id, _ = _who(ctx)
    sessions = UserSessionRepository(ctx.session)
    found = await sessions.lock_own(session_id, user_id)
    if found is None:
        raise SessionNotFound
    await sessions.revoke(session_id, "ended_by_user")
    await record(ctx, action="session.ended", entity_type="session", entity_id=session_id, changes={"reason": [None, "ended_by_user"]})
    if found["organization_id"] != ctx.organization_id:
        ctx.events.append(ended_event(session_id, found["organization_id"], user_id))


async def end_others(ctx: OrgContext) -> None:
    user_id, session_id = _who(ctx)
    events = await end_all(ctx.session, user_id, keep=session_id, reason="ended_by_user")
    await record(
        ctx, action="user.other_sessions_ended", entity_type="user", entity_id=user_id, changes={"ended_count": [None, len(events)]}
    )
    ctx.events.extend(events)


def _who(ctx: OrgContext) -> tuple[UUID, UUID]:
    assert ctx.user_id is not None
    assert ctx.session_id is not None
    return ctx.user_id, ctx.session_id
