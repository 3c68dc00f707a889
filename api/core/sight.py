"""Who doesn't see what happens: a restricted colleague hears of a record, and is told of it, only while they see it.

What each sees is PostgreSQL's to say (app.hidden_from); docs/decisions/0026-record-scope.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from api.core.events import Event

if TYPE_CHECKING:
    from api.core.deps import OrgContext

HIDDEN_FROM: Final = """
    SELECT h.n, h.user_id, h.has_lost FROM app.hidden_from(%(client_ids)s::uuid[], %(deal_ids)s::uuid[], %(formers)s::uuid[]) h
    WHERE app.organization_id() = %(organization_id)s"""
# What happens to the organization itself and to its people is everybody's.
EVERYBODYS: Final = frozenset({
    "api_key", "audit", "custom_field", "invite", "member", "notification", "organization", "passkey", "pipeline_settings",
    "preferences", "provider", "recovery", "security_policy", "session", "tag", "team", "two_factor", "user", "view",
})  # fmt: skip
# Of these a restricted colleague sees only their own, who is the actor.
OWN: Final = frozenset({"import"})
# Nobody sees it; who is restricted is whom it is hidden from.
NOTHING: Final = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Subject:
    """The record that something is about. former: who owned it until now, NOBODY for a record of nobody."""

    client_id: UUID | None = None
    deal_id: UUID | None = None
    former: UUID | None = None


@dataclass(slots=True)
class Hidden:
    """Restricted colleagues who don't see a record; lost: those of them who did until its owner changed."""

    people: set[UUID] = field(default_factory=set)
    lost: set[UUID] = field(default_factory=set)


async def list_hidden(ctx: "OrgContext", subjects: Sequence[Subject]) -> list[Hidden]:
    """From whom each record is hidden, in their order."""
    found = [Hidden() for _ in subjects]
    if not ctx.has_restricted_members or not any(one.client_id or one.deal_id for one in subjects):
        return found
    values = {
        "organization_id": ctx.organization_id, "client_ids": [one.client_id for one in subjects],
        "deal_ids": [one.deal_id for one in subjects], "formers": [one.former for one in subjects],
    }  # fmt: skip
    for row in await ctx.session.rows(HIDDEN_FROM, values):
        hidden = found[row["n"] - 1]
        hidden.people.add(row["user_id"])
        if row["has_lost"]:
            hidden.lost.add(row["user_id"])
    return found


async def confine(ctx: "OrgContext") -> None:
    """Say of each event of this transaction, before it commits, who must not hear it."""
    if not ctx.has_restricted_members:
        return
    numbers = [n for n, event in enumerate(ctx.events) if event.only_to is None and _kind(event) not in EVERYBODYS]
    hidden = await list_hidden(ctx, [_subject(ctx.events[n]) for n in numbers])
    if not numbers:
        return
    everyone = (await list_hidden(ctx, [Subject(client_id=NOTHING)]))[0].people
    for n, of in zip(numbers, hidden, strict=True):
        event = ctx.events[n]
        # Who acts hears what they did, also of a kind that isn't anybody else's.
        hidden_from = of.people - ({event.actor_id} - of.lost)
        ctx.events[n] = replace(event, hidden_from=frozenset(hidden_from), unsaid_to=frozenset(_unsaid_to(event, of, everyone)))


def _kind(event: Event) -> str:
    return event.type.partition(".")[0]


def _subject(event: Event) -> Subject:
    kind = _kind(event)
    if kind == "deal":
        return Subject(deal_id=event.entity_id, former=event.former_owner_id)
    if kind == "client":
        return Subject(client_id=event.entity_id, former=event.former_owner_id)
    client_id, deal_id = _id(event.data, "client_id"), _id(event.data, "deal_id")
    return Subject(client_id=NOTHING) if client_id is None and deal_id is None else Subject(client_id, deal_id)


def _id(data: Mapping[str, Any], name: str) -> UUID | None:
    value = data.get(name)
    return value if value is None or isinstance(value, UUID) else UUID(value)


def _unsaid_to(event: Event, hidden: Hidden, everyone: set[UUID]) -> set[UUID]:
    """Whom to tell only to read again: who lost sight of the record, and whom the data isn't for."""
    kind = _kind(event)
    if kind in OWN:
        return set()
    if kind == "client":
        # Its data counts the deals that the one who acts sees.
        return (everyone - hidden.people - {event.actor_id}) | hidden.lost
    # A task is also seen by whoever is to do it.
    if kind == "task" or _subject(event).client_id == NOTHING:
        return everyone - {event.actor_id}
    return hidden.lost
