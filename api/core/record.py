"""The middle of every command: audit entry, undo record, timeline entry, jobs and live event, in one place.

All rows are part of the caller's transaction; the live event is only remembered and goes out after the commit.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb
from uuid_utils.compat import uuid7

from api.core.deps import NOBODY, OrgContext
from api.core.events import Event
from api.core.statement import Statement, together


@dataclass(frozen=True, slots=True)
class Undo:
    """What brings the entity back: its former values, and the version that the undo expects to find; id: where it is told elsewhere."""

    kind: str
    before: Mapping[str, Any]
    entity_version: int
    id: UUID | None = None


@dataclass(frozen=True, slots=True)
class TimelineDraft:
    client_id: UUID
    type: str
    deal_id: UUID | None = None
    metadata: Mapping[str, Any] = field(default_factory=dict)


INSERT_AUDIT = """
    INSERT INTO audit_log (organization_id, id, action, entity_type, entity_id, user_id, session_id, api_key_id, ip_address,
                           user_agent, request_id, changes)
    VALUES (%(organization_id)s, %(id)s, %(action)s, %(entity_type)s, %(entity_id)s, %(user_id)s, %(session_id)s,
            %(api_key_id)s, %(ip_address)s, %(user_agent)s, %(request_id)s, %(changes)s)"""
INSERT_COMMAND = """
    INSERT INTO commands (organization_id, id, user_id, kind, entity_type, entity_id, before, entity_version)
    VALUES (%(organization_id)s, %(id)s, %(user_id)s, %(kind)s, %(entity_type)s, %(entity_id)s, %(before)s,
            %(version)s)"""
INSERT_TIMELINE = """
    INSERT INTO timeline_entries (organization_id, id, client_id, deal_id, type, metadata, user_id, occurred_at)
    VALUES (%(organization_id)s, %(id)s, %(client_id)s, %(deal_id)s, %(type)s, %(metadata)s, %(user_id)s,
            coalesce(%(occurred_at)s, now()))"""

# The same of many records at once.
INSERT_AUDITS = """
    INSERT INTO audit_log (organization_id, id, action, entity_type, entity_id, user_id, session_id, api_key_id, ip_address,
                           user_agent, request_id, changes)
    SELECT %(organization_id)s, e.id, %(action)s, %(entity_type)s, e.entity_id, %(user_id)s, %(session_id)s, %(api_key_id)s,
        %(ip_address)s, %(user_agent)s, %(request_id)s, e.changes
    FROM unnest(%(ids)s::uuid[], %(entity_ids)s::uuid[], %(all_changes)s::jsonb[]) AS e (id, entity_id, changes)"""
INSERT_TIMELINES = """
    INSERT INTO timeline_entries (organization_id, id, client_id, deal_id, type, metadata, user_id)
    SELECT %(organization_id)s, e.id, e.client_id, e.deal_id, e.type, e.metadata, %(user_id)s
    FROM unnest(%(ids)s::uuid[], %(client_ids)s::uuid[], %(deal_ids)s::uuid[], %(types)s::text[], %(all_metadata)s::jsonb[])
        AS e (id, client_id, deal_id, type, metadata)"""


@dataclass(frozen=True, slots=True)
class Trace:
    """What a change of many leaves of one of them."""

    entity_id: UUID
    changes: Mapping[str, Any]
    timeline: TimelineDraft | None = None


async def record(
    ctx: OrgContext,
    *,
    action: str,
    entity_type: str,
    entity_id: UUID,
    version: int = 0,
    changes: Mapping[str, Any] | None = None,
    undo: Undo | None = None,
    timeline: TimelineDraft | None = None,
    data: Mapping[str, Any] | None = None,
    occurred_at: datetime | None = None,
    only_to: frozenset[UUID] | None = None,
) -> None:
    """Write what a command leaves behind.

    action: past tense, `deal.moved`; also the live event's type. changes: {field: [before, after]}, no secrets.
    Effects: one audit row; one command row when `undo` is given, its id answered as X-Command-Id; one timeline
    entry when `timeline` is given; one live event with `data`, to everybody unless `only_to` names who hears it.
    """
    rows = trail(
        ctx, action=action, entity_type=entity_type, entity_id=entity_id, changes=changes, undo=undo, timeline=timeline,
        occurred_at=occurred_at,
    )  # fmt: skip
    await ctx.session.run(*together(rows))
    announce(ctx, action, entity_id, version, data, only_to=only_to, owner_change=(changes or {}).get("owner_id"))


def trail(
    ctx: OrgContext,
    *,
    action: str,
    entity_type: str,
    entity_id: UUID,
    changes: Mapping[str, Any] | None = None,
    undo: Undo | None = None,
    timeline: TimelineDraft | None = None,
    occurred_at: datetime | None = None,
) -> dict[str, Statement]:
    """The rows of `record` as parts of a command's one statement (api.core.statement.together); `announce` is then due."""
    who = {"organization_id": ctx.organization_id, "user_id": ctx.user_id}
    what = {"entity_type": entity_type, "entity_id": entity_id}
    audit = {
        "id": uuid7(), "action": action, "session_id": ctx.session_id, "api_key_id": ctx.api_key_id, "ip_address": ctx.ip_address,
        "user_agent": ctx.user_agent, "request_id": ctx.request_id, "changes": Jsonb(dict(changes or {})),
    }  # fmt: skip
    parts: dict[str, Statement] = {"audit": (INSERT_AUDIT, who | what | audit)}
    if undo is not None:
        command = {"id": undo.id or uuid7(), "kind": undo.kind, "before": Jsonb(dict(undo.before)), "version": undo.entity_version}
        parts["command"] = INSERT_COMMAND, who | what | command
        ctx.response_headers["X-Command-Id"] = str(command["id"])
    if timeline is not None:
        entry = {
            "id": uuid7(), "client_id": timeline.client_id, "deal_id": timeline.deal_id, "type": timeline.type,
            "metadata": Jsonb(dict(timeline.metadata)), "occurred_at": occurred_at,
        }  # fmt: skip
        parts["entry"] = INSERT_TIMELINE, who | entry
    return parts


