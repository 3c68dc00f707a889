"""The WHERE of a list of clients."""

from dataclasses import dataclass
from typing import Any

from api.repositories.filter import Selection, Span, shared, within

FOUND = "c.id IN (SELECT s.client_id FROM app.search(%(query)s, 'all', 500) s WHERE s.kind <> 'deal')"
TAGGED = """c.id IN (SELECT ct.client_id FROM client_tags ct JOIN tags t ON t.organization_id = ct.organization_id AND t.id = ct.tag_id
    WHERE ct.organization_id = %(organization_id)s AND t.match_key = ANY(%(tag_keys)s)"""
HAS_OPEN_DEALS = """EXISTS (SELECT FROM deals d WHERE d.organization_id = %(organization_id)s AND d.client_id = c.id
    AND d.deleted_at IS NULL AND d.outcome IS NULL)"""


@dataclass(frozen=True, slots=True)
class ClientSelection(Selection):
    kind: str | None = None
    last_contact: Span | None = None
    has_open_deals: bool | None = None

    @property
    def narrows(self) -> bool:
        """Whether anything is asked; then the rows are counted instead of read from the ledger."""
        return self != ClientSelection()


def where(asked: ClientSelection) -> tuple[str, dict[str, Any]]:
    """Without anything asked, the text that the list's plans are made for."""
    parts = ["c.organization_id = %(organization_id)s", "c.deleted_at IS NULL"]
    values: dict[str, Any] = {}
    if asked.kind is not None:
        parts.append("c.kind = %(kind)s")
        values["kind"] = asked.kind
    if asked.query:
        parts.append(FOUND)
        values["query"] = asked.query
    if asked.tag_keys:
        parts.append(TAGGED + (" GROUP BY ct.client_id HAVING count(*) = %(tag_count)s)" if asked.needs_all_tags else ")"))
        values |= {"tag_keys": list(asked.tag_keys)} | ({"tag_count": len(asked.tag_keys)} if asked.needs_all_tags else {})
    if asked.has_open_deals is not None:
        parts.append(HAS_OPEN_DEALS if asked.has_open_deals else f"NOT {HAS_OPEN_DEALS}")
    for more, bound in (shared("c", asked), within("c.last_touch_at", "last_contact", asked.last_contact)):
        parts += more
        values |= bound
    return " AND ".join(parts), values
