"""Every role by every operation, allowed and refused, held against a table written down a second time.

A flipped cell in api/core/permissions.py, or a route that asks for another permission, fails here.
"""

from typing import Final

import httpx
import pytest
from uuid_utils.compat import uuid7

from api.core.permissions import ALL, PERMISSIONS_BY_ROLE
from tests.e2e.api import matrix
from tests.e2e.api.matrix import Operation, World, call
from tests.e2e.api.support import Connection, Person, join

pytestmark = [pytest.mark.roles, pytest.mark.security]

ROLES: Final = ("viewer", "member", "manager", "admin", "owner")
# The weakest role that may; every stronger one may too.
WEAKEST: Final[dict[str, str]] = {
    "api_key:read": "admin",
    "api_key:write": "admin",
    "audit:export": "admin",
    "audit:read": "admin",
    "client:delete": "member",
    "client:read": "viewer",
    "client:write": "member",
    "command:undo": "member",
    "custom_field:read": "viewer",
    "custom_field:write": "admin",
    "deal:delete": "member",
    "deal:read": "viewer",
    "deal:write": "member",
    "import:read": "viewer",
    "import:run": "member",
    "live:read": "viewer",
    "member:invite": "manager",
    "member:leave": "viewer",
    "member:manage": "admin",
    "member:read": "viewer",
    "notification:read": "viewer",
    "notification:write": "viewer",
    "organization:convert": "owner",
    "organization:delete": "owner",
    "organization:read": "viewer",
    "organization:transfer": "owner",
    "organization:update": "admin",
    "pipeline:read": "viewer",
    "pipeline:write": "manager",
    "preference:read": "viewer",
    "preference:write": "viewer",
    "recovery:approve": "owner",
    "report:read": "viewer",
    "role:read": "viewer",
    "security_policy:read": "viewer",
    "security_policy:write": "admin",
    "task:read": "viewer",
    "task:write": "member",
    "timeline:read": "viewer",
    "timeline:write": "member",
    "view:manage": "manager",
    "view:read": "viewer",
    "view:share": "member",
    "view:write": "viewer",
}
# Succeeding, these would take the person or the organization away from the tests that follow.
FINAL: Final = frozenset({"leave_organization", "delete_organization", "transfer_organization"})


def may(role: str, permission: str) -> bool:
    return ROLES.index(role) >= ROLES.index(WEAKEST[permission])


@pytest.fixture(scope="module")
def house(http: httpx.Client, superuser: Connection) -> World:
    return World.new(http, superuser)


@pytest.fixture(scope="module")
def people(http: httpx.Client, superuser: Connection, house: World) -> dict[str, Person]:
    return {role: join(http, superuser, house.owner.organization_id, role) for role in ROLES}


def test_every_permission_is_in_the_table() -> None:
    assert set(WEAKEST) == ALL


@pytest.mark.parametrize("role", ROLES)
def test_each_cell_is_as_written_down(role: str) -> None:
    assert PERMISSIONS_BY_ROLE[role] == {permission for permission in WEAKEST if may(role, permission)}


@pytest.mark.parametrize("operation", matrix.TENANT_OPERATIONS, ids=lambda operation: operation.id)
def test_operation_opens_to_exactly_these_roles(house: World, people: dict[str, Person], operation: Operation) -> None:
    """With an id that nothing has, so that who may call changes nothing that the next role needs."""
    assert operation.permission is not None
    target = str(uuid7()) if operation.names_a_record else None
    for role in ROLES:
        allowed = may(role, operation.permission)
        if allowed and operation.id in FINAL:
            continue
        answer = call(operation, house, target=target).by(people[role])
        refused = answer.status_code == 403 and answer.json()["code"] == "permission_missing"
        assert refused != allowed, f"{role}: {answer.status_code} {answer.text[:200]}"
        assert answer.status_code < 500
