"""What one row of a file wants to become: a client, a person at it, a deal, and the problems of its cells."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Final
from uuid import UUID

from api.core.currency import CURRENCIES
from api.core.normalize import match_key_phone, match_key_tax_id, normalize_domain, search_text
from api.services import import_cells as cells
from api.services import import_custom
from api.services.custom_value import ValueRefused
from api.services.import_dates import parse_date, parse_moment
from api.services.import_reader import Row

MAX_LENGTHS: Final = {
    "name": 200, "title": 200, "website": 500, "source": 200, "tax_id": 30, "address": 2_000, "lost_reason": 200,
}  # fmt: skip
ADDRESS_PARTS: Final = ("complement", "district", "city", "state", "postal_code", "country")
MAX_TAGS: Final = 50
MAX_CLIENT_NOTES: Final = 2_000
MAX_NOTE_LENGTH: Final = 19_000
Handle = tuple[str, str]


@dataclass(slots=True)
class Problem:
    """severity: an error keeps the row out, a warning only the cell."""

    row: Row
    code: str
    severity: str = "warning"
    field: str = ""
    value: str = ""


@dataclass(slots=True)
class PersonDraft:
    name: str
    title: str | None = None
    email: str | None = None
    phone: str | None = None
    handles: dict[Handle, str] = field(default_factory=dict)


@dataclass(slots=True)
class ClientDraft:
    """handles: (kind, match key) → value as shown, all of them; email and phone are the first ones."""

    name: str
    kind: str = "company"
    email: str | None = None
    phone: str | None = None
    website: str | None = None
    tax_id: str | None = None
    address: str | None = None
    notes: str | None = None
    source: str | None = None
    owner_id: UUID | None = None
    tags: list[str] = field(default_factory=list)
    created_at: datetime | None = None
    custom_fields: dict[str, Any] = field(default_factory=dict)
    handles: dict[Handle, str] = field(default_factory=dict)


@dataclass(slots=True)
class DealDraft:
    title: str
    stage: str = "lead"
    outcome: str | None = None
    lost_reason: str | None = None
    value_cents: int = 0
    currency: str = "BRL"
    owner_id: UUID | None = None
    expected_close_date: date | None = None
    source: str | None = None
    created_at: datetime | None = None
    closed_at: datetime | None = None
    tags: list[str] = field(default_factory=list)
    custom_fields: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class RowDraft:
    """client None: the row has an error and becomes nothing. note: goes into the timeline when the row makes something new."""

    row: Row
    client: ClientDraft | None = None
    person: PersonDraft | None = None
    deal: DealDraft | None = None
    note: str | None = None
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class DraftRules:
    """What the rows of one import share. members: e-mail address and folded name → user; custom: name in the mapping → field."""

    mapping: Mapping[str, str]
    columns: Sequence[str]
    date_order: str
    currency: str
    members: Mapping[str, UUID]
    default_owner_id: UUID | None
    # Colleagues whose records the importing person doesn't see, and so gives nothing to.
    hidden_owners: frozenset[UUID] = frozenset()
    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    unknown_owners: set[str] = field(default_factory=set)
    custom: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


class RowReader:
    """The mapped cells of one row, noting what is wrong with them."""

    def __init__(self, rules: DraftRules, row: Row) -> None:
        self.rules = rules
        self.draft = RowDraft(row)
        self.values: dict[str, list[str]] = {}
        for column, cell in zip(rules.columns, row.cells, strict=False):
            name = rules.mapping.get(column)
            if name and cell and not cells.is_empty(text := cells.plain_cell(cell).strip()):
                self.values.setdefault(name, []).append(text)
        for code in row.problems:
            self.warn(code)

    def warn(self, code: str, name: str = "", value: str = "") -> None:
        self.draft.problems.append(Problem(self.draft.row, code, "warning", name, value[:500]))

    def refuse(self, code: str, name: str = "", value: str = "") -> None:
        self.draft.problems.append(Problem(self.draft.row, code, "error", name, value[:500]))

    def all(self, name: str) -> list[str]:
        return self.values.get(name, [])

    def text(self, name: str, limit_of: str = "") -> str | None:
        """The first cell of a field on its own lines, cut to what the column may hold."""
        found = self.all(name)
        return self.cut(name, " ".join(found[0].split()), limit_of) if found else None

    def cut(self, name: str, text: str, limit_of: str = "") -> str:
        limit = MAX_LENGTHS.get(limit_of or name, 200)
        if len(text) > limit:
            self.warn("value_truncated", name, text)
        return text[:limit]

    def emails(self, name: str) -> list[str]:
        return self._handles(name, cells.split_emails, "email_invalid")

    def phones(self, name: str) -> list[str]:
        return self._handles(name, cells.split_phones, "phone_invalid")

    def _handles(self, name: str, split: Callable[[str], tuple[list[str], list[str]]], code: str) -> list[str]:
        found: list[str] = []
        for cell in self.all(name):
            good, bad = split(cell)
            found += [value for value in good if value not in found]
            for part in bad:
                self.warn(code, name, part)
        return found

    def tags(self) -> list[str]:
        by_key = {search_text(tag): tag for cell in self.all("tags") for tag in cells.split_tags(cell)}
        by_key.pop("", None)
        return list(by_key.values())[:MAX_TAGS]

    def owner(self) -> UUID | None:
        text = self.text("owner")
        if text is None:
            return self.rules.default_owner_id
        found = self.rules.members.get(text.lower()) or self.rules.members.get(search_text(text))
        if found is None and text not in self.rules.unknown_owners:
            # Once a name: every row of theirs would say the same.
            self.rules.unknown_owners.add(text)
            self.warn("owner_unknown", "owner", text)
        if found in self.rules.hidden_owners:
            self.refuse("owner_out_of_scope", "owner", text)
        return found or self.rules.default_owner_id

    def custom(self) -> dict[str, Any]:
        """The values of the organization's own fields, by key; a cell that doesn't fit is left out."""
        found: dict[str, Any] = {}
        for name, about in self.rules.custom.items():
            for text in self.all(name)[:1]:
                try:
                    found[about["key"]] = import_custom.read(about, text, date_order=self.rules.date_order, members=self.rules.members)
                except ValueRefused as refused:
                    self.warn(f"custom_{refused.code}", name, text)
        return {key: value for key, value in found.items() if value is not None}

    def moment(self, name: str) -> datetime | None:
        for text in self.all(name):
            if (found := parse_moment(text, self.rules.date_order)) is not None:
                return found
            self.warn("date_invalid", name, text)
        return None

    def past_moment(self, name: str) -> datetime | None:
        found = self.moment(name)
        if found is not None and found > self.rules.now:
            self.warn("date_in_future", name, self.all(name)[0])
            return None
        return found

    def date(self, name: str) -> date | None:
        text = self.text(name)
        if text is None:
            return None
        if (found := parse_date(text, self.rules.date_order)) is None:
            self.warn("date_invalid", name, text)
        return found


def handles_of(
    emails: Sequence[str] = (), phones: Sequence[str] = (), tax_id: str | None = None, website: str | None = None
) -> dict[Handle, str]:
    found: dict[Handle, str] = {("email", email): email for email in emails}
    found |= {("phone", match_key_phone(phone)): phone for phone in phones}
    if tax_id and (key := match_key_tax_id(tax_id)):
        found["tax_id", key] = tax_id
    if website and (domain := normalize_domain(website)):
        found["domain", domain] = website
    return found


def _address(reader: RowReader) -> str | None:
    street = " ".join(filter(None, (reader.text("street"), reader.text("street_number"))))
    parts = [street, *(reader.text(part) or "" for part in ADDRESS_PARTS)]
    whole = reader.text("address", "address") or ""
    missing = [part for part in parts if part and search_text(part) not in search_text(whole)]
    return reader.cut("address", ", ".join(filter(None, [whole, *missing]))) or None


def draft_client(rules: DraftRules, row: Row) -> RowDraft:
    """A row of a list of clients: a company, a person, or a person at a company."""
    reader = RowReader(rules, row)
    company, name = reader.text("company", "name"), reader.text("name")
    first, *rest = (reader.text(part, "name") for part in ("first_name", "middle_name", "last_name"))
    parts = " ".join(filter(None, (first, *rest))) or None
    if name and not first:
        name = " ".join([name, *(part for part in rest if part and search_text(part) not in search_text(name))])
    contact_name = reader.text("contact_name", "name")
    emails, phones = reader.emails("email"), reader.phones("phone")
    contact_emails, contact_phones = reader.emails("contact_email"), reader.phones("contact_phone")
    title, tax_id = reader.text("contact_title", "title"), reader.text("tax_id")
    is_about_person = company is not None and contact_name is None and (parts or name or "") not in ("", company)
    person_name = contact_name or ((name or parts) if is_about_person else None)
    if person_name is None and (contact_emails or contact_phones):
        person_name = (contact_emails or contact_phones)[0]
    person_emails = contact_emails + [e for e in emails if is_about_person and e not in contact_emails]
    person_phones = contact_phones + [p for p in phones if is_about_person and p not in contact_phones]
    if is_about_person:
        emails, phones = [], []
    client_name = company or name or parts
    if client_name is None:
        fallback = person_name or next(iter(emails + phones), None)
        if fallback is None:
            reader.refuse("name_missing", "name")
            return reader.draft
        if person_name is None:
            reader.warn("name_from_handle", "name", fallback)
        client_name = fallback
        emails, phones = emails + person_emails, phones + person_phones
        person_name = None
    has_person_name = company is None and person_name is None and (parts is not None or name is None)
    kind = (tax_id and cells.tax_id_kind(match_key_tax_id(tax_id) or "")) or (
        "person" if has_person_name and not cells.is_company_name(client_name) else "company"
    )
    website = reader.cut("website", (reader.all("website") or [""])[0]) or None
    notes = list(reader.all("notes"))
    if person_name is None and title:
        notes.append(title)
    notes += emails[1:] + phones[1:] + person_emails[1:] + person_phones[1:]
    # What is said of a person, and what is too long for the client's own notes, becomes a note in the timeline.
    note = "\n".join(notes)[:MAX_NOTE_LENGTH]
    owner_id = reader.owner()
    if owner_id in rules.hidden_owners:
        return reader.draft
    reader.draft.client = ClientDraft(
        name=client_name, kind=kind, email=next(iter(emails), None), phone=next(iter(phones), None), website=website, tax_id=tax_id,
        address=_address(reader), notes=note if note and person_name is None and len(note) <= MAX_CLIENT_NOTES else None, source=reader.text("source"),
        owner_id=owner_id, tags=reader.tags(), created_at=reader.past_moment("created_at"),
        custom_fields=reader.custom(), handles=handles_of(emails, phones, tax_id, website),
    )  # fmt: skip
    if note and reader.draft.client.notes is None:
        reader.draft.note = f"{person_name}: {note}" if person_name else note
    if person_name is not None:
        reader.draft.person = PersonDraft(
            person_name, title, next(iter(person_emails), None), next(iter(person_phones), None), handles_of(person_emails, person_phones)
        )
    return reader.draft


def draft_deal(rules: DraftRules, row: Row) -> RowDraft:
    """A row of a list of deals, with the client that it is for."""
    reader = RowReader(rules, row)
    client_name, contact_name = reader.text("client_name", "name"), reader.text("contact_name", "name")
    emails, phones = reader.emails("contact_email"), reader.phones("contact_phone")
    handles = handles_of(emails, phones)
    who = client_name or contact_name or next(iter(emails + phones), None)
    title = reader.text("title") or who
    if title is None or who is None:
        reader.refuse("title_missing" if title is None else "client_missing", "title" if title is None else "client_name")
        return reader.draft
    owner_id = reader.owner()
    if owner_id in rules.hidden_owners:
        return reader.draft
    email, phone = next(iter(emails), None), next(iter(phones), None)
    if client_name and contact_name and contact_name != client_name:
        reader.draft.client = ClientDraft(client_name, owner_id=owner_id)
        reader.draft.person = PersonDraft(contact_name, None, email, phone, handles)
    else:
        kind = "person" if client_name is None and not cells.is_company_name(who) else "company"
        reader.draft.client = ClientDraft(who, kind, email, phone, owner_id=owner_id, handles=handles)
    stage, outcome = _place(reader)
    value_cents, currency = _value(reader)
    expected, closed = reader.date("expected_close_date"), reader.past_moment("closed_at")
    created = reader.past_moment("created_at")
    if outcome and closed is None:
        closed = datetime(expected.year, expected.month, expected.day, tzinfo=UTC) if expected else None
        closed = closed if closed and closed <= rules.now else rules.now
    if created and closed and created > closed:
        created = closed
    reader.draft.deal = DealDraft(
        title, stage, outcome, reader.text("lost_reason") if outcome == "lost" else None, value_cents, currency, owner_id, expected,
        reader.text("source"), created, closed if outcome else None, reader.tags(), reader.custom(),
    )  # fmt: skip
    return reader.draft


def _place(reader: RowReader) -> tuple[str, str | None]:
    """(stage, outcome) from the columns of stage and status, which say it together or apart."""
    stage_text, status_text = reader.text("stage"), reader.text("outcome")
    found = cells.parse_stage(stage_text) if stage_text else ("lead", None)
    if found is None:
        reader.warn("stage_unknown", "stage", stage_text or "")
        found = ("lead", None)
    status = cells.parse_outcome(status_text) if status_text else None
    if status_text and status is None:
        reader.warn("outcome_unknown", "outcome", status_text)
    if status in ("won", "lost"):
        return "closed", status
    if found[0] == "closed" and found[1] is None:
        reader.warn("outcome_unknown", "stage", stage_text or "")
        return "negotiation", None
    return found


def _value(reader: RowReader) -> tuple[int, str]:
    currency = reader.rules.currency
    cents = 0
    if (text := reader.text("value")) is not None:
        found = cells.parse_money(text)
        if found is None:
            reader.warn("value_invalid", "value", text)
        else:
            cents, named = found
            currency = named if named in CURRENCIES else currency
    if (text := reader.text("currency")) is not None:
        code: Any = {"R$": "BRL", "US$": "USD", "€": "EUR", "£": "GBP"}.get(text, text.upper()[:3])
        if code in CURRENCIES:
            currency = code
        else:
            reader.warn("currency_unknown", "currency", text)
    return cents, currency
