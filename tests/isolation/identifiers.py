"""Ids of a neighbour wherever an operation takes an id: path, body (nested and in lists), query, cursor.

Each is tried beside a random one: the two answers must be the same, down to the body, and change nothing.
"""

import base64
import binascii
import json
import statistics
import time
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from functools import partial
from typing import Any, Final
from uuid import UUID

import httpx
from uuid_utils.compat import uuid7

from tests.e2e.api import matrix
from tests.e2e.api.matrix import Call, Operation, World, resolve
from tests.e2e.api.support import Record
from tests.isolation import routes
from tests.isolation.proof import Case, Group
from tests.isolation.scene import Scene

GROUP: Final = Group("ids", "an id of another organization answers exactly as an id of nothing, wherever it is put")
REFUSALS: Final = frozenset({404, 422})
# Organizations name themselves: who is no member is told so of any id, 403 as of one that doesn't exist.
ABOUT_ORGANIZATIONS: Final = "organization_id"
# Marking as read and the like skip what they don't find, and say nothing about it.
SKIPPING: Final = frozenset({"read_notifications", "bulk_clients", "bulk_deals"})
# Each export of the log is an entry of the log, so no two are the same.
RECORDING: Final = frozenset({"export_audit_log"})
ROUNDS: Final = 5
MAX_DEPTH: Final = 6

Place = tuple[str, ...]
EACH: Final = "[]"


# ---------------------------------------------------------------- where ids go


def uuid_places(schema: Record, place: Place = ()) -> Iterator[Place]:
    """The ways to every uuid in a JSON schema; `[]` stands for the items of a list."""
    schema = resolve(schema)
    if len(place) > MAX_DEPTH:
        return
    if schema.get("format") == "uuid":
        yield place
    for choice in (*schema.get("anyOf", ()), *schema.get("oneOf", ()), *schema.get("allOf", ())):
        yield from uuid_places(choice, place)
    for name, part in schema.get("properties", {}).items():
        yield from uuid_places(part, (*place, name))
    if isinstance(items := schema.get("items"), dict):
        yield from uuid_places(items, (*place, EACH))


def put(body: Any, place: Place, value: str) -> Any:
    """The body with the value at this place; lists on the way hold just the one item."""
    if not place:
        return value
    step, *rest = place
    if step == EACH:
        inner = body[0] if isinstance(body, list) and body else {}
        return [put(deepcopy(inner), tuple(rest), value)]
    whole = dict(body) if isinstance(body, dict) else {}
    return whole | {step: put(deepcopy(whole.get(step)), tuple(rest), value)}


def ids_of(world: World, name: str) -> list[str]:
    """The ids that a field of this name could hold in the world: of its kind where the name tells, else of every kind."""
    kinds: dict[str, Callable[[], str]] = {kind: partial(find, world) for kind, find in matrix.PATH_IDS.items()}
    kinds |= {name: lambda: world.owner.user_id for name in ("owner_id", "user_id", "reassign_to")}
    kinds |= {name: lambda: world.deal["id"] for name in ("before_id", "after_id")}
    singular = name.removesuffix("s")
    if singular in kinds:
        return [kinds[singular]()]
    return [world.client["id"], world.contact["id"], world.deal["id"], world.entry["id"], world.owner.user_id, world.owner.organization_id]


# ---------------------------------------------------------------- one try: foreign beside random


@dataclass(frozen=True, slots=True)
class Try:
    """call: the operation with this id in one place. is_position: the id stands for a place in a list, not for a row."""

    name: str
    operation: Operation
    foreign: str
    call: Callable[[str], Call]
    allowed: frozenset[int] = REFUSALS
    is_position: bool = False


def comparable(answer: httpx.Response, *said: str) -> str:
    """The answer without what always differs: its request id, and the id that was asked for."""
    text = answer.text
    for value in (answer.headers.get("x-request-id", ""), *said):
        text = text.replace(value, "…") if value else text
    return f"{answer.status_code} {text}"


def told(scene: Scene, attempt: Try) -> str | None:
    """What the answer to the foreign id gave away."""
    person, random = scene.house.owner, str(uuid7())
    foreign = attempt.call(attempt.foreign).by(person)
    unknown = attempt.call(random).by(person)
    if foreign.status_code not in attempt.allowed:
        return f"answered {foreign.status_code}: {foreign.text[:200]}"
    if attempt.is_position:
        # The log of exports says what was asked for.
        asked = {attempt.foreign} if attempt.operation.id in RECORDING else set()
        shown = [i for i in ids_of(scene.elder, "") if i in foreign.text and i not in asked]
        return f"shows the neighbour's {', '.join(shown)}: {foreign.text[:200]}" if shown else None
    if comparable(foreign, attempt.foreign) != comparable(unknown, random):
        return f"differs from a random id: {foreign.status_code} {foreign.text[:120]} / {unknown.status_code} {unknown.text[:120]}"
    return None


def ratio(scene: Scene, attempt: Try) -> float:
    """How much longer a foreign id takes than a random one: the quotient of the medians of alternating calls."""
    times: dict[bool, list[float]] = {True: [], False: []}
    for _ in range(ROUNDS):
        for is_foreign in (True, False):
            call = attempt.call(attempt.foreign if is_foreign else str(uuid7()))
            begun = time.perf_counter()
            call.by(scene.house.owner)
            times[is_foreign].append(time.perf_counter() - begun)
    return statistics.median(times[True]) / statistics.median(times[False])


