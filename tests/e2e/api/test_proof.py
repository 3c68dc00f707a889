"""The rest of the proof of isolation at the dose of a merge gate; `make prove-isolation` runs all of it in full."""

import httpx
import pytest

from tests.e2e.api.support import Connection
from tests.isolation import canaries, jobs, live, redis_keys
from tests.isolation.proof import find
from tests.isolation.scene import Scene

pytestmark = pytest.mark.security


@pytest.fixture
def scene(http: httpx.Client, superuser: Connection) -> Scene:
    return Scene.new(http, superuser)


def test_no_word_of_a_neighbour_appears_anywhere(scene: Scene) -> None:
    assert list(map(str, find(canaries.all_cases(scene)))) == []


def test_no_job_leaves_its_organization(scene: Scene) -> None:
    assert list(map(str, find(jobs.all_cases(scene)))) == []


@pytest.mark.realtime
def test_no_socket_hears_another_organization(scene: Scene) -> None:
    assert list(map(str, find(live.all_cases(scene)))) == []


def test_every_redis_key_names_its_organization(scene: Scene) -> None:
    with redis_keys.watching() as watch:
        scene.house.owner.post("/ws/ticket")
        scene.house.fill()
    assert list(map(str, find(redis_keys.cases(watch, {})))) == []
