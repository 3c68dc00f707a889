"""Proving an address and getting back in without the password: open to anyone, since a mailed link is what proves."""

from fastapi import APIRouter

from api.core.answers import answers
from api.core.deps import CallerDep, ServicesDep
from api.schemas.account import AddressGiven, EmailClaim, EmailDisowned, EmailProof, LinkToken, MailPromised, PasswordReset, PasswordSet
from api.services import account as account_service
from api.services import email_claim as email_claim_service
from api.services import password as password_service
from api.services.account import RESET, VERIFICATION

router = APIRouter(prefix="/auth", tags=["auth"])


@router.post("/password/forgot", status_code=202, responses=answers(MailPromised, 429, 503, status=202))
async def forgot_password(data: AddressGiven, services: ServicesDep, caller: CallerDep) -> MailPromised:
    """Mail a link that sets a new password, once and within 30 minutes; the answer is the same for every address."""
    await password_service.ask_for_link(services, caller, data.email, purpose=RESET)
    return MailPromised()


@router.post("/password/reset", responses=answers(PasswordSet, 400, 429))
async def reset_password(data: PasswordReset, services: ServicesDep, caller: CallerDep) -> PasswordSet:
    """Set a new password by the mailed link's token. Every log-in ends; signing in asks for the second factor as ever."""
    return await password_service.reset(services, caller, data)


@router.post("/email/verify", responses=answers(EmailProof, 400, 409, 429))
async def verify_email(data: LinkToken, services: ServicesDep, caller: CallerDep) -> EmailProof:
    """Spend the token of a mailed link: of a new account, or of either address of a change."""
    return await account_service.verify(services, caller, data.token)


@router.post("/email/claim", responses=answers(EmailClaim, 400, 429))
async def get_email_claim(data: LinkToken, services: ServicesDep, caller: CallerDep) -> EmailClaim:
    """Whose account the link speaks of. It isn't spent by asking."""
    return await email_claim_service.get(services, caller, data.token)


@router.post("/email/disown", responses=answers(EmailDisowned, 400, 429))
async def disown_email(data: LinkToken, services: ServicesDep, caller: CallerDep) -> EmailDisowned:
    """Say that the account isn't the reader's: an unproven one loses the address, a change of address is called off."""
    return await email_claim_service.disown(services, caller, data.token)


@router.post("/email/resend", status_code=202, responses=answers(MailPromised, 429, 503, status=202))
async def resend_verification(data: AddressGiven, services: ServicesDep, caller: CallerDep) -> MailPromised:
    """Mail another link to an address that isn't proven yet; the answer is the same for every address."""
    await password_service.ask_for_link(services, caller, data.email, purpose=VERIFICATION)
    return MailPromised()
