"""People, records and database logins for tests that speak HTTP to a running server."""

import io
import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from ipaddress import IPv6Address
from secrets import randbits
from typing import Any, Final, TypeVar
from urllib.parse import quote, urlsplit
from uuid import UUID, uuid4

import httpx
import jwt
import psycopg
from PIL import Image
from psycopg.rows import dict_row
from uuid_utils.compat import uuid7

from api.core import one_time
from api.core.settings import Settings
from scripts.environment import test as test_environment

# The test environment's own ports and passwords: a DATABASE_URL of development never reaches the tests.
ENVIRONMENT = test_environment()
API_URL = os.environ.get("API_URL") or f"http://127.0.0.1:{ENVIRONMENT.api_port}"
DATABASE_URL = ENVIRONMENT.database_url
PASSWORD = "violet-harbour-lantern-42"
MEMBERSHIPS = "INSERT INTO memberships (organization_id, id, user_id, role) VALUES (%s, %s, %s, %s)"

T = TypeVar("T")
Record = dict[str, Any]
Connection = psycopg.Connection[dict[str, Any]]


def some_address() -> str:
    """A client address of its own, so that limits by address never join two tests."""
    return str(IPv6Address((0x2001_0DB8 << 96) | randbits(96)))


def forwarded(address: str) -> str:
    """X-Forwarded-For as it reaches the API through the web's guard, the second of two trusted hops."""
    return f"{address}, 127.0.0.1"


@dataclass(slots=True)
class Person:
    """Somebody signed in to one organization; every request carries the token and X-Org-Id."""

    http: httpx.Client
    email: str
    user_id: str
    organization_id: str
    token: str
    full_name: str = ""
    address: str = field(default_factory=some_address)
    cookies: dict[str, str] = field(default_factory=dict)

    @property
    def headers(self) -> dict[str, str]:
        return {
            "Authorization": f"Bearer {self.token}",
            "X-Org-Id": self.organization_id,
            "X-Forwarded-For": forwarded(self.address),
        }

    def request(self, method: str, path: str, *, headers: Mapping[str, str] | None = None, **options: Any) -> httpx.Response:
        return self.http.request(method, path, headers=self.headers | dict(headers or {}), **options)

    def get(self, path: str, **options: Any) -> httpx.Response:
        return self.request("GET", path, **options)

    def post(self, path: str, **options: Any) -> httpx.Response:
        return self.request("POST", path, **options)

    def put(self, path: str, **options: Any) -> httpx.Response:
        return self.request("PUT", path, **options)

    def patch(self, path: str, **options: Any) -> httpx.Response:
        return self.request("PATCH", path, **options)

    def delete(self, path: str, **options: Any) -> httpx.Response:
        return self.request("DELETE", path, **options)


def some_email() -> str:
    return f"ana.{uuid4().hex[:12]}@agencia-{uuid4().hex[:6]}.com.br"


def registration(**changes: Any) -> Record:
    """A valid body of POST /auth/register."""
    return {
        "email": some_email(),
        "password": PASSWORD,
        "full_name": "Ana Souza",
        "organization_name": f"Agência {uuid4().hex[:8]}",
        "locale": "pt",
    } | changes


def _person(http: httpx.Client, answer: httpx.Response, email: str, address: str) -> Person:
    body = answer.json()
    return Person(
        http=http,
        email=email,
        user_id=body["user"]["id"],
        organization_id=body["organization"]["id"],
        token=body["access_token"],
        full_name=body["user"].get("full_name", ""),
        address=address,
        cookies=dict(answer.cookies),
    )


def register(http: httpx.Client, **changes: Any) -> Person:
    body, address = registration(**changes), some_address()
    answer = http.post("/auth/register", json=body, headers={"X-Forwarded-For": forwarded(address)})
    assert answer.status_code == 201, answer.text
    return _person(http, answer, body["email"], address)


def log_in(http: httpx.Client, email: str, password: str = PASSWORD) -> Person:
    address = some_address()
    answer = http.post("/auth/login", json={"email": email, "password": password}, headers={"X-Forwarded-For": forwarded(address)})
    assert answer.status_code == 200, answer.text
    return _person(http, answer, email, address)


def join(http: httpx.Client, superuser: Connection, organization_id: str, role: str, **changes: Any) -> Person:
    """A newly registered person whose only membership is `role` in the given organization, logged in there."""
    person = register(http, **changes)
    superuser.execute("DELETE FROM memberships WHERE user_id = %s", (person.user_id,))
    superuser.execute(MEMBERSHIPS, (organization_id, uuid7(), person.user_id, role))
    joined = log_in(http, person.email)
    assert joined.organization_id == organization_id
    return joined


