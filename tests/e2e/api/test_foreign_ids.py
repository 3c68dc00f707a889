"""Ids of another organization in bodies, queries and cursors: never a way in, never a way to learn that they exist."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import httpx
import pytest
from uuid_utils.compat import uuid7

from tests.e2e.api import matrix
from tests.e2e.api.matrix import Operation, World, call, resolve
from tests.e2e.api.support import Connection, Record, assert_problem, fingerprint

pytestmark = pytest.mark.security


@pytest.fixture(scope="module")
def house(http: httpx.Client, superuser: Connection) -> World:
    return World.new(http, superuser)


@pytest.fixture(scope="module")
def neighbour(http: httpx.Client, superuser: Connection) -> World:
    return World.new(http, superuser)


def is_uuid(schema: Record) -> bool:
    schema = resolve(schema)
    return schema.get("format") == "uuid" or any(is_uuid(s) for s in schema.get("anyOf", []))


def uuid_fields() -> Iterator[tuple[Operation, str]]:
    for operation in matrix.TENANT_OPERATIONS:
        for name, schema in (operation.body_schema or {}).get("properties", {}).items():
            if is_uuid(schema):
                yield operation, name


def uuid_filters() -> Iterator[tuple[Operation, str]]:
    for operation in matrix.TENANT_OPERATIONS:
        for parameter in operation.query:
            if is_uuid(parameter["schema"]):
                yield operation, parameter["name"]


def foreign(name: str, world: World) -> str:
    """An id that such a field would hold in the world."""
    found: dict[str, Any] = {"client_id": world.client, "deal_id": world.deal, "before_id": world.deal, "after_id": world.deal}
    if name in ("owner_id", "user_id"):
        return world.owner.user_id
    identifier: str = found[name]["id"]
    return identifier


def _ids(case: tuple[Operation, str]) -> str:
    return f"{case[0].id}-{case[1]}"


@pytest.mark.parametrize("case", list(uuid_fields()), ids=_ids)
def test_foreign_id_in_a_body_is_as_unknown_as_a_random_one(
    house: World, neighbour: World, superuser: Connection, case: tuple[Operation, str]
) -> None:
    operation, name = case
    request, target = call(operation, house), foreign(name, neighbour)
    organizations = (house.owner.organization_id, neighbour.owner.organization_id)
    before = fingerprint(superuser, *organizations)
    bodies = []
    for identifier in (target, str(uuid7())):
        answer = request.by(house.owner, json=deepcopy(request.options["json"]) | {name: identifier})
        assert answer.status_code in (404, 422), answer.text
        bodies.append(assert_problem(answer, answer.status_code) | {"request_id": ""})
    assert bodies[0] == bodies[1]
    assert fingerprint(superuser, *organizations) == before


@pytest.mark.parametrize("case", list(uuid_filters()), ids=_ids)
def test_foreign_id_in_a_filter_finds_nothing(house: World, neighbour: World, case: tuple[Operation, str]) -> None:
    operation, name = case
    request, target = call(operation, house), foreign(name, neighbour)
    assert foreign(name, house)
    answers = [request.by(house.owner, params=request.options["params"] | {name: identifier}) for identifier in (target, str(uuid7()))]
    assert answers[0].status_code == answers[1].status_code
    if answers[0].status_code == 200:
        assert answers[0].json() == answers[1].json()
        assert target not in answers[0].text
    else:
        assert_problem(answers[0], 404)


@pytest.mark.parametrize("operation", [o for o in matrix.TENANT_OPERATIONS if o.method == "GET"], ids=lambda operation: operation.id)
def test_answers_hold_nothing_of_the_neighbour(house: World, neighbour: World, operation: Operation) -> None:
    """Both organizations hold a record of each kind; the neighbour's ids and names appear in no answer."""
    canaries = [
        neighbour.owner.organization_id,
        neighbour.owner.user_id,
        neighbour.owner.email,
        *(record["id"] for record in neighbour.fill()),
        neighbour.client["name"],
    ]
    house.fill()
    answer = call(operation, house).by(house.owner)
    assert answer.status_code == operation.status, answer.text
    assert [canary for canary in canaries if canary in answer.text] == []


def cursors() -> list[Operation]:
    return [o for o in matrix.TENANT_OPERATIONS if any(p["name"] == "cursor" for p in o.query)]


@pytest.mark.parametrize("operation", cursors(), ids=lambda operation: operation.id)
@pytest.mark.parametrize("cursor", ["rubbish", "W10", "eyJhIjogMX0", "x" * 5000, "%00", "🙂", "bnVsbA", "WyJjbGllbnRzIiwxLDJd"])
def test_damaged_cursor_is_refused(house: World, operation: Operation, cursor: str) -> None:
    request = call(operation, house)
    answer = request.by(house.owner, params=request.options["params"] | {"cursor": cursor})
    assert_problem(answer, 422)
