import asyncio
from typing import Any, cast
from uuid import UUID, uuid4

import orjson

from api.core.events import Event, channel
from api.services.live import Admission
from api.services.live_hub import QUEUE_LENGTH, SESSION_ENDED, TRY_AGAIN, Listener, LiveHub


class NoRedis:
    def pubsub(self) -> None:
        return None


def hub_with(*listeners: Listener) -> LiveHub:
    hub = LiveHub(cast(Any, NoRedis()), cast(Any, None))
    for listener in listeners:
        hub.listeners.setdefault(listener.admission.organization_id, set()).add(listener)
    return hub


def listener(organization_id: UUID, session_id: UUID | None = None, user_id: UUID | None = None) -> Listener:
    return Listener(Admission(session_id or uuid4(), user_id or uuid4(), organization_id, "member"))


def event(organization_id: UUID, kind: str = "deal.moved", entity_id: UUID | None = None, only_to: frozenset[UUID] | None = None) -> bytes:
    return Event(kind, organization_id, entity_id or uuid4(), 2, uuid4(), "Ana", {}, only_to).dump()


class TestFanOut:
    def test_reaches_everybody_of_the_organization_and_nobody_else(self) -> None:
        async def check() -> None:
            mine, other = uuid4(), uuid4()
            first, second, stranger = listener(mine), listener(mine), listener(other)
            hub_with(first, second, stranger).fan_out(channel(mine), event(mine))
            assert first.queue.get_nowait() == second.queue.get_nowait()
            assert stranger.queue.empty()

        asyncio.run(check())

    def test_drops_an_event_on_a_foreign_channel(self) -> None:
        async def check() -> None:
            mine, other = uuid4(), uuid4()
            victim, stranger = listener(mine), listener(other)
            hub_with(victim, stranger).fan_out(channel(other), event(mine))
            assert victim.queue.empty()
            assert stranger.queue.empty()

        asyncio.run(check())

    def test_cuts_off_a_listener_in_a_foreign_place(self) -> None:
        async def check() -> None:
            mine = uuid4()
            misplaced = listener(uuid4())
            hub = hub_with()
            hub.listeners[mine] = {misplaced}
            hub.fan_out(channel(mine), event(mine))
            assert misplaced.queue.empty()
            assert misplaced.ended.result() == TRY_AGAIN

        asyncio.run(check())

    def test_an_ended_session_closes_its_own_sockets_and_is_told_to_nobody(self) -> None:
        async def check() -> None:
            mine, ended = uuid4(), uuid4()
            gone, staying = listener(mine, ended), listener(mine)
            hub_with(gone, staying).fan_out(channel(mine), event(mine, "session.ended", ended))
            assert gone.ended.result() == SESSION_ENDED
            assert not staying.ended.done()
            assert staying.queue.empty()

        asyncio.run(check())

    def test_what_is_for_some_reaches_all_their_sockets_and_no_colleague(self) -> None:
        async def check() -> None:
            mine, ana = uuid4(), uuid4()
            laptop, phone, colleague = listener(mine, user_id=ana), listener(mine, user_id=ana), listener(mine)
            hub_with(laptop, phone, colleague).fan_out(channel(mine), event(mine, only_to=frozenset({ana})))
            message = laptop.queue.get_nowait()
            assert phone.queue.get_nowait() == message
            assert "only_to" not in orjson.loads(message)
            assert colleague.queue.empty()

        asyncio.run(check())

    def test_what_is_for_nobody_reaches_nobody(self) -> None:
        async def check() -> None:
            mine = uuid4()
            somebody = listener(mine)
            hub = hub_with(somebody)
            hub.fan_out(channel(mine), event(mine, only_to=frozenset()))
            for damaged in (b"null", b'["x"]', b'"x"', b"7", b'{"a": 1}'):
                hub.fan_out(channel(mine), event(mine)[:-1] + b',"only_to":' + damaged + b"}")
            assert somebody.queue.empty()

        asyncio.run(check())

    def test_a_slow_listener_is_cut_off_and_the_others_go_on(self) -> None:
        async def check() -> None:
            mine = uuid4()
            slow, quick = listener(mine), listener(mine)
            hub = hub_with(slow, quick)
            for _ in range(QUEUE_LENGTH + 1):
                hub.fan_out(channel(mine), event(mine))
                quick.queue.get_nowait()
            assert slow.ended.result() == TRY_AGAIN
            assert not quick.ended.done()

        asyncio.run(check())


def test_an_event_says_who_did_what_when() -> None:
    organization_id = uuid4()
    found = orjson.loads(event(organization_id))
    assert found["organization_id"] == str(organization_id)
    assert found["actor"]["full_name"] == "Ana"
    assert set(found) == {"type", "organization_id", "entity_id", "version", "actor", "at", "data"}