def invite_token(superuser: Connection, invite_id: str) -> str:
    """What the link in the mail carries: only the worker that sends it makes it, from the invite's row."""
    row = superuser.execute("SELECT token_id FROM invites WHERE id = %s", (invite_id,)).fetchone()
    assert row is not None
    return one_time.derive(Settings(jwt_secret=ENVIRONMENT.variables["JWT_SECRET"]), "invite", row["token_id"])


# ---------------------------------------------------------------- valid records


def _made(answer: httpx.Response, status: int = 201) -> Record:
    assert answer.status_code == status, answer.text
    body: Record = answer.json()
    return body


def make_client(person: Person, **fields: Any) -> Record:
    return _made(person.post("/clients", json={"name": f"Padaria {uuid4().hex[:8]}", "allow_duplicate": True} | fields))


def make_contact(person: Person, client_id: str | None = None, **fields: Any) -> Record:
    client_id = client_id or make_client(person)["id"]
    return _made(person.post(f"/clients/{client_id}/contacts", json={"name": "Bruno Lima"} | fields))


def make_custom_field(person: Person, *, label: str = "Segmento", **fields: Any) -> Record:
    answer = person.post("/custom-fields", json={"entity": "client", "kind": "text", "labels": {"pt": label}} | fields)
    assert answer.status_code == 201, answer.text
    found: Record = answer.json()
    return found


def make_deal(person: Person, client_id: str | None = None, **fields: Any) -> Record:
    """fields may name `outcome` with stage closed: the deal is created open and then closed."""
    client_id = client_id or make_client(person)["id"]
    stage, outcome, reason = fields.pop("stage", "lead"), fields.pop("outcome", None), fields.pop("lost_reason", None)
    closed = stage == "closed"
    body = {"title": f"Site {uuid4().hex[:6]}", "client_id": client_id, "value_cents": 150_000, "currency": "BRL"} | fields
    deal = _made(person.post("/deals", json=body | {"stage": "negotiation" if closed else stage}))
    if closed:
        move = {"stage": "closed", "version": deal["version"], "outcome": outcome or "won"}
        deal = _made(person.put(f"/deals/{deal['id']}/stage", json=move | ({"lost_reason": reason} if reason else {})), 200)
    return deal


def make_entry(person: Person, client_id: str | None = None, **fields: Any) -> Record:
    client_id = client_id or make_client(person)["id"]
    return _made(person.post("/timeline", json={"client_id": client_id, "type": "note", "content": "Pediu o orçamento."} | fields))


def make_task(person: Person, **fields: Any) -> Record:
    return _made(person.post("/tasks", json={"title": f"Ligar {uuid4().hex[:6]}"} | fields))


def make_team(person: Person, **fields: Any) -> Record:
    return _made(person.post("/teams", json={"name": f"Equipe {uuid4().hex[:8]}"} | fields))


def restrict(superuser: Connection, person: Person, scope: str, team: Record | None = None) -> None:
    """What of the records a person sees from now on."""
    superuser.execute(
        "UPDATE memberships SET record_scope = %s, team_id = %s WHERE organization_id = %s AND user_id = %s",
        (scope, team and team["id"], person.organization_id, person.user_id),
    )


def make_view(person: Person, **fields: Any) -> Record:
    return _made(person.post("/views", json={"name": f"Visão {uuid4().hex[:6]}", "kind": "deals"} | fields))


def confirm_address(person: Person) -> None:
    """As if the person had followed the link of the mail."""
    with connect() as connection:
        connection.execute("UPDATE users SET email_verified_at = now() WHERE id = %s", (person.user_id,))


def make_api_key(person: Person, *scopes: str, **fields: Any) -> Record:
    """A key of the person's, with its secret; reads clients unless scopes are named."""
    confirm_address(person)
    body = {"name": f"Integração {uuid4().hex[:6]}", "scopes": list(scopes) or ["client:read"]} | fields
    return _made(person.post("/api-keys", json=body))


CLIENTS_CSV = "Nome,E-mail,Telefone\nPadaria Sol,contato@padariasol.com.br,(11) 98765-4321\nCafé Lua,oi@cafelua.com.br,\n"


def make_import(person: Person, content: bytes = CLIENTS_CSV.encode(), *, kind: str = "clients", name: str = "clientes.csv") -> Record:
    return _made(person.post("/imports", files={"file": (name, content, "text/csv")}, data={"kind": kind}))


# ---------------------------------------------------------------- problems, waiting, the database


