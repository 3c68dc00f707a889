"""Every table's plane, what is allowed to differ, and rows that satisfy any table's constraints.

A new table fails the catalog tests until it is classified here.
"""

import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from psycopg import sql
from uuid_utils.compat import uuid7

from tests.e2e.api.support import Connection

TENANT = (
    "audit_heads",
    "audit_log",
    "client_tags",
    "client_custom_values",
    "clients",
    "commands",
    "contact_custom_values",
    "contacts",
    "custom_fields",
    "deal_custom_values",
    "deal_stage_visits",
    "deal_tags",
    "deals",
    "idempotency_keys",
    "identities",
    "import_problems",
    "imports",
    "notifications",
    "pipeline_settings",
    "security_policies",
    "tags",
    "tasks",
    "teams",
    "timeline_entries",
    "totals",
    "user_preferences",
    "view_defaults",
    "views",
)
IDENTITY = (
    "api_keys",
    "email_changes",
    "invites",
    "login_challenges",
    "memberships",
    "oauth_attempts",
    "oauth_identities",
    "one_time_tokens",
    "organizations",
    "outgoing_mails",
    "passkey_challenges",
    "passkeys",
    "two_factor_backup_codes",
    "two_factor_recoveries",
    "user_sessions",
    "user_two_factor",
    "users",
)
QUEUE = ("procrastinate_events", "procrastinate_jobs", "procrastinate_periodic_defers", "procrastinate_workers")
# One row for the whole installation: what was migrated, and the key that signs contexts.
GLOBAL = ("app.context_keys", "schema_versions")

OWN_ORGANIZATION = "(organization_id = ( SELECT app.organization_id() AS organization_id))"
# Tables that the search functions read, past the index-less plans of row-level security.
SEARCHED = frozenset({"clients", "contacts", "deals"})
# The audit log and its heads, which its trigger reads and writes.
CHAINED = frozenset({"audit_heads", "audit_log"})
# Tables of an organization that the doors read before anybody is inside one: app.enter, and app.time_zone_of for mails.
GATED = frozenset({"security_policies", "user_preferences"})

Policy = tuple[str, str, tuple[str, ...], str, str | None, str | None]

ALL_SEEN = "( SELECT app.sees_all() AS sees_all)"
OWNER_SEEN = "(COALESCE(owner_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (( SELECT app.seen_owners() AS seen_owners)::uuid[]))"
OWN = f"({ALL_SEEN} OR (user_id = ( SELECT app.user_id() AS user_id)))"


def _seen(client: str, deal: str, function: str = "sees_record") -> str:
    return f"({ALL_SEEN} OR app.{function}({client}, {deal}))"


