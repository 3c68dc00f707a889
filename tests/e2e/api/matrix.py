"""Every operation of the API as a valid call, so that tests can spoil one thing at a time.

A new operation fails `test_every_operation_has_a_row` until its path ids and body are known here.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final
from uuid import uuid4

import httpx
from uuid_utils.compat import uuid7

from api.main import app
from tests.e2e.api.support import (
    PASSWORD,
    Connection,
    Person,
    Record,
    a_picture,
    confirm_address,
    invite_token,
    join,
    log_in,
    make_api_key,
    make_client,
    make_contact,
    make_custom_field,
    make_deal,
    make_entry,
    make_import,
    make_task,
    make_team,
    make_view,
    register,
    session_of,
    some_email,
)

DOCUMENT: Final[Record] = app.openapi()

# Open to anyone; whatever else exists asks for a token (and, unless in OWN, for an organization).
PUBLIC: Final = frozenset(
    {
        "get_health",
        "get_ready",
        "get_metrics",
        "register",
        "login",
        "refresh",
        "logout",
        "list_auth_methods",
        "start_oauth",
        "finish_oauth",
        "login_with_second_factor",
        "begin_second_factor",
        "begin_passkey_login",
        "login_with_passkey",
        "request_recovery",
        "confirm_recovery",
        "cancel_recovery",
        "forgot_password",
        "reset_password",
        "verify_email",
        "get_email_claim",
        "disown_email",
        "resend_verification",
        "get_invite_by_token",
        "get_logo_by_token",
        "accept_invite",
    }
)


@dataclass(frozen=True, slots=True)
class Operation:
    id: str
    method: str
    path: str
    permission: str | None
    status: int
    details: Record = field(compare=False, hash=False, repr=False)

    @property
    def changes(self) -> bool:
        return self.method != "GET"

    @property
    def body_schema(self) -> Record | None:
        content = self.details.get("requestBody", {}).get("content", {})
        schema: Record | None = content.get("application/json", {}).get("schema")
        return resolve(schema) if schema else None

    @property
    def names_a_record(self) -> bool:
        return any(p["in"] == "path" and p["schema"].get("format") == "uuid" for p in self.details.get("parameters", []))

    @property
    def query(self) -> list[Record]:
        return [p for p in self.details.get("parameters", []) if p["in"] == "query"]


def resolve(schema: Record) -> Record:
    while "$ref" in schema:
        schema = DOCUMENT["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return schema


OPERATIONS: Final = [
    Operation(
        id=details["operationId"],
        method=method.upper(),
        path=path,
        permission=details.get("x-permission"),
        status=min(int(status) for status in details["responses"] if status.isdigit()),
        details=details,
    )
    for path, methods in DOCUMENT["paths"].items()
    for method, details in methods.items()
]
TENANT_OPERATIONS: Final = [operation for operation in OPERATIONS if operation.permission]
OWN_OPERATIONS: Final = [operation for operation in OPERATIONS if not operation.permission and operation.id not in PUBLIC]


@dataclass
class World:
    """One organization with a record of each kind, made when first asked for."""

    http: httpx.Client
    superuser: Connection
    owner: Person

    @classmethod
    def new(cls, http: httpx.Client, superuser: Connection) -> "World":
        return cls(http, superuser, register(http))

    @cached_property
    def viewer(self) -> Person:
        return join(self.http, self.superuser, self.owner.organization_id, "viewer")

    @cached_property
    def removed(self) -> Person:
        """Was a member, and still has the token of that time."""
        person = join(self.http, self.superuser, self.owner.organization_id, "admin")
        self.superuser.execute("DELETE FROM memberships WHERE user_id = %s", (person.user_id,))
        return person

    @cached_property
    def colleague(self) -> Person:
        return join(self.http, self.superuser, self.owner.organization_id, "member")

    @cached_property
    def other_session(self) -> str:
        """Another log-in of the owner's."""
        return str(session_of(log_in(self.http, self.owner.email)))

    @cached_property
    def second_owner(self) -> Person:
        return join(self.http, self.superuser, self.owner.organization_id, "owner")

    @cached_property
    def invite(self) -> Record:
        answer = self.owner.post("/invites", json={"emails": [some_email()], "role": "member"})
        found: Record = answer.json()["items"][0]["invite"]
        return found

    @cached_property
    def invite_token(self) -> str:
        return invite_token(self.superuser, self.invite["id"])

    @cached_property
    def closed_organization(self) -> str:
        """Another one of the owner's, deleted a moment ago."""
        identifier: str = self.owner.post("/organizations", json={"name": "Agência Encerrada"}).json()["id"]
        self.superuser.execute(
            "UPDATE organizations SET deleted_at = now(), purge_at = now() + interval '30 days' WHERE id = %s", (identifier,)
        )
        return identifier

    @cached_property
    def client(self) -> Record:
        return make_client(self.owner)

    @cached_property
    def contact(self) -> Record:
        return make_contact(self.owner, self.client["id"])

    @cached_property
    def deal(self) -> Record:
        return make_deal(self.owner, self.client["id"])

    @cached_property
    def entry(self) -> Record:
        return make_entry(self.owner, self.client["id"])

    @cached_property
    def task(self) -> Record:
        return make_task(self.owner, client_id=self.client["id"])

    @cached_property
    def data_import(self) -> Record:
        return make_import(self.owner)

    @cached_property
    def finished_import(self) -> str:
        identifier: str = make_import(self.owner)["id"]
        self.superuser.execute("UPDATE imports SET status = 'done', finished_at = now() WHERE id = %s", (identifier,))
        return identifier

    @cached_property
    def command(self) -> str:
        answer = self.owner.delete(f"/contacts/{make_contact(self.owner, self.client['id'])['id']}")
        return answer.headers["x-command-id"]

    @cached_property
    def notification(self) -> str:
        """An unread one of the owner's: a colleague won a deal, which sends no mail by itself."""
        colleague = join(self.http, self.superuser, self.owner.organization_id, "member")
        make_deal(colleague, self.client["id"], stage="closed", outcome="won")
        identifier: str = self.owner.get("/notifications").json()["items"][0]["id"]
        return identifier

    @cached_property
    def alike(self) -> tuple[Record, Record]:
        """Two clients to be merged."""
        return make_client(self.owner), make_client(self.owner)

    @cached_property
    def custom_field(self) -> Record:
        return make_custom_field(self.owner)

    @cached_property
    def team(self) -> Record:
        return make_team(self.owner)

    @cached_property
    def view(self) -> Record:
        return make_view(self.owner)

    @cached_property
    def api_key(self) -> Record:
        return make_api_key(self.owner)

    @cached_property
    def passkey(self) -> str:
        """One of the owner's; its key opens nothing."""
        identifier = str(uuid7())
        self.superuser.execute(
            "INSERT INTO passkeys (id, user_id, credential_id, public_key, name) VALUES (%s, %s, %s, %s, 'Notebook')",
            (identifier, self.owner.user_id, uuid4().bytes, b"x"),
        )
        return identifier

    @cached_property
    def recovery(self) -> str:
        """A colleague of long lost every second factor and waits for an owner."""
        identifier, colleague = str(uuid7()), join(self.http, self.superuser, self.owner.organization_id, "member")
        self.superuser.execute("UPDATE memberships SET joined_at = now() - interval '31 days' WHERE user_id = %s", (colleague.user_id,))
        self.superuser.execute(
            "INSERT INTO two_factor_recoveries (id, user_id, expires_at, confirmed_at, opens_at, needs_approval)"
            " VALUES (%s, %s, now(), now(), now() + interval '3 days', true)",
            (identifier, colleague.user_id),
        )
        return identifier

    def fill(self) -> list[Record]:
        """Make one record of each kind."""
        return [self.client, self.contact, self.deal, self.entry, self.task]

    def deleted(self, path: str, record: Record) -> str:
        """The id of a record after its deletion."""
        answer = self.owner.delete(f"{path}/{record['id']}")
        assert answer.status_code == 204, answer.text
        identifier: str = record["id"]
        return identifier

    @cached_property
    def deleted_client(self) -> str:
        return self.deleted("/clients", make_client(self.owner))

    @cached_property
    def deleted_custom_field(self) -> str:
        return self.deleted("/custom-fields", make_custom_field(self.owner))

    @cached_property
    def deleted_contact(self) -> str:
        return self.deleted("/contacts", make_contact(self.owner, self.client["id"]))

    @cached_property
    def deleted_deal(self) -> str:
        return self.deleted("/deals", make_deal(self.owner, self.client["id"]))

    @cached_property
    def deleted_entry(self) -> str:
        return self.deleted("/timeline", make_entry(self.owner, self.client["id"]))

    @cached_property
    def deleted_task(self) -> str:
        return self.deleted("/tasks", make_task(self.owner, client_id=self.client["id"]))


