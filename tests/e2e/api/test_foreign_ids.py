"""Ids of another organization: never a way in, never a way to learn that they exist (tests/isolation/identifiers.py)."""

import httpx
import pytest

from tests.e2e.api import matrix
from tests.e2e.api.matrix import Operation, call
from tests.e2e.api.support import Connection, assert_problem
from tests.isolation import identifiers
from tests.isolation.proof import find
from tests.isolation.scene import Scene

pytestmark = pytest.mark.security

signed_in = [o for o in matrix.OPERATIONS if o.id not in matrix.PUBLIC]


@pytest.fixture(scope="module")
def scene(http: httpx.Client, superuser: Connection) -> Scene:
    found = Scene.new(http, superuser)
    # Two records of each kind, so that lists have a second page.
    for world in (found.elder, found.house, matrix.World(http, superuser, found.house.owner)):
        world.fill()
    return found


@pytest.mark.parametrize("operation", signed_in, ids=lambda operation: operation.id)
def test_foreign_id_is_as_unknown_as_a_random_one(scene: Scene, operation: Operation) -> None:
    assert list(map(str, find(identifiers.cases(scene, operation)))) == []


@pytest.mark.parametrize(
    "operation", [o for o in matrix.TENANT_OPERATIONS if any(p["name"] == "cursor" for p in o.query)], ids=lambda operation: operation.id
)
@pytest.mark.parametrize("cursor", ["rubbish", "W10", "eyJhIjogMX0", "x" * 5000, "%00", "🙂", "bnVsbA", "WyJjbGllbnRzIiwxLDJd"])
def test_damaged_cursor_is_refused(scene: Scene, operation: Operation, cursor: str) -> None:
    request = call(operation, scene.house)
    answer = request.by(scene.house.owner, params=request.options["params"] | {"cursor": cursor})
    assert_problem(answer, 422)
