"""Every operation of the OpenAPI document against everybody who may not call it: the refusals of REFERENCE section 6."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Final
from uuid import uuid4

import httpx
import jwt
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, iter_route_contexts
from uuid_utils.compat import uuid7

from api.core.deps import get_current_user
from api.core.permissions import PERMISSIONS_BY_ROLE
from api.core.security import key_id
from api.main import app
from tests.e2e.api import matrix
from tests.e2e.api.matrix import Call, Operation
from tests.e2e.api.support import ENVIRONMENT, Person, join
from tests.isolation.proof import Case, Group
from tests.isolation.scene import Scene

GROUP: Final = Group("routes", "who may not call an operation is refused with the documented status, and nothing changes")
SECRET: Final = ENVIRONMENT.variables["JWT_SECRET"]

Headers = dict[str, str]


def is_tenant(operation: Operation) -> bool:
    return operation.permission is not None


def is_signed_in(operation: Operation) -> bool:
    return operation.id not in matrix.PUBLIC


def _asks_membership(dependant: Dependant) -> bool:
    return any(d.call is get_current_user or _asks_membership(d) for d in dependant.dependencies)


# On the identity plane some operations are a person's own, whatever organization they are in.
OF_MEMBERS: Final = frozenset(
    context.original_route.name
    for context in iter_route_contexts(app.routes)
    if isinstance(context.original_route, APIRoute) and _asks_membership(context.original_route.dependant)
)


def is_in_an_organization(operation: Operation) -> bool:
    return is_tenant(operation) or operation.id in OF_MEMBERS


@dataclass(frozen=True, slots=True)
class Refusal:
    """headers: what the caller sends. code: None where several are right."""

    caller: str
    status: int
    code: str | None
    headers: Callable[[Scene], Headers]
    applies: Callable[[Operation], bool] = is_tenant


# ---------------------------------------------------------------- tokens


def claims(person: Person) -> dict[str, Any]:
    found: dict[str, Any] = jwt.decode(person.token, options={"verify_signature": False})
    return found


def signed(claims_: dict[str, Any], *, secret: str = SECRET, algorithm: str = "HS256", kind: str = "at+jwt") -> str:
    """As the server signs it, but for what is said otherwise."""
    return jwt.encode(claims_, secret, algorithm, headers={"typ": kind, "kid": key_id(SECRET)})


BAD_TOKENS: Final[dict[str, Callable[[Person], str]]] = {
    "malformed": lambda p: "not-a-token",
    "truncated": lambda p: p.token[:-3],
    "expired": lambda p: signed(claims(p) | {"exp": datetime.now(UTC) - timedelta(seconds=1)}),
    "unsigned": lambda p: signed(claims(p), secret="", algorithm="none"),
    "signed with another key": lambda p: signed(claims(p), secret="another-secret-" + "0" * 32),
    "of another algorithm": lambda p: signed(claims(p), algorithm="HS384"),
    "of another kind": lambda p: signed(claims(p), kind="JWT"),
    "for another audience": lambda p: signed(claims(p) | {"aud": "someone-else"}),
    "without a session": lambda p: signed({k: v for k, v in claims(p).items() if k != "sid"}),
    "of an unknown session": lambda p: signed(claims(p) | {"sid": str(uuid4())}),
    "of somebody else's session": lambda p: signed(claims(p) | {"sub": str(uuid4())}),
    "too long": lambda p: signed(claims(p) | {"padding": "x" * 4096}),
}
HEADERS: Final = ("", "rubbish", "00000000", "{id}x", "{id},{id}", "' OR 1=1")


def _with_token(spoil: Callable[[Person], str], scene: Scene) -> Headers:
    return scene.house.owner.headers | {"Authorization": f"Bearer {spoil(scene.house.owner)}"}


def _with_header(text: str, scene: Scene) -> Headers:
    return scene.house.owner.headers | {"X-Org-Id": text.format(id=scene.house.owner.organization_id)}


def _without_header(scene: Scene) -> Headers:
    return {name: value for name, value in scene.house.owner.headers.items() if name != "X-Org-Id"}


def _in_house(person: Callable[[Scene], Person], scene: Scene) -> Headers:
    return person(scene).headers | {"X-Org-Id": scene.house.owner.organization_id}


def _with_role(role: str, scene: Scene) -> Headers:
    people: dict[str, Person] = scene.house.__dict__.setdefault("people_by_role", {})
    if role not in people:
        people[role] = join(scene.http, scene.superuser, scene.house.owner.organization_id, role)
    return people[role].headers


def _with_key(key: str, scene: Scene) -> Headers:
    return {"Authorization": f"Bearer {key}", "X-Org-Id": scene.house.owner.organization_id}


def _lacks(role: str, operation: Operation) -> bool:
    return operation.permission is not None and operation.permission not in PERMISSIONS_BY_ROLE[role]


NOT_SIGNED_IN: Final = (
    Refusal("nobody", 401, None, lambda s: {}, is_signed_in),
    Refusal("nobody, with X-Org-Id", 401, None, lambda s: {"X-Org-Id": s.house.owner.organization_id}, is_signed_in),
    Refusal("nobody, with a rubbish X-Org-Id", 401, None, lambda s: {"X-Org-Id": "rubbish"}, is_signed_in),
    Refusal("nobody, with a password in the header", 401, None, lambda s: {"Authorization": "Basic YTpi"}, is_signed_in),
)
BAD_TOKEN: Final = tuple(
    Refusal(f"a token {name}", 401, None, partial(_with_token, spoil), is_signed_in) for name, spoil in BAD_TOKENS.items()
)
DEAD_SESSION: Final = (Refusal("a revoked session", 401, None, lambda s: s.revoked.headers, is_signed_in),)
DEAD_BEFORE_HEADER: Final = (
    Refusal("a revoked session, with a rubbish X-Org-Id", 401, None, lambda s: s.revoked.headers | {"X-Org-Id": "rubbish"}),
)
BAD_HEADER: Final = tuple(
    Refusal(f"X-Org-Id {text!r}", 400, "organization_header_invalid", partial(_with_header, text)) for text in HEADERS
)
NO_HEADER: Final = (Refusal("no X-Org-Id", 400, "organization_header_invalid", _without_header),)
OTHER_ORGANIZATION: Final = (
    Refusal("X-Org-Id of a neighbour", 403, "not_a_member",
            lambda s: s.house.owner.headers | {"X-Org-Id": s.elder.owner.organization_id}, is_in_an_organization),
    Refusal("X-Org-Id of no organization", 403, "not_a_member", lambda s: s.house.owner.headers | {"X-Org-Id": str(uuid7())}, is_in_an_organization),
    Refusal("the older neighbour's owner", 403, "not_a_member", partial(_in_house, lambda s: s.elder.owner), is_in_an_organization),
    Refusal("the younger neighbour's owner", 403, "not_a_member", partial(_in_house, lambda s: s.younger.owner), is_in_an_organization),
)  # fmt: skip
OTHER_OF_OWN: Final = (
    Refusal(
        "a member with the token of another organization",
        403,
        "not_a_member",
        partial(_in_house, lambda s: s.in_both),
        is_in_an_organization,
    ),
)
REMOVED: Final = (Refusal("a removed member", 403, "not_a_member", lambda s: s.house.removed.headers, is_in_an_organization),)
ROLE_TOO_LOW: Final = tuple(
    Refusal(f"a {role}", 403, "permission_missing", partial(_with_role, role), partial(_lacks, role)) for role in PERMISSIONS_BY_ROLE
)
API_KEYS: Final = (
    Refusal("an invented key", 401, None, lambda s: _with_key("lc_" + "x" * 43, s), is_signed_in),
    Refusal("a revoked key", 401, None, lambda s: _with_key(s.dead_key["secret"], s), is_signed_in),
    Refusal("a key, on what is a person's own", 401, None, lambda s: _with_key(s.key["secret"], s), lambda o: is_signed_in(o) and not is_tenant(o)),
    Refusal("a neighbour's key", 403, "not_a_member", lambda s: _with_key(s.foreign_key["secret"], s)),
    Refusal("a key with a malformed X-Org-Id", 400, "organization_header_invalid", lambda s: _with_key(s.key["secret"], s) | {"X-Org-Id": "rubbish"}),
    Refusal("a key without the scope", 403, "scope_missing", lambda s: _with_key(s.key["secret"], s),
            lambda o: o.permission not in (None, "organization:read")),
)  # fmt: skip
REFUSALS: Final = (
    *NOT_SIGNED_IN, *BAD_TOKEN, *DEAD_SESSION, *DEAD_BEFORE_HEADER, *BAD_HEADER, *NO_HEADER, *OTHER_ORGANIZATION, *OTHER_OF_OWN,
    *REMOVED, *ROLE_TOO_LOW, *API_KEYS,
)  # fmt: skip


def fault_of(answer: httpx.Response, status: int, code: str | None) -> str | None:
    """What is wrong with a refusal; None for a problem of this status and code."""
    if answer.status_code != status:
        return f"answered {answer.status_code} instead of {status}: {answer.text[:200]}"
    if answer.headers.get("content-type") != "application/problem+json":
        return f"answered {answer.headers.get('content-type')} instead of a problem"
    if code is not None and answer.json().get("code") != code:
        return f"said {answer.json().get('code')!r} instead of {code!r}"
    return None


def refused(scene: Scene, call: Call, refusal: Refusal) -> str | None:
    answer = scene.http.request(call.method, call.path, headers=refusal.headers(scene), **call.options)
    return fault_of(answer, refusal.status, refusal.code)


def cases(scene: Scene, operation: Operation, refusals: tuple[Refusal, ...] = REFUSALS) -> Iterator[Case]:
    """One case a caller who may not call the operation, then one that nothing has changed."""
    chosen = [refusal for refusal in refusals if refusal.applies(operation)]
    if not chosen:
        return
    call = matrix.call(operation, scene.house)
    for refusal in chosen:
        refusal.headers(scene)
    scene.settle()
    before = scene.state()
    for refusal in chosen:
        yield Case(f"{operation.id} by {refusal.caller}", partial(refused, scene, call, refusal))
    yield Case(f"{operation.id}: nothing changed", lambda: changed(before, scene.state()))


def changed(before: dict[str, str], after: dict[str, str]) -> str | None:
    tables = sorted(table for table in before.keys() | after.keys() if before.get(table) != after.get(table))
    return f"rows changed in {', '.join(tables)}" if tables else None


def without_a_row() -> str | None:
    missing = [o.id for o in matrix.OPERATIONS if o.id not in matrix.PUBLIC and not matrix.has_row(o)]
    return f"no row in the matrix: {', '.join(missing)}" if missing else None


def signing(scene: Scene) -> str | None:
    """A token made by the test's own hand opens the door: those that are spoiled are refused for what is spoiled about them."""
    answer = scene.http.get("/users/me", headers=_with_token(lambda person: signed(claims(person)), scene))
    return None if answer.status_code == 200 else f"answered {answer.status_code}: every spoiled token would be refused as well"


def undeclared() -> str | None:
    open_ = sorted(o.id for o in matrix.OPERATIONS if not o.details.get("security") and o.id not in matrix.PUBLIC)
    return f"open to anyone, and not listed as public: {', '.join(open_)}" if open_ else None


def all_cases(scene: Scene) -> Iterator[Case]:
    yield Case("every operation has a row", without_a_row)
    yield Case("every public operation is listed", undeclared)
    yield Case("a token signed by hand, with nothing spoiled", partial(signing, scene))
    operations = [o for o in matrix.OPERATIONS if is_signed_in(o) and matrix.has_row(o)]
    scene.figures |= {"operations": str(len(operations)), "kinds of caller": str(len(REFUSALS))}
    for operation in operations:
        yield from cases(scene, operation)
