"""A record that somebody doesn't see is as unknown to them as one that isn't there: generated from the OpenAPI document."""

from collections.abc import Iterator

import httpx
import pytest

from api.core.permissions import PERMISSIONS_BY_ROLE
from tests.e2e.api import matrix
from tests.e2e.api.matrix import Operation, World
from tests.e2e.api.support import Connection, Record, join, make_contact, make_deal, restrict
from tests.isolation import identifiers
from tests.isolation.scene import Scene

pytestmark = pytest.mark.security

WORD = "girassolamarelo"
# Refused to whoever doesn't see all records, or to who can't make what it takes.
LEFT_OUT = frozenset({"merge_clients", "get_logo"})
ALLOWED = [
    o for o in matrix.TENANT_OPERATIONS
    if o.permission in PERMISSIONS_BY_ROLE["member"] and matrix.has_row(o) and o.id not in LEFT_OUT
]  # fmt: skip
LISTS = [o for o in ALLOWED if o.method == "GET" and not o.names_a_record]


@pytest.fixture(scope="module")
def scene(http: httpx.Client, superuser: Connection) -> Scene:
    """The house is a member who sees their own records; the elder is who owns the others, in the same organization."""
    elder = World.new(http, superuser)
    member = join(http, superuser, elder.owner.organization_id, "member")
    restrict(superuser, member, "own")
    house = World(http, superuser, member)
    elder.client, elder.deal, elder.entry = _named(elder)
    house.deal = make_deal(elder.owner, owner_id=member.user_id)
    house.notification = member.get("/notifications").json()["items"][0]["id"]
    for world in (elder, house):
        world.fill()
    return Scene(http, superuser, elder, house, house)


def _named(world: World) -> Iterator[Record]:
    client = world.owner.post("/clients", json={"name": f"Padaria {WORD}", "email": f"a@{WORD}.example", "tags": ["vip"]}).json()
    deal = {"title": f"Site {WORD}", "client_id": client["id"], "value_cents": 4_242_424, "expected_close_date": "2020-01-01"}
    yield client
    make_contact(world.owner, client["id"], name=f"Bruno {WORD}")
    yield world.owner.post("/deals", json=deal).json()
    yield world.owner.post("/timeline", json={"client_id": client["id"], "content": f"Pediu {WORD}"}).json()


def hidden_ids(scene: Scene) -> set[str]:
    elder = scene.elder
    return {
        *(record["id"] for record in elder.fill()), elder.command, elder.data_import["id"], elder.finished_import,
        elder.deleted_client, elder.deleted_contact, elder.deleted_deal, elder.deleted_entry, elder.deleted_task,
    }  # fmt: skip


@pytest.mark.parametrize("operation", ALLOWED, ids=lambda operation: operation.id)
def test_a_hidden_id_answers_as_a_random_one(scene: Scene, operation: Operation) -> None:
    hidden = hidden_ids(scene)
    tries = [attempt for attempt in identifiers.tries(operation, scene) if attempt.foreign in hidden]
    found = [(attempt.name, identifiers.told(scene, attempt)) for attempt in tries if not attempt.is_position]
    assert [f"{name}: {text}" for name, text in found if text is not None] == []
    for attempt in tries:
        if attempt.is_position:
            said = attempt.call(attempt.foreign).by(scene.house.owner).text
            assert [identifier for identifier in hidden if identifier in said] == []


@pytest.mark.parametrize("operation", LISTS, ids=lambda operation: operation.id)
def test_no_list_or_figure_shows_what_is_hidden(scene: Scene, operation: Operation) -> None:
    hidden = hidden_ids(scene)
    call = matrix.call(operation, scene.house)
    for params in ({}, {"q": WORD}, {"query": WORD}):
        named = {parameter["name"] for parameter in operation.query}
        if not params.keys() <= named:
            continue
        answer = call.by(scene.house.owner, params=call.options["params"] | params)
        assert answer.status_code == operation.status, answer.text
        said = answer.text.replace(scene.elder.owner.user_id, "")
        assert WORD not in said.replace(f'"{WORD}"', "")
        assert "4242424" not in said
        assert [identifier for identifier in hidden if identifier in said] == []


def test_the_lists_are_looked_at() -> None:
    assert {
        "list_clients",
        "list_deals",
        "get_board",
        "get_pipeline_metrics",
        "search",
        "list_timeline",
        "list_tasks",
        "list_notifications",
    } <= {o.id for o in LISTS}


def test_ones_own_export_holds_nothing_hidden(scene: Scene) -> None:
    answer = scene.house.owner.get("/users/me/export")
    assert answer.status_code == 200
    assert WORD not in answer.text
