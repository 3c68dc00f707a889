"""The second wall, attacked with plain SQL as the runtime logins: without, outside and with a forged context."""

from uuid import UUID

import pytest
from psycopg import errors, sql
from psycopg.types.json import Jsonb
from uuid_utils.compat import uuid7

from tests.e2e.api import tables
from tests.e2e.api.support import Connection, connect, runtime_url

pytestmark = pytest.mark.security

CONTEXT = "SELECT coalesce(current_setting('app.context', true), '') AS context"
ORGANIZATION = "SELECT app.organization_id() AS id"
POLICY = (
    "INSERT INTO security_policies (organization_id, two_factor, factor_grace_until, idle_minutes, absolute_hours)"
    " VALUES (%(organization)s,"
)
SEEN = "UPDATE user_sessions SET"


@pytest.fixture(scope="module")
def house(superuser: Connection) -> tuple[UUID, UUID]:
    """(organization, live session of its owner), for tests that only look."""
    organization_id = tables.make_organization(superuser)
    return organization_id, tables.make_session(superuser, organization_id)


@pytest.fixture(scope="module", params=tables.TENANT)
def canary(request: pytest.FixtureRequest, superuser: Connection) -> tuple[str, UUID]:
    """(table, organization) that holds a row there."""
    organization_id = tables.make_organization(superuser)
    tables.make_row(superuser, request.param, organization_id)
    return request.param, organization_id


@pytest.fixture(params=["no context", "another organization's context"])
def outsider(request: pytest.FixtureRequest, app_login: Connection, house: tuple[UUID, UUID]) -> Connection:
    if request.param != "no context":
        _enter(app_login, *house)
    return app_login


def _enter(connection: Connection, organization_id: UUID, session_id: UUID) -> str:
    row = connection.execute("SELECT status FROM app.enter(%s, %s)", (session_id, organization_id)).fetchone()
    assert row is not None
    status: str = row["status"]
    return status


def _change(superuser: Connection, change: str, session_id: UUID, organization_id: UUID) -> None:
    for statement in change.split("; "):
        narrowed = f"{statement} WHERE id = %(session)s" if statement.startswith(SEEN) and "WHERE" not in statement else statement
        superuser.execute(narrowed, {"session": session_id, "organization": organization_id})


def _organization(connection: Connection) -> UUID | None:
    row = connection.execute(ORGANIZATION).fetchone()
    assert row is not None
    found: UUID | None = row["id"]
    return found


def _job(superuser: Connection, organization_id: UUID, status: str) -> int:
    """A job row of this organization, in a queue that no worker works on; its worker has just given a sign of life."""
    row = superuser.execute(
        "WITH worker AS (INSERT INTO procrastinate_workers DEFAULT VALUES RETURNING id)"
        " INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, worker_id)"
        " SELECT 'never', 'nothing', jsonb_build_object('organization_id', %s::text), %s, worker.id FROM worker RETURNING id",
        (str(organization_id), status),
    ).fetchone()
    assert row is not None
    job_id: int = row["id"]
    return job_id


def _pass(auth_login: Connection, job_id: int) -> str | None:
    row = auth_login.execute("SELECT app.job_pass(%s) AS pass", (job_id,)).fetchone()
    assert row is not None
    found: str | None = row["pass"]
    return found


def _enter_job(connection: Connection, job_id: int, job_pass: str | None) -> str:
    row = connection.execute("SELECT status FROM app.enter_job(%s, %s)", (job_id, job_pass)).fetchone()
    assert row is not None
    status: str = row["status"]
    return status


