"""The second step of a log-in, log-ins by passkey, and the way back for who lost every factor."""

from fastapi import APIRouter, Depends, Response

from api.core.answers import answers
from api.core.deps import CallerDep, ServicesDep
from api.routers.auth import refuse_cross_site, set_cookie
from api.schemas.auth import SignedIn
from api.schemas.two_factor import ChallengeAnswer, LinkAnswer, PasskeyAnswer, PasskeyOptions, RecoveryState, SecondFactor
from api.services import sign_in, two_factor_recovery

router = APIRouter(prefix="/auth", tags=["auth"], dependencies=[Depends(refuse_cross_site)])


@router.post("/login/2fa", responses=answers(SignedIn, 401, 403, 429))
async def login_with_second_factor(data: SecondFactor, response: Response, services: ServicesDep, caller: CallerDep) -> SignedIn:
    """Answer the challenge of /auth/login with a code of the app, a backup code or a passkey."""
    return set_cookie(response, services, await sign_in.answer(services, caller, data))


@router.post("/login/2fa/passkey-options", responses=answers(PasskeyOptions, 401, 403))
async def begin_second_factor(data: ChallengeAnswer, services: ServicesDep) -> PasskeyOptions:
    return await sign_in.second_factor_options(services, data.challenge_token)


@router.post("/login/passkey-options", responses=answers(PasskeyOptions, 403, 429))
async def begin_passkey_login(services: ServicesDep, caller: CallerDep) -> PasskeyOptions:
    """A challenge for whichever passkey this device offers."""
    return await sign_in.passkey_options(services, caller)


@router.post("/login/passkey", responses=answers(SignedIn, 401, 403, 429))
async def login_with_passkey(data: PasskeyAnswer, response: Response, services: ServicesDep, caller: CallerDep) -> SignedIn:
    return set_cookie(response, services, await sign_in.with_passkey(services, caller, data))


@router.post("/recovery", status_code=202, responses=answers(None, 401, 403, 409, 429, status=202))
async def request_recovery(data: ChallengeAnswer, services: ServicesDep, caller: CallerDep) -> Response:
    """Mail the link that starts a recovery to whoever proved their password."""
    await two_factor_recovery.request(services, caller, await sign_in.user_of(services, data.challenge_token))
    return Response(status_code=202)


@router.post("/recovery/confirm", responses=answers(RecoveryState, 403, 429))
async def confirm_recovery(data: LinkAnswer, services: ServicesDep, caller: CallerDep) -> RecoveryState:
    """Start the waiting; what follows is in the mail."""
    return await two_factor_recovery.confirm(services, caller, data.token)


@router.post("/recovery/cancel", responses=answers(RecoveryState, 403, 429))
async def cancel_recovery(data: LinkAnswer, services: ServicesDep, caller: CallerDep) -> RecoveryState:
    return await two_factor_recovery.cancel(services, caller, data.token)
