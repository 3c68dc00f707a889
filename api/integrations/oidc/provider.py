"""OpenID Connect as Google and Microsoft speak it: where to send a person, and what to believe of what comes back.

Authorization code with PKCE, state and nonce. An identity is (issuer, subject); an address is only as good as the
provider's word for it, and Microsoft gives none (docs/decisions/0022-oidc.md).
"""

import asyncio
import hmac
import re
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, Final, Literal, Self
from urllib.parse import urlencode, urlsplit

import httpx
import jwt
import structlog

from api.core.settings import Settings

log = structlog.get_logger()

ProviderName = Literal["google", "microsoft"]
SCOPES: Final = "openid email profile"
# Asymmetric ones alone: with HS256 whoever knows our client secret, or takes a public key for one, could sign.
ALGORITHMS: Final = ["RS256", "ES256"]
DOCUMENT_SECONDS: Final = 3600
# A key that isn't known yet may be a new one, or made up: asked for again at most this often.
KEYS_AGAIN_SECONDS: Final = 30
CLOCK_SKEW_SECONDS: Final = 60
MAX_ANSWER_BYTES: Final = 256 * 1024
TIMEOUT: Final = httpx.Timeout(10, connect=2)
TENANT: Final = "{tenantid}"
TENANT_ID: Final = re.compile(r"^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$")
GOOGLE_MAIL: Final = frozenset({"gmail.com", "googlemail.com"})


class ProviderDown(Exception):
    """It can't be reached, or answers nothing that can be read."""


class AnswerRefused(Exception):
    """The provider refused the code, or its token isn't what it should be; the message says what, for the log."""


@dataclass(frozen=True, slots=True)
class Claims:
    """Who the provider says came. is_email_vouched: the provider made sure that the address is theirs."""

    issuer: str
    subject: str
    email: str
    name: str
    is_email_vouched: bool