def put_logo(person: Person) -> None:
    answer = person.put("/organizations/current/logo", **UPLOADS["put_logo"])
    assert answer.status_code == 200, answer.text


Body = Callable[[World], Any]

PATH_IDS: Final[dict[str, Callable[[World], str]]] = {
    "client_id": lambda w: w.client["id"],
    "contact_id": lambda w: w.contact["id"],
    "deal_id": lambda w: w.deal["id"],
    "entry_id": lambda w: w.entry["id"],
    "task_id": lambda w: w.task["id"],
    "import_id": lambda w: w.data_import["id"],
    "command_id": lambda w: w.command,
    "key_id": lambda w: w.api_key["id"],
    "field_id": lambda w: w.custom_field["id"],
    "session_id": lambda w: w.other_session,
    "passkey_id": lambda w: w.passkey,
    "recovery_id": lambda w: w.recovery,
    "user_id": lambda w: w.colleague.user_id,
    "invite_id": lambda w: w.invite["id"],
    "token": lambda w: w.invite_token,
    "organization_id": lambda w: w.owner.organization_id,
    "provider": lambda _: "google",
    "name": lambda _: "conversion",
    "view_id": lambda w: w.view["id"],
    "team_id": lambda w: w.team["id"],
}
# Operations whose path names something in a state of its own.
SPECIAL_IDS: Final[dict[str, Callable[[World], str]]] = {
    "restore_client": lambda w: w.deleted_client,
    "restore_contact": lambda w: w.deleted_contact,
    "restore_deal": lambda w: w.deleted_deal,
    "restore_custom_field": lambda w: w.deleted_custom_field,
    "undo_import": lambda w: w.finished_import,
    "restore_task": lambda w: w.deleted_task,
    "restore_timeline_entry": lambda w: w.deleted_entry,
    "restore_organization": lambda w: w.closed_organization,
}


