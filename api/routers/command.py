from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.core.answers import answers
from api.core.deps import OrgContext, allow
from api.core.idempotency import answer_once
from api.schemas.command import Undone
from api.services import command as command_service

router = APIRouter(tags=["commands"])


@router.post("/commands/{command_id}/undo", response_model=None, responses=answers(Undone, 404, 409))
async def undo_command(ctx: Annotated[OrgContext, allow("command:undo")], request: Request, command_id: UUID) -> Response:
    """Take one change back, as long as nobody changed the same thing since."""
    return await answer_once(ctx, request, lambda: command_service.undo(ctx, command_id), status=200)
