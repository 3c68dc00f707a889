"""One chunk of drafts, placed among what is there and written with a handful of statements."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from api.core.normalize import search_text
from api.core.position import sequence
from api.repositories.import_batch import ImportBatchRepository
from api.services import client as client_service
from api.services import contact as contact_service
from api.services.import_drafts import ClientDraft, DealDraft, Handle, PersonDraft, RowDraft
from api.services.import_matching import Directory, Placement

CLIENT_FILLS = ("email", "phone", "website", "source", "tax_id", "address", "notes")
PERSON_FILLS = ("title", "email", "phone")
DEAL_FILLS = ("expected_close_date", "source", "value_cents", "currency")


def _digits(phone: str | None) -> str:
    return "".join(c for c in phone or "" if c.isdigit())


def _fill(target: Any, source: Any, names: Sequence[str]) -> bool:
    """Copy what the target doesn't have yet; True when something was copied."""
    changed = False
    for name in names:
        if not getattr(target, name) and getattr(source, name):
            setattr(target, name, getattr(source, name))
            changed = True
    return changed


def _merge(fills: dict[UUID, dict[str, Any]], row_id: UUID, source: Any, names: Sequence[str]) -> None:
    """Several rows may fill one record: the first that has a value gives it."""
    row = fills.setdefault(row_id, {"id": row_id, **dict.fromkeys(names)})
    for name in names:
        row[name] = row[name] or getattr(source, name)
    if hasattr(source, "custom_fields"):
        row["custom_fields"] = source.custom_fields | row.get("custom_fields", {})


class Chunk:
    """fills: on_duplicate is 'update', what is empty gets filled; what is there is never overwritten."""

    is_name_first = False

    def __init__(self, batch: ImportBatchRepository, drafts: Sequence[RowDraft], *, fills: bool) -> None:
        self.batch = batch
        self.drafts = drafts
        self.fills = fills
        self.directory = Directory()
        self.placements: list[Placement] = []

    async def write(self) -> Counter[str]:
        """How many rows were created, updated, duplicate."""
        raise NotImplementedError

    def _handles(self) -> Iterator[Handle]:
        for draft in self.drafts:
            assert draft.client is not None
            yield from draft.client.handles
            if draft.person is not None:
                yield from draft.person.handles

    async def place(self) -> None:
        """Look everybody up and hold them, then decide row by row in memory."""
        await self._load_clients()
        while await self.batch.hold_clients(self.directory.clients) != self.directory.clients.keys():
            # Somebody was deleted between the two; now that this is settled they are not found again.
            self.directory = Directory()
            await self._load_clients()
        people = {draft.person.name for draft in self.drafts if draft.person}
        for row in await self.batch.find_contacts(list(self.directory.clients), sorted(people)):
            self.directory.load_contact(self.directory.clients[row["client_id"]], row)
        self.placements = [self.directory.place(draft, is_name_first=self.is_name_first) for draft in self.drafts]

    async def _load_clients(self) -> None:
        self.directory.load_handles(await self.batch.find_handles(sorted(set(self._handles()))))
        names = {search_text(draft.client.name) for draft in self.drafts if draft.client}
        for row in await self.batch.find_names(sorted(names)):
            self.directory.load_client(row)

    async def write_new(self) -> None:
        """The clients and people that the placements made, with their handles, tags and first timeline entry."""
        clients = [(p.client.id, p.client.draft) for p in self.placements if p.is_new_client and p.client.draft]
        contacts = [
            (p.client.id, p.contact.id, p.contact.draft) for p in self.placements if p.is_new_contact and p.contact and p.contact.draft
        ]
        await self.batch.insert_clients([self._client_row(client_id, draft) for client_id, draft in clients])
        await self.batch.insert_contacts([self._contact_row(*contact) for contact in contacts])
        await self.batch.insert_identities(
            [
                *(
                    self._identity(client_id, None, handle, value)
                    for client_id, draft in clients
                    for handle, value in draft.handles.items()
                ),
                *(
                    self._identity(client_id, contact_id, handle, value)
                    for client_id, contact_id, person in contacts
                    for handle, value in person.handles.items()
                ),
            ]
        )
        new = [(d, p) for d, p in zip(self.drafts, self.placements, strict=True) if p.is_new_client or p.is_new_contact]
        await self.batch.add_tags(
            "client", [(p.client.id, *tag) for d, p in new if d.client for tag in client_service.tag_keys(d.client.tags)]
        )
        entries = [self._entry(client_id, None, "system", {"event": "client.imported"}) for client_id, _ in clients]
        entries += [self._entry(p.client.id, None, "note", {}, d.note) for d, p in new if d.note]
        await self.batch.insert_timeline(entries)

    @staticmethod
    def _client_row(client_id: UUID, draft: ClientDraft) -> dict[str, Any]:
        names = ("kind", "name", "owner_id", "created_at", "custom_fields", *CLIENT_FILLS)
        values = {name: getattr(draft, name) for name in names}
        return {"id": client_id, **values, **client_service.searchable(values)}

    @staticmethod
    def _contact_row(client_id: UUID, contact_id: UUID, draft: PersonDraft) -> dict[str, Any]:
        values = {name: getattr(draft, name) for name in ("name", *PERSON_FILLS)}
        return {"id": contact_id, "client_id": client_id, **values, "search_text": contact_service.searchable(values)}

    @staticmethod
    def _identity(client_id: UUID, contact_id: UUID | None, handle: Handle, value: str) -> dict[str, Any]:
        kind, match_key = handle
        return {
            "id": uuid7(), "kind": kind, "match_key": match_key, "value": value, "client_id": client_id, "contact_id": contact_id,
        }  # fmt: skip

    @staticmethod
    def _entry(client_id: UUID, deal_id: UUID | None, type: str, metadata: Mapping[str, Any], content: str = "") -> dict[str, Any]:
        return {
            "id": uuid7(), "client_id": client_id, "deal_id": deal_id, "type": type, "content": content, "metadata": metadata,
        }  # fmt: skip


