"""The wall around what somebody sees, in PostgreSQL itself: whatever a statement asks, as the business login."""

from uuid import UUID

import pytest
from psycopg import errors, sql
from uuid_utils.compat import uuid7

from tests.e2e.api import tables
from tests.e2e.api.support import Connection

pytestmark = pytest.mark.security

NOBODY = "00000000-0000-0000-0000-000000000000"
ENTER = "SELECT seen_owners, record_scope, has_restricted_members FROM app.enter(%s, %s)"
# What a row of a table needs to hang on, and the column that says whose it is.
OF_CLIENT = ("contacts", "identities", "client_tags", "timeline_entries")
OF_DEAL = ("deal_tags", "deal_stage_visits")
OF_PERSON = ("commands", "idempotency_keys", "imports")


class House:
    """An organization with a member who sees their own records, and a client and a deal of each side."""

    def __init__(self, superuser: Connection, scope: str = "own") -> None:
        self.organization_id = tables.make_organization(superuser)
        team = tables.make_row(superuser, "teams", self.organization_id)
        self.colleague = tables.make_row(superuser, "memberships", self.organization_id, role="member")["user_id"]
        self.person = tables.make_row(
            superuser, "memberships", self.organization_id, role="member", record_scope=scope, team_id=team["id"]
        )["user_id"]
        self.session_id = tables.make_row(superuser, "user_sessions", self.organization_id, user_id=self.person)["id"]
        self.mine = self._client(superuser, self.person)
        self.hidden = self._client(superuser, self.colleague)
        self.my_deal = self._deal(superuser, self.mine, self.person)
        self.hidden_deal = self._deal(superuser, self.hidden, self.colleague)

    def _client(self, superuser: Connection, owner_id: UUID) -> UUID:
        found: UUID = tables.make_row(superuser, "clients", self.organization_id, owner_id=owner_id)["id"]
        return found

    def _deal(self, superuser: Connection, client_id: UUID, owner_id: UUID) -> UUID:
        found: UUID = tables.make_row(superuser, "deals", self.organization_id, client_id=client_id, owner_id=owner_id)["id"]
        return found

    def enter(self, connection: Connection) -> dict[str, object]:
        row = connection.execute(ENTER, (self.session_id, self.organization_id)).fetchone()
        assert row is not None
        return row


@pytest.fixture(scope="module")
def house(superuser: Connection) -> House:
    return House(superuser)


def count(connection: Connection, table: str) -> int:
    row = connection.execute(sql.SQL("SELECT count(*) AS count FROM {}").format(sql.Identifier(table))).fetchone()
    assert row is not None
    found: int = row["count"]
    return found


class TestContext:
    def test_says_what_is_seen(self, app_login: Connection, house: House) -> None:
        assert house.enter(app_login) == {"seen_owners": [house.person], "record_scope": "own", "has_restricted_members": True}
        row = app_login.execute("SELECT app.sees_all() AS a, app.seen_owners() AS o, app.user_id() AS u").fetchone()
        assert row == {"a": False, "o": [house.person], "u": house.person}

    def test_of_a_team_names_the_team_and_nobody(self, app_login: Connection, superuser: Connection) -> None:
        house = House(superuser, "team")
        superuser.execute(
            "UPDATE memberships SET team_id = (SELECT team_id FROM memberships WHERE user_id = %s) WHERE user_id = %s",
            (house.person, house.colleague),
        )
        entered = house.enter(app_login)["seen_owners"]
        assert isinstance(entered, list)
        assert set(entered) == {house.person, house.colleague, UUID(NOBODY)}
        superuser.execute("UPDATE memberships SET left_at = now() WHERE user_id = %s", (house.colleague,))
        app_login.commit()
        assert house.enter(app_login)["seen_owners"] == [house.person, UUID(NOBODY)]

    def test_of_who_sees_all_names_nobody(self, app_login: Connection, superuser: Connection) -> None:
        organization_id = tables.make_organization(superuser)
        row = app_login.execute(ENTER, (tables.make_session(superuser, organization_id), organization_id)).fetchone()
        assert row == {"seen_owners": None, "record_scope": "all", "has_restricted_members": False}
        assert app_login.execute("SELECT app.sees_all() AS a").fetchone() == {"a": True}

    def test_without_one_nothing_is_seen(self, app_login: Connection) -> None:
        row = app_login.execute("SELECT app.sees_all() AS a, app.user_id() AS u, cardinality(app.seen_owners()) AS n").fetchone()
        assert row == {"a": False, "u": None, "n": 0}

    @pytest.mark.parametrize("asked", ["app.sees_all()", "app.seen_owners()", "app.user_id()", "app.sees_record(NULL, NULL)"])
    @pytest.mark.parametrize("wanted", ["all", f"of:{NOBODY}"])
    def test_with_another_sight_is_forged(self, app_login: Connection, house: House, asked: str, wanted: str) -> None:
        house.enter(app_login)
        row = app_login.execute("SELECT current_setting('app.context') AS context").fetchone()
        assert row is not None
        parts = row["context"].split("|")
        app_login.execute("SELECT set_config('app.context', %s, true)", ("|".join([*parts[:3], wanted, parts[4]]),))
        with pytest.raises(errors.InsufficientPrivilege, match="forged"):
            app_login.execute(f"SELECT {asked}")

    def test_of_admins_can_not_be_narrowed(self, superuser: Connection) -> None:
        organization_id = tables.make_organization(superuser)
        with pytest.raises(errors.CheckViolation):
            tables.make_row(superuser, "memberships", organization_id, role="admin", record_scope="own")
        with pytest.raises(errors.CheckViolation):
            tables.make_row(superuser, "memberships", organization_id, role="member", record_scope="team")