def assert_problem(answer: httpx.Response, status: int, code: str | None = None) -> Record:
    """The answer is an RFC 9457 problem of this status (and code)."""
    assert answer.status_code == status, f"{answer.request.method} {answer.request.url}: {answer.status_code} {answer.text[:500]}"
    assert answer.headers["content-type"] == "application/problem+json"
    problem: Record = answer.json()
    assert problem["status"] == status
    assert problem["code"]
    assert problem["detail"]
    assert problem["request_id"] == answer.headers["x-request-id"]
    if code is not None:
        assert problem["code"] == code
    return problem


def eventually(find: Callable[[], T], timeout_seconds: float = 10, every_seconds: float = 0.05) -> T:
    """What `find` gives once it is truthy; fails after the timeout with what it gave last."""
    deadline = time.monotonic() + timeout_seconds
    while True:
        found = find()
        if found:
            return found
        if time.monotonic() > deadline:
            raise AssertionError(f"still {found!r} after {timeout_seconds} s")
        time.sleep(every_seconds)


def run_warnings(superuser: Connection) -> None:
    """Have the hourly job that tells of what ends soon run now, and wait for it."""
    statement = """
        INSERT INTO procrastinate_jobs (queue_name, task_name, args) VALUES ('default', 'warning.run', '{"timestamp": 0}') RETURNING id"""
    made = superuser.execute(statement).fetchone()
    assert made is not None
    # A job that went well is deleted.
    left = "SELECT status FROM procrastinate_jobs WHERE id = %s"
    eventually(lambda: superuser.execute(left, (made["id"],)).fetchone() is None, timeout_seconds=30)


def runtime_url(login: str) -> str:
    """The test database as lovedcrm_app or lovedcrm_auth."""
    password = ENVIRONMENT.variables["APP_DB_PASSWORD" if login == "lovedcrm_app" else "AUTH_DB_PASSWORD"]
    parts = urlsplit(DATABASE_URL)
    return f"postgresql://{login}:{quote(password, safe='')}@{parts.netloc.rpartition('@')[2]}{parts.path}"


def connect(url: str = DATABASE_URL, *, autocommit: bool = True) -> Connection:
    return psycopg.connect(url, autocommit=autocommit, row_factory=dict_row)


def fill_audit_log(connection: Connection, person: Person, count: int) -> None:
    """So many entries of the person's organization, in short transactions: each entry looks through what became of its head."""
    for done in range(0, count, 1000):
        connection.execute(
            "INSERT INTO audit_log (organization_id, id, action, entity_type, entity_id)"
            " SELECT %s, gen_random_uuid(), 'client.updated', 'client', gen_random_uuid() FROM generate_series(1, %s)",
            (person.organization_id, min(1000, count - done)),
        )


def session_of(person: Person) -> UUID:
    """The `sid` of the person's access token."""
    return UUID(jwt.decode(person.token, options={"verify_signature": False})["sid"])


def enter(connection: Connection, person: Person) -> None:
    """Enter the person's organization in the connection's open transaction, as a request does."""
    row = connection.execute("SELECT status FROM app.enter(%s, %s)", (session_of(person), person.organization_id)).fetchone()
    assert row is not None
    assert row["status"] == "ok"


# Written a while after the request that they are of: they may come between two looks.
VOLATILE: Final = ["last_used_at", "last_used_ip", "last_seen_at", "mail_due_at", "mailed_at"]
# Rows of organizations, whatever else runs beside the test.
TENANT_COLUMNS = """
    SELECT c.relname AS name, CASE WHEN c.relname = 'organizations' THEN 'id' ELSE 'organization_id' END AS key
    FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname NOT IN ('user_sessions', 'outgoing_mails')
      AND (c.relname = 'organizations' OR EXISTS (
          SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'organization_id' AND NOT a.attisdropped))
    ORDER BY c.relname"""


def fingerprint(superuser: Connection, *organization_ids: str) -> dict[str, str]:
    """A hash of every row of these organizations, table by table."""
    tables = superuser.execute(TENANT_COLUMNS).fetchall()
    sql = " UNION ALL ".join(
        f"SELECT '{t['name']}' AS name, md5(coalesce(string_agg(r.hash, '' ORDER BY r.hash), '')) AS hash FROM ("
        f"SELECT md5((to_jsonb(t) - %(volatile)s::text[])::text) AS hash"
        f" FROM {t['name']} t WHERE t.{t['key']} = ANY(%(ids)s::uuid[])) r"
        for t in tables
    )
    return {row["name"]: row["hash"] for row in superuser.execute(sql, {"ids": list(organization_ids), "volatile": VOLATILE})}


def a_picture() -> bytes:
    """A PNG of a few pixels."""
    kept = io.BytesIO()
    Image.new("RGB", (16, 16), "#7c3aed").save(kept, "PNG")
    return kept.getvalue()
