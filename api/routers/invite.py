from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Request, Response

from api.core.answers import answers
from api.core.deps import CallerDep, OrgContext, ServicesDep, allow
from api.core.idempotency import answer_once, json_response
from api.core.one_time import MAX_LENGTH
from api.core.storage import Storage
from api.routers.auth import refuse_cross_site, set_cookie
from api.routers.organization import LOGO, shown
from api.schemas.auth import SignedIn
from api.schemas.base import Cursor, Limit, Storable
from api.schemas.invite import Invite, InviteAcceptance, InviteCreate, InvitePage, InvitePreview, InviteResults
from api.services import invite as invite_service
from api.services import invite_acceptance
from api.services.user_session import Grant

router = APIRouter(tags=["organization"])

Inviter = Annotated[OrgContext, allow("member:invite", plane="identity")]
Token = Annotated[str, Path(min_length=1, max_length=MAX_LENGTH), Storable]


@router.get("/invites", response_model=None, responses=answers(InvitePage, 404))
async def list_invites(ctx: Inviter, limit: Limit = 50, cursor: Cursor | None = None) -> Response:
    """Open invites, the newest first; one that has run out stays until it is sent again or revoked."""
    return json_response(ctx, await invite_service.list_page(ctx, limit=limit, cursor=cursor))


@router.post("/invites", status_code=201, response_model=None, responses=answers(InviteResults, 402, 404, 409, 429, status=201))
async def create_invites(ctx: Inviter, request: Request, data: InviteCreate, services: ServicesDep) -> Response:
    """Invite one to fifty addresses; each is answered by itself, so a wrong one stops none of the others."""
    return await answer_once(ctx, request, lambda: invite_service.create(ctx, services, data))


@router.delete("/invites/{invite_id}", status_code=204, response_model=None, responses=answers(None, 404, status=204))
async def revoke_invite(invite_id: UUID, ctx: Inviter) -> None:
    await invite_service.revoke(ctx, invite_id)


@router.post("/invites/{invite_id}/resend", response_model=None, responses=answers(Invite, 402, 404, 429))
async def resend_invite(invite_id: UUID, ctx: Inviter, services: ServicesDep) -> Response:
    """Send a new link, good for another seven days; the former one opens nothing any more."""
    return json_response(ctx, await invite_service.resend(ctx, services, invite_id))


@router.get("/invites/token/{token}", responses=answers(InvitePreview, 404, 429))
async def get_invite_by_token(token: Token, services: ServicesDep, caller: CallerDep) -> InvitePreview:
    """What whoever holds the link is invited to."""
    return await invite_acceptance.preview(services, caller, token)


@router.get("/invites/token/{token}/logo", response_model=None, response_class=Response, responses=answers(None, 404, 429) | {200: LOGO})
async def get_logo_by_token(token: Token, services: ServicesDep, caller: CallerDep, v: UUID | None = None) -> Response:
    """The logo of the organization that the link invites to."""
    storage = Storage(services.settings.storage_dir)
    return shown(*await invite_acceptance.read_logo(services, caller, token, storage), v)


@router.post(
    "/invites/token/{token}/accept",
    status_code=201,
    dependencies=[Depends(refuse_cross_site)],
    responses=answers(SignedIn, 401, 402, 403, 404, 409, 429, status=201),
)
async def accept_invite(token: Token, data: InviteAcceptance, response: Response, services: ServicesDep, caller: CallerDep) -> SignedIn:
    """Become a member: signed in with the invited address, or with a new account for it. The log-in then works there."""
    made = await invite_acceptance.accept(services, caller, token, data)
    return set_cookie(response, services, made) if isinstance(made, Grant) else made