def _merge(world: World) -> Record:
    survivor, merged = world.alike
    return {
        "survivor_id": survivor["id"], "survivor_version": survivor["version"],
        "merged_id": merged["id"], "merged_version": merged["version"],
    }  # fmt: skip


BODIES: Final[dict[str, Body]] = {
    "create_api_key": lambda w: {"name": "Planilha", "scopes": ["client:read"]},
    "create_client": lambda w: {"name": "Padaria Nova", "owner_id": w.owner.user_id, "allow_duplicate": True},
    "update_client": lambda w: {"name": "Padaria Velha", "owner_id": w.owner.user_id, "version": w.client["version"]},
    "create_custom_field": lambda w: {"entity": "deal", "kind": "text", "labels": {"pt": "Origem do contrato"}},
    "update_custom_field": lambda w: {"labels": {"pt": "Ramo"}, "version": w.custom_field["version"]},
    "merge_clients": _merge,
    "create_contact": lambda w: {"name": "Carla Dias"},
    "update_contact": lambda w: {"name": "Carla Reis", "version": w.contact["version"]},
    "create_deal": lambda w: {"title": "Site", "client_id": w.client["id"], "owner_id": w.owner.user_id},
    "bulk_deals": lambda w: {"ids": [w.deal["id"]], "action": "tag", "tags": ["Vip"]},
    "bulk_clients": lambda w: {"ids": [w.client["id"]], "action": "tag", "tags": ["Vip"]},
    "update_deal": lambda w: {"title": "Site novo", "owner_id": w.owner.user_id, "version": w.deal["version"]},
    "move_deal": lambda w: {"stage": "contact", "version": w.deal["version"]},
    "create_view": lambda w: {"name": "Meus negócios", "kind": "deals", "layout": "board", "filters": {"owner_id": ["me"]}},
    "update_view": lambda w: {"name": "Negócios do mês", "is_shared": True, "version": w.view["version"]},
    "create_timeline_entry": lambda w: {"client_id": w.client["id"], "content": "Ligou de volta."},
    "update_timeline_entry": lambda w: {"content": "Ligou duas vezes.", "version": w.entry["version"]},
    "create_task": lambda w: {"title": "Ligar", "assignee_id": w.owner.user_id, "client_id": w.client["id"], "deal_id": w.deal["id"]},
    "update_task": lambda w: {"title": "Ligar já", "assignee_id": w.owner.user_id, "version": w.task["version"]},
    "put_pipeline_settings": lambda w: w.owner.get("/pipeline/settings").json(),
    "put_security_policy": lambda w: {"two_factor": "optional", "idle_minutes": 60, "version": 0},
    "update_organization": lambda w: {"name": "Agência Nova", "version": 1},
    "login_with_second_factor": lambda w: {"challenge_token": "x", "code": "123456"},
    "begin_second_factor": lambda w: {"challenge_token": "x"},
    "login_with_passkey": lambda w: {"id": "eA", "client_data_json": "eA", "authenticator_data": "eA", "signature": "eA"},
    "request_recovery": lambda w: {"challenge_token": "x"},
    "confirm_recovery": lambda w: {"token": "x"},
    "cancel_recovery": lambda w: {"token": "x"},
    "reauthenticate": lambda w: {"password": PASSWORD},
    "enable_two_factor": lambda w: {"code": "000000"},
    "add_passkey": lambda w: {"name": "Notebook", "id": "eA", "client_data_json": "eA", "attestation_object": "eA"},
    "rename_passkey": lambda w: {"name": "Chave do escritório"},
    "read_notifications": lambda w: {"ids": [w.notification]},
    "create_organization": lambda w: {"name": "Agência Irmã"},
    "transfer_organization": lambda w: {"user_id": w.colleague.user_id},
    "convert_organization": lambda w: {"to": "team"},
    # A role and a scope at once would be two entries of the log.
    "update_member": lambda w: {"record_scope": "team", "team_id": w.team["id"]},
    "create_team": lambda _: {"name": f"Equipe {uuid4().hex[:8]}"},
    "update_team": lambda w: {"name": f"Equipe {uuid4().hex[:8]}", "version": w.team["version"]},
    "create_invites": lambda w: {"emails": [some_email()], "role": "viewer"},
    "accept_invite": lambda w: {"full_name": "Bia Rocha", "password": PASSWORD},
    "update_preferences": lambda w: {"theme": "dark"},
    "change_password": lambda w: {"current_password": PASSWORD, "new_password": PASSWORD + "-anew"},
    "update_me": lambda w: {"full_name": "Ana Maria Souza"},
    "commit_import": lambda w: {"mapping": w.data_import["suggested_mapping"], "on_duplicate": "skip"},
}
# What must be there before the call can succeed.
NEEDS: Final[dict[str, Body]] = {
    "leave_organization": lambda w: w.second_owner,
    "create_api_key": lambda w: confirm_address(w.owner),
    "get_logo": lambda w: put_logo(w.owner),
    "delete_logo": lambda w: put_logo(w.owner),
    "get_logo_of": lambda w: put_logo(w.owner),
    "get_logo_by_token": lambda w: put_logo(w.owner),
    "get_avatar": lambda w: w.colleague.put("/users/me/avatar", **UPLOADS["put_avatar"]),
}
# Bodies with a file: the arguments that send it.
UPLOADS: Final[dict[str, Record]] = {
    "create_import": {"files": {"file": ("clientes.csv", b"Nome\nPadaria\n", "text/csv")}, "data": {"kind": "clients"}},
    "put_logo": {"files": {"file": ("aurora.png", a_picture(), "image/png")}},
    "put_avatar": {"files": {"file": ("ana.png", a_picture(), "image/png")}},
}
QUERIES: Final[dict[str, dict[str, str]]] = {"search": {"q": "padaria"}}


