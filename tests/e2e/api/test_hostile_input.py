"""Every operation fed with what no client of ours sends: a refusal as problem details, nothing changed, never 5xx."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from tests.e2e.api import matrix
from tests.e2e.api.matrix import Operation, World, call
from tests.e2e.api.support import Connection, Record, assert_problem, fingerprint

pytestmark = pytest.mark.security

with_body = pytest.mark.parametrize("operation", [o for o in matrix.OPERATIONS if o.body_schema], ids=lambda operation: operation.id)
creating = pytest.mark.parametrize(
    "operation", [o for o in matrix.TENANT_OPERATIONS if o.method == "POST" and o.body_schema], ids=lambda operation: operation.id
)
with_query = pytest.mark.parametrize("operation", [o for o in matrix.TENANT_OPERATIONS if o.query], ids=lambda operation: operation.id)

HUGE = "x" * 100_000
STRANGE_TEXTS = (
    "",
    " ",
    "\x00",
    "a\x00b",
    "\ud800",
    "a\udfff",
    "\u202e\u200b",
    "🙂" * 300,
    HUGE,
    "'; DROP TABLE users; --",
    "{{7*7}}",
    "%s%n",
)
STRANGE_VALUES: tuple[Any, ...] = (
    None, True, 0, -1, 1.5, 1e308, 10**30, [], [None], [[]], {}, {"a": {}}, *STRANGE_TEXTS, [HUGE], ["\ud800"], {"\ud800": "\x00"},
    "2024-02-30", "9999-12-31T23:59:60Z", "00000000-0000-0000-0000-000000000000",
)  # fmt: skip
# The whole body at once; none of them can be right.
WRONG_BODIES: dict[str, bytes] = {
    "nothing": b"",
    "no JSON": b"{",
    "null": b"null",
    "a number": b"1",
    "a text": b'"x"',
    "a list": b"[]",
    "not UTF-8": b'{"name": "\xff\xfe"}',
    "NaN": b'{"name": NaN}',
    "deeply nested": b'{"name": ' + b"[" * 20_000 + b"]" * 20_000 + b"}",
    "deeply nested objects": b'{"a":' * 5_000 + b"1" + b"}" * 5_000,
    "a huge number": b'{"version": ' + b"9" * 5_000 + b"}",
    "too large": b'{"name": "' + b"x" * 1_100_000 + b'"}',
    "many fields": json.dumps({f"field_{i}": i for i in range(5_000)}).encode(),
}
SERVER_OWNED = ("id", "organization_id", "created_at", "updated_at", "deleted_at", "created_by", "search_text", "is_admin", "__proto__")


@pytest.fixture(scope="module")
def house(http: httpx.Client, superuser: Connection) -> World:
    return World.new(http, superuser)


@pytest.fixture
def unchanged(superuser: Connection, house: World) -> Iterator[Callable[[], None]]:
    before: list[dict[str, str]] = []
    yield lambda: before.append(fingerprint(superuser, house.owner.organization_id))
    assert fingerprint(superuser, house.owner.organization_id) == before[0]


# Open to anyone, so no call of the matrix: bodies that nobody's account answers to.
ADDRESS_OR_LINK: dict[str, Record] = {
    "forgot_password": {"email": "nobody@example.com"},
    "resend_verification": {"email": "nobody@example.com"},
    "verify_email": {"token": "nobody's"},
    "get_email_claim": {"token": "nobody's"},
    "disown_email": {"token": "nobody's"},
    "reset_password": {"token": "nobody's", "password": "violet-harbour-lantern-42"},
}


def valid_body(operation: Operation, house: World) -> Record:
    if operation.id == "register":
        return {"email": "x", "password": "x", "full_name": "x"}
    if operation.id == "login":
        return {"email": "nobody@example.com", "password": "x"}
    if operation.id in ADDRESS_OR_LINK:
        return ADDRESS_OR_LINK[operation.id]
    body: Record = matrix.BODIES[operation.id](house)
    return body


def send(operation: Operation, house: World, content: bytes) -> httpx.Response:
    request = matrix.call(operation, house) if operation.permission or "{" in operation.path else None
    path = request.path if request else operation.path
    return house.owner.request(operation.method, path, content=content, headers={"Content-Type": "application/json"})


def assert_refused(answer: httpx.Response, sent: str) -> None:
    assert 400 <= answer.status_code < 500, f"{sent}: {answer.status_code} {answer.text[:300]}"
    assert_problem(answer, answer.status_code)


def assert_survived(answer: httpx.Response, sent: str) -> None:
    """Accepted or refused, but understood: never 5xx, and refusals are problems."""
    assert answer.status_code < 500, f"{sent}: {answer.status_code} {answer.text[:300]}"
    if answer.status_code >= 400:
        assert_problem(answer, answer.status_code)


@with_body
@pytest.mark.parametrize("name", WRONG_BODIES)
def test_wrong_body_is_refused(house: World, operation: Operation, name: str, unchanged: Callable[[], None]) -> None:
    call(operation, house) if operation.permission or "{" in operation.path else None
    unchanged()
    assert_refused(send(operation, house, WRONG_BODIES[name]), name)


@with_body
def test_unknown_and_server_owned_fields_are_refused(house: World, operation: Operation, unchanged: Callable[[], None]) -> None:
    body = valid_body(operation, house)
    unchanged()
    for name in (*SERVER_OWNED, "unknown"):
        if name not in (operation.body_schema or {}).get("properties", {}):
            answer = send(operation, house, json.dumps(body | {name: "x"}).encode())
            assert_problem(answer, 422)


@with_body
def test_required_fields_are_required(house: World, operation: Operation, unchanged: Callable[[], None]) -> None:
    body = valid_body(operation, house)
    unchanged()
    for name in (operation.body_schema or {}).get("required", []):
        answer = send(operation, house, json.dumps({key: value for key, value in body.items() if key != name}).encode())
        problem = assert_problem(answer, 422)
        assert name in {error["field"] for error in problem["errors"]}, problem


@with_body
def test_strange_values_never_break_the_server(http: httpx.Client, superuser: Connection, house: World, operation: Operation) -> None:
    """Some are legitimate (a null clears, a text is a text), so the world may change; only breaking is wrong."""
    for name in (operation.body_schema or {}).get("properties", {}):
        for value in STRANGE_VALUES:
            # A world's version moves on when something was accepted; a stale one would hide the rest.
            body = valid_body(operation, house) | {name: value}
            if "version" in body and name != "version":
                body["version"] = current_version(operation, house, superuser)
            answer = send(operation, house, json.dumps(body).encode())
            assert_survived(answer, f"{name} = {str(value)[:60]!r}")


def current_version(operation: Operation, house: World, superuser: Connection) -> int:
    if operation.id in ("put_security_policy", "put_pipeline_settings"):
        found: int = house.owner.get(operation.path).json()["version"]
        return found
    table = {
        "client": "clients", "contact": "contacts", "deal": "deals", "entry": "timeline_entries", "task": "tasks",
        "organization": "organizations", "view": "views", "team": "teams", "custom_field": "custom_fields",
    }  # fmt: skip
    kind = next(kind for kind in table if kind in operation.id)
    identifier = house.owner.organization_id if kind == "organization" else getattr(house, kind)["id"]
    row = superuser.execute(f"SELECT version FROM {table[kind]} WHERE id = %s", (identifier,)).fetchone()
    assert row is not None
    version: int = row["version"]
    return version


@with_query
def test_strange_queries_never_break_the_server(house: World, operation: Operation) -> None:
    request = call(operation, house)
    values = (
        "",
        " ",
        "x",
        "-1",
        "0",
        "101",
        "1e9",
        "99999999999999999999",
        "true",
        "[]",
        "\x00",
        "\ufffe",
        "🙂",
        "x" * 8_000,
        "' OR 1=1 --",
    )
    for parameter in operation.query:
        for value in (*values, "%", "_", "\\", "%%%%", "(", "*"):
            answer = request.by(house.owner, params=request.options["params"] | {parameter["name"]: value})
            assert_survived(answer, f"?{parameter['name']}={value[:40]!r}")
        if parameter["name"] == "limit":
            for value in ("0", "-1", "101", "x", "", "1.5"):
                assert_problem(request.by(house.owner, params=request.options["params"] | {"limit": value}), 422)


@with_query
def test_raw_bytes_in_queries_never_break_the_server(house: World, operation: Operation) -> None:
    request = call(operation, house)
    for raw in ("q=%ff%fe", "q=%00", "query=%ed%a0%80", "cursor=%c3%28", "limit=%F0%9F", "=", "&&&", "q[]=x", "q=" + "%41" * 3_000):
        assert_survived(house.owner.get(f"{request.path}?{raw}"), raw)


@creating
@pytest.mark.parametrize("length", [201, 5_000])
def test_long_idempotency_key_is_refused(house: World, operation: Operation, length: int, unchanged: Callable[[], None]) -> None:
    request = call(operation, house)
    unchanged()
    assert_refused(request.by(house.owner, headers={"Idempotency-Key": "x" * length}), "a long key")


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "OPTIONS", "HEAD", "POST", "PUT", "PATCH", "DELETE", "FOO"])
@pytest.mark.parametrize(
    "path", ["/", "/clients", "/nothing", "/clients/", "//clients", "/clients/../users/me", "/%2e%2e/", "/health", "/%7f"]
)
def test_unknown_methods_and_paths_never_break_the_server(house: World, method: str, path: str) -> None:
    assert house.http.request(method, path).status_code < 500


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Type": "text/plain"},
        {"Content-Type": "multipart/form-data"},
        {"Content-Type": "multipart/form-data; boundary=x"},
        {"Content-Type": "application/json; charset=utf-16"},
        {"Content-Encoding": "gzip"},
        {"X-Request-Id": "x" * 10_000},
        {"X-Request-Id": "<script>"},
        {"X-Forwarded-For": "x" * 10_000},
        {"Accept": "x" * 10_000},
        {"Cookie": "lovedcrm_refresh=" + "x" * 10_000},
    ],
    ids=lambda headers: next(iter(headers)),
)
def test_strange_headers_never_break_the_server(house: World, headers: dict[str, str]) -> None:
    answer = house.owner.post("/clients", content=b'{"name": "x"}', headers=headers)
    assert answer.status_code < 500
    assert "<script>" not in answer.headers["x-request-id"]


def test_hostile_import_fields(house: World) -> None:
    files = {"file": ("x\x00.csv", b"\x00\xff" * 100, "text/csv")}
    for kind in ("", "x", "clients\x00", HUGE):
        assert_survived(house.owner.post("/imports", files=files, data={"kind": kind}), kind[:20])
    assert_survived(house.owner.post("/imports", data={"kind": "clients"}), "no file")
    assert_survived(house.owner.post("/imports", files={"file": ("", b"", "")}, data={"kind": "clients"}), "an empty file")
