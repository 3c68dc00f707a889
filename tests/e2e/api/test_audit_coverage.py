"""No state change without its audit entry: each changing operation leaves exactly one, each reading one none."""

import httpx
import pytest

from tests.e2e.api import matrix
from tests.e2e.api.matrix import Operation, World, call
from tests.e2e.api.support import Connection, Record

pytestmark = [pytest.mark.security, pytest.mark.audit]

# A ticket for the live channel is no change: it lives thirty seconds in Redis.
NO_CHANGE = frozenset({"create_live_ticket"})
SECRETS = ("password", "refresh_hash", "token", "secret")


@pytest.fixture
def house(http: httpx.Client, superuser: Connection) -> World:
    return World.new(http, superuser)


def entries(superuser: Connection, world: World) -> list[Record]:
    return superuser.execute(
        "SELECT * FROM audit_log WHERE organization_id = %s ORDER BY created_at, id", (world.owner.organization_id,)
    ).fetchall()


@pytest.mark.parametrize("operation", [o for o in matrix.TENANT_OPERATIONS if o.changes], ids=lambda operation: operation.id)
def test_change_leaves_one_entry(house: World, superuser: Connection, operation: Operation) -> None:
    request = call(operation, house)
    before = entries(superuser, house)
    answer = request.by(house.owner)
    assert answer.status_code == operation.status, answer.text
    added = entries(superuser, house)[len(before) :]
    if operation.id in NO_CHANGE:
        assert added == []
        return
    assert len(added) == 1, [entry["action"] for entry in added]
    entry = added[0]
    assert str(entry["user_id"]) == house.owner.user_id
    assert entry["session_id"] is not None
    assert entry["ip_address"] == house.owner.address
    assert entry["request_id"] == answer.headers["x-request-id"]
    assert entry["action"].count(".") == 1
    assert [name for name in entry["changes"] if any(secret in name for secret in SECRETS)] == []


@pytest.mark.parametrize("operation", [o for o in matrix.TENANT_OPERATIONS if not o.changes], ids=lambda operation: operation.id)
def test_reading_leaves_none(house: World, superuser: Connection, operation: Operation) -> None:
    request = call(operation, house)
    before = entries(superuser, house)
    assert request.by(house.owner).status_code == operation.status
    assert entries(superuser, house) == before


@pytest.mark.parametrize(
    "operation", [o for o in matrix.TENANT_OPERATIONS if o.changes and o.body_schema], ids=lambda operation: operation.id
)
def test_refused_change_leaves_none(house: World, superuser: Connection, operation: Operation) -> None:
    request = call(operation, house)
    before = entries(superuser, house)
    assert request.by(house.owner, json=request.options["json"] | {"organization_id": "x"}).status_code == 422
    assert entries(superuser, house) == before


def test_a_repeat_with_the_same_key_leaves_one_entry(house: World, superuser: Connection) -> None:
    before = len(entries(superuser, house))
    body = {"name": "Padaria Única"}
    answers = [house.owner.post("/clients", json=body, headers={"Idempotency-Key": "once"}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [201, 201, 201]
    assert len({answer.text for answer in answers}) == 1
    assert len(entries(superuser, house)) == before + 1
