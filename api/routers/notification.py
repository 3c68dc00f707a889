from typing import Annotated

from fastapi import APIRouter, Request, Response

from api.core.answers import answers
from api.core.deps import OrgContext, allow
from api.core.idempotency import answer_once, json_response
from api.schemas.base import Cursor, Limit
from api.schemas.notification import NotificationPage, NotificationsRead, UnreadCount
from api.services import notification as notification_service

router = APIRouter(tags=["work"])


@router.get("/notifications", response_model=None, responses=answers(NotificationPage))
async def list_notifications(
    ctx: Annotated[OrgContext, allow("notification:read")], limit: Limit = 30, cursor: Cursor | None = None, unread: bool = False
) -> Response:
    """The caller's own, newest first; `unread` leaves out what they have seen."""
    return json_response(ctx, await notification_service.list_page(ctx, limit=limit, cursor=cursor, unread=unread))


@router.post("/notifications/read", response_model=None, responses=answers(UnreadCount, 404, 409))
async def read_notifications(
    ctx: Annotated[OrgContext, allow("notification:write")], request: Request, data: NotificationsRead
) -> Response:
    return await answer_once(ctx, request, lambda: notification_service.read(ctx, data), status=200)
