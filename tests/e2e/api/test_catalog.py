"""The database as it stands after the migrations: every table, policy, key, role, grant and definer function."""

import pytest

from tests.e2e.api import tables
from tests.e2e.api.support import Connection

pytestmark = [pytest.mark.security, pytest.mark.migrations]

TABLES = """
    SELECT CASE n.nspname WHEN 'public' THEN c.relname ELSE n.nspname || '.' || c.relname END AS name, c.relkind::text AS kind,
        c.relrowsecurity AS has_security, c.relforcerowsecurity AS is_forced, pg_get_userbyid(c.relowner) AS owner
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'"""
POLICIES = """
    SELECT tablename AS table, policyname AS name, permissive, roles::text[] AS roles, cmd AS command, qual, with_check
    FROM pg_policies WHERE schemaname = 'public'"""
LEADING_COLUMNS = """
    SELECT i.indexrelid::regclass::text AS name, i.indrelid::regclass::text AS table, i.indisunique AS is_unique, a.attname AS first
    FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid AND c.relnamespace = 'public'::regnamespace
    LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]"""
RUNTIME = ("lovedcrm_app", "lovedcrm_auth")
ALL_ROLES = (*RUNTIME, "lovedcrm_owner", "lovedcrm_gate", "lovedcrm_search", "lovedcrm_chain", "lovedcrm_scope")


def test_every_table_is_classified(superuser: Connection) -> None:
    found = {row["name"] for row in superuser.execute(TABLES)}
    classified = [*tables.TENANT, *tables.IDENTITY, *tables.QUEUE, *tables.GLOBAL]
    assert len(classified) == len(set(classified))
    assert found == set(classified)


def test_every_table_of_an_organization_says_what_it_shows_of_records() -> None:
    """A new one is hidden from whoever doesn't see the client or the deal, or shows nothing of them, for a reason."""
    assert sorted([*tables.SCOPED, *tables.UNSCOPED]) == sorted(tables.TENANT)


def test_no_views_partitions_or_foreign_tables(superuser: Connection) -> None:
    assert {row["kind"] for row in superuser.execute(TABLES)} == {"r"}


@pytest.mark.parametrize("table", tables.TENANT)
class TestTenantTable:
    def test_organization_is_required_and_has_no_default(self, superuser: Connection, table: str) -> None:
        row = superuser.execute(
            "SELECT format_type(atttypid, atttypmod) AS type, attnotnull, atthasdef FROM pg_attribute"
            " WHERE attrelid = %s::regclass AND attname = 'organization_id'",
            (table,),
        ).fetchone()
        assert row == {"type": "uuid", "attnotnull": True, "atthasdef": False}

    def test_organization_leads_the_primary_key_and_every_index(self, superuser: Connection, table: str) -> None:
        indexes = [row for row in superuser.execute(LEADING_COLUMNS) if row["table"] == table]
        assert indexes
        assert [row["name"] for row in indexes if row["first"] != "organization_id"] == []

    def test_organization_reaches_the_organization_by_keys(self, superuser: Connection, table: str) -> None:
        keys = [key for key in superuser.execute(tables.FOREIGN_KEYS) if key["table"] == table]
        assert [key["name"] for key in keys if key["columns"][0] != "organization_id"] == []
        assert [key["name"] for key in keys if key["target"] != "organizations" and len(key["columns"]) < 2] == []
        assert [key["name"] for key in keys if key["target_columns"][0] not in ("organization_id", "id")] == []
        assert keys

    def test_row_security_is_enabled_and_forced(self, superuser: Connection, table: str) -> None:
        row = next(row for row in superuser.execute(TABLES) if row["name"] == table)
        assert (row["has_security"], row["is_forced"], row["owner"]) == (True, True, "lovedcrm_owner")

    def test_policies_are_the_canonical_ones(self, superuser: Connection, table: str) -> None:
        assert _policies(superuser, table) == tables.tenant_policies(table)

    def test_runtime_roles_hold_no_more_than_rows(self, superuser: Connection, table: str) -> None:
        held = _privileges(superuser, "lovedcrm_app", table)
        # Of the audit log it reads columns: all but session_id.
        if table in tables.CHAINED:
            assert held == ({"INSERT"} if table == "audit_log" else {"SELECT"})
            assert _privileges(superuser, "lovedcrm_chain", table) <= {"SELECT", "INSERT"}
        else:
            assert held == {"SELECT", "INSERT", "DELETE"}
            assert _privileges(superuser, "lovedcrm_chain", table) == set()
        forgotten = {"DELETE"} if table == "idempotency_keys" else set()
        assert _privileges(superuser, "lovedcrm_auth", table) <= {"SELECT", "INSERT"} | forgotten
        assert _privileges(superuser, "lovedcrm_gate", table) == set()
        assert _privileges(superuser, "lovedcrm_search", table) == ({"SELECT"} if table in tables.SEARCHED else set())

    @pytest.mark.parametrize("login", RUNTIME)
    def test_key_columns_can_not_be_updated(self, superuser: Connection, table: str, login: str) -> None:
        columns = {row["name"] for row in superuser.execute(tables.COLUMNS, (table,))}
        updatable = {
            column
            for column in columns
            if superuser.execute("SELECT has_column_privilege(%s, %s, %s, 'UPDATE') AS held", (login, table, column)).fetchone()
            == {"held": True}
        }
        assert not updatable & {"id", "organization_id", "created_at"}
        if login == "lovedcrm_auth" or table in tables.CHAINED:
            assert not updatable - {"theme", "locale", "time_zone", "updated_at"}