OF_CLIENT, OF_DEAL = _seen("client_id", "NULL::uuid"), _seen("NULL::uuid", "deal_id")
# The same as sets, made once a statement.
SEEN_CLIENTS = "( SELECT app.seen_clients() AS seen_clients)"
SEEN_DEALS = "( SELECT app.seen_deals() AS seen_deals)"
AMONG_CLIENTS, AMONG_DEALS = f"({ALL_SEEN} OR (client_id IN {SEEN_CLIENTS}))", f"({ALL_SEEN} OR (deal_id IN {SEEN_DEALS}))"
OF_IMPORT = f"({ALL_SEEN} OR app.sees_import(import_id))"
ENTRY_SEEN = f"(client_id IN {SEEN_CLIENTS}) AND ((deal_id IN {SEEN_DEALS}) OR ((deal_id IS NULL) AND (type <> 'deal'::text)))"
ENTRY_NEW = "((type <> 'deal'::text) OR (deal_id IS NOT NULL)) AND app.sees_new_record(client_id, deal_id)"
TASK = (
    f"({ALL_SEEN} OR (assignee_id = ( SELECT app.user_id() AS user_id)) OR (created_by = ( SELECT app.user_id() AS user_id)) OR\n"
    "CASE\n    WHEN (client_id IS NULL) THEN (COALESCE(assignee_id, '00000000-0000-0000-0000-000000000000'::uuid)"
    " = ANY (( SELECT app.seen_owners() AS seen_owners)::uuid[]))\n    ELSE app.sees_record(client_id, deal_id)\nEND)"
)
# What shows a client's or a deal's facts is hidden from whoever doesn't see these: (command, using, with check).
SCOPED: dict[str, tuple[str, str, str | None]] = {
    "deals": (
        "ALL", f"({ALL_SEEN} OR {OWNER_SEEN})", f"({ALL_SEEN} OR ({OWNER_SEEN} AND app.sees_record(client_id, NULL::uuid)))"
    ),
    "clients": (
        "ALL", f"({ALL_SEEN} OR {OWNER_SEEN} OR (id IN {SEEN_CLIENTS}))",
        f"({ALL_SEEN} OR {OWNER_SEEN} OR app.sees_record(id, NULL::uuid))",
    ),
    "contacts": ("ALL", AMONG_CLIENTS, OF_CLIENT),
    "identities": ("ALL", AMONG_CLIENTS, _seen("client_id", "NULL::uuid", "sees_new_record")),
    "client_tags": ("ALL", AMONG_CLIENTS, OF_CLIENT),
    "deal_tags": ("ALL", AMONG_DEALS, OF_DEAL),
    "client_custom_values": ("ALL", OF_CLIENT, _seen("client_id", "NULL::uuid", "sees_new_record")),
    "contact_custom_values": ("ALL", OF_CLIENT, _seen("client_id", "NULL::uuid", "sees_new_record")),
    "deal_custom_values": ("ALL", OF_DEAL, _seen("NULL::uuid", "deal_id", "sees_new_record")),
    "deal_stage_visits": ("ALL", AMONG_DEALS, _seen("NULL::uuid", "deal_id", "sees_new_record")),
    "timeline_entries": ("ALL", f"({ALL_SEEN} OR ({ENTRY_SEEN}))", f"({ALL_SEEN} OR ({ENTRY_NEW}))"),
    "tasks": ("ALL", TASK, TASK),
    "commands": ("ALL", OWN, OWN),
    "idempotency_keys": ("ALL", OWN, OWN),
    "imports": ("ALL", OWN, OWN),
    "import_problems": ("ALL", OF_IMPORT, OF_IMPORT),
    "notifications": (
        "SELECT",
        f"({ALL_SEEN} OR ((user_id = ( SELECT app.user_id() AS user_id)) AND app.sees_record(\nCASE entity_type\n"
        "    WHEN 'client'::text THEN entity_id\n    ELSE NULL::uuid\nEND,\nCASE entity_type\n"
        "    WHEN 'deal'::text THEN entity_id\n    ELSE NULL::uuid\nEND)))",
        None,
    ),
    "totals": ("SELECT", ALL_SEEN, None),
    "audit_log": ("SELECT", ALL_SEEN, None),
}  # fmt: skip
# What the functions of the scope look at, and hand over.
SIGHTED = frozenset({"clients", "deals", "imports", "tasks", "timeline_entries"})
HANDED_OVER = frozenset({"clients", "deals", "tasks"})
# Tables that show nothing of a client or a deal, each with the reason.
UNSCOPED: dict[str, str] = {
    "audit_heads": "hashes alone",
    "custom_fields": "the organization's; the values are elsewhere",
    "pipeline_settings": "the organization's",
    "security_policies": "the organization's",
    "tags": "words of the organization, whoever uses them",
    "teams": "the organization's",
    "user_preferences": "a person's own",
    "view_defaults": "a person's own",
    "views": "words to look for; what they find is hidden where it is",
}


def tenant_policies(table: str) -> set[Policy]:
    """(name, kind, roles, command, using, with check) of a tenant table, and nothing more."""
    runtime = ("lovedcrm_app", "lovedcrm_auth")
    policies: set[Policy] = {
        (f"{table}_tenant", "PERMISSIVE", runtime, "ALL", OWN_ORGANIZATION, OWN_ORGANIZATION),
        (f"{table}_tenant_only", "RESTRICTIVE", runtime, "ALL", OWN_ORGANIZATION, OWN_ORGANIZATION),
    }
    if table in SEARCHED:
        policies.add((f"{table}_search", "PERMISSIVE", ("lovedcrm_search",), "SELECT", "true", None))
    if table in CHAINED:
        command, check = ("ALL", "true") if table == "audit_heads" else ("SELECT", None)
        policies.add((f"{table}_chain", "PERMISSIVE", ("lovedcrm_chain",), command, "true", check))
    if table in GATED:
        policies.add((f"{table}_gate", "PERMISSIVE", ("lovedcrm_gate",), "SELECT", "true", None))
    if table in SCOPED:
        policies.add((f"{table}_scope", "RESTRICTIVE", ("lovedcrm_app",), *SCOPED[table]))
    if table in SIGHTED:
        policies.add((f"{table}_sight", "PERMISSIVE", ("lovedcrm_scope",), "SELECT", "true", None))
    if table in HANDED_OVER:
        policies.add((f"{table}_hand_over", "PERMISSIVE", ("lovedcrm_scope",), "UPDATE", OWN_ORGANIZATION, OWN_ORGANIZATION))
    return policies