class TestOutsider:
    """Each statement, on each table, by a login that is not inside the organization of the row."""

    def test_reads_nothing(self, outsider: Connection, canary: tuple[str, UUID]) -> None:
        table, organization_id = canary
        query = sql.SQL("SELECT organization_id FROM {} WHERE organization_id = %s").format(sql.Identifier(table))
        assert outsider.execute(query, (organization_id,)).fetchall() == []

    def test_counts_nothing_foreign(self, outsider: Connection, canary: tuple[str, UUID]) -> None:
        table, _ = canary
        inside = _organization(outsider)
        query = sql.SQL("SELECT DISTINCT organization_id AS id FROM {}").format(sql.Identifier(table))
        assert {row["id"] for row in outsider.execute(query)} <= {inside}

    def test_updates_nothing(self, outsider: Connection, canary: tuple[str, UUID], superuser: Connection) -> None:
        table, organization_id = canary
        columns = [
            row["name"]
            for row in superuser.execute(tables.COLUMNS, (table,))
            if superuser.execute("SELECT has_column_privilege('lovedcrm_app', %s, %s, 'UPDATE') AS held", (table, row["name"])).fetchone()
            == {"held": True}
        ]
        for column in columns[:1]:
            query = sql.SQL("UPDATE {} SET {column} = {column} WHERE organization_id = %s").format(
                sql.Identifier(table), column=sql.Identifier(column)
            )
            assert outsider.execute(query, (organization_id,)).rowcount == 0

    def test_deletes_nothing(self, outsider: Connection, canary: tuple[str, UUID]) -> None:
        table, organization_id = canary
        query = sql.SQL("DELETE FROM {} WHERE organization_id = %s").format(sql.Identifier(table))
        if table == "audit_log":
            with pytest.raises(errors.InsufficientPrivilege):
                outsider.execute(query, (organization_id,))
        else:
            assert outsider.execute(query, (organization_id,)).rowcount == 0

    def test_can_not_insert(self, outsider: Connection, canary: tuple[str, UUID], superuser: Connection) -> None:
        table, organization_id = canary
        row = superuser.execute(
            sql.SQL("SELECT * FROM {} WHERE organization_id = %s").format(sql.Identifier(table)), (organization_id,)
        ).fetchone()
        assert row is not None
        values = {name: value for name, value in row.items() if value is not None and name not in ("created_at", "updated_at")}
        values = {n: Jsonb(v) if isinstance(v, dict | list) else v for n, v in values.items()}
        if "id" in values:
            values["id"] = uuid7()
        query = sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
            sql.Identifier(table),
            sql.SQL(", ").join(map(sql.Identifier, values)),
            sql.SQL(", ").join(sql.Placeholder() for _ in values),
        )
        with pytest.raises(errors.InsufficientPrivilege, match="row-level security"):
            outsider.execute(query, list(values.values()))

    def test_can_not_change_keys(self, outsider: Connection, canary: tuple[str, UUID]) -> None:
        query = sql.SQL("UPDATE {} SET organization_id = organization_id").format(sql.Identifier(canary[0]))
        with pytest.raises(errors.InsufficientPrivilege):
            outsider.execute(query)

    @pytest.mark.parametrize("statement", ["TRUNCATE {}", "ALTER TABLE {} DISABLE ROW LEVEL SECURITY"])
    def test_can_not_take_the_table(self, outsider: Connection, canary: tuple[str, UUID], statement: str) -> None:
        with pytest.raises(errors.InsufficientPrivilege):
            outsider.execute(sql.SQL(statement).format(sql.Identifier(canary[0])))

    def test_row_security_off_is_an_error_not_a_door(self, outsider: Connection, canary: tuple[str, UUID]) -> None:
        outsider.execute("SET LOCAL row_security = off")
        with pytest.raises(errors.InsufficientPrivilege):
            outsider.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(canary[0])))


class TestOwnRole:
    """FORCE: not even the tables' owner reads past the policies."""

    def test_owner_of_the_tables_reads_nothing(self, superuser: Connection, canary: tuple[str, UUID]) -> None:
        table, _ = canary
        with superuser.transaction(force_rollback=True):
            superuser.execute("SET LOCAL ROLE lovedcrm_owner")
            assert superuser.execute(sql.SQL("SELECT * FROM {} LIMIT 1").format(sql.Identifier(table))).fetchall() == []


class TestSearch:
    @pytest.mark.parametrize("call", ["app.search('a', 'all', 50)", "app.search_deals('a', 50)"])
    def test_finds_nothing_without_a_context(self, app_login: Connection, superuser: Connection, call: str) -> None:
        tables.make_row(superuser, "clients", tables.make_organization(superuser), search_text="a")
        assert app_login.execute(f"SELECT * FROM {call}").fetchall() == []

    def test_finds_only_the_own_organization(self, app_login: Connection, superuser: Connection, house: tuple[UUID, UUID]) -> None:
        word = uuid7().hex
        mine = tables.make_row(superuser, "clients", house[0], search_text=word)
        theirs = tables.make_row(superuser, "clients", tables.make_organization(superuser), search_text=word)
        tables.make_row(superuser, "deals", theirs["organization_id"], client_id=theirs["id"], search_text=word)
        _enter(app_login, *house)
        assert [row["id"] for row in app_login.execute("SELECT id FROM app.search(%s, 'all', 50)", (word,))] == [mine["id"]]
        assert app_login.execute("SELECT id FROM app.search_deals(%s, 50)", (word,)).fetchall() == []


