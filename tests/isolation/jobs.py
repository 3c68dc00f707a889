"""Jobs of the house that name what is the neighbour's: every task of the worker, with foreign ids in its arguments."""

import inspect
import time
from collections.abc import Iterator
from functools import partial
from typing import Any, Final

from psycopg.types.json import Jsonb

from api.core.jobs import JOBS
from tests.isolation import marks
from tests.isolation.identifiers import ids_of
from tests.isolation.proof import Case, Group
from tests.isolation.routes import changed
from tests.isolation.scene import Scene

GROUP: Final = Group("jobs", "a job works in its own organization alone, whatever its arguments name")
WAIT_SECONDS: Final = 20
DEFER: Final = "INSERT INTO procrastinate_jobs (queue_name, task_name, args) VALUES ('default', %s, %s) RETURNING id"
# Tried once is enough: what failed comes back only later.
TRIED: Final = "SELECT status::text AS status, attempts FROM procrastinate_jobs WHERE id = %s"
END: Final = "UPDATE procrastinate_jobs SET status = 'cancelled' WHERE id = %s AND status = 'todo'"
CONTEXT: Final = frozenset({"context", "timestamp", "organization_id", "user_id"})


def tasks() -> dict[str, list[str]]:
    """Every task of organizations with the arguments that it takes besides the organization and the person."""
    JOBS.perform_import_paths()  # type: ignore[no-untyped-call]  # procrastinate leaves it out
    found = {}
    for name, task in sorted(JOBS.tasks.items()):
        parameters = list(inspect.signature(task.func).parameters)
        if "organization_id" in parameters:
            found[name] = [parameter for parameter in parameters if parameter not in CONTEXT]
    return found


def run(scene: Scene, name: str, arguments: dict[str, Any]) -> str:
    """Put the job in the queue and wait for a worker to have tried it; how it ended."""
    row = scene.superuser.execute(DEFER, (name, Jsonb(arguments))).fetchone()
    assert row is not None
    deadline = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < deadline:
        found = scene.superuser.execute(TRIED, (row["id"],)).fetchone()
        if found is None or found["status"] not in ("todo", "doing") or (found["status"] == "todo" and found["attempts"] > 0):
            scene.superuser.execute(END, (row["id"],))
            return "done" if found is None else str(found["status"])
        time.sleep(0.05)
    scene.superuser.execute(END, (row["id"],))
    return "not tried"


def tried(scene: Scene, name: str, arguments: dict[str, Any], word: str) -> str | None:
    """What a job of the house changed in the neighbour's rows, or brought over from there."""
    elder, house = scene.elder.owner.organization_id, scene.house.owner.organization_id
    before = scene.state(elder)
    if run(scene, name, arguments) == "not tried":
        return f"no worker took it in {WAIT_SECONDS} s"
    if (text := changed(before, scene.state(elder))) is not None:
        return f"of the neighbour: {text}"
    tables = {table for table, row in marks.everything_of(scene.superuser, house) if word in row}
    return f"brought the neighbour's words over: {', '.join(sorted(tables))}" if tables else None


def all_cases(scene: Scene) -> Iterator[Case]:
    word = marks.new_mark()
    scene.elder.fill()
    target = {"import_id": scene.elder.data_import["id"]}
    marks.mark(scene.superuser, scene.elder.owner.organization_id, word, scene.elder.owner.user_id)
    known = tasks()
    scene.figures["kinds of job"] = str(len(known))
    own = {"organization_id": scene.house.owner.organization_id, "user_id": scene.house.owner.user_id}
    for name, parameters in known.items():
        named = {p: target.get(p) or ids_of(scene.elder, p)[0] for p in parameters}
        yield Case(f"{name} naming the neighbour's ids", partial(tried, scene, name, own | named, word))
        foreign_user = own | named | {"user_id": scene.elder.owner.user_id}
        yield Case(f"{name} in the name of the neighbour's owner", partial(tried, scene, name, foreign_user, word))
