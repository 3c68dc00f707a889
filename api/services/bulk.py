"""What every change of many records shares: which rows it may touch, which it names instead, and how tags come and go."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import UUID

import orjson

from api.core.deps import OrgContext
from api.core.errors import AppError, NotFound, VersionStale
from api.core.record import Trace, Undo, announce, record_all
from api.repositories.bulk import BulkRepository
from api.schemas.bulk import Bulk
from api.services.client import tag_keys

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class BulkReverted:
    skipped_count: int


@dataclass(slots=True)
class Batch:
    """The rows that may be changed, in the order they were asked for, and what becomes of all that were asked for."""

    rows: list[dict[str, Any]]
    refused: list[dict[str, Any]]
    unchanged: list[UUID] = field(default_factory=list)
    # What undoes each: its id, the version that it has now, and its former values.
    before: list[dict[str, Any]] = field(default_factory=list)
    traces: list[Trace] = field(default_factory=list)

    @classmethod
    def of(cls, asked: Bulk, found: Mapping[UUID, dict[str, Any]], not_found: type[NotFound]) -> "Batch":
        """What isn't there, isn't seen, or was changed since, is refused."""
        batch = cls([], [])
        for row_id in dict.fromkeys(asked.ids):
            row = found.get(row_id)
            if row is None:
                batch.refuse(row_id, None, not_found)
            elif asked.versions.get(row_id, row["version"]) != row["version"]:
                batch.refuse(row_id, row["name"], VersionStale)
            else:
                batch.rows.append(row)
        return batch

    def refuse(self, row_id: UUID, name: str | None, error: type[AppError], fields: Sequence[str] = ()) -> None:
        self.refused.append({"id": row_id, "name": name, "code": error.code, "detail": error.detail, "fields": list(fields)})

    def change(self, row: Row, former: Mapping[str, Any], trace: Trace) -> None:
        self.before.append({"id": row["id"], "version": row["version"] + 1, **former})
        self.traces.append(trace)

    @property
    def changed(self) -> list[UUID]:
        return [row["id"] for row in self.before]


async def finish(
    ctx: OrgContext, batch: Batch, *, bulk_id: UUID, kind: Literal["deal", "client"], action: str, audited: str, undo: str
) -> bytes:  # fmt: skip
    """Write the traces and the one command, announce the change once; answers what became of each row."""
    before = {"action": action, "rows": batch.before}
    await record_all(ctx, batch.traces, action=audited, entity_type=kind, undo=Undo(undo, before, 0), undoes=bulk_id)
    if batch.before:
        announce(ctx, f"{kind}s.changed", bulk_id, 0, {"action": action, "count": len(batch.before)})
    return orjson.dumps({"changed": batch.changed, "unchanged": batch.unchanged, "refused": batch.refused})


def untouched(before: Mapping[str, Any], found: Mapping[UUID, dict[str, Any]]) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """(row, its former values) of each that nobody changed since. Raises VersionStale (409) when there is none."""
    pairs = []
    for former in before["rows"]:
        row = found.get(UUID(former["id"]))
        if row is not None and row["version"] == former["version"]:
            pairs.append((row, former))
    if not pairs:
        raise VersionStale
    return pairs


async def assign(repository: BulkRepository, batch: Batch, owner_id: UUID | None) -> list[Row]:
    """Give the rows to somebody, or to nobody; answers those whose owner changed."""
    given: list[Row] = []
    for row in batch.rows:
        if row["owner_id"] == owner_id:
            batch.unchanged.append(row["id"])
        else:
            given.append(row)
            batch.change(row, {"owner_id": row["owner_id"]}, Trace(row["id"], {"owner_id": [row["owner_id"], owner_id]}))
    await repository.write_all([{"id": row["id"], "owner_id": owner_id} for row in given])
    return given


async def retag(repository: BulkRepository, batch: Batch, names: Sequence[str], *, adds: bool) -> None:
    """Give or take tags; a row that has (or lacks) them all already is unchanged."""
    tags = tag_keys(names)
    known = await repository.list_tags([row["id"] for row in batch.rows])
    pairs: list[tuple[UUID, str]] = []
    for row in batch.rows:
        has = known.get(row["id"], {})
        moved = {key: has.get(key, name) for name, key in tags if (key not in has) == adds}
        if not moved:
            batch.unchanged.append(row["id"])
            continue
        after = {**has, **moved} if adds else {key: name for key, name in has.items() if key not in moved}
        pairs += [(row["id"], key) for key in moved]
        changes = {"tags": [[has[key] for key in sorted(has)], [after[key] for key in sorted(after)]]}
        batch.change(row, {"tags": moved}, Trace(row["id"], changes))
    if not pairs:
        return
    if adds:
        await repository.tag_all(pairs, tags)
    else:
        await repository.untag_all(pairs)
    await repository.touch_all(batch.changed)


async def undo_tags(repository: BulkRepository, pairs: Sequence[tuple[Row, Row]], *, added: bool) -> list[Trace]:
    """Take back what `retag` did to these rows."""
    moved = [(row["id"], key) for row, former in pairs for key in former["tags"]]
    name_by_key = {key: name for _, former in pairs for key, name in former["tags"].items()}
    if added:
        await repository.untag_all(moved)
    else:
        await repository.tag_all(moved, [(name, key) for key, name in name_by_key.items()])
    await repository.touch_all([row["id"] for row, _ in pairs])
    traces = []
    for row, former in pairs:
        names = list(former["tags"].values())
        traces.append(Trace(row["id"], {"tags": [names, []] if added else [[], names]}))
    return traces