OWN_ID = OWN_ORGANIZATION.replace("(organization_id = (", "(id = (")
COLLEAGUES = (
    f"(id IN ( SELECT m.user_id\n   FROM memberships m\n  WHERE {OWN_ORGANIZATION.replace('(organization_id', '(m.organization_id')}))"
)
IDENTITY_POLICIES: dict[str, set[Policy]] = {
    table: {
        (f"{table}_identity", "PERMISSIVE", ("lovedcrm_auth",), "ALL", "true", "true"),
        (f"{table}_gate", "PERMISSIVE", ("lovedcrm_gate",), "SELECT", "true", None),
    }
    for table in IDENTITY
}
# What has an end: only the identity login reads it, and may forget it.
PASSING = ("email_changes", "one_time_tokens", "outgoing_mails")
# How people prove who they are: nothing for the business login.
FACTORS = ("login_challenges", "passkey_challenges", "passkeys", "two_factor_backup_codes", "two_factor_recoveries", "user_two_factor")
# Accounts at providers, and the ways there.
PROVIDERS = ("oauth_attempts", "oauth_identities")
for table in (*PASSING, *FACTORS, *PROVIDERS):
    IDENTITY_POLICIES[table] = {(f"{table}_identity", "PERMISSIVE", ("lovedcrm_auth",), "ALL", "true", "true")}
OWN_MAIL = f"({OWN_ORGANIZATION} AND (status = 'queued'::text) AND COALESCE((token_purpose = 'invite'::text), true))"
IDENTITY_POLICIES["outgoing_mails"].add(("outgoing_mails_own", "PERMISSIVE", ("lovedcrm_app",), "INSERT", None, OWN_MAIL))
IDENTITY_POLICIES["organizations"].add(("organizations_own", "PERMISSIVE", ("lovedcrm_app",), "ALL", OWN_ID, OWN_ID))
IDENTITY_POLICIES["memberships"].add(("memberships_tenant", "PERMISSIVE", ("lovedcrm_app",), "ALL", OWN_ORGANIZATION, OWN_ORGANIZATION))
# Who left is seen by no function that lets people in; the business login notes that somebody left, and no more.
IDENTITY_POLICIES["memberships"] ^= {
    ("memberships_gate", "PERMISSIVE", ("lovedcrm_gate",), "SELECT", "true", None),
    ("memberships_gate", "PERMISSIVE", ("lovedcrm_gate",), "SELECT", "(left_at IS NULL)", None),
    ("memberships_leaving", "RESTRICTIVE", ("lovedcrm_app",), "UPDATE", "(left_at IS NULL)", "(left_at IS NOT NULL)"),
    ("memberships_sight", "PERMISSIVE", ("lovedcrm_scope",), "SELECT", "(left_at IS NULL)", None),
}
OPEN_INVITES = f"({OWN_ORGANIZATION} AND (accepted_at IS NULL) AND (revoked_at IS NULL))"
IDENTITY_POLICIES["invites"] = {
    ("invites_identity", "PERMISSIVE", ("lovedcrm_auth",), "ALL", "true", "true"),
    # One function counts them, for the seats of the plan.
    ("invites_gate", "PERMISSIVE", ("lovedcrm_gate",), "SELECT", OPEN_INVITES, None),
}
IDENTITY_POLICIES["organizations"] |= {
    ("organizations_past_grace", "PERMISSIVE", ("lovedcrm_owner",), "SELECT", "(purge_at < now())", None),
    ("organizations_purge", "PERMISSIVE", ("lovedcrm_owner",), "DELETE", "(purge_at < now())", None),
}
IDENTITY_POLICIES["api_keys"].add(("api_keys_own", "PERMISSIVE", ("lovedcrm_app",), "SELECT", OWN_ORGANIZATION, None))
IDENTITY_POLICIES["users"].add(("users_colleagues", "PERMISSIVE", ("lovedcrm_app",), "SELECT", COLLEAGUES, None))
# The end of an account: one function deletes a person, looking at what they own.
IDENTITY_POLICIES["users"].add(("users_erase", "PERMISSIVE", ("lovedcrm_eraser",), "ALL", "true", "true"))
IDENTITY_POLICIES["organizations"].add(("organizations_erase", "PERMISSIVE", ("lovedcrm_eraser",), "ALL", "true", "true"))
for table in ("memberships", "user_sessions"):
    IDENTITY_POLICIES[table].add((f"{table}_erase", "PERMISSIVE", ("lovedcrm_eraser",), "SELECT", "true", None))

