"""How a context is entered, by whom, and how long it lasts; test_statements.py attacks what it guards."""

from uuid import UUID

import pytest
from psycopg import errors
from uuid_utils.compat import uuid7

from tests.e2e.api import tables
from tests.e2e.api.support import Connection

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
