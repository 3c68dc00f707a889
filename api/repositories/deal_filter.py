"""The WHERE of a list of deals, of the board and of its figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from api.repositories.filter import Selection, Span, shared, within

FOUND = "d.id IN (SELECT s.id FROM app.search_deals(%(query)s, 2000) s)"
TAGGED = """d.id IN (SELECT dt.deal_id FROM deal_tags dt JOIN tags t ON t.organization_id = dt.organization_id AND t.id = dt.tag_id
    WHERE dt.organization_id = %(organization_id)s AND t.match_key = ANY(%(tag_keys)s)"""
# How far a deal came: 1 to 4 are the open stages in their order, 5 is won. Lost is no step.
STEPS = ("lead", "contact", "proposal", "negotiation", "won")
FURTHEST = """(CASE WHEN d.outcome = 'won' THEN 5 ELSE coalesce((
    SELECT max(array_position(ARRAY['lead', 'contact', 'proposal', 'negotiation'], v.stage)) FROM deal_stage_visits v
    WHERE v.organization_id = %(organization_id)s AND v.deal_id = d.id AND v.stage <> 'closed'), 1) END)"""
REASON = "CASE d.outcome WHEN 'won' THEN d.won_reason ELSE d.lost_reason END"
NEXT_STEPS = {
    "none": """NOT EXISTS (SELECT FROM tasks k WHERE k.organization_id = %(organization_id)s AND k.deal_id = d.id
        AND k.completed_at IS NULL AND k.deleted_at IS NULL)""",
    "planned": """EXISTS (SELECT FROM tasks k WHERE k.organization_id = %(organization_id)s AND k.deal_id = d.id
        AND k.completed_at IS NULL AND k.deleted_at IS NULL)""",
    "overdue": """EXISTS (SELECT FROM tasks k WHERE k.organization_id = %(organization_id)s AND k.deal_id = d.id
        AND k.completed_at IS NULL AND k.deleted_at IS NULL
        AND (k.due_at < now() OR (k.due_at IS NULL AND k.due_on < %(today)s)))""",
}
OUTCOMES = {"open": "d.outcome IS NULL", "won": "d.outcome = 'won'", "lost": "d.outcome = 'lost'"}


@dataclass(frozen=True, slots=True)
class DealSelection(Selection):
    client_id: UUID | None = None
    stages: Sequence[str] = ()
    outcomes: Sequence[str] = ()
    value_min: int | None = None
    value_max: int | None = None
    currency: str | None = None
    expected_close: Span | None = None
    closed: Span | None = None
    stage_entered: Span | None = None
    reached: str | None = None
    reason: str | None = None
    next_step: str | None = None
    # On the viewer's calendar; only asked for by overdue steps.
    today: date | None = None

    @property
    def narrows(self) -> bool:
        """Whether anything is asked; then sums are counted instead of read from the ledger."""
        return self != DealSelection()


def where(asked: DealSelection) -> tuple[str, dict[str, Any]]:
    """Without anything asked, the text that the lists' plans are made for."""
    parts = ["d.organization_id = %(organization_id)s", "d.deleted_at IS NULL"]
    values: dict[str, Any] = {}
    for condition, name, value in (
        ("d.client_id = %(client_id)s", "client_id", asked.client_id),
        ("d.stage = ANY(%(in_stages)s)", "in_stages", list(asked.stages) or None),
        ("d.value_cents >= %(value_min)s", "value_min", asked.value_min),
        ("d.value_cents <= %(value_max)s", "value_max", asked.value_max),
        ("d.currency = %(currency)s", "currency", asked.currency),
        (FOUND, "query", asked.query or None),
    ):
        if value is not None:
            parts.append(condition)
            values[name] = value
    if asked.reached is not None:
        parts.append(f"{FURTHEST} >= %(reached)s")
        values["reached"] = STEPS.index(asked.reached) + 1
    if asked.reason is not None:
        parts.append(f"{REASON} IS NOT DISTINCT FROM %(reason)s AND d.outcome IS NOT NULL")
        values["reason"] = None if asked.reason == "none" else asked.reason
    if asked.outcomes:
        parts.append(f"({' OR '.join(OUTCOMES[outcome] for outcome in dict.fromkeys(asked.outcomes))})")
    if asked.next_step is not None:
        parts.append(NEXT_STEPS[asked.next_step])
        values |= {"today": asked.today} if asked.next_step == "overdue" else {}
    if asked.tag_keys:
        parts.append(TAGGED + (" GROUP BY dt.deal_id HAVING count(*) = %(tag_count)s)" if asked.needs_all_tags else ")"))
        values |= {"tag_keys": list(asked.tag_keys)} | ({"tag_count": len(asked.tag_keys)} if asked.needs_all_tags else {})
    for more, bound in (
        shared("d", asked),
        within("d.expected_close_date", "expected_close", asked.expected_close, is_day=True),
        within("d.closed_at", "closed", asked.closed),
        within("d.stage_entered_at", "stage_entered", asked.stage_entered),
    ):
        parts += more
        values |= bound
    return " AND ".join(parts), values
