"""Sign in with Google or Microsoft, and connect such an account to one's own.

A way to the provider and back begins with a secret in the browser's cookie; state, nonce and PKCE verifier are derived
from it, and the database knows only its hash and what the way is for. It is good once, and for ten minutes.
"""

import base64
import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from typing import Any, Final, Literal
from uuid import UUID

import structlog
from pydantic import ValidationError

from api.core.database import IdentitySession
from api.core.deps import OrgContext, Services
from api.core.errors import AppError, BadRequest, Conflict, Forbidden, NotFound, Unavailable
from api.core.fresh import require_fresh
from api.core.mail import Mail, send_mail
from api.core.organization_middleware import Caller
from api.core.rate_limit import network_of
from api.core.record import record
from api.integrations.oidc.provider import AnswerRefused, Claims, OidcProvider, ProviderDown, ProviderName
from api.repositories.oauth import OauthRepository
from api.repositories.two_factor import TwoFactorRepository
from api.repositories.user import UserRepository
from api.repositories.user_session import UserSessionRepository
from api.schemas.auth import NewAccount
from api.schemas.oauth import Connection, Connections
from api.schemas.user import User
from api.services import auth, user_session
from api.services.account import EmailTaken
from api.services.sign_in import Challenge, admit
from api.services.user_session import Grant

log = structlog.get_logger()

Purpose = Literal["sign_in", "connect", "confirm"]
ATTEMPT_SECONDS: Final = 600
START_PAGE: Final = "/admin"
SECURITY_PAGE: Final = "/admin/settings/security"
# A page of the application: no other origin ("//evil.example", "/\\evil"), and nothing that ends a header.
OWN_PAGE: Final = re.compile(r"/admin(?:[/?#][^\\\x00-\x20\x7f]*)?")
LABELS: Final = {"google": "Google", "microsoft": "Microsoft"}


class ProviderNotConfigured(NotFound):
    code, detail = "oauth_not_configured", "This way to sign in isn't set up here."


class ProviderUnavailable(Unavailable):
    code, detail = "oauth_unavailable", "The provider can't be reached right now. Try again in a moment, or sign in another way."


class SignInCancelled(BadRequest):
    code, detail = "oauth_cancelled", "The sign-in was cancelled at the provider."


class ProviderRefused(BadRequest):
    code, detail = "oauth_refused", "The provider didn't confirm the sign-in. Try again."


class AttemptInvalid(BadRequest):
    code, detail = "oauth_state_invalid", "This sign-in was begun elsewhere, used already, or took too long. Try again."


class EmailMissing(BadRequest):
    code, detail = "oauth_email_missing", "The provider gave no usable e-mail address, which an account needs."


class EmailKnown(Conflict):
    code = "oauth_email_known"
    detail = "There is an account with this e-mail already. Sign in with your password, then connect the provider in the settings."


class AccountDisabled(Forbidden):
    code, detail = "oauth_account_disabled", "This account can't be used any more."


class IdentityTaken(Conflict):
    code, detail = "oauth_identity_taken", "This account at the provider belongs to somebody else here."


class AlreadyConnected(Conflict):
    code, detail = "oauth_already_connected", "An account at this provider is connected already."


class NotConnected(NotFound):
    code, detail = "oauth_not_connected", "No account at this provider is connected."


class AnotherPerson(Conflict):
    code, detail = "oauth_another_person", "This account at the provider isn't the one that is connected."


class SecondFactorNeeded(Forbidden):
    code, detail = "second_factor_needed", "Confirm with your second factor."


class LastWayIn(Conflict):
    code, detail = "last_way_in", "This is the only way into your account. Set a password first."


@dataclass(frozen=True, slots=True)
class Departure:
    """Where to send the browser, and what it has to keep meanwhile."""

    url: str
    secret: str


@dataclass(frozen=True, slots=True)
class Attempt:
    """What a way to the provider was for."""

    provider: ProviderName
    purpose: Purpose
    secret: str
    session_id: UUID | None
    next_path: str
    locale: Literal["en", "pt", "es"]
    time_zone: str | None