# Rows of people's accounts that are deleted once they have been over for long; the policy names the moment.
DELETABLE = frozenset({*PASSING, *FACTORS, *PROVIDERS, "user_sessions"})
IDENTITY_POLICIES["user_sessions"].add(
    (
        "user_sessions_over", "RESTRICTIVE", ("lovedcrm_auth",), "DELETE",
        "(COALESCE(revoked_at, expires_at) < (now() - '90 days'::interval))", None,
    )
)  # fmt: skip

OWN_JOB = "((args ->> 'organization_id'::text) = (( SELECT app.organization_id() AS organization_id))::text)"
JOB_POLICIES: set[Policy] = {
    (
        "procrastinate_jobs_own", "PERMISSIVE", ("lovedcrm_app",), "ALL", OWN_JOB,
        f"({OWN_JOB} AND (status = 'todo'::procrastinate_job_status))",
    ),
    ("procrastinate_jobs_queue", "PERMISSIVE", ("lovedcrm_auth",), "ALL", "true", "true"),
    ("procrastinate_jobs_gate", "PERMISSIVE", ("lovedcrm_gate",), "SELECT", "true", None),
}  # fmt: skip

# SECURITY DEFINER functions: (owner, search_path, who may call).
DEFINERS: dict[str, tuple[str, str, frozenset[str]]] = {
    "app.context_mac(text)": ("lovedcrm_gate", "pg_catalog, pg_temp", frozenset()),
    "app.set_context(uuid,uuid)": ("lovedcrm_gate", "pg_catalog, pg_temp", frozenset()),
    "app.set_context(uuid,uuid,uuid[])": ("lovedcrm_gate", "pg_catalog, pg_temp", frozenset()),
    "app.owners_seen_by(uuid,uuid,text,uuid)": ("lovedcrm_gate", "pg_catalog, pg_temp", frozenset({"lovedcrm_scope"})),
    "app.sight()": ("lovedcrm_gate", "pg_catalog, pg_temp", frozenset({"lovedcrm_scope"})),
    "app.sees_all()": ("lovedcrm_gate", "pg_catalog, pg_temp", frozenset({"lovedcrm_app", "lovedcrm_scope"})),
    "app.seen_owners()": ("lovedcrm_gate", "pg_catalog, pg_temp", frozenset({"lovedcrm_app", "lovedcrm_scope", "lovedcrm_search"})),
    "app.user_id()": ("lovedcrm_gate", "pg_catalog, pg_temp", frozenset({"lovedcrm_app", "lovedcrm_scope"})),
    "app.is_seen(uuid,uuid[],uuid,uuid)": ("lovedcrm_scope", "pg_catalog, pg_temp", frozenset()),
    "app.sees_record(uuid,uuid)": ("lovedcrm_scope", "pg_catalog, pg_temp", frozenset({"lovedcrm_app"})),
    "app.sees_new_record(uuid,uuid)": ("lovedcrm_scope", "pg_catalog, pg_temp", frozenset({"lovedcrm_app"})),
    "app.sees_import(uuid)": ("lovedcrm_scope", "pg_catalog, pg_temp", frozenset({"lovedcrm_app"})),
    "app.seen_clients()": ("lovedcrm_scope", "pg_catalog, pg_temp", frozenset({"lovedcrm_app", "lovedcrm_search"})),
    "app.seen_deals()": ("lovedcrm_scope", "pg_catalog, pg_temp", frozenset({"lovedcrm_app"})),
    "app.has_hidden_deals(uuid)": ("lovedcrm_scope", "pg_catalog, pg_temp", frozenset({"lovedcrm_app"})),
    "app.last_activity(uuid)": ("lovedcrm_scope", "pg_catalog, pg_temp", frozenset({"lovedcrm_app"})),
    "app.hidden_from(uuid[],uuid[],uuid[])": ("lovedcrm_scope", "pg_catalog, pg_temp", frozenset({"lovedcrm_app", "lovedcrm_auth"})),
    "app.hand_over_tasks(uuid,uuid)": ("lovedcrm_scope", "pg_catalog, pg_temp", frozenset({"lovedcrm_app"})),
    "app.hand_over(uuid,uuid)": ("lovedcrm_scope", "pg_catalog, pg_temp", frozenset({"lovedcrm_app"})),
    "app.organization_id()": (
        "lovedcrm_gate",
        "pg_catalog, pg_temp",
        frozenset({"lovedcrm_app", "lovedcrm_auth", "lovedcrm_search", "lovedcrm_chain", "lovedcrm_eraser", "lovedcrm_scope"}),
    ),
    "app.erase_user(uuid)": ("lovedcrm_eraser", "pg_catalog, pg_temp", frozenset({"lovedcrm_auth"})),
    "app.enter(uuid,uuid)": ("lovedcrm_gate", "pg_catalog, pg_temp", frozenset({"lovedcrm_app", "lovedcrm_auth"})),
    "app.list_open_sessions(uuid[])": ("lovedcrm_gate", "pg_catalog, pg_temp", frozenset({"lovedcrm_auth"})),
    "app.job_pass(bigint)": ("lovedcrm_gate", "pg_catalog, pg_temp", frozenset({"lovedcrm_auth"})),
    "app.enter_job(bigint,text)": ("lovedcrm_gate", "pg_catalog, pg_temp", frozenset({"lovedcrm_app"})),
    "app.list_organizations(bigint)": ("lovedcrm_gate", "pg_catalog, pg_temp", frozenset({"lovedcrm_auth"})),
    "app.is_purging()": (
        "lovedcrm_gate",
        "pg_catalog, pg_temp",
        frozenset({"lovedcrm_app", "lovedcrm_auth", "lovedcrm_owner", "lovedcrm_scope"}),
    ),
    "app.mark_purging()": ("lovedcrm_gate", "pg_catalog, pg_temp", frozenset({"lovedcrm_owner"})),
    "app.is_job(bigint,text)": ("lovedcrm_gate", "pg_catalog, pg_temp", frozenset({"lovedcrm_owner"})),
    "app.purge_organization(bigint)": ("lovedcrm_owner", "pg_catalog, pg_temp", frozenset({"lovedcrm_auth"})),
    "app.count_seats()": ("lovedcrm_gate", "pg_catalog, pg_temp", frozenset({"lovedcrm_app", "lovedcrm_auth"})),
    "app.find_factor_demand()": ("lovedcrm_gate", "pg_catalog, pg_temp", frozenset({"lovedcrm_auth"})),
    "app.time_zone_of(uuid)": ("lovedcrm_gate", "pg_catalog, pg_temp", frozenset({"lovedcrm_auth"})),
    "app.enter_key(bytea)": ("lovedcrm_gate", "pg_catalog, pg_temp", frozenset({"lovedcrm_app", "lovedcrm_auth"})),
    "app.chain_audit()": ("lovedcrm_chain", "pg_catalog, pg_temp", frozenset()),
    "app.check_audit(uuid,integer,bigint,bigint)": ("lovedcrm_chain", "pg_catalog, pg_temp", frozenset()),
    "app.find_unchained(uuid)": ("lovedcrm_chain", "pg_catalog, pg_temp", frozenset()),
    "app.check_own_audit(integer,bigint,bigint)": ("lovedcrm_chain", "pg_catalog, pg_temp", frozenset({"lovedcrm_app"})),
    "app.find_own_unchained()": ("lovedcrm_chain", "pg_catalog, pg_temp", frozenset({"lovedcrm_app"})),
    "app.search_audit(text,uuid[],uuid[],jsonb,integer)": ("lovedcrm_chain", "pg_catalog, public, pg_temp", frozenset({"lovedcrm_app"})),
    "app.list_audit_heads(timestamp with time zone)": ("lovedcrm_chain", "pg_catalog, pg_temp", frozenset({"lovedcrm_auth"})),
    "app.refresh_statistics()": ("lovedcrm_owner", "pg_catalog, pg_temp", frozenset({"lovedcrm_app"})),
    "app.search(text,text,integer)": ("lovedcrm_search", "pg_catalog, public, pg_temp", frozenset({"lovedcrm_app"})),
    "app.search_deals(text,integer)": ("lovedcrm_search", "pg_catalog, public, pg_temp", frozenset({"lovedcrm_app"})),
}

