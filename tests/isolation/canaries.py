"""The neighbours' marks searched in everything that the house gets, and in everything that is kept for it."""

import io
import re
import zipfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Final

import httpx
from redis import Redis

from tests.e2e.api import matrix
from tests.e2e.api.matrix import Call, Operation, World
from tests.e2e.api.support import ENVIRONMENT
from tests.isolation import marks
from tests.isolation.identifiers import comparable, with_query
from tests.isolation.proof import Case, Group
from tests.isolation.scene import Scene

GROUP: Final = Group("canaries", "no answer, mail, file, cache entry or log of one organization holds a word of another")
STORAGE: Final = Path(ENVIRONMENT.variables["STORAGE_DIR"])
STORAGE_KEY: Final = re.compile(r"(?:org|user)/[0-9a-f-]{36}/[a-z]+/[0-9a-f-]{36}")
# Idempotency answers with what the same person got before; other organizations' keys are other keys.
SAME_KEY: Final = "the-same-key-in-two-organizations"


def searchable(answer: httpx.Response) -> str:
    """Headers and body as text; archives (spreadsheets among them) unpacked."""
    parts = [str(answer.headers), answer.text]
    if answer.content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
            parts += [archive.read(name).decode("utf-8", "replace") for name in archive.namelist()]
    return "\n".join(parts)


def filled(world: World, word: str) -> None:
    """A record of each kind, made by somebody whose browser bears the word."""
    world.fill()
    world.owner.patch("/users/me", json={"full_name": f"Ana {word}"}, headers={"User-Agent": word, "X-Request-Id": word})
    # The log can't be changed later, and neither can a file.
    world.owner.post("/clients", json={"name": f"Padaria {word}", "allow_duplicate": True})
    content = f"Nome;E-mail\nPadaria {word};{word}@{word}.com.br\nPadaria {word};{word}\n".encode()
    world.owner.post("/imports", files={"file": (f"{word}.csv", content, "text/csv")}, data={"kind": "clients"})
    # Made when first asked for.
    assert all((world.api_key, world.invite, world.notification))


def signs_of(world: World, word: str) -> list[str]:
    """What tells that something is the neighbour's: its mark, its ids, its addresses."""
    ids = [world.client["id"], world.contact["id"], world.deal["id"], world.entry["id"], world.data_import["id"]]
    return [word, world.owner.organization_id, world.owner.user_id, world.owner.email, *ids]


def seen(call: Call, world: World, signs: list[str]) -> str | None:
    answer = call.by(world.owner)
    text = searchable(answer).lower()
    hits = [sign for sign in signs if sign.lower() in text]
    if hits:
        return f"answered with {', '.join(hits)}: {answer.text[:200]}"
    return f"answered {answer.status_code}: {answer.text[:100]}" if answer.status_code >= 500 else None


def asked_for(call: Call, name: str, world: World, word: str) -> str | None:
    """A question for the neighbour's word answers as one for a word that nobody has."""
    nobodys = marks.new_mark()
    foreign, unknown = (with_query(call, name, text).by(world.owner) for text in (word, nobodys))
    if comparable(foreign, word) != comparable(unknown, nobodys):
        return f"differs from a word of nobody: {foreign.text[:200]}"
    return None


def reading(scene: Scene, signs: list[str], words: list[str]) -> Iterator[Case]:
    scene.house.fill()
    for operation in _operations(changes=False):
        call = matrix.call(operation, scene.house)
        yield Case(f"{operation.id} shows nothing of the neighbours", partial(seen, call, scene.house, signs))
        for parameter in operation.query:
            for word in words:
                name = parameter["name"]
                yield Case(f"{operation.id}?{name}= finds nothing of the neighbours", partial(asked_for, call, name, scene.house, word))


def writing(scene: Scene, signs: list[str]) -> Iterator[Case]:
    """Each change in a world of its own: some of them end what they are called on."""
    for operation in _operations(changes=True):
        world = World.new(scene.http, scene.superuser)

        def check(operation: Operation = operation, world: World = world) -> str | None:
            return seen(matrix.call(operation, world), world, signs)

        yield Case(f"{operation.id} answers nothing of the neighbours", check)


def repeating(scene: Scene) -> Iterator[Case]:
    """An Idempotency-Key that a neighbour has used replays nothing of theirs."""

    def check() -> str | None:
        body, headers = {"name": "Padaria Repetida", "allow_duplicate": True}, {"Idempotency-Key": SAME_KEY}
        theirs = scene.elder.owner.post("/clients", json=body, headers=headers)
        ours = scene.house.owner.post("/clients", json=body, headers=headers)
        return "replayed the neighbour's answer" if theirs.json().get("id") == ours.json().get("id") else None

    yield Case("an Idempotency-Key of a neighbour", check)