def derive(secret: str, name: str) -> str:
    """State, nonce or PKCE verifier of a way: 256 bits that tell nothing about each other."""
    mac = hmac.digest(secret.encode(), name.encode(), "sha256")
    return base64.urlsafe_b64encode(mac).decode().rstrip("=")


def own_page(path: str | None) -> str:
    return path if path and OWN_PAGE.fullmatch(path) else START_PAGE


def redirect_uri(services: Services, provider: str) -> str:
    """The one address that the provider is told; never taken from a request."""
    return f"{services.settings.public_api_url}/auth/oauth/{provider}/callback"


def find_provider(services: Services, name: str) -> OidcProvider:
    provider = services.oidc.by_name.get(name)
    if provider is None:
        raise ProviderNotConfigured
    return provider


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()


# ---------------------------------------------------------------- there
async def depart(
    services: Services, caller: Caller, name: str, *, purpose: Purpose, next_path: str, locale: str, time_zone: str | None = None,
    session_id: UUID | None = None,
) -> Departure:  # fmt: skip
    """Begin a way to the provider. Raises ProviderNotConfigured (404), ProviderUnavailable (503), RateLimited (429)."""
    provider = find_provider(services, name)
    network = network_of(caller.ip_address)
    await services.limiter.hit(f"oauth:{network}", limit=services.settings.address_attempts_per_minute, window_seconds=60)
    secret = secrets.token_urlsafe(32)
    challenge = base64.urlsafe_b64encode(hashlib.sha256(derive(secret, "verifier").encode()).digest()).decode().rstrip("=")
    try:
        url = await provider.authorization_url(
            redirect_uri=redirect_uri(services, name), state=derive(secret, "state"), nonce=derive(secret, "nonce"),
            challenge=challenge, again=purpose == "confirm",
        )  # fmt: skip
    except (ProviderDown, AnswerRefused) as error:
        raise ProviderUnavailable from error
    async with services.databases.identity_session() as identity:
        await OauthRepository(identity).insert_attempt(
            secret_hash=_hash(secret), provider=name, purpose=purpose, session_id=session_id, next_path=next_path, locale=locale,
            time_zone=time_zone, seconds=ATTEMPT_SECONDS,
        )  # fmt: skip
    return Departure(url, secret)


async def depart_to_connect(services: Services, caller: Caller, ctx: OrgContext, name: str) -> Departure:
    """Begin to connect an account at the provider. Raises ReauthenticationRequired (403), AlreadyConnected (409) and depart's."""
    require_fresh(ctx)
    assert ctx.user_id is not None
    if any(row["provider"] == name for row in await OauthRepository(ctx.session).list_of(ctx.user_id)):
        raise AlreadyConnected
    return await depart(
        services, caller, name, purpose="connect", next_path=SECURITY_PAGE, locale=ctx.user_locale, session_id=ctx.session_id
    )


async def depart_to_confirm(services: Services, caller: Caller, ctx: OrgContext, name: str, next_path: str) -> Departure:
    """Begin to prove one's identity anew at a connected provider. Raises NotConnected (404), SecondFactorNeeded (403) and depart's."""
    assert ctx.user_id is not None
    await _refuse_guarded(ctx)
    if not any(row["provider"] == name for row in await OauthRepository(ctx.session).list_of(ctx.user_id)):
        raise NotConnected
    return await depart(services, caller, name, purpose="confirm", next_path=next_path, locale=ctx.user_locale, session_id=ctx.session_id)


# ---------------------------------------------------------------- and back
async def use_attempt(services: Services, caller: Caller, name: ProviderName, *, secret: str | None, state: str | None) -> Attempt:
    """Take the way that the browser's secret began; the same one never again. Raises AttemptInvalid (400), RateLimited (429)."""
    find_provider(services, name)
    network = network_of(caller.ip_address)
    await services.limiter.hit(f"oauth:{network}", limit=services.settings.address_attempts_per_minute, window_seconds=60)
    if not secret or not state or not hmac.compare_digest(derive(secret, "state").encode(), state.encode()):
        raise AttemptInvalid
    async with services.databases.identity_session() as identity:
        row = await OauthRepository(identity).use_attempt(_hash(secret), name)
    if row is None:
        raise AttemptInvalid
    return Attempt(provider=name, secret=secret, **row)