class ClientChunk(Chunk):
    async def write(self) -> Counter[str]:
        await self.place()
        changed_rows = self._fill_new() if self.fills else set()
        await self.write_new()
        touched = await self._fill_existing() if self.fills else set()
        outcomes: Counter[str] = Counter()
        for index, placement in enumerate(self.placements):
            ids = {placement.client.id} | ({placement.contact.id} if placement.contact else set())
            if placement.is_new_client or placement.is_new_contact:
                outcomes["created"] += 1
            else:
                outcomes["updated" if index in changed_rows or ids & touched else "duplicate"] += 1
        return outcomes

    def _fill_new(self) -> set[int]:
        """Rows of this chunk that complete a client or person which an earlier row of it makes."""
        changed = set()
        for index, (draft, placement) in enumerate(zip(self.drafts, self.placements, strict=True)):
            made, person_made = placement.client.draft, placement.contact.draft if placement.contact else None
            assert draft.client is not None
            if made is not None and not placement.is_new_client:
                handles = {h: v for h, v in draft.client.handles.items() if h not in made.handles}
                tags = [tag for tag in draft.client.tags if tag not in made.tags]
                custom = {key: value for key, value in draft.client.custom_fields.items() if key not in made.custom_fields}
                if _fill(made, draft.client, CLIENT_FILLS) | bool(tags) | bool(handles) | bool(custom):
                    made.handles |= handles
                    made.custom_fields |= custom
                    made.tags += tags
                    changed.add(index)
            if person_made is not None and draft.person is not None and not placement.is_new_contact:
                handles = {h: v for h, v in draft.person.handles.items() if h not in person_made.handles}
                if _fill(person_made, draft.person, PERSON_FILLS) | bool(handles):
                    person_made.handles |= handles
                    changed.add(index)
        return changed

    async def _fill_existing(self) -> set[UUID]:
        """Complete clients and people that were there before this chunk; the ids of those that changed."""
        clients: dict[UUID, dict[str, Any]] = {}
        people: dict[UUID, dict[str, Any]] = {}
        identities: dict[Handle, dict[str, Any]] = {}
        tags: list[tuple[UUID, str, str]] = []
        for draft, placement in zip(self.drafts, self.placements, strict=True):
            client, contact = placement.client, placement.contact
            assert draft.client is not None
            if client.draft is None:
                _merge(clients, client.id, draft.client, CLIENT_FILLS)
                tags += [(client.id, *tag) for tag in client_service.tag_keys(draft.client.tags)]
                for handle, value in draft.client.handles.items():
                    if handle not in self.directory.by_handle:
                        identities.setdefault(handle, self._identity(client.id, None, handle, value))
            if contact is not None and contact.draft is None and draft.person is not None:
                _merge(people, contact.id, draft.person, PERSON_FILLS)
                for handle, value in draft.person.handles.items():
                    if handle not in self.directory.by_handle:
                        identities.setdefault(handle, self._identity(client.id, contact.id, handle, value))
        for row in (*clients.values(), *people.values()):
            row["search_text"] = search_text(
                row.get("email") or "", row.get("website") or "", _digits(row["phone"]), row.get("tax_id") or ""
            )
        touched = await self.batch.fill_clients(list(clients.values())) | await self.batch.fill_contacts(list(people.values()))
        touched |= await self.batch.add_tags("client", tags)
        await self.batch.insert_identities(list(identities.values()))
        return touched