@dataclass(slots=True)
class OidcProvider:
    """issuer: the provider's, or where a provider of many tenants describes itself."""

    name: ProviderName
    issuer: str
    client_id: str
    client_secret: str
    http: httpx.AsyncClient
    _document: dict[str, Any] = field(default_factory=dict)
    _keys: dict[str, jwt.PyJWK] = field(default_factory=dict)
    _document_until: float = 0
    _keys_until: float = 0
    _keys_asked_at: float = 0
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def authorization_url(self, *, redirect_uri: str, state: str, nonce: str, challenge: str, again: bool) -> str:
        """again: have the person prove themselves anew, even where the provider still knows them. Raises ProviderDown."""
        document = await self._describe()
        parameters = {
            "client_id": self.client_id, "redirect_uri": redirect_uri, "response_type": "code", "scope": SCOPES, "state": state,
            "nonce": nonce, "code_challenge": challenge, "code_challenge_method": "S256",
            "prompt": "login" if again else "select_account",
        }  # fmt: skip
        if self.name == "google" and again:
            parameters |= {"prompt": "select_account", "max_age": "0"}
        endpoint = document["authorization_endpoint"]
        return f"{endpoint}{'&' if urlsplit(endpoint).query else '?'}{urlencode(parameters)}"

    async def redeem(self, *, code: str, verifier: str, nonce: str, redirect_uri: str) -> Claims:
        """Exchange a code for the claims of a token that is proven to be for us and for this very log-in.

        Raises ProviderDown, AnswerRefused.
        """
        document = await self._describe()
        form = {
            "grant_type": "authorization_code", "code": code, "redirect_uri": redirect_uri, "code_verifier": verifier,
            "client_id": self.client_id, "client_secret": self.client_secret,
        }  # fmt: skip
        answer = await self._ask("POST", document["token_endpoint"], data=form)
        token = answer.get("id_token")
        if not isinstance(token, str):
            raise AnswerRefused("no id_token")
        return self._read(document, await self._verify(token), nonce)

    def is_issuer(self, issuer: str) -> bool:
        """Could an answer that names this issuer be the provider's? RFC 9207, against mixed-up providers."""
        known = self._document.get("issuer", self.issuer)
        return re.fullmatch(re.escape(known).replace(re.escape(TENANT), "[0-9a-f-]{36}"), issuer) is not None

    async def _verify(self, token: str) -> dict[str, Any]:
        try:
            header = jwt.get_unverified_header(token)
            key = await self._find_key(str(header.get("kid", "")))
            claims: dict[str, Any] = jwt.decode(
                token, key, algorithms=ALGORITHMS, audience=self.client_id, leeway=CLOCK_SKEW_SECONDS,
                options={"require": ["iss", "sub", "aud", "exp", "iat", "nonce"]},
            )  # fmt: skip
        except (jwt.PyJWTError, ValueError, TypeError) as error:
            raise AnswerRefused(f"{type(error).__name__}: {error}") from error
        return claims

    def _read(self, document: dict[str, Any], claims: dict[str, Any], nonce: str) -> Claims:
        issuer, subject, email = (str(claims.get(name, "")) for name in ("iss", "sub", "email"))
        tenant = str(claims.get("tid", ""))
        expected = document["issuer"]
        if TENANT in expected:
            if not TENANT_ID.match(tenant):
                raise AnswerRefused("no tenant")
            expected = expected.replace(TENANT, tenant)
        if issuer != expected:
            raise AnswerRefused("another issuer")
        if not hmac.compare_digest(str(claims["nonce"]).encode(), nonce.encode()):
            raise AnswerRefused("another nonce")
        if claims["aud"] not in (self.client_id, [self.client_id]) or claims.get("azp", self.client_id) != self.client_id:
            raise AnswerRefused("for another client too")
        if not 0 < len(subject) <= 255:
            raise AnswerRefused("no subject")
        return Claims(issuer, subject, email, str(claims.get("name") or ""), self._vouches(claims, email))

    def _vouches(self, claims: dict[str, Any], email: str) -> bool:
        """Google knows its own addresses and a Workspace's; whether another one still is theirs, it doesn't."""
        if self.name != "google" or claims.get("email_verified") is not True:
            return False
        return email.lower().rpartition("@")[2] in GOOGLE_MAIL or bool(claims.get("hd"))

    # ------------------------------------------------------------ what the provider publishes
    async def _describe(self) -> dict[str, Any]:
        async with self._lock:
            if monotonic() >= self._document_until:
                document = await self._ask("GET", f"{self.issuer}/.well-known/openid-configuration")
                if not all(isinstance(document.get(n), str) for n in ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")):
                    raise ProviderDown("its description lacks an address")
                if document["issuer"] != self.issuer and not self._is_pattern(document["issuer"]):
                    raise ProviderDown("it describes another issuer")
                self._document, self._document_until = document, monotonic() + DOCUMENT_SECONDS
            return self._document

    def _is_pattern(self, issuer: str) -> bool:
        """Microsoft's description for all tenants names them by a pattern, at its own address."""
        return self.name == "microsoft" and TENANT in issuer and urlsplit(issuer)[:2] == urlsplit(self.issuer)[:2]

    async def _find_key(self, kid: str) -> jwt.PyJWK:
        async with self._lock:
            now = monotonic()
            is_unknown = kid not in self._keys and now - self._keys_asked_at > KEYS_AGAIN_SECONDS
            if now >= self._keys_until or is_unknown:
                self._keys_asked_at = now
                published = await self._ask("GET", self._document["jwks_uri"])
                keys = jwt.PyJWKSet.from_dict(published).keys
                self._keys, self._keys_until = {key.key_id: key for key in keys if key.key_id}, now + DOCUMENT_SECONDS
            if kid not in self._keys:
                raise AnswerRefused("signed with an unknown key")
            return self._keys[kid]

    async def _ask(self, method: str, url: str, **options: Any) -> dict[str, Any]:
        try:
            answer = await self.http.request(method, url, headers={"Accept": "application/json"}, timeout=TIMEOUT, **options)
            if answer.status_code in (400, 401, 403):
                raise AnswerRefused(f"{answer.status_code} from {urlsplit(url).path}: {answer.text[:200]}")
            answer.raise_for_status()
            body = answer.json() if len(answer.content) <= MAX_ANSWER_BYTES else None
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            log.warning("oidc_provider_down", provider=self.name, url=url, error=str(error) or type(error).__name__)
            raise ProviderDown(str(error)) from error
        if not isinstance(body, dict):
            raise ProviderDown("the answer is no object")
        return body


@dataclass(frozen=True, slots=True)
class OidcProviders:
    """The providers that are configured, by name."""

    by_name: dict[str, OidcProvider]
    http: httpx.AsyncClient

    @classmethod
    def of(cls, settings: Settings) -> Self:
        http = httpx.AsyncClient(timeout=TIMEOUT, follow_redirects=False)
        wanted: list[tuple[ProviderName, str, str, str]] = [
            ("google", settings.google_issuer, settings.google_client_id, settings.google_client_secret),
            ("microsoft", settings.microsoft_issuer, settings.microsoft_client_id, settings.microsoft_client_secret),
        ]
        made: dict[str, OidcProvider] = {
            name: OidcProvider(name, issuer.rstrip("/"), key, secret, http) for name, issuer, key, secret in wanted if key
        }
        return cls(made, http)

    async def close(self) -> None:
        await self.http.aclose()