@dataclass(frozen=True, slots=True)
class Call:
    method: str
    path: str
    options: Record

    def by(self, person: Person, **options: Any) -> httpx.Response:
        return person.request(self.method, self.path, **self.options | options)


def has_row(operation: Operation) -> bool:
    names = [part[1:-1] for part in operation.path.split("/") if part.startswith("{")]
    has_ids = operation.id in SPECIAL_IDS or all(name in PATH_IDS for name in names)
    needs_body = "requestBody" in operation.details
    return has_ids and (not needs_body or operation.id in BODIES or operation.id in UPLOADS)


def call(operation: Operation, world: World, *, target: str | None = None) -> Call:
    """A valid call of the operation in this world; `target` replaces the id in its path."""
    if operation.id in NEEDS:
        NEEDS[operation.id](world)
    path = operation.path
    for part in operation.path.split("/"):
        if part.startswith("{"):
            find = SPECIAL_IDS.get(operation.id) or PATH_IDS[part[1:-1]]
            path = path.replace(part, target or find(world))
    options: Record = {"params": QUERIES.get(operation.id, {})}
    if operation.id in UPLOADS:
        options |= UPLOADS[operation.id]
    elif operation.id in BODIES:
        options["json"] = BODIES[operation.id](world)
    return Call(operation.method, path, options)


def target_of(operation: Operation, world: World) -> str | None:
    """The id that the operation's path would name in this world."""
    if "{" not in operation.path:
        return None
    name = next(part[1:-1] for part in operation.path.split("/") if part.startswith("{"))
    return (SPECIAL_IDS.get(operation.id) or PATH_IDS[name])(world)
