from typing import Final

from fastapi import APIRouter, Depends, Request, Response

from api.core.answers import answers
from api.core.deps import CallerDep, Services, ServicesDep, get_services
from api.core.errors import AppError, Forbidden, problem
from api.schemas.auth import Login, Registration, SignedIn
from api.schemas.two_factor import ChallengeIssued
from api.services import auth as auth_service
from api.services import user_session
from api.services.sign_in import Challenge
from api.services.user_session import Grant, RefreshInvalid

DEVICE_SECONDS: Final = 400 * 86_400


class CrossSite(Forbidden):
    code, detail = "cross_site", "This page may not sign people in or out."


def refuse_cross_site(request: Request) -> None:
    """Cookies travel with requests that other sites start; browsers say so, other clients send neither header."""
    origin = request.headers.get("origin")
    if origin is not None and origin.rstrip("/") not in get_services(request).settings.origins:
        raise CrossSite
    if request.headers.get("sec-fetch-site") == "cross-site":
        raise CrossSite


router = APIRouter(prefix="/auth", tags=["auth"], dependencies=[Depends(refuse_cross_site)])


def set_cookie(response: Response, services: Services, grant: Grant) -> SignedIn:
    settings = services.settings
    response.set_cookie(
        settings.refresh_cookie, grant.refresh_token, max_age=settings.session_days * 86_400, path="/",
        secure=settings.is_production and settings.is_https, httponly=True, samesite="lax",
    )  # fmt: skip
    if grant.device_token is not None:
        response.set_cookie(
            settings.device_cookie, grant.device_token, max_age=DEVICE_SECONDS, path="/",
            secure=settings.is_production and settings.is_https, httponly=True, samesite="lax",
        )  # fmt: skip
    return grant.answer


@router.post("/register", status_code=201, responses=answers(SignedIn, 403, 409, 429, status=201))
async def register(data: Registration, response: Response, services: ServicesDep, caller: CallerDep) -> SignedIn:
    """Open an account with an organization of its own, and sign in."""
    return set_cookie(response, services, await auth_service.register(services, caller, data))


@router.post("/login", responses=answers(None, 401, 403, 429))
async def login(data: Login, response: Response, services: ServicesDep, caller: CallerDep) -> SignedIn | ChallengeIssued:
    """Sign in, or be asked for the second factor: `two_factor_required` is true then."""
    found = await auth_service.login(services, caller, data)
    return found.answer if isinstance(found, Challenge) else set_cookie(response, services, found)


@router.post("/refresh", responses=answers(SignedIn, 401, 403, 429))
async def refresh(request: Request, response: Response, services: ServicesDep, caller: CallerDep) -> SignedIn:
    """A new access token for the refresh cookie, which is rotated."""
    token = request.cookies.get(services.settings.refresh_cookie)
    if token is None:
        raise RefreshInvalid
    return set_cookie(response, services, await user_session.refresh(services, caller, token))


@router.post("/logout", status_code=204, responses=answers(None, 401, 403, status=204))
async def logout(request: Request, services: ServicesDep, caller: CallerDep) -> Response:
    """End the log-in now, everywhere; the cookie is cleared whatever happens."""
    name = services.settings.refresh_cookie
    answer: Response
    try:
        await user_session.end(services, caller, request.cookies.get(name))
        answer = Response(status_code=204)
    except AppError as refused:
        answer = problem(request, refused.status, refused.problem_code, refused.problem_detail)
    is_secure = services.settings.is_production and services.settings.is_https
    answer.delete_cookie(name, path="/", secure=is_secure, httponly=True, samesite="lax")
    return answer
