"""All groups in order, each on a stage of its own, with Redis watched from the first call to the last."""

from collections.abc import Callable, Iterator
from typing import Final

import httpx

from tests.e2e.api import matrix
from tests.e2e.api.support import Connection
from tests.isolation import canaries, identifiers, jobs, live, redis_keys, routes, statements
from tests.isolation.proof import Case, Group, Outcome, prove
from tests.isolation.scene import Scene, opened

GROUPS: Final[tuple[tuple[Group, Callable[[Scene], Iterator[Case]]], ...]] = (
    (routes.GROUP, routes.all_cases),
    (identifiers.GROUP, identifiers.all_cases),
    (canaries.GROUP, canaries.all_cases),
    (statements.GROUP, statements.all_cases),
    (jobs.GROUP, jobs.all_cases),
    (live.GROUP, live.all_cases),
)
KEYS: Final = (*(group.key for group, _ in GROUPS), redis_keys.GROUP.key)


def is_of_this_code(http: httpx.Client) -> bool:
    """Whether the running server answers as the code that the cases were made from."""
    answer = http.get("/openapi.json")
    return answer.status_code == 200 and bool(answer.json()["paths"] == matrix.DOCUMENT["paths"])


def outcomes(http: httpx.Client, superuser: Connection, chosen: set[str]) -> Iterator[Outcome]:
    with redis_keys.watching() as watch:
        for group, cases in GROUPS:
            if group.key in chosen:
                scene = Scene.new(http, superuser, is_full=True)
                yield prove(group, cases(scene), scene.figures)
    if redis_keys.GROUP.key in chosen:
        figures: dict[str, str] = {}
        yield prove(redis_keys.GROUP, redis_keys.cases(watch, figures), figures)


def run(chosen: set[str], tell: Callable[[Outcome], None]) -> list[Outcome]:
    """Prove the chosen groups against the running test environment; `tell` hears of each as it ends."""
    found = []
    with opened() as (http, superuser):
        for outcome in outcomes(http, superuser, chosen):
            tell(outcome)
            found.append(outcome)
    return found
