"""Is the audit log what was written? Walks every strand of one organization from its first entry to its head."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from api.schemas.audit import AuditProblem, AuditVerification

# A statement may take five seconds; so many entries take a tenth of one.
STEP: Final = 10_000

Row = Mapping[str, Any]
Check = Callable[[int, int, int], Awaitable[Row]]
FindUnchained = Callable[[], Awaitable[Row | None]]


async def verify(heads: Sequence[Row], check: Check, find_unchained: FindUnchained) -> AuditVerification:
    """heads: strand, sequence and hash of each strand's end. The first problem found is named; there may be more."""
    problem = None
    for head in heads:
        problem = await _find_problem(head, check)
        if problem is not None:
            break
    if problem is None and (found := await find_unchained()) is not None:
        problem = AuditProblem.model_validate({"kind": "inserted", **found})
    return AuditVerification(
        intact=problem is None,
        entry_count=sum(head["sequence"] for head in heads),
        strand_count=len(heads),
        problem=problem,
        checked_at=datetime.now(UTC),
    )


async def _find_problem(head: Row, check: Check) -> AuditProblem | None:
    strand, last = head["strand"], head["sequence"]
    found: Row = {"head": None}
    for first in range(1, last + 1, STEP):
        found = await check(strand, first, min(first + STEP - 1, last))
        if found["problem"] is not None:
            return AuditProblem.model_validate(
                {"kind": found["problem"], "strand": strand, "sequence": found["sequence"], "entry_id": found["entry_id"]}
            )
    if found["head"] != head["hash"]:
        return AuditProblem(kind="changed", strand=strand, sequence=last, entry_id=None)
    return None
