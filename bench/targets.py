"""What is loaded: for each figure, the requests of one connection and the statements of its floor."""

import asyncio
import random
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any
from urllib.parse import quote
from uuid import UUID

import orjson
import psycopg
from uuid_utils.compat import uuid7

from api.repositories import client_filter, deal_filter
from api.repositories.client import ClientRepository
from api.repositories.client_filter import ClientSelection
from api.repositories.deal_filter import DealSelection
from api.repositories.pipeline import PipelineRepository
from api.repositories.search import SearchRepository
from api.repositories.timeline import TimelineRepository
from api.schemas.base import STAGES
from bench.load import Work, request
from bench.statements import CaughtStatements, InContext

WORDS = (
    "padaria sol",
    "clinica ma",
    "escola 77",
    "perola",
    "jatoba 1",
    "contato42",
    "projeto 77",
    "livraria ip",
    "41234",
    "oficina vila 9",
)
FLOOR_VARIANTS = 20
PAGE = 50


@dataclass(frozen=True, slots=True)
class Tenant:
    """Who is logged in, and a sample of what their organization holds."""

    token: str
    session_id: UUID
    organization_id: UUID
    user_id: UUID
    email: str
    busy_clients: Sequence[UUID]
    clients: Sequence[UUID]
    deals: Sequence[tuple[UUID, str, int]]

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}", "X-Org-Id": str(self.organization_id)}


@dataclass(frozen=True, slots=True)
class Target:
    """needs_login: the floor runs as the business login inside a context, else as the superuser without any policy."""

    name: str
    make_work: Callable[[int], Work]
    floor: Sequence[str]
    wanted_percent: float | None
    needs_login: bool = False
    connections: int = 16


class Repeated:
    """The same requests again and again, in a random order of this connection's own."""

    def __init__(self, requests: Sequence[bytes], seed: int) -> None:
        self.requests = requests
        self.random = random.Random(seed)

    def next_request(self) -> bytes:
        return self.random.choice(self.requests)

    def on_answer(self, status: int, body: bytes) -> None:
        return


class Creations:
    def __init__(self, host: str, tenant: Tenant, numbers: "count[int]") -> None:
        self.host, self.tenant, self.numbers = host, tenant, numbers

    def next_request(self) -> bytes:
        number = next(self.numbers)
        body = {"name": f"Cliente medido {uuid7()}", "email": f"medido{number}.{uuid7()}@bench.example"}
        return request("POST", self.host, "/clients", self.tenant.headers, orjson.dumps(body))

    def on_answer(self, status: int, body: bytes) -> None:
        return


class Moves:
    """One connection drags its own cards to and fro, each time above some card of the other column."""

    def __init__(self, host: str, tenant: Tenant, cards: list[list[Any]], anchors: dict[str, list[UUID]], seed: int) -> None:
        self.host, self.tenant, self.anchors = host, tenant, anchors
        self.cards = cards
        self.random = random.Random(seed)
        self.current = cards[0]

    def next_request(self) -> bytes:
        self.current = self.random.choice(self.cards)
        deal_id, stage, version = self.current
        to = "contact" if stage == "lead" else "lead"
        body = {"stage": to, "version": version, "before_id": str(self.random.choice(self.anchors[to]))}
        return request("PUT", self.host, f"/deals/{deal_id}/stage", self.tenant.headers, orjson.dumps(body))

    def on_answer(self, status: int, body: bytes) -> None:
        answer = orjson.loads(body)
        # Somebody else moved this card too: go on from where it is now.
        deal = answer if status == 200 else answer.get("current")
        if deal:
            self.current[1:] = [deal["stage"], deal["version"]]


def _caught(connection: psycopg.Connection[Any], make: Callable[[CaughtStatements], Coroutine[Any, Any, Any]], *numbers: int) -> str:
    caught = CaughtStatements()
    asyncio.run(make(caught))
    return ";\n".join(caught.text(connection, number) for number in numbers or range(len(caught.statements))) + ";"