async def record_all(
    ctx: OrgContext, traces: Sequence[Trace], *, action: str, entity_type: str, undo: Undo | None = None, undoes: UUID | None = None
) -> None:  # fmt: skip
    """Write what one change of many records leaves behind: an audit row and a timeline entry each, one command for all.

    undoes: the id that the command is of, when there is an `undo`. Live events are the caller's: one for all.
    """
    if not traces:
        return
    who = {"organization_id": ctx.organization_id, "user_id": ctx.user_id}
    await ctx.session.run(
        INSERT_AUDITS,
        who | {
            "action": action, "entity_type": entity_type, "session_id": ctx.session_id, "api_key_id": ctx.api_key_id,
            "ip_address": ctx.ip_address, "user_agent": ctx.user_agent, "request_id": ctx.request_id,
            "ids": [uuid7() for _ in traces], "entity_ids": [trace.entity_id for trace in traces],
            "all_changes": [Jsonb(dict(trace.changes)) for trace in traces],
        },
    )  # fmt: skip
    if drafts := [trace.timeline for trace in traces if trace.timeline is not None]:
        await ctx.session.run(
            INSERT_TIMELINES,
            who | {
                "ids": [uuid7() for _ in drafts], "client_ids": [draft.client_id for draft in drafts],
                "deal_ids": [draft.deal_id for draft in drafts], "types": [draft.type for draft in drafts],
                "all_metadata": [Jsonb(dict(draft.metadata)) for draft in drafts],
            },
        )  # fmt: skip
    if undo is not None and undoes is not None:
        command = {"id": uuid7(), "kind": undo.kind, "before": Jsonb(dict(undo.before)), "version": undo.entity_version}
        await ctx.session.run(INSERT_COMMAND, who | {"entity_type": f"{entity_type}s", "entity_id": undoes} | command)
        ctx.response_headers["X-Command-Id"] = str(command["id"])


def announce(
    ctx: OrgContext,
    action: str,
    entity_id: UUID,
    version: int,
    data: Mapping[str, Any] | None = None,
    *,
    only_to: frozenset[UUID] | None = None,
    owner_change: Sequence[UUID | None] | None = None,
) -> None:
    """Remember the live event of a command, for after the commit.

    only_to: keeps it from everybody else's sockets. owner_change: (former, new), so that who loses sight of it learns that.
    """
    former = (owner_change[0] or NOBODY) if owner_change else None
    event = Event(action, ctx.organization_id, entity_id, version, ctx.user_id, ctx.user_name, dict(data or {}), only_to, former)
    ctx.events.append(event)
