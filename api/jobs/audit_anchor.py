"""Once a day, where every audit chain ends is written down outside the database: who rewrites a whole chain is found by it."""

import asyncio
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import orjson
import structlog
from procrastinate import JobContext

from api.core.jobs import JOBS, services_of

log = structlog.get_logger()

# A day and a half, so that a worker that was down for a while leaves no hole.
SINCE: Final = timedelta(hours=36)
LIST_HEADS: Final = "SELECT h.organization_id, h.strand, h.sequence, h.hash FROM app.list_audit_heads(%(since)s) h"


@JOBS.periodic(cron="47 2 * * *")
@JOBS.task(name="audit.anchor", pass_context=True, queueing_lock="audit.anchor")
async def anchor_audit_heads(context: JobContext, timestamp: int) -> None:
    services = services_of(context)
    async with services.databases.identity_session() as identity:
        heads = await identity.rows(LIST_HEADS, {"since": datetime.now(UTC) - SINCE})
    anchored_at = datetime.now(UTC).isoformat()
    anchors = [{**head, "organization_id": str(head["organization_id"]), "anchored_at": anchored_at} for head in heads]
    for anchor in anchors:
        log.info("audit_head", **anchor)
    if services.settings.audit_anchor_file is not None:
        await asyncio.to_thread(append, services.settings.audit_anchor_file, anchors)
    log.info("audit_heads_anchored", count=len(anchors))


def append(path: Path, anchors: list[dict[str, Any]]) -> None:
    """One line of JSON a head, at the end of the file; on disk when this returns."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as file:
        for anchor in anchors:
            file.write(orjson.dumps(anchor, option=orjson.OPT_APPEND_NEWLINE))
        file.flush()
        os.fsync(file.fileno())
