"""The walls inside PostgreSQL, read from the catalog of a migrated database."""

from collections.abc import Iterator
from typing import Any

import psycopg

from scripts.walls.wall import API_KEYS, CATALOG, CONTEXT, KEYS, SCHEMA, SCOPE, SIGHT, STATEMENTS, DatabaseWall

Connection = psycopg.Connection[dict[str, Any]]

TENANT = """
    SELECT c.relname AS name FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
      AND EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = c.relname || '_tenant_only') ORDER BY c.relname"""
POLICIES = """
    SELECT tablename AS table, policyname AS name, permissive, array_to_string(roles, ', ') AS roles, cmd, qual, with_check
    FROM pg_policies WHERE schemaname = 'public' ORDER BY tablename, policyname"""
KEYS_QUERY = """
    SELECT k.conname AS name, k.conrelid::regclass::text AS table, k.confrelid::regclass::text AS target,
        pg_get_constraintdef(k.oid) AS definition,
        (SELECT a.attname FROM pg_attribute a WHERE a.attrelid = k.conrelid AND a.attnum = k.conkey[2]) AS column
    FROM pg_constraint k WHERE k.contype = 'f' AND k.connamespace = 'public'::regnamespace
      AND cardinality(k.conkey) = 2 ORDER BY k.conname"""
# Without the attacks table by table: what these walls hold is the same for every table.
WHOLE = (CATALOG, CONTEXT, STATEMENTS, "-k", "not from_outside")
# Everything that a wall here is made of, one line each.
STATE = """
    SELECT format('policy %s', p) AS line FROM pg_policies p WHERE p.schemaname = 'public'
    UNION ALL SELECT format('key %s %s %s', k.conrelid::regclass, k.conname, pg_get_constraintdef(k.oid))
        FROM pg_constraint k WHERE k.connamespace = 'public'::regnamespace
    UNION ALL SELECT format('table %s %s %s %s', c.oid::regclass, c.relrowsecurity, c.relforcerowsecurity,
        (SELECT array_agg(x::text ORDER BY x::text) FROM unnest(c.relacl) x))
        FROM pg_class c WHERE c.relnamespace IN ('public'::regnamespace, 'app'::regnamespace) AND c.relkind IN ('r', 'v', 'p')
    UNION ALL SELECT format('column %s.%s %s %s %s', a.attrelid::regclass, a.attname, a.attnotnull,
        (SELECT array_agg(x::text ORDER BY x::text) FROM unnest(a.attacl) x), pg_get_expr(d.adbin, d.adrelid))
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
    UNION ALL SELECT format('function %s %s %s', f.oid::regprocedure, f.prosrc || f.prosecdef || coalesce(f.proconfig::text, ''),
        (SELECT array_agg(x::text ORDER BY x::text) FROM unnest(f.proacl) x))
        FROM pg_proc f WHERE f.pronamespace = 'app'::regnamespace
    UNION ALL SELECT format('trigger %s %s %s', t.tgrelid::regclass, t.tgname, t.tgenabled)
        FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE c.relnamespace = 'public'::regnamespace AND NOT t.tgisinternal
    UNION ALL SELECT format('schema %s %s', n.nspname, (SELECT array_agg(x::text ORDER BY x::text) FROM unnest(n.nspacl) x))
        FROM pg_namespace n WHERE n.nspname IN ('public', 'app')
    UNION ALL SELECT format('role %s %s %s', r.rolname, to_jsonb(r) - 'oid' - 'rolpassword' - 'rolconfig',
        (SELECT array_agg(x ORDER BY x) FROM unnest(r.rolconfig) x)) FROM pg_roles r WHERE r.rolname ~ '^lovedcrm'
    UNION ALL SELECT format('member %s %s', m.roleid::regrole, m.member::regrole) FROM pg_auth_members m"""
FUNCTION = "SELECT pg_get_functiondef(%s::regprocedure) AS text"

