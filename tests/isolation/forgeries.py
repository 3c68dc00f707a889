"""Signed contexts that nobody signed, and definer functions asked for what is foreign, as the business login."""

import itertools
import json
from collections.abc import Iterator
from functools import partial
from typing import Any, Final

import psycopg
from psycopg import errors, sql

from tests.e2e.api.support import Connection, connect, enter, runtime_url
from tests.isolation.proof import Case
from tests.isolation.scene import Scene

CONTEXT: Final = "SELECT current_setting('app.context') AS context"
SET_CONTEXT: Final = "SELECT set_config('app.context', %s, true)"
COUNT: Final = "SELECT count(*) AS count FROM clients"
MAX_CALLS: Final = 150
FUNCTIONS: Final = """
    SELECT p.oid::regprocedure::text AS name, n.nspname AS schema, p.proname AS function,
        ARRAY(SELECT format_type(t, NULL) FROM unnest(p.proargtypes) t) AS types
    FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE n.nspname IN ('app', 'public') AND p.prosecdef AND p.prorettype <> 'trigger'::regtype
      AND has_function_privilege('lovedcrm_app', p.oid, 'EXECUTE') ORDER BY 1"""


def contexts(own: str, organization: str, foreign: str) -> Iterator[tuple[str, str]]:
    """(name, text) of contexts made from a real one; organization is the id that the real one names."""
    parts = own.split("|")
    zero = "0" * 64
    for number, part in enumerate(("organization", "user", "time", "sight", "seal")):
        for name, text in (("foreign", foreign), ("empty", ""), ("zero", zero), ("quoted", f"'{parts[number]}'")):
            yield f"{part} {name}", "|".join((*parts[:number], text, *parts[number + 1 :]))
        yield f"without its {part}", "|".join(parts[:number] + parts[number + 1 :])
    yield "the organization swapped everywhere", own.replace(organization, foreign)
    for length in (1, 36, 37, 73, 74, len(own) - 65, len(own) - 64, len(own) - 1):
        yield f"cut after {length}", own[:length]
    yield "a longer one", f"{own}|more"
    yield "a foreign id before it", f"{foreign}|{own}"
    yield "a foreign id instead, its own seal kept", f"{foreign}{own[36:]}"
    yield "upper case seal", own[:-64] + own[-64:].upper()
    for text in ("|", "|||", foreign, f"{foreign}|", f"{foreign}|{foreign}|0|{zero}", f"{foreign}||{parts[2]}|{zero}", "x" * 10_000):
        yield f"made up: {text[:40]}", text


def opened_by(connection: Connection, text: str, foreign: str) -> str | None:
    """What the context opens; a forged one raises, and so sees nothing at all."""
    connection.execute("SAVEPOINT forgery")
    try:
        connection.execute(SET_CONTEXT, (text,))
        row = connection.execute("SELECT app.organization_id() AS id").fetchone()
        if row is not None and str(row["id"]) == foreign:
            return "opened the neighbour"
        count = connection.execute(COUNT).fetchone()
        return f"was taken for a context: {row}, {count}"
    except (errors.InsufficientPrivilege, errors.InvalidTextRepresentation):
        return None
    finally:
        connection.execute("ROLLBACK TO forgery")


def replayed(scene: Scene, *, elsewhere: bool) -> str | None:
    """A real context again: on another connection, or after the end of its transaction."""
    with connect(runtime_url("lovedcrm_app"), autocommit=False) as first, connect(runtime_url("lovedcrm_app"), autocommit=False) as second:
        enter(first, scene.elder.owner)
        row = first.execute(CONTEXT).fetchone()
        assert row is not None
        if not elsewhere:
            first.commit()
        connection = second if elsewhere else first
        try:
            connection.execute(SET_CONTEXT, (row["context"],))
            # By itself: a table may be kept by what else it asks.
            connection.execute("SELECT app.organization_id()")
        except errors.InsufficientPrivilege:
            return None
        return "was taken again"


