from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, File, Request, Response, UploadFile

from api.core import picture
from api.core.answers import answers
from api.core.deps import CallerDep, CurrentUser, OrgContext, ServicesDep, allow, check, get_current_organization
from api.core.idempotency import answer_once, json_response, no_content
from api.core.storage import Storage
from api.schemas.auth import SignedIn
from api.schemas.member import RolePage
from api.schemas.organization import (
    Conversion,
    Features,
    MyOrganizationPage,
    Organization,
    OrganizationCreate,
    OrganizationSummary,
    OrganizationUpdate,
    Transfer,
    Usage,
)
from api.services import organization as organization_service
from api.services import organization_deletion, organization_logo, organization_switch

router = APIRouter(tags=["organization"])

LOGO = {"content": {picture.MEDIA_TYPE: {"schema": {"type": "string", "format": "binary"}}}, "description": "At most 512 pixels square"}

Reader = Annotated[OrgContext, allow("organization:read")]


def shown(content: bytes, version: UUID, asked_for: UUID | None) -> Response:
    """Kept by the browser only under an address that names the version: another organization's is at the same path."""
    cached = {} if asked_for == version else {"Cache-Control": "private, no-store"}
    return Response(content, 200, picture.HEADERS | cached, picture.MEDIA_TYPE)


@router.get("/organizations", responses=answers(MyOrganizationPage))
async def list_organizations(ctx: CurrentUser) -> MyOrganizationPage:
    """Where the person is a member, with their role; what they own and have deleted comes last, with `purge_at`."""
    return await organization_switch.list_mine(ctx)


@router.post("/organizations", status_code=201, response_model=None, responses=answers(OrganizationSummary, 404, 409, 429, status=201))
async def create_organization(
    ctx: CurrentUser, request: Request, data: OrganizationCreate, services: ServicesDep, caller: CallerDep
) -> Response:
    """Open another organization; `POST /organizations/{organization_id}/switch` enters it."""
    return await answer_once(ctx, request, lambda: organization_switch.create(ctx, services, caller, data))


@router.post("/organizations/{organization_id}/switch", responses=answers(SignedIn, 404))
async def switch_organization(organization_id: UUID, ctx: CurrentUser, services: ServicesDep, caller: CallerDep) -> SignedIn:
    """An access token for another of the person's organizations; the log-in stays there from now on."""
    return await organization_switch.switch(ctx, services, caller, organization_id)


@router.post("/organizations/{organization_id}/restore", responses=answers(OrganizationSummary, 404, 409))
async def restore_organization(organization_id: UUID, ctx: CurrentUser, caller: CallerDep) -> OrganizationSummary:
    """Open a deleted organization again, within thirty days and for its owners."""
    return await organization_deletion.restore(ctx, caller, organization_id)


@router.get("/organizations/current", responses=answers(Organization))
async def get_organization(ctx: Reader) -> Organization:
    return await organization_service.get(ctx)


@router.patch("/organizations/current", responses=answers(Organization, 409))
async def update_organization(data: OrganizationUpdate, ctx: Annotated[OrgContext, allow("organization:update")]) -> Organization:
    return await organization_service.update(ctx, data)


@router.put("/organizations/current/logo", response_model=None, responses=answers(Organization, 413, undoable=True))
async def put_logo(
    _: Annotated[None, check("organization:update")], request: Request, file: Annotated[UploadFile, File()], services: ServicesDep
) -> Response:
    """A PNG, JPEG or WebP of at most 5 MB; kept whole within 512 pixels square, without what else the file holds."""
    content, tone = await organization_logo.read_picture(file.file)
    async with get_current_organization(request, "organization:update", is_counted=False) as ctx:
        saved = await organization_logo.put(ctx, Storage(services.settings.storage_dir), content, tone)
    return json_response(ctx, saved)


@router.get("/organizations/current/logo", response_model=None, response_class=Response, responses=answers(None, 404) | {200: LOGO})
async def get_logo(ctx: Reader, services: ServicesDep, v: UUID | None = None) -> Response:
    """With `v`, the version that the organization names, the answer may be kept."""
    return shown(*await organization_logo.read(ctx, Storage(services.settings.storage_dir)), v)


@router.delete("/organizations/current/logo", status_code=204, response_model=None, responses=answers(None, status=204, undoable=True))
async def delete_logo(ctx: Annotated[OrgContext, allow("organization:update")], services: ServicesDep) -> Response:
    await organization_logo.delete(ctx, Storage(services.settings.storage_dir))
    return no_content(ctx)


@router.get(
    "/organizations/{organization_id}/logo", response_model=None, response_class=Response, responses=answers(None, 404) | {200: LOGO}
)
async def get_logo_of(organization_id: UUID, ctx: CurrentUser, services: ServicesDep, v: UUID | None = None) -> Response:
    """Of any organization that the person is in, to tell them apart when choosing one."""
    return shown(*await organization_logo.read_of(ctx, Storage(services.settings.storage_dir), organization_id), v)


@router.delete("/organizations/current", status_code=204, response_model=None, responses=answers(None, status=204))
async def delete_organization(ctx: Annotated[OrgContext, allow("organization:delete", plane="identity")]) -> None:
    """Close the organization to everybody at once; after thirty days it is gone. Takes fresh proof of identity."""
    await organization_deletion.delete(ctx)


@router.post("/organizations/current/transfer", response_model=None, responses=answers(Organization, 404, 409))
async def transfer_organization(
    request: Request, data: Transfer, ctx: Annotated[OrgContext, allow("organization:transfer", plane="identity")]
) -> Response:
    """Make a colleague the owner and stay as an admin. Takes fresh proof of identity."""
    return await answer_once(ctx, request, lambda: organization_service.transfer(ctx, data), status=200)


@router.post("/organizations/current/convert", response_model=None, responses=answers(Organization, 409))
async def convert_organization(
    request: Request, data: Conversion, ctx: Annotated[OrgContext, allow("organization:convert", plane="identity")]
) -> Response:
    """Make a team of a personal workspace, with everything in it, or the other way round while nobody else is there."""
    return await answer_once(ctx, request, lambda: organization_service.convert(ctx, data), status=200)


@router.get("/organizations/current/usage", responses=answers(Usage))
async def get_usage(ctx: Reader, services: ServicesDep) -> Usage:
    return await organization_service.usage(ctx, services.settings)


@router.get("/organizations/current/features", responses=answers(Features))
async def get_features(ctx: Reader, services: ServicesDep) -> Features:
    """What the plan and the person's role allow here; the interface shows only that."""
    return organization_service.features(ctx, services.settings)


@router.get("/roles", responses=answers(RolePage, 404))
async def list_roles(ctx: Annotated[OrgContext, allow("role:read")]) -> RolePage:
    """Who may do what: every role with its permissions; not there in B2C mode."""
    return organization_service.roles()
