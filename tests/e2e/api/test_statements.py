"""The second wall, attacked with plain SQL as the runtime logins, table by table (tests/isolation/statements.py)."""

from functools import partial

import httpx
import pytest

from tests.e2e.api import tables
from tests.e2e.api.support import Connection
from tests.isolation import forgeries, marks, statements
from tests.isolation.proof import Case, find
from tests.isolation.scene import Scene

pytestmark = pytest.mark.security

by_login = pytest.mark.parametrize("login", statements.LOGINS)
PLACES = ("no organization", "another organization")


@pytest.fixture(scope="module")
def scene(http: httpx.Client, superuser: Connection) -> Scene:
    found = Scene.new(http, superuser)
    found.elder.fill()
    return found


@pytest.fixture(scope="module")
def word(scene: Scene, superuser: Connection) -> str:
    """The mark of the older neighbour, in every text that it has stored."""
    found = marks.new_mark()
    marks.mark(superuser, scene.elder.owner.organization_id, found, scene.elder.owner.user_id)
    return found


@by_login
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("table", [*tables.TENANT, "organizations", "memberships", "user_sessions"])
def test_nothing_is_gained_from_outside(scene: Scene, word: str, table: str, place: str, login: str) -> None:
    found = [t for t in statements.targets(scene.superuser, scene.elder.owner.organization_id, login) if t.table == table]
    person = None if place == "no organization" else scene.house.owner
    for target in found:
        with statements.attacker(login, person) as connection:
            cases = statements.on_table(connection, scene.superuser, target, scene.house.owner.organization_id, word, label=login)
            assert list(map(str, find(cases))) == []


@pytest.mark.parametrize("table", tables.TENANT)
def test_the_tables_owner_reads_nothing(scene: Scene, word: str, table: str) -> None:
    """FORCE: not even whose table it is reads past the policies."""
    target = next(t for t in statements.targets(scene.superuser, scene.elder.owner.organization_id, "lovedcrm_app") if t.table == table)
    assert statements.owner_attack(scene.superuser, target) is None


@by_login
def test_the_ways_around_are_refused(scene: Scene, word: str, login: str) -> None:
    with statements.attacker(login, scene.house.owner) as connection:
        cases = [Case(a.name, partial(statements.gained, connection, a.sql, a, word)) for a in statements.once(login)]
        assert list(map(str, find(cases))) == []


def test_forged_contexts_and_hostile_arguments_open_nothing(scene: Scene, word: str) -> None:
    assert list(map(str, find(forgeries.cases(scene, word)))) == []


# What the business login may know of accounts: colleagues by name, its own organization, names of keys for the log.
READABLE = {
    "api_keys": {"organization_id", "id", "name", "revoked_at"},
    "memberships": {"organization_id", "id", "user_id", "role", "created_at", "left_at", "record_scope", "team_id", "joined_at"},
    "users": {"id", "email", "full_name", "locale", "two_factor_enabled_at", "email_verified_at", "avatar_key"},
}
WRITABLE = {"memberships": {"left_at"}}
HELD = """
    SELECT a.attname AS name FROM pg_attribute a WHERE a.attrelid = %(table)s::regclass AND a.attnum > 0 AND NOT a.attisdropped
      AND (has_column_privilege('lovedcrm_app', a.attrelid, a.attnum, %(privilege)s))"""


@pytest.mark.parametrize("table", [table for table in tables.IDENTITY if table not in ("organizations", "outgoing_mails")])
def test_business_login_knows_of_accounts_only_what_is_listed(superuser: Connection, table: str) -> None:
    def held(privilege: str) -> set[str]:
        return {row["name"] for row in superuser.execute(HELD, {"table": table, "privilege": privilege})}

    assert held("SELECT") == READABLE.get(table, set())
    assert held("UPDATE") == WRITABLE.get(table, set())
    assert held("INSERT") == set()