def arguments(scene: Scene, kind: str) -> list[Any]:
    """What a function may be asked with: the neighbour's ids, the own ones, nonsense."""
    elder, house = scene.elder, scene.house
    if kind == "uuid":
        ids = [elder.owner.organization_id, elder.owner.user_id, elder.client["id"], house.owner.organization_id, house.owner.user_id]
        return [None, "00000000-0000-0000-0000-000000000000", *ids]
    if kind in ("integer", "bigint", "smallint"):
        return [None, 0, -1, 1, 2**15 - 1 if kind == "smallint" else 2**31 - 1]
    if kind == "uuid[]":
        return [None, [], [elder.owner.user_id, elder.client["id"]]]
    if kind == "jsonb":
        return [None, "{}", json.dumps({"user_id": elder.owner.user_id}), '{"since": "2000-01-01\') OR true --"}']
    if kind == "boolean":
        return [None, True, False]
    if kind in ("text", "character varying"):
        return [None, "", "%", "' OR true --", elder.owner.organization_id, elder.client["name"].lower(), "canary"]
    return [None]


def answered(connection: Connection, scene: Scene, function: dict[str, Any], values: tuple[Any, ...], signs: list[str]) -> str | None:
    """What a function gave away, or opened, when asked with these values."""
    call = sql.SQL("SELECT f::text AS found, app.organization_id() AS inside FROM {}({}) f").format(
        sql.Identifier(function["schema"], function["function"]),
        sql.SQL(", ").join(sql.SQL("%s::" + kind) for kind in function["types"]),
    )
    connection.execute("SAVEPOINT asked")
    try:
        rows = connection.execute(call, values).fetchall()
        inside = connection.execute("SELECT app.organization_id() AS id").fetchone()
    except psycopg.Error:
        return None
    finally:
        connection.execute("ROLLBACK TO asked")
    if inside is not None and str(inside["id"]) == scene.elder.owner.organization_id:
        return f"{values} opened the neighbour"
    # An argument that comes back is no news.
    given = {str(value) for value in values}
    hits = [sign for sign in signs if sign not in given and any(sign in str(row["found"]) for row in rows)]
    return f"{values} gave {', '.join(hits)}" if hits else None


def asked(scene: Scene, function: dict[str, Any], signs: list[str]) -> str | None:
    choices = [arguments(scene, kind) for kind in function["types"]]
    combinations = list(itertools.product(*choices))
    step = max(1, len(combinations) // MAX_CALLS)
    with connect(runtime_url("lovedcrm_app"), autocommit=False) as connection:
        enter(connection, scene.house.owner)
        for values in combinations[::step]:
            if (text := answered(connection, scene, function, values, signs)) is not None:
                return text
        connection.rollback()
    return None


def cases(scene: Scene, word: str) -> Iterator[Case]:
    own, foreign = scene.house.owner.organization_id, scene.elder.owner.organization_id
    with connect(runtime_url("lovedcrm_app"), autocommit=False) as connection:
        enter(connection, scene.house.owner)
        row = connection.execute(CONTEXT).fetchone()
        assert row is not None
        for name, text in contexts(row["context"], own, foreign):
            yield Case(f"a context with {name}", partial(opened_by, connection, text, foreign))
        connection.rollback()
    yield Case("a context on another connection", partial(replayed, scene, elsewhere=True))
    yield Case("a context after its transaction", partial(replayed, scene, elsewhere=False))
    functions = scene.superuser.execute(FUNCTIONS).fetchall()
    scene.figures["functions asked"] = str(len(functions))
    entries = scene.superuser.execute("SELECT id::text FROM audit_log WHERE organization_id = %s LIMIT 20", (foreign,)).fetchall()
    signs = [word, scene.elder.owner.user_id, scene.elder.client["id"], scene.elder.owner.email, *(entry["id"] for entry in entries)]
    for function in functions:
        yield Case(f"{function['name']} with hostile arguments", partial(asked, scene, function, signs))