@pytest.mark.parametrize("table", tables.IDENTITY)
class TestIdentityTable:
    def test_row_security_is_enabled_and_forced(self, superuser: Connection, table: str) -> None:
        row = next(row for row in superuser.execute(TABLES) if row["name"] == table)
        assert (row["has_security"], row["is_forced"], row["owner"]) == (True, True, "lovedcrm_owner")

    def test_policies_are_the_listed_ones(self, superuser: Connection, table: str) -> None:
        assert _policies(superuser, table) == tables.IDENTITY_POLICIES[table]

    def test_runtime_roles_can_not_empty_or_reference(self, superuser: Connection, table: str) -> None:
        for role in ALL_ROLES[:2] + ALL_ROLES[3:]:
            may_delete = role == "lovedcrm_auth" and table in tables.DELETABLE
            held = _privileges(superuser, role, table) & {"DELETE", "TRUNCATE", "REFERENCES", "TRIGGER"}
            assert held == ({"DELETE"} if may_delete else set())


class TestQueue:
    """The queue is the identity login's; the business login leaves jobs of its own organization, and that is all."""

    @pytest.mark.parametrize("table", tables.QUEUE)
    def test_business_login_only_adds(self, superuser: Connection, table: str) -> None:
        added = {"procrastinate_jobs", "procrastinate_events"}
        assert _privileges(superuser, "lovedcrm_app", table) == ({"INSERT"} if table in added else set())

    def test_policies_of_jobs_are_the_listed_ones(self, superuser: Connection) -> None:
        assert _policies(superuser, "procrastinate_jobs") == tables.JOB_POLICIES
        row = next(row for row in superuser.execute(TABLES) if row["name"] == "procrastinate_jobs")
        assert row["has_security"]


@pytest.mark.parametrize("table", [*tables.IDENTITY, *tables.QUEUE, *tables.GLOBAL])
def test_table_grants_nothing_to_public(superuser: Connection, table: str) -> None:
    row = superuser.execute(
        "SELECT count(*) AS grants FROM pg_class c, aclexplode(c.relacl) a WHERE c.oid = %s::regclass AND a.grantee = 0", (table,)
    ).fetchone()
    assert row == {"grants": 0}


class TestSecrets:
    """What lovedcrm_app never reads: password hashes, refresh tokens, the key of contexts."""

    @pytest.mark.parametrize(
        ("table", "column"),
        [
            ("users", "password_hash"),
            ("user_sessions", "refresh_hash"),
            ("user_sessions", "previous_refresh_hash"),
            ("user_sessions", "id"),
            ("audit_log", "session_id"),
            ("api_keys", "secret_hash"),
            ("one_time_tokens", "token_hash"),
            ("outgoing_mails", "id"),
            ("email_changes", "new_email"),
            ("app.context_keys", "secret"),
        ],
    )
    def test_business_login_can_not_read(self, superuser: Connection, table: str, column: str) -> None:
        row = superuser.execute("SELECT has_column_privilege('lovedcrm_app', %s, %s, 'SELECT') AS held", (table, column)).fetchone()
        assert row == {"held": False}

    def test_only_the_gate_reads_the_key_of_contexts(self, superuser: Connection) -> None:
        readers = [role for role in ALL_ROLES if "SELECT" in _privileges(superuser, role, "app.context_keys")]
        assert readers == ["lovedcrm_owner", "lovedcrm_gate"]


