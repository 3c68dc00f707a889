"""Who is already there: rows of a file against each other and against the clients of the organization.

E-mail, tax number and phone (with and without Brazil's ninth digit) come first, then the exact name. A shared
switchboard number doesn't make two people one, and two people of one name with different e-mails stay two.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from uuid_utils.compat import uuid7

from api.core.normalize import match_key_tax_id, search_text
from api.services.import_drafts import ClientDraft, Handle, PersonDraft, RowDraft

MATCHING_KINDS: Final = ("tax_id", "email", "phone")


@dataclass(slots=True)
class KnownContact:
    """draft: set when this import creates it in this very chunk."""

    id: UUID
    name_key: str
    email: str | None
    draft: PersonDraft | None = None


@dataclass(slots=True)
class KnownClient:
    id: UUID
    name_key: str
    email: str | None
    tax_key: str | None
    draft: ClientDraft | None = None
    contacts: dict[str, list[KnownContact]] = field(default_factory=dict)


@dataclass(slots=True)
class Placement:
    """Where a row belongs. is_new_*: the row made it; contact None: the row names nobody beside the client."""

    client: KnownClient
    contact: KnownContact | None
    is_new_client: bool
    is_new_contact: bool


class Directory:
    def __init__(self) -> None:
        self.clients: dict[UUID, KnownClient] = {}
        self.by_handle: dict[Handle, tuple[KnownClient, KnownContact | None]] = {}
        self.by_name: dict[str, list[KnownClient]] = {}
        self.contacts: dict[UUID, KnownContact] = {}

    def load_client(self, row: Mapping[str, Any]) -> KnownClient:
        """row: client_id, sort_name, client_email, tax_id."""
        known = self.clients.get(row["client_id"])
        if known is None:
            known = KnownClient(row["client_id"], row["sort_name"], row["client_email"], match_key_tax_id(row["tax_id"] or ""))
            self._add_client(known)
        return known

    def load_contact(self, client: KnownClient, row: Mapping[str, Any]) -> KnownContact:
        """row: contact_id, contact_name, contact_email."""
        known = self.contacts.get(row["contact_id"])
        if known is None:
            known = KnownContact(row["contact_id"], search_text(row["contact_name"]), row["contact_email"])
            self._add_contact(client, known)
        return known

    def load_handles(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Rows with people's handles before clients', oldest first: the first one keeps a handle."""
        for row in rows:
            client = self.load_client(row)
            contact = self.load_contact(client, row) if row["contact_id"] else None
            self.by_handle.setdefault((row["kind"], row["match_key"]), (client, contact))

    def _add_client(self, known: KnownClient) -> None:
        self.clients[known.id] = known
        self.by_name.setdefault(known.name_key, []).append(known)

    def _add_contact(self, client: KnownClient, known: KnownContact) -> None:
        self.contacts[known.id] = known
        client.contacts.setdefault(known.name_key, []).append(known)

    def place(self, row: RowDraft, *, is_name_first: bool = False) -> Placement:
        """Find the row's client and person, or make them. is_name_first: the client's name outranks the person's handles."""
        draft, person = row.client, row.person
        assert draft is not None
        client = self._find_by_name(draft) if is_name_first else None
        contact: KnownContact | None = None
        is_client_itself = False
        hit = self._find_by_handle(draft.handles, draft.name, draft.email)
        if hit is not None and client is None:
            client = hit[0]
        if person is not None:
            hit = self._find_by_handle(person.handles, person.name, person.email, is_person=True)
            if hit is not None and (client is None or not is_name_first or hit[0] is client):
                client, contact = hit[0], hit[1]
                is_client_itself = contact is None and client.name_key == search_text(person.name)
        if client is None and not is_name_first:
            client = self._find_by_name(draft)
        is_new_client = client is None
        if client is None:
            client = KnownClient(uuid7(), search_text(draft.name), draft.email, match_key_tax_id(draft.tax_id or ""), draft)
            self._add_client(client)
            for handle in draft.handles:
                self.by_handle.setdefault(handle, (client, None))
        is_new_contact = False
        if person is not None and contact is None and not is_client_itself:
            contact = self._find_person(client, person)
            if contact is None:
                is_new_contact = True
                contact = KnownContact(uuid7(), search_text(person.name), person.email, person)
                self._add_contact(client, contact)
                for handle in person.handles:
                    known = self.by_handle.get(handle)
                    if known is None or known[1] is None:
                        self.by_handle[handle] = (client, contact)
        return Placement(client, contact, is_new_client, is_new_contact)

    def _find_by_handle(
        self, handles: Mapping[Handle, str], name: str, email: str | None, *, is_person: bool = False
    ) -> tuple[KnownClient, KnownContact | None] | None:
        for kind in MATCHING_KINDS:
            for handle in handles:
                hit = self.by_handle.get(handle) if handle[0] == kind else None
                if hit is not None and (kind != "phone" or self._may_share_phone(hit, name, email, is_person=is_person)):
                    return hit
        return None

    @staticmethod
    def _may_share_phone(hit: tuple[KnownClient, KnownContact | None], name: str, email: str | None, *, is_person: bool) -> bool:
        """Whether one number means one party, rather than two at the same switchboard."""
        client, contact = hit
        if (contact or client).name_key == search_text(name):
            return True
        known_email = contact.email if contact else client.email
        if email and known_email and email != known_email:
            return False
        return not is_person or contact is None

    def _find_by_name(self, draft: ClientDraft) -> KnownClient | None:
        tax_key = match_key_tax_id(draft.tax_id or "")
        for known in self.by_name.get(search_text(draft.name), ()):
            differs = (draft.email and known.email and draft.email != known.email) or (
                tax_key and known.tax_key and tax_key != known.tax_key
            )
            if not differs:
                return known
        return None

    @staticmethod
    def _find_person(client: KnownClient, person: PersonDraft) -> KnownContact | None:
        for known in client.contacts.get(search_text(person.name), ()):
            if not (person.email and known.email and person.email != known.email):
                return known
        return None
