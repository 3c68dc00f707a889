from uuid import UUID

from fastapi import APIRouter, Response

from api.core.answers import answers
from api.core.deps import CurrentUser
from api.schemas.user_session import UserSessionPage
from api.services import user_session_list

router = APIRouter(prefix="/sessions", tags=["me"])


@router.get("", responses=answers(UserSessionPage))
async def list_sessions(ctx: CurrentUser) -> UserSessionPage:
    """Where the person is signed in, the log-in that asks first."""
    return await user_session_list.list_open(ctx)


@router.delete("", status_code=204, responses=answers(None, status=204))
async def end_other_sessions(ctx: CurrentUser) -> Response:
    """Sign out everywhere but here."""
    await user_session_list.end_others(ctx)
    return Response(status_code=204)


@router.delete("/{session_id}", status_code=204, responses=answers(None, 404, status=204))
async def end_session(session_id: UUID, ctx: CurrentUser) -> Response:
    await user_session_list.end(ctx, session_id)
    return Response(status_code=204)
