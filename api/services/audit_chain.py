"""Is the audit log what was written? Walks every strand of one organization from its first entry to its head, in parts."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from api.schemas.audit import AuditProblem

# A statement may take five seconds; so many entries take a tenth of one.
STEP: Final = 10_000
# What is looked at in one go: two tenths of a second.
PART: Final = 2 * STEP

Row = Mapping[str, Any]
Check = Callable[[int, int, int], Awaitable[Row]]
FindUnchained = Callable[[], Awaitable[Row | None]]


@dataclass(frozen=True, slots=True)
class Place:
    """The next entry to look at. Strands are walked in order; a strand that is over leads to the next one."""

    strand: int = 0
    sequence: int = 1


@dataclass(frozen=True, slots=True)
class Walked:
    """problem: the first that was found; there may be more. place: where to go on; None at the end."""

    problem: AuditProblem | None
    place: Place | None


async def walk(heads: Sequence[Row], check: Check, find_unchained: FindUnchained, place: Place, part: int | None = PART) -> Walked:
    """Look at the next `part` entries (None: all there are), strand by strand, each as far as its head is now.

    heads: strand, sequence and hash of each strand's end, in order. Between two parts the log may grow: what was written
    meanwhile on strands that are done belongs to the next verification.
    """
    left = part
    for head in heads:
        if head["strand"] < place.strand:
            continue
        first = place.sequence if head["strand"] == place.strand else 1
        last = head["sequence"] if left is None else min(head["sequence"], first + left - 1)
        if (problem := await _find_problem(head, first, last, check)) is not None:
            return Walked(problem, None)
        if left is not None:
            left -= max(0, last - first + 1)
            if left <= 0:
                return Walked(None, Place(head["strand"], last + 1) if last < head["sequence"] else Place(head["strand"] + 1))
    if (found := await find_unchained()) is not None:
        return Walked(AuditProblem.model_validate({"kind": "inserted", **found}), None)
    return Walked(None, None)


def count_before(heads: Sequence[Row], place: Place | None) -> int:
    """How many entries come before a place; None is the end."""
    if place is None:
        return sum(head["sequence"] for head in heads)
    done = sum(head["sequence"] for head in heads if head["strand"] < place.strand)
    return int(done) + (place.sequence - 1 if any(head["strand"] == place.strand for head in heads) else 0)


async def _find_problem(head: Row, first: int, last: int, check: Check) -> AuditProblem | None:
    strand = head["strand"]
    for begin in range(first, last + 1, STEP):
        end = min(begin + STEP - 1, last)
        found = await check(strand, begin, end)
        if found["problem"] is not None:
            return AuditProblem.model_validate(
                {"kind": found["problem"], "strand": strand, "sequence": found["sequence"], "entry_id": found["entry_id"]}
            )
        if end == head["sequence"] and found["head"] != head["hash"]:
            return AuditProblem(kind="changed", strand=strand, sequence=end, entry_id=None)
    return None
