"""What stages demand of the deals in a file: a row that lacks it becomes nothing, and says what it lacks."""

from collections.abc import Sequence
from typing import Final

from api.core.deps import OrgContext
from api.core.normalize import search_text
from api.repositories.import_batch import ImportBatchRepository
from api.services import stage_rules
from api.services.import_drafts import Problem, RowDraft
from api.services.stage_rules import CUSTOM

# The field of a file that would bring what is missing.
COLUMNS: Final = {"value_cents": "value", "owner_id": "owner", "client_contact": "contact_email"}


async def refuse_unfit(ctx: OrgContext, batch: ImportBatchRepository, drafts: Sequence[RowDraft]) -> None:
    """Refuse the rows that their stage wouldn't take, and give lost reasons their keys.

    Not asked for: a next step, since no task can be there yet; and of deals that a file says are closed, what the
    product itself asks of whoever closes one. They are history.
    """
    rules = await stage_rules.load(ctx)
    usable = [draft for draft in drafts if draft.client is not None and draft.deal is not None]
    asked = [draft for draft in usable if draft.deal and "client_contact" in rules.demanded(draft.deal.stage)]
    names = {search_text(draft.client.name) for draft in asked if draft.client and not _brings_contact(draft)}
    reachable = await batch.find_reachable(sorted(names))
    for draft in usable:
        assert draft.client is not None
        assert draft.deal is not None
        deal = draft.deal
        deal.lost_reason = rules.known_reason(deal.lost_reason) if deal.lost_reason else None
        facts = {
            "value_cents": deal.value_cents, "expected_close_date": deal.expected_close_date, "owner_id": deal.owner_id,
            "source": deal.source, "custom_fields": deal.custom_fields, "has_next_step": True,
            "has_client_contact": _brings_contact(draft) or search_text(draft.client.name) in reachable,
        }  # fmt: skip
        lacking = stage_rules.missing(rules, deal.stage, None, facts)
        draft.problems += [Problem(draft.row, "stage_field_required", "error", _column(name), deal.stage) for name in lacking]
        if lacking:
            draft.client = None


def _brings_contact(draft: RowDraft) -> bool:
    return any(about and (about.email or about.phone) for about in (draft.client, draft.person))


def _column(name: str) -> str:
    return f"cf.{name.removeprefix(CUSTOM)}" if name.startswith(CUSTOM) else COLUMNS.get(name, name)