async def redeem(
    services: Services, caller: Caller, attempt: Attempt, *, code: str | None, error: str | None, issuer: str | None
) -> Claims:
    """Who came, as the provider proves it. Raises SignInCancelled, ProviderRefused (400), ProviderUnavailable (503)."""
    provider = find_provider(services, attempt.provider)
    if error:
        raise SignInCancelled if error == "access_denied" else ProviderRefused
    try:
        if not code or (issuer and not provider.is_issuer(issuer)):
            raise AnswerRefused("no code, or another provider's")
        return await provider.redeem(
            code=code, verifier=derive(attempt.secret, "verifier"), nonce=derive(attempt.secret, "nonce"),
            redirect_uri=redirect_uri(services, attempt.provider),
        )  # fmt: skip
    except ProviderDown as refusal:
        raise ProviderUnavailable from refusal
    except AnswerRefused as refusal:
        log.warning("oidc_refused", provider=attempt.provider, reason=str(refusal), ip_address=caller.ip_address)
        raise ProviderRefused from refusal


async def sign_in(services: Services, caller: Caller, attempt: Attempt, claims: Claims) -> Grant | Challenge:
    """Let somebody in by their identity at a provider, or open an account for it.

    Raises EmailMissing (400), EmailKnown (409), AccountDisabled (403), RateLimited (429).
    """
    async with services.databases.identity_session() as identity:
        identities = OauthRepository(identity)
        found = await identities.find(claims.issuer, claims.subject)
        if found is not None:
            _refuse_disabled(found)
            await identities.touch(found["identity_id"], claims.email or found["email"])
            return await admit(services, identity, caller, User.model_validate(found), method=attempt.provider)
        account = _account(attempt, claims)
        known = await identities.find_account(account.email)
        if known is None:
            return await _open_account(services, identity, caller, attempt, claims, account)
        # Either side unproven would let a stranger in: who signed up with somebody else's address, or who has it elsewhere.
        if not claims.is_email_vouched or known["email_verified_at"] is None:
            raise EmailKnown
        _refuse_disabled(known)
        await _insert(identities, known["id"], attempt.provider, claims)
        await _tell(identity, known, attempt.provider)
        return await admit(services, identity, caller, User.model_validate(known), method=attempt.provider)


async def _open_account(
    services: Services, identity: IdentitySession, caller: Caller, attempt: Attempt, claims: Claims, account: NewAccount
) -> Grant:
    settings = services.settings
    network = network_of(caller.ip_address)
    await services.limiter.hit(f"register:{network}", limit=settings.register_attempts_per_hour, window_seconds=3600)
    try:
        grant = await auth.open_account(
            services, identity, caller, account, password_hash=None, is_email_verified=claims.is_email_vouched, method=attempt.provider
        )
    except EmailTaken as taken:
        raise EmailKnown from taken
    await _insert(OauthRepository(identity), grant.answer.user.id, attempt.provider, claims)
    return grant


def _account(attempt: Attempt, claims: Claims) -> NewAccount:
    """Raises EmailMissing (400)."""
    name = claims.name.strip()[:200] or claims.email.partition("@")[0]
    try:
        return NewAccount.model_validate(
            {"email": claims.email, "full_name": name, "locale": attempt.locale, "time_zone": attempt.time_zone}
        )
    except ValidationError as error:
        raise EmailMissing from error


def _refuse_disabled(user: dict[str, Any]) -> None:
    if user["disabled_at"] is not None:
        raise AccountDisabled


