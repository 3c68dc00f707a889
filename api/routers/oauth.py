"""Log-in with Google and Microsoft. Start and callback are pages for browsers: they redirect, also with a refusal."""

from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse

from api.core.answers import answers
from api.core.deps import CallerDep, CurrentUser, Services, ServicesDep
from api.core.errors import AppError
from api.routers.auth import refuse_cross_site, set_cookie
from api.schemas.base import Storable
from api.schemas.oauth import AuthMethods, Connections, Departure, NextPath, Provider
from api.schemas.preference import Locale, TimeZone
from api.services import oauth as oauth_service
from api.services.oauth import ATTEMPT_SECONDS, SECURITY_PAGE, Attempt
from api.services.sign_in import Challenge
from api.services.user_session import Grant

router = APIRouter(tags=["auth"])

REDIRECT: dict[int | str, dict[str, Any]] = {302: {"description": "To the provider, or to a page of the web that says what went wrong"}}
Parameter = Annotated[str | None, Query(max_length=4_000), Storable]


def page(services: Services, locale: str | None, path: str, query: dict[str, str] | None = None, fragment: str = "") -> Response:
    """A redirect to a page of our own web; without a language the web finds the reader's."""
    base = services.settings.next_public_app_url.rstrip("/")
    parameters = f"{'&' if '?' in path else '?'}{urlencode(query)}" if query else ""
    path, _, anchor = path.partition("#")
    end = fragment or anchor
    return RedirectResponse(f"{base}{f'/{locale}' if locale else ''}{path}{parameters}{f'#{end}' if end else ''}", 302)


def keep_secret(response: Response, services: Services, secret: str) -> None:
    settings = services.settings
    response.set_cookie(
        settings.oauth_cookie, secret, max_age=ATTEMPT_SECONDS, path="/", secure=settings.has_secure_cookies, httponly=True, samesite="lax"
    )


def refused(services: Services, attempt: Attempt | None, provider: str, refusal: AppError) -> Response:
    query = {"error": refusal.problem_code, "provider": provider}
    if attempt is None:
        return page(services, None, "/auth/login", query)
    if attempt.purpose == "sign_in":
        return page(services, attempt.locale, "/auth/login", query | {"next": attempt.next_path})
    return page(services, attempt.locale, SECURITY_PAGE, query)


@router.get("/auth/methods", responses=answers(AuthMethods))
async def list_auth_methods(services: ServicesDep) -> AuthMethods:
    """The ways to sign in that this installation has, for the pages before it."""
    return AuthMethods.model_validate({"saas_mode": services.settings.saas_mode, "providers": sorted(services.oidc.by_name)})


@router.get("/auth/oauth/{provider}/start", status_code=302, responses=REDIRECT, response_class=RedirectResponse)
async def start_oauth(
    provider: Provider,
    services: ServicesDep,
    caller: CallerDep,
    next: NextPath | None = None,
    locale: Locale = "en",
    time_zone: TimeZone | None = None,
) -> Response:
    """Send the browser to the provider's log-in page; `next` is the page of the application to come back to."""
    try:
        departure = await oauth_service.depart(
            services, caller, provider, purpose="sign_in", next_path=oauth_service.own_page(next), locale=locale, time_zone=time_zone
        )
    except AppError as refusal:
        return page(services, locale, "/auth/login", {"error": refusal.problem_code, "provider": provider})
    answer = RedirectResponse(departure.url, 302)
    keep_secret(answer, services, departure.secret)
    return answer


@router.get("/auth/oauth/{provider}/callback", status_code=302, responses=REDIRECT, response_class=RedirectResponse)
async def finish_oauth(
    provider: Provider, request: Request, services: ServicesDep, caller: CallerDep, state: Parameter = None, code: Parameter = None,
    error: Parameter = None, iss: Parameter = None,
) -> Response:  # fmt: skip
    """Where the provider sends the browser back to."""
    settings = services.settings
    attempt: Attempt | None = None
    try:
        secret = request.cookies.get(settings.oauth_cookie)
        attempt = await oauth_service.use_attempt(services, caller, provider, secret=secret, state=state)
        claims = await oauth_service.redeem(services, caller, attempt, code=code, error=error, issuer=iss)
        if attempt.purpose == "sign_in":
            answer = signed_in(services, attempt, await oauth_service.sign_in(services, caller, attempt, claims))
        elif attempt.purpose == "connect":
            await oauth_service.connect(services, caller, attempt, claims)
            answer = page(services, attempt.locale, attempt.next_path, {"connected": provider})
        else:
            await oauth_service.confirm(services, caller, attempt, claims)
            answer = page(services, attempt.locale, attempt.next_path)
    except AppError as refusal:
        answer = refused(services, attempt, provider, refusal)
    answer.delete_cookie(settings.oauth_cookie, path="/", secure=settings.has_secure_cookies, httponly=True, samesite="lax")
    return answer


def signed_in(services: Services, attempt: Attempt, admission: Grant | Challenge) -> Response:
    if isinstance(admission, Challenge):
        # Behind '#', which no server and no log sees.
        asked = admission.answer
        fragment = urlencode({"challenge_token": asked.challenge_token, "methods": ",".join(asked.methods)})
        return page(services, attempt.locale, "/auth/login", {"next": attempt.next_path}, fragment)
    answer = page(services, attempt.locale, attempt.next_path)
    set_cookie(answer, services, admission)
    return answer


@router.get("/users/me/connections", responses=answers(Connections))
async def list_connections(ctx: CurrentUser, services: ServicesDep) -> Connections:
    """The accounts elsewhere that one signs in with."""
    return await oauth_service.list_connections(ctx, services)


@router.post(
    "/users/me/connections/{provider}", responses=answers(Departure, 404, 409, 429, 503), dependencies=[Depends(refuse_cross_site)]
)
async def connect_provider(provider: Provider, ctx: CurrentUser, services: ServicesDep, caller: CallerDep, response: Response) -> Departure:
    """Where to send the browser to connect an account at the provider."""
    departure = await oauth_service.depart_to_connect(services, caller, ctx, provider)
    keep_secret(response, services, departure.secret)
    return Departure(url=departure.url)


@router.post(
    "/users/me/connections/{provider}/confirm", responses=answers(Departure, 404, 429, 503), dependencies=[Depends(refuse_cross_site)]
)
async def confirm_by_provider(
    provider: Provider, ctx: CurrentUser, services: ServicesDep, caller: CallerDep, response: Response, next: NextPath | None = None
) -> Departure:  # fmt: skip
    """Where to send the browser to prove one's identity anew at a connected provider."""
    departure = await oauth_service.depart_to_confirm(services, caller, ctx, provider, oauth_service.own_page(next))
    keep_secret(response, services, departure.secret)
    return Departure(url=departure.url)


@router.delete("/users/me/connections/{provider}", status_code=204, responses=answers(None, 404, 409, status=204))
async def disconnect_provider(provider: Provider, ctx: CurrentUser) -> None:
    await oauth_service.disconnect(ctx, provider)