class TestRoles:
    @pytest.mark.parametrize("role", ALL_ROLES)
    def test_role_has_no_special_power(self, superuser: Connection, role: str) -> None:
        row = superuser.execute(
            "SELECT rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication OR rolinherit AS is_special,"
            " rolcanlogin FROM pg_roles WHERE rolname = %s",
            (role,),
        ).fetchone()
        assert row == {"is_special": False, "rolcanlogin": role in RUNTIME}

    def test_no_role_is_member_of_another(self, superuser: Connection) -> None:
        memberships = superuser.execute(
            "SELECT member::regrole::text, roleid::regrole::text FROM pg_auth_members"
            " WHERE member::regrole::text LIKE 'lovedcrm%' OR roleid::regrole::text LIKE 'lovedcrm%'"
        ).fetchall()
        # Who migrates (a superuser here) may be handed the roles; runtime logins never.
        assert [row for row in memberships if row["member"] in ALL_ROLES] == []

    @pytest.mark.parametrize("role", ALL_ROLES)
    @pytest.mark.parametrize("schema", ["public", "app"])
    def test_role_can_not_create(self, superuser: Connection, role: str, schema: str) -> None:
        row = superuser.execute("SELECT has_schema_privilege(%s, %s, 'CREATE') AS held", (role, schema)).fetchone()
        assert row == {"held": role == "lovedcrm_owner" and schema == "app"}

    @pytest.mark.parametrize("role", RUNTIME)
    def test_login_owns_nothing(self, superuser: Connection, role: str) -> None:
        row = superuser.execute(
            "SELECT (SELECT count(*) FROM pg_class WHERE relowner = %(role)s::regrole)"
            " + (SELECT count(*) FROM pg_proc WHERE proowner = %(role)s::regrole) AS owned",
            {"role": role},
        ).fetchone()
        assert row == {"owned": 0}

    @pytest.mark.parametrize("role", RUNTIME)
    def test_login_has_time_limits(self, superuser: Connection, role: str) -> None:
        row = superuser.execute("SELECT rolconfig FROM pg_roles WHERE rolname = %s", (role,)).fetchone()
        assert row is not None
        assert {entry.partition("=")[0] for entry in row["rolconfig"]} >= {
            "statement_timeout",
            "lock_timeout",
            "idle_in_transaction_session_timeout",
        }


class TestFunctions:
    def test_definer_functions_are_the_listed_ones(self, superuser: Connection) -> None:
        rows = superuser.execute(
            "SELECT p.oid::regprocedure::text AS name, pg_get_userbyid(p.proowner) AS owner, p.proconfig AS settings,"
            " coalesce((SELECT array_agg(coalesce(nullif(a.grantee, 0)::regrole::text, 'public')) FROM aclexplode(p.proacl) a"
            "           WHERE a.grantee <> p.proowner), '{}') AS callers, p.proacl IS NULL AS is_public"
            " FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace"
            " WHERE p.prosecdef AND n.nspname NOT IN ('pg_catalog', 'information_schema')"
        ).fetchall()
        assert not [row["name"] for row in rows if row["is_public"]]
        found = {row["name"]: (row["owner"], row["settings"][0].partition("=")[2], frozenset(row["callers"])) for row in rows}
        assert found == tables.DEFINERS

    def test_no_function_of_the_application_is_public(self, superuser: Connection) -> None:
        rows = superuser.execute(
            "SELECT p.oid::regprocedure::text AS name FROM pg_proc p WHERE p.pronamespace = 'app'::regnamespace"
            " AND has_function_privilege('public', p.oid, 'EXECUTE')"
        ).fetchall()
        assert rows == []

    def test_every_function_of_the_application_pins_its_search_path(self, superuser: Connection) -> None:
        # An immutable expression in SQL becomes part of its caller, under the caller's pinned path; pinning would stop that.
        rows = superuser.execute(
            "SELECT p.oid::regprocedure::text AS name FROM pg_proc p WHERE p.pronamespace = 'app'::regnamespace"
            " AND NOT coalesce(p.proconfig::text LIKE '%search\\_path=%', false)"
            " AND (p.prosecdef OR p.provolatile <> 'i' OR p.prolang <> (SELECT l.oid FROM pg_language l WHERE l.lanname = 'sql'))"
        ).fetchall()
        assert rows == []


def test_audit_log_is_chained(superuser: Connection) -> None:
    rows = superuser.execute(
        "SELECT tgname, tgenabled::text AS enabled, tgtype FROM pg_trigger"
        " WHERE tgrelid = 'audit_log'::regclass AND tgfoid = 'app.chain_audit()'::regprocedure"
    ).fetchall()
    # The bits of tgtype: a trigger of rows, before, on insert.
    assert [(r["tgname"], r["enabled"], r["tgtype"]) for r in rows] == [("audit_log_chain", "O", 1 | 2 | 4)]


def test_audit_log_refuses_changes_by_anyone(superuser: Connection) -> None:
    row = superuser.execute(
        "SELECT tgname, tgenabled::text AS enabled, tgtype FROM pg_trigger"
        " WHERE tgrelid = 'audit_log'::regclass AND tgfoid = 'app.refuse_change()'::regprocedure"
    ).fetchall()
    # The bits of tgtype: a trigger of statements, before, on delete, update and truncate.
    assert [(r["tgname"], r["enabled"], r["tgtype"]) for r in row] == [("audit_log_append_only", "O", 2 | 8 | 16 | 32)]


def _policies(connection: Connection, table: str) -> set[tables.Policy]:
    return {
        (row["name"], row["permissive"], tuple(sorted(row["roles"])), row["command"], row["qual"], row["with_check"])
        for row in connection.execute(POLICIES)
        if row["table"] == table
    }


def _privileges(connection: Connection, role: str, table: str) -> set[str]:
    """Privileges on the whole table, not on single columns."""
    names = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")
    asked = ", ".join(f"has_table_privilege(%(role)s, %(table)s, '{name}') AS \"{name}\"" for name in names)
    row = connection.execute(f"SELECT {asked}", {"role": role, "table": table}).fetchone()
    assert row is not None
    return {name for name, is_held in row.items() if is_held}