def keeping(scene: Scene, signs: list[str], words: list[str], house_word: str) -> Iterator[Case]:
    """What is stored: rows of the house (mails and notices among them), Redis, files, logs."""
    house_id = scene.house.owner.organization_id

    def rows() -> str | None:
        hits = {table for table, row in marks.everything_of(scene.superuser, house_id) if any(sign in row for sign in signs)}
        return f"rows of the house hold the neighbours' words: {', '.join(sorted(hits))}" if hits else None

    def both() -> str | None:
        hits = {table for word in words for table in marks.rows_with_both(scene.superuser, word, house_word)}
        return f"rows hold words of two organizations: {', '.join(sorted(hits))}" if hits else None

    def cache() -> str | None:
        hits = [key for key, value in redis_entries() if house_id in key + value and any(sign in key + value for sign in signs)]
        return f"Redis joins two organizations: {', '.join(hits)}" if hits else None

    def files() -> str | None:
        for path in STORAGE.rglob("*") if STORAGE.exists() else ():
            if path.is_file() and not STORAGE_KEY.fullmatch(path.relative_to(STORAGE).with_suffix("").as_posix()):
                return f"a file outside the folders of organizations and people: {path.relative_to(STORAGE)}"
            if path.is_file() and house_id in path.as_posix() and any(word.encode() in path.read_bytes() for word in words):
                return f"a file of the house holds a neighbour's words: {path.relative_to(STORAGE)}"
        return None

    def logs() -> str | None:
        for path in ENVIRONMENT.logs_dir.glob("*.log"):
            text = path.read_text(encoding="utf-8", errors="replace")
            if path.stem not in ("postgres", "redis") and any(word in text for word in (*words, house_word)):
                return f"{path.name} holds what people have written"
        return None

    yield Case("rows of the house", rows)
    yield Case("rows of two organizations", both)
    yield Case("Redis", cache)
    yield Case("stored files", files)
    yield Case("logs", logs)


def redis_entries() -> Iterator[tuple[str, str]]:
    """Every key with what it holds, as text."""
    with Redis.from_url(ENVIRONMENT.redis_url) as redis:
        for key in redis.scan_iter(count=1000):
            value = read_value(redis, key)
            yield key.decode(errors="replace"), value.decode(errors="replace") if isinstance(value, bytes) else str(value)


def read_value(redis: Redis, key: bytes) -> object:
    kind = redis.type(key)
    if kind == b"string":
        return redis.get(key)
    if kind == b"hash":
        return redis.hgetall(key)
    if kind == b"list":
        return redis.lrange(key, 0, -1)
    return redis.smembers(key) if kind == b"set" else redis.zrange(key, 0, -1)


def _operations(*, changes: bool) -> list[Operation]:
    return [o for o in matrix.OPERATIONS if o.id not in matrix.PUBLIC and matrix.has_row(o) and o.changes is changes]


def explained(coverage: marks.Coverage) -> str | None:
    """A column that bears no mark without a written reason could leak unseen."""
    return f"no mark, and no reason why: {', '.join(coverage.unexplained)}" if coverage.unexplained else None


def all_cases(scene: Scene) -> Iterator[Case]:
    words, signs = [], []
    hash_columns: set[str] = set()
    coverage = marks.Coverage()
    for world in (scene.elder, scene.younger):
        word = marks.new_mark()
        words.append(word)
        filled(world, word)
        signs += signs_of(world, word)
        coverage = marks.mark(scene.superuser, world.owner.organization_id, word, world.owner.user_id)
        hash_columns, hashes = marks.hashes_of(scene.superuser, world.owner.organization_id, world.owner.user_id)
        signs += sorted(hashes)
    house_word = marks.new_mark()
    scene.house.owner.patch("/users/me", json={"full_name": f"Ana {house_word}"})
    scene.house.owner.post("/clients", json={"name": f"Padaria {house_word}"})
    files = [path for path in STORAGE.rglob("*") if path.is_file()] if STORAGE.exists() else []
    scene.figures |= {
        "marked text columns": f"{len(coverage.marked)} of {coverage.text_count}",
        "text columns that only take values of a list or a pattern": str(len(coverage.enumerated)),
        "text columns without people's words for another reason": str(len(coverage.constrained)),
        "marked JSON columns": f"{len(coverage.marked_json)} of {len(coverage.marked_json | coverage.unmarked_json)}",
        "columns of hashes and sealed secrets, searched as they are": str(len(hash_columns)),
        "stored files with a mark": str(sum(any(word.encode() in path.read_bytes() for word in words) for path in files)),
        "tables with marks": str(len({name.partition(".")[0] for name in coverage.marked | coverage.marked_json})),
    }
    yield Case("every column of texts or JSON bears a mark, or says why not", partial(explained, coverage))
    yield from reading(scene, signs, words)
    if scene.is_full:
        yield from writing(scene, signs)
    yield from repeating(scene)
    yield from keeping(scene, signs, words, house_word)