class TestEnter:
    def test_a_member_is_let_in(self, app_login: Connection, house: tuple[UUID, UUID]) -> None:
        assert _enter(app_login, *house) == "ok"
        assert _organization(app_login) == house[0]

    @pytest.mark.parametrize(
        ("change", "status"),
        [
            ("UPDATE user_sessions SET revoked_at = now() WHERE id = %(session)s", "session_dead"),
            ("UPDATE user_sessions SET expires_at = now() WHERE id = %(session)s", "session_dead"),
            ("UPDATE users SET disabled_at = now() WHERE id = (SELECT user_id FROM user_sessions WHERE id = %(session)s)", "session_dead"),
            ("DELETE FROM user_sessions WHERE id = %(session)s", "session_dead"),
            ("DELETE FROM memberships WHERE organization_id = %(organization)s", "not_member"),
            ("UPDATE organizations SET deleted_at = now() WHERE id = %(organization)s", "organization_closed"),
            (f"{POLICY} 'required', NULL, NULL, NULL)", "factor_required"),
            (f"{POLICY} 'required', now() - interval '1 second', NULL, NULL)", "factor_required"),
            (f"{POLICY} 'optional', NULL, 30, NULL); {SEEN} last_seen_at = now() - interval '31 minutes'", "session_dead"),
            (f"{POLICY} 'optional', NULL, NULL, 8); {SEEN} created_at = now() - interval '481 minutes'", "session_dead"),
        ],
    )
    def test_a_closed_door_sets_no_context(self, app_login: Connection, superuser: Connection, change: str, status: str) -> None:
        organization_id = tables.make_organization(superuser)
        session_id = tables.make_session(superuser, organization_id)
        _change(superuser, change, session_id, organization_id)
        assert _enter(app_login, organization_id, session_id) == status
        assert _organization(app_login) is None

    @pytest.mark.parametrize(
        "change",
        [
            f"{POLICY} 'required', now() + interval '1 hour', NULL, NULL)",
            f"{POLICY} 'required', NULL, NULL, NULL); UPDATE users SET two_factor_enabled_at = now()"
            " WHERE id = (SELECT user_id FROM user_sessions WHERE id = %(session)s)",
            f"{POLICY} 'optional', NULL, 30, 8); {SEEN} last_seen_at = now() - interval '29 minutes'",
            f"{POLICY} 'optional', NULL, 30, 8); {SEEN} created_at = now() - interval '479 minutes'",
            f"{SEEN} last_seen_at = now() - interval '29 days'",
        ],
    )
    def test_who_keeps_to_the_policy_is_let_in(self, app_login: Connection, superuser: Connection, change: str) -> None:
        organization_id = tables.make_organization(superuser)
        session_id = tables.make_session(superuser, organization_id)
        _change(superuser, change, session_id, organization_id)
        assert _enter(app_login, organization_id, session_id) == "ok"
        assert _organization(app_login) == organization_id

    def test_the_policy_of_another_organization_says_nothing_here(
        self, app_login: Connection, superuser: Connection, house: tuple[UUID, UUID]
    ) -> None:
        _change(superuser, f"{POLICY} 'required', NULL, 5, 1)", house[1], tables.make_organization(superuser))
        assert _enter(app_login, *house) == "ok"

    @pytest.mark.parametrize(
        ("change", "status"),
        [
            ("UPDATE organizations SET deleted_at = now() WHERE id = %(organization)s", "organization_closed"),
            (f"{POLICY} 'required', NULL, NULL, NULL)", "factor_required"),
        ],
    )
    def test_the_identity_login_lets_a_member_mend_it(
        self, auth_login: Connection, superuser: Connection, change: str, status: str
    ) -> None:
        organization_id = tables.make_organization(superuser)
        session_id = tables.make_session(superuser, organization_id)
        _change(superuser, change, session_id, organization_id)
        assert _enter(auth_login, organization_id, session_id) == status
        assert _organization(auth_login) == organization_id
        auth_login.rollback()
        stranger = tables.make_session(superuser, tables.make_organization(superuser))
        assert _enter(auth_login, organization_id, stranger) == "not_member"
        assert _organization(auth_login) is None

    def test_another_organization_is_refused(self, app_login: Connection, superuser: Connection, house: tuple[UUID, UUID]) -> None:
        """Also one that has members: they are others."""
        theirs = tables.make_organization(superuser)
        tables.make_session(superuser, theirs)
        for organization_id in (theirs, tables.make_organization(superuser)):
            assert _enter(app_login, organization_id, house[1]) == "not_member"
            assert _organization(app_login) is None