# Each: the function, the name of the wall, its text, the text without it.
FUNCTION_WALLS = (
    ("app.enter(uuid,uuid)", "the member is a member", "AND m.user_id = s.user_id", ""),
    ("app.enter(uuid,uuid)", "the organization is open", "WHEN v_is_closed THEN 'organization_closed'", "WHEN false THEN ''"),
    ("app.enter(uuid,uuid)", "the second factor is there", "WHEN v_lacks_factor THEN 'factor_required'", "WHEN false THEN ''"),
    ("app.enter(uuid,uuid)", "the policy's limits of time", "IF NOT FOUND OR v_is_over THEN", "IF NOT FOUND THEN"),
    ("app.enter(uuid,uuid)", "only an open door sets a context", "IF status = 'ok' OR session_user = 'lovedcrm_auth' THEN", "IF true THEN"),
    ("app.enter(uuid,uuid)", "the session is not revoked", "AND s.revoked_at IS NULL", ""),
    ("app.enter(uuid,uuid)", "the session has not expired", "AND s.expires_at > now()", ""),
    ("app.enter(uuid,uuid)", "the person is not disabled", "AND u.disabled_at IS NULL", ""),
    ("app.organization_id()", "the context's seal",
     "AND right(v_context, 64) = encode(sha256(v_secret || sha256(v_secret || convert_to(left(v_context, -65), 'UTF8'))), 'hex')", ""),
    ("app.organization_id()", "the context's transaction",
     "split_part(v_context, '|', 3) = extract(epoch FROM transaction_timestamp())::text", "true"),
    ("app.enter_job(bigint,text)", "the job is being run", "AND j.status::text = 'doing'", ""),
    ("app.enter_job(bigint,text)", "the worker shows the job's pass",
     "AND p_pass = app.context_mac('job|' || j.id::text || '|' || (j.args ->> 'organization_id'))", ""),
    ("app.search(text,text,integer)", "search keeps to the organization", "x.organization_id = v_organization AND", ""),
    ("app.search_deals(text,integer)", "search of deals keeps to the organization", "c.organization_id = v_organization AND", ""),
    ("app.search_audit(text,uuid[],uuid[],jsonb,integer)", "search of the audit log keeps to the organization",
     "'FROM public.audit_log a WHERE a.organization_id = ' || quote_literal(v_organization)", "'FROM public.audit_log a WHERE true'"),
    ("app.search(text,text,integer)", "search pins its search_path", "SET search_path TO 'pg_catalog', 'public', 'pg_temp'", ""),
)  # fmt: skip
NOTICING_KEYS = (API_KEYS, "-k", "gets_401 or closed_organization or after_the_grace")
# The same, noticed by the tests of API keys.
KEY_WALLS = (
    ("app.enter_key(bytea)", "the key is not revoked", "AND k.revoked_at IS NULL", ""),
    ("app.enter_key(bytea)", "the key has not expired", "(k.expires_at IS NULL OR k.expires_at > now())", "true"),
    ("app.enter_key(bytea)", "who made the key is not disabled", "AND u.disabled_at IS NULL", ""),
    (
        "app.enter_key(bytea)",
        "who made the key has the factor that is demanded",
        "WHEN v_lacks_factor THEN 'factor_required'",
        "WHEN false THEN ''",
    ),
    ("app.enter_key(bytea)", "the organization of the key is open", "WHEN v_is_closed THEN 'organization_closed'", "WHEN false THEN ''"),
)
NOTICING_SIGHT = (SIGHT, SCOPE, "-k", "not Import", "--exitfirst")
SEAL = "AND right(v_context, 64) = encode(sha256(v_secret || sha256(v_secret || convert_to(left(v_context, -65), 'UTF8'))), 'hex')"
# The same, noticed by the tests of what somebody sees.
SIGHT_WALLS = (
    ("app.enter(uuid,uuid)", "what is seen is what the membership says",
     "app.owners_seen_by(p_organization, user_id, record_scope, v_team)", "NULL"),
    ("app.enter_key(bytea)", "a key sees what its maker sees",
     "app.owners_seen_by(organization_id, user_id, record_scope, v_team)", "NULL"),
    ("app.sees_all()", "the seal of what is seen", SEAL, ""),
    ("app.sight()", "the seal of whose records are seen", SEAL, ""),
    ("app.is_seen(uuid,uuid[],uuid,uuid)", "a deal is seen with its owner", "p_deal IS NOT NULL AND NOT EXISTS", "false AND NOT EXISTS"),
    ("app.search(text,text,integer)", "search finds clients that are seen", "OR x.id IN (SELECT app.seen_clients())", "OR true"),
    ("app.search(text,text,integer)", "search finds people at clients that are seen",
     "OR x.client_id IN (SELECT app.seen_clients())", "OR true"),
    ("app.hidden_from(uuid[],uuid[],uuid[])", "who hears of a record is who sees it",
     "NOT app.is_seen(v_organization, r.owners, s.client_id, s.deal_id)", "false"),
    ("app.hand_over(uuid,uuid)", "only what is one's own is handed over", "app.sees_all() OR p_from = app.user_id()", "true"),
)  # fmt: skip
# Each: its name, how it is removed, how it comes back.
GRANT_WALLS = (
    ("nobody signs contexts", "GRANT EXECUTE ON FUNCTION app.set_context(uuid, uuid) TO lovedcrm_app",
     "REVOKE EXECUTE ON FUNCTION app.set_context(uuid, uuid) FROM lovedcrm_app"),
    ("nobody computes seals", "GRANT EXECUTE ON FUNCTION app.context_mac(text) TO lovedcrm_app",
     "REVOKE EXECUTE ON FUNCTION app.context_mac(text) FROM lovedcrm_app"),
    ("nobody reads the key of contexts", "GRANT SELECT ON app.context_keys TO lovedcrm_app",
     "REVOKE SELECT ON app.context_keys FROM lovedcrm_app"),
    ("the business login gets no pass of a job", "GRANT EXECUTE ON FUNCTION app.job_pass(bigint) TO lovedcrm_app",
     "REVOKE EXECUTE ON FUNCTION app.job_pass(bigint) FROM lovedcrm_app"),
    ("the business login takes no job", "GRANT UPDATE ON procrastinate_jobs TO lovedcrm_app",
     "REVOKE UPDATE ON procrastinate_jobs FROM lovedcrm_app"),
    ("the business login sees no job of others", "ALTER TABLE procrastinate_jobs DISABLE ROW LEVEL SECURITY",
     "ALTER TABLE procrastinate_jobs ENABLE ROW LEVEL SECURITY"),
    ("the business login reads no log-in from the audit log", "GRANT SELECT (session_id) ON audit_log TO lovedcrm_app",
     "REVOKE SELECT (session_id) ON audit_log FROM lovedcrm_app"),
    ("no function is public", "GRANT EXECUTE ON FUNCTION app.search(text, text, integer) TO PUBLIC",
     "REVOKE EXECUTE ON FUNCTION app.search(text, text, integer) FROM PUBLIC"),
    ("the business login reads no password", "GRANT SELECT (password_hash) ON users TO lovedcrm_app",
     "REVOKE SELECT (password_hash) ON users FROM lovedcrm_app"),
    ("the business login reads no second factor", "GRANT SELECT ON user_two_factor TO lovedcrm_app",
     "REVOKE SELECT ON user_two_factor FROM lovedcrm_app"),
    ("the business login reads no invite", "GRANT SELECT ON invites TO lovedcrm_app", "REVOKE SELECT ON invites FROM lovedcrm_app"),
    ("the business login reads no one-time token", "GRANT SELECT ON one_time_tokens TO lovedcrm_app",
     "REVOKE SELECT ON one_time_tokens FROM lovedcrm_app"),
    ("the business login reads no key", "GRANT SELECT (secret_hash) ON api_keys TO lovedcrm_app",
     "REVOKE SELECT (secret_hash) ON api_keys FROM lovedcrm_app"),
    ("the business login lets nobody in", "GRANT INSERT, UPDATE ON memberships TO lovedcrm_app",
     "REVOKE INSERT, UPDATE ON memberships FROM lovedcrm_app; GRANT UPDATE (left_at) ON memberships TO lovedcrm_app"),
    ("the business login reads no refresh token", "GRANT SELECT (refresh_hash) ON user_sessions TO lovedcrm_app",
     "REVOKE SELECT (refresh_hash) ON user_sessions FROM lovedcrm_app"),
    ("the business login bypasses nothing", "ALTER ROLE lovedcrm_app BYPASSRLS", "ALTER ROLE lovedcrm_app NOBYPASSRLS"),
    ("the identity login bypasses nothing", "ALTER ROLE lovedcrm_auth BYPASSRLS", "ALTER ROLE lovedcrm_auth NOBYPASSRLS"),
    ("the business login is no superuser", "ALTER ROLE lovedcrm_app SUPERUSER", "ALTER ROLE lovedcrm_app NOSUPERUSER"),
    ("the business login makes no roles", "ALTER ROLE lovedcrm_app CREATEROLE", "ALTER ROLE lovedcrm_app NOCREATEROLE"),
    ("the business login is nobody's member", "GRANT lovedcrm_owner TO lovedcrm_app", "REVOKE lovedcrm_owner FROM lovedcrm_app"),
    ("the identity login is nobody's member", "GRANT lovedcrm_gate TO lovedcrm_auth", "REVOKE lovedcrm_gate FROM lovedcrm_auth"),
    ("the business login creates nothing", "GRANT CREATE ON SCHEMA public TO lovedcrm_app",
     "REVOKE CREATE ON SCHEMA public FROM lovedcrm_app"),
    ("statements end in time", "ALTER ROLE lovedcrm_app RESET statement_timeout", "ALTER ROLE lovedcrm_app SET statement_timeout = '5s'"),
    ("the audit log keeps what it has", "ALTER TABLE audit_log DISABLE TRIGGER audit_log_append_only",
     "ALTER TABLE audit_log ENABLE TRIGGER audit_log_append_only"),
    ("the audit log is chained", "ALTER TABLE audit_log DISABLE TRIGGER audit_log_chain",
     "ALTER TABLE audit_log ENABLE TRIGGER audit_log_chain"),
    ("nobody writes where a chain ends", "GRANT INSERT, UPDATE ON audit_heads TO lovedcrm_app",
     "REVOKE INSERT, UPDATE ON audit_heads FROM lovedcrm_app"),
    ("the audit log is not deleted from", "GRANT DELETE ON audit_log TO lovedcrm_app", "REVOKE DELETE ON audit_log FROM lovedcrm_app"),
)  # fmt: skip