class DealChunk(Chunk):
    is_name_first = True

    async def write(self) -> Counter[str]:
        await self.place()
        await self.write_new()
        titles = sorted({draft.deal.title for draft in self.drafts if draft.deal})
        existing = [placement.client.id for placement in self.placements if placement.client.draft is None]
        known = {(r["client_id"], search_text(r["title"])): r["id"] for r in await self.batch.find_deals(existing, titles)}
        deals: dict[UUID, tuple[UUID, DealDraft]] = {}
        fills: dict[UUID, dict[str, Any]] = {}
        repeated: list[UUID] = []
        for draft, placement in zip(self.drafts, self.placements, strict=True):
            assert draft.deal is not None
            key = (placement.client.id, search_text(draft.deal.title))
            if key in known:
                repeated.append(known[key])
                if self.fills and known[key] not in deals:
                    _merge(fills, known[key], draft.deal, DEAL_FILLS)
                continue
            known[key] = uuid7()
            deals[known[key]] = (placement.client.id, draft.deal)
        await self._write_deals(deals)
        touched = await self.batch.fill_deals(list(fills.values()))
        updated = sum(deal_id in touched for deal_id in repeated)
        return Counter({"created": len(deals), "updated": updated, "duplicate": len(repeated) - updated})

    async def _write_deals(self, deals: Mapping[UUID, tuple[UUID, DealDraft]]) -> None:
        now = datetime.now(UTC)
        positions = await self._positions(Counter(deal.stage for _, deal in deals.values()))
        rows, visits, entries = [], [], []
        for deal_id, (client_id, deal) in deals.items():
            entered = deal.closed_at or deal.created_at or now
            rows.append(
                {
                    "id": deal_id, "client_id": client_id, "title": deal.title, "stage": deal.stage, "outcome": deal.outcome,
                    "position": next(positions[deal.stage]), "value_cents": deal.value_cents, "currency": deal.currency,
                    "owner_id": deal.owner_id, "expected_close_date": deal.expected_close_date, "source": deal.source,
                    "lost_reason": deal.lost_reason, "stage_entered_at": entered, "closed_at": deal.closed_at,
                    "custom_fields": deal.custom_fields, "search_text": search_text(deal.title), "created_at": deal.created_at or min(entered, now),
                }
            )  # fmt: skip
            visits.append({"id": uuid7(), "deal_id": deal_id, "stage": deal.stage, "entered_at": entered})
            details = {
                "event": "deal.imported", "title": deal.title, "to": deal.stage, "outcome": deal.outcome,
                "value_cents": deal.value_cents, "currency": deal.currency,
            }  # fmt: skip
            entries.append(self._entry(client_id, deal_id, "deal", details))
        await self.batch.insert_deals(rows)
        await self.batch.insert_stage_visits(visits)
        await self.batch.insert_timeline(entries)
        await self.batch.add_tags("deal", [(i, *tag) for i, (_, deal) in deals.items() for tag in client_service.tag_keys(deal.tags)])

    async def _positions(self, counts: Mapping[str, int]) -> dict[str, Iterator[str]]:
        """Keys behind the last card of each stage, in the order of the file."""
        return {stage: iter(sequence(await self.batch.find_last_position(stage), count)) for stage, count in counts.items()}
