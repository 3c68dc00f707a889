from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response

from api.core.answers import answers
from api.core.deps import CurrentUser, OrgContext, ServicesDep, allow
from api.core.idempotency import no_content
from api.schemas.two_factor import (
    BackupCodes,
    PasskeyAdded,
    PasskeyInfo,
    PasskeyOptions,
    PasskeyRegistration,
    PasskeyUpdate,
    RecoveryRequest,
    RecoveryRequests,
    TwoFactorCode,
    TwoFactorSetup,
    TwoFactorStatus,
)
from api.services import passkey as passkey_service
from api.services import recovery_approval, two_factor

Approver = Annotated[OrgContext, allow("recovery:approve", plane="identity")]

router = APIRouter(prefix="/two-factor", tags=["me"])


@router.get("", responses=answers(TwoFactorStatus))
async def get_two_factor(ctx: CurrentUser) -> TwoFactorStatus:
    return await two_factor.get_status(ctx)


@router.post("/setup", responses=answers(TwoFactorSetup, 409))
async def set_up_two_factor(ctx: CurrentUser, services: ServicesDep) -> TwoFactorSetup:
    """The secret of an authenticator app, shown this once; it counts after `enable`."""
    return await two_factor.set_up(services, ctx)


@router.post("/enable", responses=answers(BackupCodes, 409, 429))
async def enable_two_factor(data: TwoFactorCode, ctx: CurrentUser, services: ServicesDep) -> BackupCodes:
    """Prove that the app has the secret; all other log-ins end."""
    return await two_factor.enable(services, ctx, data.code)


@router.post("/disable", status_code=204, responses=answers(None, 409, status=204))
async def disable_two_factor(ctx: CurrentUser) -> Response:
    await two_factor.disable(ctx)
    return no_content(ctx)


@router.post("/backup-codes", responses=answers(BackupCodes, 409))
async def renew_backup_codes(ctx: CurrentUser, services: ServicesDep) -> BackupCodes:
    """Ten new backup codes; the old ones open nothing any more."""
    return await two_factor.renew_backup_codes(services, ctx)


@router.post("/passkeys/options", responses=answers(PasskeyOptions))
async def begin_passkey(ctx: CurrentUser, services: ServicesDep) -> PasskeyOptions:
    return await passkey_service.begin(services, ctx)


@router.post("/passkeys", status_code=201, responses=answers(PasskeyAdded, 409, status=201))
async def add_passkey(data: PasskeyRegistration, ctx: CurrentUser, services: ServicesDep) -> PasskeyAdded:
    return await passkey_service.add(services, ctx, data)


@router.patch("/passkeys/{passkey_id}", responses=answers(PasskeyInfo, 404))
async def rename_passkey(passkey_id: UUID, data: PasskeyUpdate, ctx: CurrentUser) -> PasskeyInfo:
    return await passkey_service.rename(ctx, passkey_id, data)


@router.delete("/passkeys/{passkey_id}", status_code=204, responses=answers(None, 404, status=204))
async def remove_passkey(passkey_id: UUID, ctx: CurrentUser) -> Response:
    await passkey_service.delete(ctx, passkey_id)
    return no_content(ctx)


@router.get("/recoveries", responses=answers(RecoveryRequests))
async def list_recoveries(ctx: Approver) -> RecoveryRequests:
    """Colleagues who lost every second factor and wait."""
    return RecoveryRequests(items=await recovery_approval.list_waiting(ctx))


@router.post("/recoveries/{recovery_id}/approve", responses=answers(RecoveryRequest))
async def approve_recovery(recovery_id: UUID, ctx: Approver) -> RecoveryRequest:
    """Say that it is really the colleague who asks."""
    return await recovery_approval.approve(ctx, recovery_id)


@router.delete("/recoveries/{recovery_id}", status_code=204, responses=answers(None, status=204))
async def refuse_recovery(recovery_id: UUID, ctx: Approver) -> Response:
    await recovery_approval.refuse(ctx, recovery_id)
    return no_content(ctx)