def state(connection: Connection) -> set[str]:
    return {row["line"] for row in connection.execute(STATE).fetchall()}


def read(connection: Connection) -> Iterator[DatabaseWall]:
    policies = connection.execute(POLICIES).fetchall()
    for row in connection.execute(TENANT).fetchall():
        yield from _table(row["name"])
    for policy in policies:
        yield _policy(policy)
    for key in connection.execute(KEYS_QUERY).fetchall():
        yield from _key(key)
    for walls, tests in (
        (FUNCTION_WALLS, WHOLE),
        (KEY_WALLS, NOTICING_KEYS),
        (SIGHT_WALLS, NOTICING_SIGHT),
    ):
        for function, name, text, replacement in walls:
            row_ = connection.execute(FUNCTION, (function,)).fetchone()
            assert row_ is not None
            original: str = row_["text"]
            assert text in original, f"{function} no longer says {text!r}"
            yield DatabaseWall(f"{function}: {name}", original.replace(text, replacement), original, tests)
    for name, remove, restore in GRANT_WALLS:
        yield DatabaseWall(name, remove, restore, WHOLE)


def _table(table: str) -> Iterator[DatabaseWall]:
    tests = (CATALOG, STATEMENTS, "-k", table)
    own = "organization_id = (SELECT app.organization_id())"
    opened = "; ".join(
        f"ALTER POLICY {name} ON {table} USING (true) WITH CHECK (true)" for name in (f"{table}_tenant", f"{table}_tenant_only")
    )
    yield DatabaseWall(f"{table}: both policies", opened, opened.replace("(true)", f"({own})"), tests)
    for word, back in (("NO FORCE", "FORCE"), ("DISABLE", "ENABLE")):
        yield DatabaseWall(
            f"{table}: {back} row-level security",
            f"ALTER TABLE {table} {word} ROW LEVEL SECURITY",
            f"ALTER TABLE {table} {back} ROW LEVEL SECURITY",
            tests,
        )
    yield DatabaseWall(
        f"{table}: organization_id can't be updated",
        f"GRANT UPDATE (organization_id) ON {table} TO lovedcrm_app",
        f"REVOKE UPDATE (organization_id) ON {table} FROM lovedcrm_app",
        tests,
    )
    yield DatabaseWall(
        f"{table}: can't be emptied", f"GRANT TRUNCATE ON {table} TO lovedcrm_app", f"REVOKE TRUNCATE ON {table} FROM lovedcrm_app", tests
    )
    yield DatabaseWall(
        f"{table}: organization_id is required",
        f"ALTER TABLE {table} ALTER COLUMN organization_id SET DEFAULT '00000000-0000-0000-0000-000000000000'",
        f"ALTER TABLE {table} ALTER COLUMN organization_id DROP DEFAULT",
        tests,
    )