# ---------------------------------------------------------------- rows of any table

COLUMNS = """
    SELECT a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type, a.attnotnull AND NOT a.atthasdef AS is_required
    FROM pg_attribute a WHERE a.attrelid = %s::regclass AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum"""
FOREIGN_KEYS = """
    SELECT k.conname AS name, k.conrelid::regclass::text AS table, k.confrelid::regclass::text AS target,
        (SELECT array_agg(a.attname::text ORDER BY u.n) FROM unnest(k.conkey) WITH ORDINALITY u (num, n)
         JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.num) AS columns,
        (SELECT array_agg(a.attname::text ORDER BY u.n) FROM unnest(k.confkey) WITH ORDINALITY u (num, n)
         JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.num) AS target_columns
    FROM pg_constraint k WHERE k.contype = 'f' AND k.connamespace = 'public'::regnamespace ORDER BY k.conname"""
CHECKS = "SELECT pg_get_constraintdef(oid) AS text FROM pg_constraint WHERE contype = 'c' AND conrelid = %s::regclass"


@dataclass(frozen=True, slots=True)
class ForeignKey:
    name: str
    table: str
    target: str
    columns: list[str]
    target_columns: list[str]


# Columns that another one can't be filled without.
GOES_ALONG: dict[str, tuple[str, ...]] = {"clients.merged_into_id": ("deleted_at",), "tasks.deal_id": ("client_id",)}
VALUES: dict[str, Any] = {
    "integer": 1,
    "bigint": 1,
    "boolean": False,
    "timestamp with time zone": "2030-01-01T00:00:00Z",
}