def reads(host: str, tenant: Tenant, connection: psycopg.Connection[Any]) -> list[Target]:
    organization = tenant.organization_id

    def get(path: str) -> bytes:
        return request("GET", host, path, tenant.headers)

    async def list_clients(caught: CaughtStatements) -> None:
        where, values = client_filter.where(ClientSelection())
        clients = ClientRepository(caught.as_session(), organization)
        await clients.list_json(where, values, limit=PAGE, sort="name", cursor=None, is_filtered=False)

    async def show_board(caught: CaughtStatements) -> None:
        where, values = deal_filter.where(DealSelection())
        pipeline = PipelineRepository(caught.as_session(), organization)
        await pipeline.board(STAGES, where, values, limit=PAGE, cursor=None, filtered=False)

    def show_timeline(client_id: UUID) -> Callable[[CaughtStatements], Coroutine[Any, Any, Any]]:
        async def run(caught: CaughtStatements) -> None:
            timeline = TimelineRepository(caught.as_session(), organization)
            await timeline.list_json(limit=PAGE, cursor=None, client_id=client_id, type=None)

        return run

    def search(word: str) -> Callable[[CaughtStatements], Coroutine[Any, Any, Any]]:
        async def run(caught: CaughtStatements) -> None:
            await SearchRepository(caught.as_session(), organization).search_json(query=word, kind="all", limit=20)

        return run

    def fixed(paths: Sequence[str]) -> Callable[[int], Work]:
        requests = [get(path) for path in paths]
        return lambda number: Repeated(requests, number)

    busy = tenant.busy_clients[:FLOOR_VARIANTS]
    return [
        Target("client list", fixed([f"/clients?limit={PAGE}&sort=name"]), [_caught(connection, list_clients, 0)], 10),
        Target("board", fixed([f"/pipeline/board?limit={PAGE}"]), [_caught(connection, show_board)], 15),
        Target(
            "timeline",
            fixed([f"/clients/{client}/timeline?limit={PAGE}" for client in tenant.busy_clients]),
            [_caught(connection, show_timeline(client), -1) for client in busy],
            10,
        ),
        Target(
            "search",
            fixed([f"/search?q={quote(word)}&limit=20" for word in WORDS]),
            [InContext(tenant.session_id, organization, _caught(connection, search(word)).rstrip(";")).script() for word in WORDS],
            40,
            needs_login=True,
        ),
    ]


def writes(host: str, tenant: Tenant) -> list[Target]:
    numbers = count(1)
    movable = [deal for deal in tenant.deals if deal[1] in ("lead", "contact")]
    anchors = {stage: [deal[0] for deal in movable[-400:] if deal[1] == stage] for stage in ("lead", "contact")}
    cards = movable[:-400]
    insert = f"""
        INSERT INTO clients (organization_id, id, kind, name, sort_name, email, owner_id, search_text)
        SELECT '{tenant.organization_id}', gen_random_uuid(), 'company', 'Cliente medido', 'cliente medido',
               'medido@bench.example', '{tenant.user_id}', 'cliente medido medido@bench.example';"""
    updates = [
        f"""UPDATE deals SET stage = CASE stage WHEN 'lead' THEN 'contact' ELSE 'lead' END,
                position = 'd' || substr(md5(random()::text), 1, 12) || '1', version = version + 1, stage_entered_at = now(),
                moved_by = '{tenant.user_id}', updated_at = now()
            WHERE organization_id = '{tenant.organization_id}' AND id = '{deal_id}';"""
        for deal_id, _, _ in cards[-100:]
    ]
    share = len(cards[:-100]) // 16
    # (id, stage, version) of each connection's own cards, kept from round to round.
    hands = [[list(card) for card in cards[number * share : (number + 1) * share]] for number in range(16)]

    def moves(number: int) -> Work:
        return Moves(host, tenant, hands[number], anchors, number)

    return [
        Target("create client", lambda _: Creations(host, tenant, numbers), [insert], 6),
        Target("move deal", moves, updates, 6),
    ]


def login(host: str, tenant: Tenant, password: str) -> Target:
    body = orjson.dumps({"email": tenant.email, "password": password})
    sent = request("POST", host, "/auth/login", {}, body)
    return Target("log in", lambda number: Repeated([sent], number), [], None, connections=4)
