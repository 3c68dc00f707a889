"""Many sockets of many organizations while all of them work: nobody hears anything of another, and the ended are cut off."""

import asyncio
import contextlib
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlencode, urlsplit
from uuid import UUID, uuid4

from redis import Redis
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from api.core.events import Event, channel
from tests.e2e.api.matrix import World
from tests.e2e.api.support import API_URL, ENVIRONMENT, Person, make_client
from tests.isolation.proof import Case, Group
from tests.isolation.scene import Scene

GROUP: Final = Group("live", "a socket hears its own organization alone, and is closed when its log-in, membership or role ends")
WS_URL: Final = f"ws://{urlsplit(API_URL).netloc}/ws"
SESSION_ENDED: Final = 4401
# A socket may have this many events waiting before it is cut off as too slow; bursts stay below.
BURST: Final = 50
CLOSED_WITHIN_SECONDS: Final = 5
QUIET_SECONDS: Final = 5.0


@dataclass
class Heard:
    person: Person
    events: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)


def ticket_of(person: Person) -> str:
    answer = person.post("/ws/ticket")
    assert answer.status_code == 201, answer.text
    ticket: str = answer.json()["ticket"]
    return ticket


async def listen(socket: ClientConnection, heard: Heard) -> None:
    with contextlib.suppress(ConnectionClosed):
        async for message in socket:
            event: dict[str, Any] = json.loads(message)
            if event.get("type") == "live.heartbeat":
                continue
            if event.get("organization_id") != heard.person.organization_id:
                heard.foreign.append(str(event)[:200])
            elif event.get("type") != "live.ready":
                heard.events.append(event["entity_id"])


def event_of(organization_id: str) -> bytes:
    return Event("client.updated", UUID(organization_id), uuid4(), 1, uuid4(), "Ana", {}).dump()


async def work(people: list[Person], sockets_each: int, bursts: int) -> list[Heard]:
    """Everybody listens with several sockets while every organization's events go by in bursts; what each heard."""
    heard: list[Heard] = []
    async with contextlib.AsyncExitStack() as stack:
        tasks = []
        for person in people:
            for _ in range(sockets_each):
                ticket = await asyncio.to_thread(ticket_of, person)
                socket = await stack.enter_async_context(connect(f"{WS_URL}?{urlencode({'ticket': ticket})}", open_timeout=20))
                listener = Heard(person)
                heard.append(listener)
                tasks.append(asyncio.create_task(listen(socket, listener)))
        await asyncio.sleep(0.2)
        with Redis.from_url(ENVIRONMENT.redis_url) as redis:
            for burst in range(1, bursts + 1):
                for _ in range(BURST):
                    for person in people:
                        redis.publish(channel(UUID(person.organization_id)), event_of(person.organization_id))
                await until(lambda wanted=burst * BURST: all(len(each.events) >= wanted for each in heard))
        # What comes through the API comes after all the rest.
        for person in people:
            await asyncio.to_thread(make_client, person)
        await until(lambda: all(len(each.events) > bursts * BURST for each in heard))
        for task in tasks:
            task.cancel()
    return heard


async def until(is_true: Any) -> None:
    deadline = time.monotonic() + QUIET_SECONDS * 4
    while not is_true() and time.monotonic() < deadline:
        await asyncio.sleep(0.01)


def crossed(scene: Scene, organizations: int, sockets_each: int, bursts: int) -> str | None:
    people = [World.new(scene.http, scene.superuser).owner for _ in range(organizations)]
    heard = asyncio.run(work(people, sockets_each, bursts))
    deliveries = sum(len(each.events) for each in heard)
    scene.figures |= {"sockets": str(len(heard)), "organizations with sockets": str(organizations), "events heard": str(deliveries)}
    foreign = [text for each in heard for text in each.foreign]
    if foreign:
        return f"{len(foreign)} events of others, such as {foreign[0]}"
    deaf = [each for each in heard if len(each.events) < bursts * BURST + 1]
    return f"{len(deaf)} of {len(heard)} sockets missed events, so their silence proves nothing" if deaf else None


async def cut_off(scene: Scene, change: str, person: Person) -> str | None:
    ticket = ticket_of(person)
    async with connect(f"{WS_URL}?{urlencode({'ticket': ticket})}", open_timeout=20) as socket:
        await socket.recv()
        begun = time.monotonic()
        scene.superuser.execute(change.encode(), (person.user_id,))
        try:
            async with asyncio.timeout(CLOSED_WITHIN_SECONDS + 2):
                while True:
                    await socket.recv()
        except ConnectionClosed as closed:
            code, seconds = closed.rcvd.code if closed.rcvd else None, time.monotonic() - begun
            if code != SESSION_ENDED:
                return f"closed with {code}"
            return f"closed after {seconds:.1f} s" if seconds > CLOSED_WITHIN_SECONDS else None
        except TimeoutError:
            return f"still open after {CLOSED_WITHIN_SECONDS} s"


async def opens_twice(person: Person) -> str | None:
    ticket = ticket_of(person)
    address = f"{WS_URL}?{urlencode({'ticket': ticket})}"
    async with connect(address):
        try:
            async with connect(address):
                return "one ticket opened two sockets"
        except InvalidStatus:
            return None


CHANGES: Final = {
    "revoked": "UPDATE user_sessions SET revoked_at = now() WHERE user_id = %s",
    "expired": "UPDATE user_sessions SET expires_at = now() WHERE user_id = %s",
    "disabled": "UPDATE users SET disabled_at = now() WHERE id = %s",
    "of another role": "UPDATE memberships SET role = 'viewer' WHERE user_id = %s",
    "removed": "DELETE FROM memberships WHERE user_id = %s",
}


def all_cases(scene: Scene) -> Iterator[Case]:
    # 200 sockets over 20 organizations and 10,000 events in the whole run.
    organizations, sockets_each, bursts = (20, 10, 10) if scene.is_full else (4, 3, 1)
    yield Case("events of all, heard by each", lambda: crossed(scene, organizations, sockets_each, bursts))
    yield Case("a ticket for two sockets", lambda: asyncio.run(opens_twice(scene.house.owner)))
    for name, change in CHANGES.items():
        person = World.new(scene.http, scene.superuser).owner
        yield Case(f"a socket of somebody {name}", lambda change=change, person=person: asyncio.run(cut_off(scene, change, person)))  # type: ignore[misc]  # mypy can't infer a lambda with a default