class TestJobs:
    """A job enters its organization with a pass that only the queue's login gets, and only while it runs."""

    def test_a_running_job_enters_its_organization(
        self, app_login: Connection, auth_login: Connection, superuser: Connection, house: tuple[UUID, UUID]
    ) -> None:
        job_id = _job(superuser, house[0], "doing")
        assert _enter_job(app_login, job_id, _pass(auth_login, job_id)) == "ok"
        assert _organization(app_login) == house[0]

    def test_a_job_that_no_worker_runs_enters_nothing(
        self, app_login: Connection, auth_login: Connection, superuser: Connection, house: tuple[UUID, UUID]
    ) -> None:
        job_id = _job(superuser, house[0], "doing")
        job_pass = _pass(auth_login, job_id)
        superuser.execute("UPDATE procrastinate_jobs SET status = 'cancelled' WHERE id = %s", (job_id,))
        assert _enter_job(app_login, job_id, job_pass) == "job_dead"
        assert _pass(auth_login, job_id) is None
        assert _organization(app_login) is None

    @pytest.mark.parametrize("job_pass", ["", "0" * 64, None])
    def test_a_running_job_without_its_pass_enters_nothing(
        self, app_login: Connection, superuser: Connection, house: tuple[UUID, UUID], job_pass: str | None
    ) -> None:
        assert _enter_job(app_login, _job(superuser, house[0], "doing"), job_pass) == "job_dead"
        assert _organization(app_login) is None

    def test_the_pass_of_another_job_opens_nothing(
        self, app_login: Connection, auth_login: Connection, superuser: Connection, house: tuple[UUID, UUID]
    ) -> None:
        foreign = _job(superuser, tables.make_organization(superuser), "doing")
        assert _enter_job(app_login, foreign, _pass(auth_login, _job(superuser, house[0], "doing"))) == "job_dead"

    @pytest.mark.parametrize(
        "statement",
        [
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args) VALUES ('q', 't', '{{\"organization_id\": \"{foreign}\"}}')",
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args) VALUES ('q', 't', '{{}}')",
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status)"
            " VALUES ('q', 't', '{{\"organization_id\": \"{own}\"}}', 'doing')",
            "UPDATE procrastinate_jobs SET status = 'doing'",
            'UPDATE procrastinate_jobs SET args = \'{{"organization_id": "{foreign}"}}\'',
            "DELETE FROM procrastinate_jobs",
            "SELECT app.job_pass(1)",
            "SELECT app.list_organizations(1)",
            "SELECT * FROM procrastinate_workers",
            "SELECT session_id FROM audit_log",
        ],
    )
    def test_the_business_login_makes_no_way_in(
        self, app_login: Connection, superuser: Connection, house: tuple[UUID, UUID], statement: str
    ) -> None:
        _enter(app_login, *house)
        with pytest.raises(errors.InsufficientPrivilege):
            app_login.execute(statement.format(own=house[0], foreign=tables.make_organization(superuser)))

    def test_the_business_login_sees_only_its_own_jobs(self, app_login: Connection, superuser: Connection) -> None:
        organization_id = tables.make_organization(superuser)
        own = _job(superuser, organization_id, "cancelled")
        _job(superuser, tables.make_organization(superuser), "cancelled")
        assert app_login.execute("SELECT id FROM procrastinate_jobs").fetchall() == []
        _enter(app_login, organization_id, tables.make_session(superuser, organization_id))
        assert app_login.execute("SELECT id FROM procrastinate_jobs").fetchall() == [{"id": own}]


class TestContextEnds:
    """A context lives exactly as long as the transaction, or the part of it, that made it."""

    def test_with_the_commit(self, app_login: Connection, house: tuple[UUID, UUID]) -> None:
        _enter(app_login, *house)
        app_login.commit()
        assert _organization(app_login) is None
        assert app_login.execute(CONTEXT).fetchone() == {"context": ""}

    def test_with_the_rollback(self, app_login: Connection, house: tuple[UUID, UUID]) -> None:
        _enter(app_login, *house)
        app_login.rollback()
        assert _organization(app_login) is None

    def test_with_the_savepoint(self, app_login: Connection, house: tuple[UUID, UUID]) -> None:
        app_login.execute("SAVEPOINT here")
        _enter(app_login, *house)
        app_login.execute("ROLLBACK TO here")
        assert _organization(app_login) is None

    def test_with_an_error(self, app_login: Connection, house: tuple[UUID, UUID]) -> None:
        _enter(app_login, *house)
        with pytest.raises(errors.DivisionByZero):
            app_login.execute("SELECT 1 / 0")
        app_login.rollback()
        assert _organization(app_login) is None

    def test_on_a_reused_connection_organizations_never_mix(self, app_login: Connection, superuser: Connection) -> None:
        houses = []
        for _ in range(2):
            organization_id = tables.make_organization(superuser)
            houses.append((organization_id, tables.make_session(superuser, organization_id)))
            tables.make_row(superuser, "clients", organization_id)
        for turn in range(200):
            organization_id, session_id = houses[turn % 2]
            _enter(app_login, organization_id, session_id)
            seen = {row["organization_id"] for row in app_login.execute("SELECT organization_id FROM clients")}
            assert seen == {organization_id}
            app_login.rollback() if turn % 3 else app_login.commit()