class TestReading:
    def test_clients_and_deals(self, app_login: Connection, house: House) -> None:
        house.enter(app_login)
        assert [row["id"] for row in app_login.execute("SELECT id FROM clients")] == [house.mine]
        assert [row["id"] for row in app_login.execute("SELECT id FROM deals")] == [house.my_deal]

    @pytest.mark.parametrize("table", [*OF_CLIENT, *OF_DEAL])
    def test_what_hangs_on_them(self, app_login: Connection, superuser: Connection, house: House, table: str) -> None:
        column, mine, hidden = (
            ("client_id", house.mine, house.hidden) if table in OF_CLIENT else ("deal_id", house.my_deal, house.hidden_deal)
        )
        given = {"type": "note"} if table == "timeline_entries" else {}
        for parent in (mine, hidden):
            tables.make_row(superuser, table, house.organization_id, **{column: parent}, **given)
        house.enter(app_login)
        rows = app_login.execute(sql.SQL("SELECT {} AS parent FROM {}").format(sql.Identifier(column), sql.Identifier(table))).fetchall()
        assert {row["parent"] for row in rows} == {mine}

    @pytest.mark.parametrize("table", OF_PERSON)
    def test_what_is_somebodys(self, app_login: Connection, superuser: Connection, house: House, table: str) -> None:
        for person in (house.person, house.colleague):
            tables.make_row(superuser, table, house.organization_id, user_id=person)
        house.enter(app_login)
        rows = app_login.execute(sql.SQL("SELECT user_id FROM {}").format(sql.Identifier(table))).fetchall()
        assert {row["user_id"] for row in rows} == {house.person}

    @pytest.mark.parametrize("table", ["totals"])
    def test_running_totals_not_at_all(self, app_login: Connection, house: House, table: str) -> None:
        house.enter(app_login)
        assert count(app_login, table) == 0

    def test_no_entry_of_a_deal_that_is_gone(self, app_login: Connection, superuser: Connection, house: House) -> None:
        tables.make_row(superuser, "timeline_entries", house.organization_id, client_id=house.mine, type="deal")
        house.enter(app_login)
        assert app_login.execute("SELECT id FROM timeline_entries WHERE type = 'deal' AND deal_id IS NULL").fetchall() == []

    @pytest.mark.parametrize("asked", ["app.has_hidden_deals(%s)", "app.sees_record(%s, NULL)"])
    def test_by_functions_neither(self, app_login: Connection, house: House, asked: str) -> None:
        house.enter(app_login)
        answers = [app_login.execute(f"SELECT {asked} AS found", (client_id,)).fetchone() for client_id in (house.hidden, uuid7())]
        assert answers[0] == answers[1] == {"found": False}

    def test_who_else_sees_it_is_not_told(self, app_login: Connection, house: House) -> None:
        house.enter(app_login)
        found = [
            app_login.execute("SELECT n, user_id, has_lost FROM app.hidden_from(%s, %s, NULL)", ([client_id], [None])).fetchall()
            for client_id in (house.hidden, uuid7())
        ]
        assert found[0] == found[1]


class TestWriting:
    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE deals SET owner_id = %(colleague)s WHERE id = %(my_deal)s",
            "UPDATE deals SET owner_id = NULL WHERE id = %(my_deal)s",
            "UPDATE deals SET client_id = %(hidden)s WHERE id = %(my_deal)s",
            "INSERT INTO deals (organization_id, id, client_id, title, position, owner_id)"
            " VALUES (%(organization_id)s, gen_random_uuid(), %(hidden)s, 'x', 'x', %(person)s)",
            "INSERT INTO clients (organization_id, id, name, sort_name, owner_id)"
            " VALUES (%(organization_id)s, gen_random_uuid(), 'x', 'x', %(colleague)s)",
            "INSERT INTO contacts (organization_id, id, client_id, name) VALUES (%(organization_id)s, gen_random_uuid(), %(hidden)s, 'x')",
            "INSERT INTO timeline_entries (organization_id, id, client_id, type)"
            " VALUES (%(organization_id)s, gen_random_uuid(), %(hidden)s, 'note')",
            "INSERT INTO timeline_entries (organization_id, id, client_id, deal_id, type)"
            " VALUES (%(organization_id)s, gen_random_uuid(), %(mine)s, %(hidden_deal)s, 'note')",
            "SELECT app.hand_over(%(colleague)s, %(person)s)",
        ],
    )
    def test_past_ones_sight_is_refused(self, app_login: Connection, house: House, statement: str) -> None:
        house.enter(app_login)
        with pytest.raises(errors.InsufficientPrivilege):
            app_login.execute(statement, vars(house))

    @pytest.mark.parametrize("verb", ["UPDATE clients SET notes = 'x' WHERE id = %s", "DELETE FROM clients WHERE id = %s"])
    def test_what_is_hidden_touches_nothing(self, app_login: Connection, house: House, verb: str) -> None:
        house.enter(app_login)
        assert app_login.execute(verb, (house.hidden,)).rowcount == 0

    def test_hands_over_what_is_ones_own(self, app_login: Connection, superuser: Connection) -> None:
        house = House(superuser)
        house.enter(app_login)
        row = app_login.execute("SELECT clients, deals FROM app.hand_over(%s, %s)", (house.person, house.colleague)).fetchone()
        assert row == {"clients": 1, "deals": 1}
        assert app_login.execute("SELECT id FROM deals").fetchall() == []