def _text(connection: Connection, table: str, column: str) -> str:
    """A text that the table's CHECK allows."""
    for check in connection.execute(CHECKS, (table,)):
        found = re.search(rf"\({column} = ANY \(ARRAY\['([^']+)'", check["text"])
        if found:
            return found[1]
    return uuid7().hex


def _json(connection: Connection, table: str, column: str) -> str:
    """An empty value of the shape that the table's CHECK asks for."""
    wants_list = f"jsonb_typeof({column}) = 'array'"
    return "[]" if any(wants_list in check["text"] for check in connection.execute(CHECKS, (table,))) else "{}"


def make_row(connection: Connection, table: str, organization_id: UUID, **given: Any) -> dict[str, Any]:
    """Insert a row of this organization with its required columns alone, and the parents that it must point at."""
    values: dict[str, Any] = dict(given)
    columns = {c["name"]: c for c in connection.execute(COLUMNS, (table,)).fetchall()}
    if "organization_id" in columns:
        values["organization_id"] = organization_id
    needed = {name for name, column in columns.items() if column["is_required"]}
    needed |= {along for name in given for along in GOES_ALONG.get(f"{table}.{name}", ())}
    keys = [k for k in connection.execute(FOREIGN_KEYS).fetchall() if k["table"] == table and k["target"] != "organizations"]
    for key in keys:
        column, target_column = key["columns"][-1], key["target_columns"][-1]
        if column in needed and column not in values:
            values[column] = make_row(connection, key["target"], organization_id)[target_column]
    for name, column in columns.items():
        if name not in needed or name in values:
            continue
        if column["type"] == "uuid":
            values[name] = uuid7()
        elif column["type"] == "text":
            values[name] = _text(connection, table, name)
        elif column["type"] == "jsonb":
            values[name] = _json(connection, table, name)
        elif column["type"] == "bytea":
            # Hashes, which are unique.
            values[name] = uuid7().bytes
        else:
            values[name] = VALUES[column["type"]]
    statement = sql.SQL("INSERT INTO {} ({}) VALUES ({}) RETURNING *").format(
        sql.Identifier(table),
        sql.SQL(", ").join(map(sql.Identifier, values)),
        sql.SQL(", ").join(sql.Placeholder() for _ in values),
    )
    row = connection.execute(statement, list(values.values())).fetchone()
    assert row is not None
    return row


def make_organization(connection: Connection) -> UUID:
    organization_id = uuid7()
    connection.execute("INSERT INTO organizations (id, name) VALUES (%s, 'Canário')", (organization_id,))
    return organization_id


def make_session(connection: Connection, organization_id: UUID, role: str = "owner") -> UUID:
    """A live log-in of a member of the organization; its id is what app.enter asks for."""
    member = make_row(connection, "memberships", organization_id, role=role)
    session: UUID = make_row(connection, "user_sessions", organization_id, user_id=member["user_id"])["id"]
    return session
