"""An owner's agreement to a colleague's recovery: somebody who knows them looks before the second factor falls."""

from typing import Any
from uuid import UUID

from api.core.deps import OrgContext
from api.core.errors import NotFound
from api.core.fresh import require_fresh
from api.core.mail import Mail, MailLink, send_mail
from api.core.record import record
from api.repositories.recovery_approval import RecoveryApprovalRepository
from api.repositories.two_factor_recovery import TwoFactorRecoveryRepository
from api.schemas.two_factor import RecoveryRequest
from api.services import two_factor_recovery


def repository(ctx: OrgContext) -> RecoveryApprovalRepository:
    assert ctx.user_id is not None
    return RecoveryApprovalRepository(ctx.session, ctx.organization_id, ctx.user_id)


async def get_waiting(ctx: OrgContext, recovery_id: UUID) -> dict[str, Any]:
    waiting = await repository(ctx).lock_waiting(recovery_id)
    if waiting is None:
        raise NotFound
    return waiting


async def list_waiting(ctx: OrgContext) -> list[RecoveryRequest]:
    return [RecoveryRequest.model_validate(row) for row in await repository(ctx).list_waiting()]


async def approve(ctx: OrgContext, recovery_id: UUID) -> RecoveryRequest:
    """Raises NotFound (404), ReauthenticationRequired (403). The days go on as before; approving twice changes nothing."""
    waiting = await get_waiting(ctx, recovery_id)
    require_fresh(ctx)
    if waiting["approved_at"] is None:
        await repository(ctx).approve(recovery_id)
        await record(ctx, action="recovery.approved", entity_type="user", entity_id=waiting["user_id"])
        waiting = await get_waiting(ctx, recovery_id)
        told = {"owner": ctx.user_name, "organization": ctx.organization_name}
        await two_factor_recovery.tell(
            ctx.session, person_of(waiting), recovery_id, "recovery_approved", opens_at=waiting["opens_at"], **told
        )
    return RecoveryRequest.model_validate(waiting)


async def refuse(ctx: OrgContext, recovery_id: UUID) -> None:
    """Raises NotFound (404)."""
    waiting = await get_waiting(ctx, recovery_id)
    await TwoFactorRecoveryRepository(ctx.session).cancel(recovery_id)
    await record(ctx, action="recovery.refused", entity_type="user", entity_id=waiting["user_id"])
    params = {"name": waiting["full_name"], "owner": ctx.user_name, "organization": ctx.organization_name}
    await send_mail(ctx.session, Mail("recovery_refused", waiting["email"], waiting["locale"], params, link=MailLink("/auth/forgot")))


def person_of(waiting: dict[str, Any]) -> dict[str, Any]:
    return {"id": waiting["user_id"], "email": waiting["email"], "full_name": waiting["full_name"], "locale": waiting["locale"]}
