"""Turn the invented people and stories into rows: the same every time, with dates that lead up to now."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any, Final
from uuid import UUID

from uuid_utils.compat import uuid7

from api.core.normalize import search_text
from api.core.position import sequence
from api.schemas.base import STAGES
from api.services import client as client_service
from api.services.import_drafts import handles_of
from api.services.timeline import TOUCHES
from scripts.demo.people import CLIENTS, LOST_REASONS, SERVICES, DemoClient
from scripts.demo.story import BY_STAGE, CARE, WELCOME
from scripts.demo.tasks import build_tasks

DAYS: Final = 90
# Where the deals stand today; the order mixes them over the clients.
OUTCOMES: Final = (
    ["won"] * 14 + ["lost"] * 8 + ["lead"] * 12 + ["contact"] * 10 + ["proposal"] * 9 + ["negotiation"] * 7
)  # fmt: skip
Row = dict[str, Any]


@dataclass(slots=True)
class DemoRows:
    """Rows by table, in the order in which foreign keys want them."""

    tables: dict[str, list[Row]] = field(
        default_factory=lambda: {
            name: []
            for name in (
                "clients", "contacts", "identities", "tags", "client_tags", "deals", "deal_stage_visits", "timeline_entries",
                "tasks",
            )
        }
    )  # fmt: skip

    def add(self, table: str, **values: Any) -> None:
        self.tables[table].append(values)


def tax_id(random: Random, length: int) -> str:
    """A CNPJ (14) or CPF (11) with valid check digits, formatted."""
    digits = [random.randrange(10) for _ in range(8 if length == 14 else 9)] + ([0, 0, 0, 1] if length == 14 else [])
    for _ in range(2):
        weights = [(2 + i % 8) if length == 14 else 2 + i for i in range(len(digits))]
        rest = sum(digit * weight for digit, weight in zip(reversed(digits), weights, strict=True)) % 11
        digits.append(0 if rest < 2 else 11 - rest)
    d = "".join(map(str, digits))
    if length == 14:
        return f"{d[:2]}.{d[2:5]}.{d[5:8]}/{d[8:12]}-{d[12:]}"
    return f"{d[:3]}.{d[3:6]}.{d[6:9]}-{d[9:]}"


def reais(value_cents: int) -> str:
    return f"R$ {value_cents // 100:,}".replace(",", ".")


class DemoBuilder:
    def __init__(self, user_ids: Sequence[UUID], now: datetime) -> None:
        self.user_ids = user_ids
        self.now = now
        self.random = Random(20_24)  # invented data, the same every time
        self.rows = DemoRows()
        self.tag_ids: dict[str, UUID] = {}
        self.contact_names: dict[UUID, list[str]] = {}

    def moment(self, days_ago: float) -> datetime:
        """A moment of a Brazilian working day, in the past."""
        day = self.now - timedelta(days=days_ago)
        if day.weekday() >= 5:
            day -= timedelta(days=day.weekday() - 4)
        found = day.replace(hour=self.random.randrange(12, 21), minute=self.random.randrange(0, 60), second=0, microsecond=0)
        return min(found, self.now - timedelta(minutes=self.random.randrange(20, 200)))

    def build(self) -> DemoRows:
        outcomes = list(OUTCOMES)
        self.random.shuffle(outcomes)
        clients = [(self._client(demo, index), demo) for index, demo in enumerate(CLIENTS)]
        # Every client has a deal, the first twenty a second one.
        turns = iter(outcomes)
        for round_size in (len(clients), len(OUTCOMES) - len(clients)):
            for client, demo in clients[:round_size]:
                self._deal(client, demo, next(turns))
        for client, demo in clients:
            self._care(client, demo)
        for client, _ in clients:
            self._welcome(client)
        for task in build_tasks(self.random, self.rows.tables["deals"], self.contact_names, self.user_ids, self.now):
            self.rows.add("tasks", **task)
        self._positions()
        self._last_touches()
        return self.rows

    def _client(self, demo: DemoClient, index: int) -> Row:
        client_id, created = uuid7(), self.moment(DAYS + 5 - index * 0.6)
        mailbox = "contato" if not demo.is_person else search_text(demo.name).split()[-1]
        email = f"{mailbox}@{demo.domain}" if demo.domain else f"{search_text(demo.name).replace(' ', '.')}@gmail.com"
        phone = self._phone(demo, mobile=demo.is_person)
        values: Row = {
            "id": client_id, "kind": "person" if demo.is_person else "company", "name": demo.name, "email": email, "phone": phone,
            "website": f"https://{demo.domain}" if demo.domain else None, "source": demo.source,
            "tax_id": tax_id(self.random, 11 if demo.is_person else 14), "address": f"{demo.address}, {demo.city} - {demo.state}",
            "owner_id": self.user_ids[index % len(self.user_ids)], "created_at": created, "updated_at": created,
        }  # fmt: skip
        self.rows.add("clients", **values, **client_service.searchable(values))
        self._identities(client_id, None, handles_of([email], [phone], values["tax_id"], values["website"]))
        for tag in demo.tags:
            if tag not in self.tag_ids:
                self.tag_ids[tag] = uuid7()
                self.rows.add("tags", id=self.tag_ids[tag], name=tag, match_key=search_text(tag))
            self.rows.add("client_tags", client_id=client_id, tag_id=self.tag_ids[tag])
        self.contact_names[client_id] = [self._contact(client_id, demo, *person, created) for person in demo.people] or [demo.name]
        self._entry(client_id, None, "system", created, "", {"event": "client.created"}, values["owner_id"])
        return self.rows.tables["clients"][-1]

    def _contact(self, client_id: UUID, demo: DemoClient, name: str, title: str, created: datetime) -> str:
        contact_id = uuid7()
        short = [word for word in name.split() if not word.endswith(".") and word not in ("Chef", "Maestro", "Irmã")]
        email, phone = f"{search_text(short[0])}@{demo.domain}", self._phone(demo, mobile=True)
        self.rows.add(
            "contacts", id=contact_id, client_id=client_id, name=name, title=title, email=email, phone=phone,
            is_primary=name == demo.people[0][0], created_at=created, updated_at=created,
            search_text=search_text(name, title, email, phone[1:]),
        )  # fmt: skip
        self._identities(client_id, contact_id, handles_of([email], [phone]))
        return " ".join(short[:1]) if short[0] == name.split()[0] else f"{name.split()[0]} {short[0]}"

    def _phone(self, demo: DemoClient, *, mobile: bool) -> str:
        if mobile:
            return f"+55{demo.area_code}9{self.random.randrange(81_000_000, 99_999_999)}"
        return f"+55{demo.area_code}3{self.random.randrange(2_000_000, 5_999_999)}"

    def _identities(self, client_id: UUID, contact_id: UUID | None, handles: dict[tuple[str, str], str]) -> None:
        for (kind, match_key), value in handles.items():
            self.rows.add("identities", id=uuid7(), kind=kind, match_key=match_key, value=value, client_id=client_id, contact_id=contact_id)

    def _deal(self, client: Row, demo: DemoClient, standing: str) -> None:
        outcome = standing if standing in ("won", "lost") else None
        stage = "closed" if outcome else standing
        taken = {deal["title"] for deal in self.rows.tables["deals"] if deal["client_id"] == client["id"]}
        title, typical = self.random.choice([service for service in SERVICES[demo.line] if service[0] not in taken])
        value_cents = int(typical * self.random.uniform(0.8, 1.3) // 50 * 50) * 100
        deal_id, owner_id = uuid7(), client["owner_id"]
        visits = list(self._visits(client["created_at"], stage, outcome))
        created, entered = visits[0][1], visits[-1][1]
        reason = self.random.choice(LOST_REASONS) if outcome == "lost" else None
        close = (entered if outcome else self.now + timedelta(days=self.random.randrange(4, 50))).date()
        self.rows.add(
            "deals", id=deal_id, client_id=client["id"], title=title, stage=stage, value_cents=value_cents, currency="BRL",
            owner_id=owner_id, expected_close_date=close, source=demo.source, outcome=outcome, lost_reason=reason,
            stage_entered_at=entered, closed_at=entered if outcome else None, moved_by=owner_id, search_text=search_text(title),
            version=len(visits), created_at=created, updated_at=entered,
        )  # fmt: skip
        money = {"title": title, "value_cents": value_cents, "currency": "BRL"}
        words = {"servico": title[0].lower() + title[1:], "valor": reais(value_cents), "motivo": (reason or "").lower()}
        for index, (name, entered_at) in enumerate(visits):
            left_at = visits[index + 1][1] if index + 1 < len(visits) else None
            self.rows.add(
                "deal_stage_visits", id=uuid7(), deal_id=deal_id, stage=name, user_id=owner_id, entered_at=entered_at, left_at=left_at
            )
            details: Row = {"event": "deal.created", "to": name}
            if index > 0:
                details = {"event": f"deal.{outcome}" if name == "closed" else "deal.moved", "from": visits[index - 1][0], "to": name}
            if name == "closed" and reason:
                details["lost_reason"] = reason
            self._entry(client["id"], deal_id, "deal", entered_at, "", money | details, owner_id)
            self._tell(client, deal_id, outcome if name == "closed" and outcome else name, entered_at, left_at or self.now, words)

    def _visits(self, known_since: datetime, stage: str, outcome: str | None) -> Iterator[tuple[str, datetime]]:
        """(stage, entered) on the way to where the deal stands; a lost one may have left early."""
        path = list(STAGES[: STAGES.index(stage) + 1])
        if outcome == "lost" and self.random.random() < 0.6:
            del path[self.random.randrange(2, 4) : -1]
        days = max(2.0, (self.now - known_since).total_seconds() / 86_400)
        latest = self.random.uniform(1, min(20, days / 3)) if stage != "closed" else self.random.uniform(1, min(45, days / 2))
        first = self.random.uniform(latest + (days - latest) * 0.4, days) if len(path) > 1 else latest
        entered = known_since
        for index, name in enumerate(path):
            share = index / (len(path) - 1) if len(path) > 1 else 0
            entered = max(self.moment(first + (latest - first) * share), entered + timedelta(hours=2))
            yield name, min(entered, self.now - timedelta(minutes=10 * (len(path) - index)))

    def _tell(self, client: Row, deal_id: UUID, chapter: str, since: datetime, until: datetime, words: dict[str, str]) -> None:
        texts = BY_STAGE[chapter]
        span = until - since
        # A lost deal always says why; elsewhere some chapters pass in silence.
        picked = sorted(self.random.sample(range(len(texts)), self.random.choice((0, 1, 1)) if chapter != "lost" else 1))
        for turn, index in enumerate(picked, 1):
            type, text = texts[index]
            at = min(since + span * (turn / (len(picked) + 1)), since + timedelta(days=2 * turn, hours=turn))
            self._write(client, deal_id, type, self._working_hour(at, since), text, words)

    def _working_hour(self, at: datetime, after: datetime) -> datetime:
        if not 12 <= at.hour < 21:
            at = at.replace(hour=self.random.randrange(12, 21))
        if at.weekday() >= 5:
            at += timedelta(days=7 - at.weekday())
        return min(max(at, after + timedelta(minutes=25)), self.now - timedelta(minutes=self.random.randrange(5, 90)))

    def _welcome(self, client: Row) -> None:
        type, text = self.random.choice(WELCOME)
        at = client["created_at"] + timedelta(hours=self.random.choice((0.4, 0.8, 2, 3, 5, 7, 20, 30)))
        self._write(client, None, type, min(at, self.now - timedelta(minutes=2)), text, {})

    def _care(self, client: Row, demo: DemoClient) -> None:
        for index in self.random.sample(range(len(CARE)), 1):
            type, text = CARE[index]
            days = (self.now - client["created_at"]).total_seconds() / 86_400
            self._write(client, None, type, self.moment(self.random.uniform(1, days)), text, {})

    def _write(self, client: Row, deal_id: UUID | None, type: str, at: datetime, text: str, words: dict[str, str]) -> None:
        contact = self.random.choice(self.contact_names[client["id"]])
        details: Row = {}
        if type in ("call", "email", "whatsapp"):
            details["direction"] = "inbound" if text.startswith(("{contato}: ", "{contato} escreveu")) else "outbound"
        if type in ("call", "meeting"):
            details["duration_seconds"] = self.random.randrange(3, 15) * 60 if type == "call" else self.random.choice((1800, 2700, 3600))
        author = client["owner_id"] if self.random.random() < 0.8 else self.random.choice(self.user_ids)
        self._entry(client["id"], deal_id, type, at, text.format(contato=contact, **words), details, author)

    def _entry(self, client_id: UUID, deal_id: UUID | None, type: str, at: datetime, content: str, metadata: Row, user_id: UUID) -> None:
        self.rows.add(
            "timeline_entries", id=uuid7(), client_id=client_id, deal_id=deal_id, type=type, content=content, metadata=metadata,
            user_id=user_id, occurred_at=at, created_at=at, updated_at=at,
        )  # fmt: skip

    def _positions(self) -> None:
        """Newest on top of each column."""
        for stage in STAGES:
            deals = [deal for deal in self.rows.tables["deals"] if deal["stage"] == stage]
            deals.sort(key=lambda deal: deal["stage_entered_at"], reverse=True)
            for deal, position in zip(deals, sequence(None, len(deals)), strict=True):
                deal["position"] = position

    def _last_touches(self) -> None:
        by_id = {client["id"]: client for client in self.rows.tables["clients"]}
        for client in by_id.values():
            client |= {"last_activity_at": None, "last_touch_at": None, "last_touch_type": None}
        for entry in sorted(self.rows.tables["timeline_entries"], key=lambda entry: entry["occurred_at"]):
            client = by_id[entry["client_id"]]
            if entry["content"]:
                client["last_activity_at"] = entry["occurred_at"]
            if entry["type"] in TOUCHES:
                client |= {"last_touch_at": entry["occurred_at"], "last_touch_type": entry["type"]}


def build(user_ids: Sequence[UUID], now: datetime | None = None) -> DemoRows:
    """Rows of about 40 clients, 70 people, 60 deals and 440 timeline entries over the last 90 days, and what is to be done next."""
    return DemoBuilder(user_ids, now or datetime.now(UTC)).build()
