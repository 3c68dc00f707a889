from typing import Annotated

from fastapi import APIRouter

from api.core.answers import answers
from api.core.deps import OrgContext, allow
from api.schemas.security_policy import SecurityPolicy, SecurityPolicyUpdate
from api.services import security_policy as security_policy_service

router = APIRouter(prefix="/organizations/current/security-policy", tags=["organization"])


@router.get("", responses=answers(SecurityPolicy))
async def get_security_policy(ctx: Annotated[OrgContext, allow("security_policy:read")]) -> SecurityPolicy:
    """What the organization demands of log-ins, and how many members have no second factor yet."""
    return await security_policy_service.get(ctx)


@router.put("", responses=answers(SecurityPolicy, 409))
async def put_security_policy(data: SecurityPolicyUpdate, ctx: Annotated[OrgContext, allow("security_policy:write")]) -> SecurityPolicy:
    """Replace the policy; asks for a fresh proof of identity."""
    return await security_policy_service.put(ctx, data)
