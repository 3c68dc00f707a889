"""The prover proves, in PostgreSQL: tables without a wall, planted in a transaction that is never committed, are found."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import pytest
from psycopg import sql

from tests.e2e.api.support import Connection, connect
from tests.isolation import marks, statements
from tests.isolation.proof import find
from tests.isolation.statements import Target

pytestmark = pytest.mark.security

OWN = "organization_id = (SELECT app.organization_id())"
POLICY = f"CREATE POLICY planted_tenant ON planted TO lovedcrm_app USING ({OWN}) WITH CHECK ({OWN})"
SECURE = ("ALTER TABLE planted ENABLE ROW LEVEL SECURITY", "ALTER TABLE planted FORCE ROW LEVEL SECURITY", POLICY)
READ = "GRANT SELECT, DELETE ON planted TO lovedcrm_app"


@contextmanager
def planted(*statements_: str) -> Iterator[tuple[Connection, Target, str]]:
    """A table with a foreign row, seen by the business login outside any organization."""
    organization_id, word = str(uuid4()), marks.new_mark()
    with connect(autocommit=False) as connection:
        connection.execute("CREATE TABLE public.planted (organization_id uuid NOT NULL, name text NOT NULL)")
        connection.execute("ALTER TABLE planted OWNER TO lovedcrm_owner")
        for statement in statements_:
            connection.execute(statement.encode())
        insert = sql.SQL("INSERT INTO planted VALUES ({}, {})").format(sql.Literal(organization_id), sql.Literal(word))
        connection.execute(insert)
        connection.execute("SET LOCAL SESSION AUTHORIZATION lovedcrm_app")
        yield connection, Target("planted", "organization_id", organization_id, ("organization_id", "name")), word
        connection.rollback()


def found(*statements_: str) -> set[str]:
    """The attacks that gained something; copying a row needs one that others see, and is tried on the real tables."""
    with planted(*statements_) as (connection, target, word):
        cases = statements.on_table(connection, connection, target, str(uuid4()), word, label="app")
        return {finding.case.rpartition(" · ")[2] for finding in find(case for case in cases if "INSERT" not in case.name)}


def test_a_table_with_its_walls_gives_nothing() -> None:
    assert found(*SECURE, READ) == set()


def test_a_table_without_row_security_is_found() -> None:
    gained = found(READ)
    assert {"SELECT by its organization", "COPY TO", "DELETE", "dividing by what is foreign", "row_security = off"} <= gained


def test_a_policy_that_lets_everything_through_is_found() -> None:
    opened = POLICY.replace(OWN, "true")
    gained = found(*SECURE[:2], opened, READ)
    assert {"SELECT by its organization", "count", "MERGE"} <= gained


def test_a_second_policy_beside_the_right_one_is_found() -> None:
    door = "CREATE POLICY planted_door ON planted FOR SELECT TO lovedcrm_app USING (name <> '')"
    assert "SELECT whole rows" in found(*SECURE, door, READ)


@pytest.mark.parametrize(
    ("grant", "attack"),
    [
        ("GRANT TRUNCATE ON planted TO lovedcrm_app", "TRUNCATE"),
        ("GRANT TRIGGER ON planted TO lovedcrm_app", "a trigger of one's own"),
    ],
)
def test_a_grant_too_many_is_found(grant: str, attack: str) -> None:
    assert attack in found(*SECURE, READ, grant)


def test_a_table_that_the_login_owns_is_found() -> None:
    gained = found(*SECURE, READ, "ALTER TABLE planted OWNER TO lovedcrm_app")
    assert {"row security off by table", "a policy of one's own", "dropping it"} <= gained
