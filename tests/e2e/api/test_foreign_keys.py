"""No row points into another organization: PostgreSQL checks keys past row-level security, so each key carries it."""

import pytest
from psycopg import errors

from tests.e2e.api import tables
from tests.e2e.api.support import Connection, connect

pytestmark = pytest.mark.security

# Keys of the identity plane, where users and sessions stand outside any organization.
IDENTITY_KEYS = {
    "email_changes_user_id_fkey",
    "login_challenges_user_id_fkey",
    "memberships_user_id_fkey",
    "oauth_attempts_session_id_fkey",
    "oauth_identities_user_id_fkey",
    "one_time_tokens_user_id_fkey",
    "passkey_challenges_user_id_fkey",
    "passkeys_user_id_fkey",
    "two_factor_backup_codes_user_id_fkey",
    "two_factor_recoveries_approved_by_fkey",
    "two_factor_recoveries_user_id_fkey",
    "user_sessions_user_id_fkey",
    "user_two_factor_user_id_fkey",
}
QUEUE_PREFIX = "procrastinate_"


def _keys() -> list[tables.ForeignKey]:
    with connect() as connection:
        return [tables.ForeignKey(**row) for row in connection.execute(tables.FOREIGN_KEYS)]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "key" in metafunc.fixturenames:
        # Of every plane: invites and keys for programs are an organization's too.
        between = [key for key in _keys() if key.target != "organizations" and key.columns[0] == "organization_id"]
        metafunc.parametrize("key", between, ids=lambda key: key.name)


def test_keys_without_the_organization_are_the_listed_ones() -> None:
    single = {key.name for key in _keys() if len(key.columns) == 1 and key.target != "organizations"}
    assert {name for name in single if not name.startswith(QUEUE_PREFIX)} == IDENTITY_KEYS


def test_a_row_of_the_own_organization_is_accepted(superuser: Connection, key: tables.ForeignKey) -> None:
    organization_id = tables.make_organization(superuser)
    parent = tables.make_row(superuser, key.target, organization_id)
    row = tables.make_row(superuser, key.table, organization_id, **{key.columns[-1]: parent[key.target_columns[-1]]})
    assert row[key.columns[-1]] == parent[key.target_columns[-1]]


def test_a_row_of_another_organization_is_refused(superuser: Connection, key: tables.ForeignKey) -> None:
    mine, theirs = tables.make_organization(superuser), tables.make_organization(superuser)
    parent = tables.make_row(superuser, key.target, theirs)
    with pytest.raises(errors.ForeignKeyViolation, match=key.name):
        tables.make_row(superuser, key.table, mine, **{key.columns[-1]: parent[key.target_columns[-1]]})