class TestForgery:
    """Whoever can run SQL as the business login still can't choose an organization."""

    @pytest.mark.parametrize(
        "text", ["{org}", "{org}|", "{org}||0|", "{org}|||", "{org}|{org}|{now}|{mac}", "x|y|z|w", "|||", "{org}|{org}|{now}|{mac}|more"]
    )
    def test_made_up_contexts_raise(self, app_login: Connection, canary: tuple[str, UUID], text: str) -> None:
        now = app_login.execute("SELECT extract(epoch FROM transaction_timestamp())::text AS now").fetchone()
        assert now is not None
        forged = text.format(org=canary[1], now=now["now"], mac="0" * 64)
        app_login.execute("SELECT set_config('app.context', %s, true)", (forged,))
        with pytest.raises(errors.InsufficientPrivilege, match="forged"):
            app_login.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(canary[0])))

    def test_a_context_of_another_transaction_raises(self, app_login: Connection, house: tuple[UUID, UUID]) -> None:
        _enter(app_login, *house)
        context = app_login.execute(CONTEXT).fetchone()
        assert context is not None
        app_login.commit()
        app_login.execute("SELECT set_config('app.context', %s, true)", (context["context"],))
        with pytest.raises(errors.InsufficientPrivilege, match="forged"):
            app_login.execute("SELECT count(*) FROM clients")

    def test_a_context_of_another_connection_raises(self, app_login: Connection, house: tuple[UUID, UUID]) -> None:
        with connect(runtime_url("lovedcrm_app"), autocommit=False) as victim:
            _enter(victim, *house)
            context = victim.execute(CONTEXT).fetchone()
            assert context is not None
            app_login.execute("SELECT set_config('app.context', %s, true)", (context["context"],))
            with pytest.raises(errors.InsufficientPrivilege, match="forged"):
                app_login.execute("SELECT count(*) FROM clients")

    def test_the_organization_can_not_be_swapped(self, app_login: Connection, house: tuple[UUID, UUID], canary: tuple[str, UUID]) -> None:
        _enter(app_login, *house)
        context = app_login.execute(CONTEXT).fetchone()
        assert context is not None
        swapped = context["context"].replace(str(house[0]), str(canary[1]), 1)
        app_login.execute("SELECT set_config('app.context', %s, true)", (swapped,))
        with pytest.raises(errors.InsufficientPrivilege, match="forged"):
            app_login.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(canary[0])))

    @pytest.mark.parametrize(
        "statement",
        [
            "SELECT app.set_context('{org}', NULL)",
            "SELECT app.context_mac('{org}||1')",
            "SELECT secret FROM app.context_keys",
            "SELECT password_hash FROM users",
            "SELECT id FROM user_sessions",
            "SET ROLE lovedcrm_owner",
            "SET ROLE lovedcrm_gate",
            "SET ROLE lovedcrm_search",
            "SET ROLE lovedcrm_auth",
            "SET SESSION AUTHORIZATION postgres",
            "CREATE FUNCTION app.organization_id(integer) RETURNS uuid LANGUAGE sql AS 'SELECT NULL::uuid'",
            "CREATE TABLE public.copy AS SELECT 1",
            "COPY clients TO PROGRAM 'true'",
            "DROP POLICY clients_tenant ON clients",
            "CREATE POLICY door ON clients USING (true)",
            "GRANT SELECT ON clients TO PUBLIC",
            "ALTER ROLE lovedcrm_app BYPASSRLS",
        ],
    )
    def test_the_ways_around_are_refused(self, app_login: Connection, house: tuple[UUID, UUID], statement: str) -> None:
        if statement.startswith("GRANT"):
            # Granting what one may not grant is a warning that grants nothing; the catalog tests see the result.
            app_login.execute(statement)
            granted = app_login.execute("SELECT has_table_privilege('lovedcrm_auth', 'clients', 'SELECT') AS held").fetchone()
            assert granted == {"held": False}
            return
        with pytest.raises(errors.InsufficientPrivilege):
            app_login.execute(statement.format(org=house[0]))