async def _insert(identities: OauthRepository, user_id: UUID, provider: str, claims: Claims) -> None:
    """Raises IdentityTaken or AlreadyConnected (409)."""
    values = {"user_id": user_id, "provider": provider, "issuer": claims.issuer, "subject": claims.subject, "email": claims.email}
    if await identities.insert_unless_taken(**values):
        return
    raise IdentityTaken if await identities.find(claims.issuer, claims.subject) else AlreadyConnected


async def _tell(identity: IdentitySession, user: dict[str, Any], provider: str) -> None:
    params = {"name": user["full_name"], "provider": LABELS[provider]}
    await send_mail(identity, Mail(template="provider_connected", to=user["email"], locale=user["locale"], params=params))


async def connect(services: Services, caller: Caller, attempt: Attempt, claims: Claims) -> None:
    """Connect who came to the account of the log-in that began the way.

    Raises AttemptInvalid (400) when that log-in is over, IdentityTaken and AlreadyConnected (409).
    """
    async with services.databases.identity_session() as identity:
        ctx = await _enter(services, identity, caller, attempt)
        assert ctx.user_id is not None
        await _insert(OauthRepository(identity), ctx.user_id, attempt.provider, claims)
        await _tell(identity, await UserRepository(identity).get(ctx.user_id), attempt.provider)
        await record(
            ctx, action="provider.connected", entity_type="user", entity_id=ctx.user_id, changes={"provider": [None, attempt.provider]}
        )
    services.live.publish_soon(ctx.events)


async def confirm(services: Services, caller: Caller, attempt: Attempt, claims: Claims) -> None:
    """Count the log-in that began the way as freshly proven.

    Raises AttemptInvalid (400), AnotherPerson (409), SecondFactorNeeded (403).
    """
    async with services.databases.identity_session() as identity:
        ctx = await _enter(services, identity, caller, attempt)
        await _refuse_guarded(ctx)
        found = await OauthRepository(identity).find(claims.issuer, claims.subject)
        if found is None or found["id"] != ctx.user_id:
            raise AnotherPerson
        assert ctx.session_id is not None
        await UserSessionRepository(identity).confirm(ctx.session_id)


async def _refuse_guarded(ctx: OrgContext) -> None:
    """Whoever has a second factor proves that one, as with a password. Raises SecondFactorNeeded (403)."""
    assert ctx.user_id is not None
    if (await TwoFactorRepository(ctx.session, ctx.user_id).get_user())["two_factor_enabled_at"] is not None:
        raise SecondFactorNeeded


async def _enter(services: Services, identity: IdentitySession, caller: Caller, attempt: Attempt) -> OrgContext:
    grace_seconds = services.settings.refresh_grace_seconds
    session_id = attempt.session_id
    found = await UserSessionRepository(identity).lock_alive(session_id, grace_seconds=grace_seconds) if session_id else None
    if found is None:
        raise AttemptInvalid
    try:
        return await user_session.enter(identity, caller, found["id"], found["organization_id"])
    except AppError as refusal:
        raise AttemptInvalid from refusal


# ---------------------------------------------------------------- what is connected
async def list_connections(ctx: OrgContext, services: Services) -> Connections:
    assert ctx.user_id is not None
    identities = OauthRepository(ctx.session)
    rows = await identities.list_of(ctx.user_id)
    return Connections(
        items=[Connection.model_validate(row) for row in rows],
        available=sorted(services.oidc.by_name),
        has_password=await identities.lock_has_password(ctx.user_id),
    )


async def disconnect(ctx: OrgContext, name: str) -> None:
    """Raises ReauthenticationRequired (403), NotConnected (404), LastWayIn (409)."""
    require_fresh(ctx)
    assert ctx.user_id is not None
    identities = OauthRepository(ctx.session)
    has_password = await identities.lock_has_password(ctx.user_id)
    others = [row for row in await identities.list_of(ctx.user_id) if row["provider"] != name]
    if not await identities.delete(ctx.user_id, name):
        raise NotConnected
    if not has_password and not others:
        raise LastWayIn
    await record(ctx, action="provider.disconnected", entity_type="user", entity_id=ctx.user_id, changes={"provider": [name, None]})