# ---------------------------------------------------------------- all tries of an operation


def with_body(call: Call, place: Place, identifier: str) -> Call:
    return Call(call.method, call.path, call.options | {"json": put(call.options["json"], place, identifier)})


def with_query(call: Call, name: str, identifier: str) -> Call:
    return Call(call.method, call.path, call.options | {"params": {**call.options.get("params", {}), name: identifier}})


def in_path(operation: Operation, scene: Scene) -> Iterator[Try]:
    if "{" not in operation.path:
        return
    foreign = matrix.target_of(operation, scene.elder)
    own = matrix.call(operation, scene.house)
    if foreign is None or not _is_uuid(foreign):
        return
    target = matrix.target_of(operation, scene.house)
    assert target is not None

    def call(identifier: str) -> Call:
        return Call(own.method, own.path.replace(target, identifier), own.options)

    allowed = REFUSALS | ({403} if ABOUT_ORGANIZATIONS in operation.path else set())
    yield Try("path", operation, foreign, call, allowed)
    if "version" in (operation.body_schema or {}).get("properties", {}):
        stale = own.options["json"] | {"version": own.options["json"]["version"] + 98}
        # 404 comes before 409: a conflict would say that there is something to conflict with.
        yield Try(
            "path, with a stale version", operation, foreign,
            lambda identifier: Call(own.method, own.path.replace(target, identifier), own.options | {"json": stale}),
        )  # fmt: skip


def in_body(operation: Operation, scene: Scene) -> Iterator[Try]:
    places = list(dict.fromkeys(uuid_places(operation.body_schema or {})))
    if not places:
        return
    call = matrix.call(operation, scene.house)
    for place in places:
        name = next(step for step in reversed(place) if step != EACH)
        allowed = REFUSALS | ({200} if operation.id in SKIPPING else set())
        for foreign in ids_of(scene.elder, name):
            yield Try(f"body {'.'.join(place)}", operation, foreign, partial(with_body, call, place), allowed)


def in_query(operation: Operation, scene: Scene) -> Iterator[Try]:
    """Filters find nothing; other parameters (a sort, a cursor) refuse an id as they refuse any word."""
    for parameter in operation.query:
        call = matrix.call(operation, scene.house)
        name = parameter["name"]
        foreign = ids_of(scene.elder, name)[0] if any(True for _ in uuid_places(parameter["schema"])) else scene.elder.client["id"]
        is_position = operation.id in RECORDING
        yield Try(f"query {name}", operation, foreign, partial(with_query, call, name), REFUSALS | {200}, is_position)


def in_cursor(operation: Operation, scene: Scene) -> Iterator[Try]:
    """The row that a cursor names replaced. It only breaks ties, so pages may differ; what they hold may not be the neighbour's."""
    if not any(parameter["name"] == "cursor" for parameter in operation.query):
        return
    call = matrix.call(operation, scene.house)
    cursor = with_query(call, "limit", "1").by(scene.house.owner).json().get("next_cursor")
    parts = decoded(cursor) if cursor else None
    if parts is None:
        return
    foreign = scene.elder.client["id"]

    def spoiled(identifier: str) -> Call:
        return with_query(call, "cursor", encoded([*parts[:-1], identifier]))

    yield Try("cursor", operation, foreign, spoiled, REFUSALS | {200}, is_position=True)


def decoded(cursor: str) -> list[Any] | None:
    try:
        found = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError):
        return None
    return found if isinstance(found, list) and found and _is_uuid(str(found[-1])) else None


def encoded(parts: list[Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(parts, separators=(",", ":")).encode()).decode().rstrip("=")


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def tries(operation: Operation, scene: Scene) -> Iterator[Try]:
    for find in (in_path, in_body, in_query, in_cursor):
        yield from find(operation, scene)


def cases(scene: Scene, operation: Operation) -> Iterator[Case]:
    """A case an id, then one that nothing has changed (of the neighbours alone, where the call itself may succeed)."""
    found = list(tries(operation, scene))
    if not found:
        return
    elder, _, younger = scene.organization_ids
    whose = (elder, younger) if any(200 in attempt.allowed for attempt in found) else scene.organization_ids
    scene.settle()
    before = scene.state(*whose)
    for attempt in found:
        yield Case(f"{operation.id}, {attempt.name}", partial(told, scene, attempt))
    yield Case(f"{operation.id}: nothing changed", lambda: routes.changed(before, scene.state(*whose)))


def all_cases(scene: Scene) -> Iterator[Case]:
    ratios: list[tuple[float, str]] = []
    fields = 0
    for world in (scene.elder, scene.house, scene.house):
        world.fill()
    # A second page for every list.
    matrix.World(scene.http, scene.superuser, scene.house.owner).fill()
    for operation in matrix.OPERATIONS:
        if operation.id in matrix.PUBLIC or not matrix.has_row(operation):
            continue
        yield from cases(scene, operation)
        for attempt in tries(operation, scene) if scene.is_full else ():
            fields += 1
            if attempt.name == "path":
                ratios.append((ratio(scene, attempt), operation.id))
    if ratios:
        typical, (worst, name) = statistics.median(value for value, _ in ratios), max(ratios)
        scene.figures |= {
            "places of ids": str(fields),
            "time of a foreign id to a random one": f"{typical:.2f} in the median, {worst:.2f} at most ({name})",
        }