def _policy(policy: dict[str, Any]) -> DatabaseWall:
    table, name = policy["table"], policy["name"]
    restore = f"CREATE POLICY {name} ON {table} AS {policy['permissive']} FOR {policy['cmd']} TO {policy['roles']}"
    restore += f" USING ({policy['qual']})" if policy["qual"] else ""
    restore += f" WITH CHECK ({policy['with_check']})" if policy["with_check"] else ""
    chosen = f"{table} or policies_of_jobs" if table == "procrastinate_jobs" else table
    return DatabaseWall(f"{table}: policy {name}", f"DROP POLICY {name} ON {table}", restore, (CATALOG, "-k", chosen))


def _key(key: dict[str, Any]) -> Iterator[DatabaseWall]:
    table, name, column, target = key["table"], key["name"], key["column"], key["target"]
    restore = f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {name}; ALTER TABLE {table} ADD CONSTRAINT {name} {key['definition']}"
    drop = f"ALTER TABLE {table} DROP CONSTRAINT {name}"
    yield DatabaseWall(f"{table}: key {name}", drop, restore, (SCHEMA, "-k", table))
    # The same key without the organization: it would accept a row of another one.
    if target == "memberships":
        plain, extra, back = f"ADD CONSTRAINT {name} FOREIGN KEY ({column}) REFERENCES users (id) NOT VALID", "", ""
    else:
        plain = f"ADD CONSTRAINT {name} FOREIGN KEY ({column}) REFERENCES {target} (id) NOT VALID"
        extra = f"ALTER TABLE {target} ADD CONSTRAINT walls_id_key UNIQUE (id); "
        back = f"; ALTER TABLE {target} DROP CONSTRAINT IF EXISTS walls_id_key CASCADE"
    clean = f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {name}{back}; DELETE FROM {table}; "
    yield DatabaseWall(
        f"{table}: organization in key {name}",
        f"{extra}{drop}, {plain}",
        f"{clean}ALTER TABLE {table} ADD CONSTRAINT {name} {key['definition']}",
        (CATALOG, KEYS, "-k", f"{table} or {name} or without_the_organization"),
    )
