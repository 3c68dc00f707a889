from fastapi import APIRouter

from api.core.answers import answers
from api.core.deps import CallerDep, CheckedUser, CurrentUser, ServicesDep
from api.schemas.two_factor import PasskeyOptions, Proof, Reauthenticated
from api.services import reauthentication

router = APIRouter(prefix="/auth", tags=["auth"])


@router.post("/reauthenticate", responses=answers(Reauthenticated, 429))
async def reauthenticate(data: Proof, user_id: CheckedUser, services: ServicesDep, caller: CallerDep) -> Reauthenticated:
    """Prove anew who you are, for what asks for it with `reauthentication_required`."""
    return await reauthentication.reauthenticate(services, caller, user_id, data)


@router.post("/reauthenticate/passkey-options", responses=answers(PasskeyOptions))
async def begin_reauthentication(ctx: CurrentUser, services: ServicesDep) -> PasskeyOptions:
    """A challenge for one of your passkeys, to prove yourself with."""
    return await reauthentication.passkey_options(services, ctx)
