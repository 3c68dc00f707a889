"""Fans live events out to this process's sockets: one Redis subscription an organization, however many listen.

Events may be lost, silence may not: whenever the hub can't promise the next event, or that a listener may still
hear it, it ends the socket, and the browser comes back with a new ticket and reads anew.
"""

import asyncio
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

import orjson
import structlog
from psycopg import Error as PostgresError
from redis.asyncio import Redis
from redis.exceptions import RedisError

from api.core.database import Databases
from api.core.events import channel
from api.repositories.user_session import UserSessionRepository
from api.services.live import Admission

log = structlog.get_logger()

QUEUE_LENGTH: Final = 200
RECHECK_SECONDS: Final = 3
FAILED_RECHECKS_ALLOWED: Final = 3
SUBSCRIBE_SECONDS: Final = 3
READ_SECONDS: Final = 30
# Close codes: 4401 sign in anew, 1013 try again in a moment (RFC 6455, IANA registry).
SESSION_ENDED: Final = 4401
TRY_AGAIN: Final = 1013


def _people(ids: list[str]) -> frozenset[UUID]:
    return frozenset(map(UUID, ids))


def _unsaid(organization_id: UUID) -> bytes:
    """Something has changed that this person doesn't see, or sees otherwise: read again."""
    return orjson.dumps({
        "type": "records.changed", "organization_id": organization_id, "entity_id": organization_id, "version": 0,
        "actor": {"id": None, "full_name": ""}, "at": datetime.now(UTC), "data": {},
    })  # fmt: skip


class Listener:
    """One socket: what waits to be sent, and the code it was ended with."""

    def __init__(self, admission: Admission) -> None:
        self.admission = admission
        self.queue: asyncio.Queue[bytes] = asyncio.Queue(QUEUE_LENGTH)
        self.ended: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    def offer(self, message: bytes) -> None:
        """Queue a message; who is too slow to keep up is cut off."""
        try:
            self.queue.put_nowait(message)
        except asyncio.QueueFull:
            self.end(TRY_AGAIN)

    def end(self, code: int) -> None:
        if not self.ended.done():
            self.ended.set_result(code)


class LiveHub:
    def __init__(self, redis: Redis, databases: Databases) -> None:
        self.databases = databases
        self.redis = redis
        self.pubsub = redis.pubsub()
        self.listeners: dict[UUID, set[Listener]] = {}
        self._subscribed: dict[str, asyncio.Event] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self._wanted = asyncio.Event()
        # redis-py opens a second connection when two commands of one PubSub come at once before the first.
        self._commands = asyncio.Lock()

    def start(self) -> None:
        self._tasks = [asyncio.create_task(self._read()), asyncio.create_task(self._recheck())]

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._end_all(TRY_AGAIN)
        await self.pubsub.aclose()  # type: ignore[no-untyped-call]  # redis-py leaves it out

    async def join(self, admission: Admission) -> Listener | None:
        """A listener whose events arrive from now on; None when its log-in has ended or Redis doesn't answer."""
        if await self._list_dead([listener := Listener(admission)]):
            return None
        name = channel(admission.organization_id)
        self.listeners.setdefault(admission.organization_id, set()).add(listener)
        try:
            async with asyncio.timeout(SUBSCRIBE_SECONDS):
                await (await self._subscribe(name)).wait()
        except (RedisError, OSError, TimeoutError) as error:
            log.warning("live_subscribe_failed", channel=name, error=repr(error))
            await self.leave(listener)
            return None
        except asyncio.CancelledError:
            await self.leave(listener)
            raise
        return listener

    async def leave(self, listener: Listener) -> None:
        organization_id = listener.admission.organization_id
        others = self.listeners.get(organization_id, set())
        others.discard(listener)
        if not others and self.listeners.pop(organization_id, None) is not None:
            name = channel(organization_id)
            if self._subscribed.pop(name, None) is not None:
                # A subscription too many costs little: whoever fails to end it goes on without.
                with suppress(RedisError, OSError, TimeoutError):
                    async with asyncio.timeout(SUBSCRIBE_SECONDS), self._commands:
                        if name not in self._subscribed:
                            await self.pubsub.unsubscribe(name)

    async def _subscribe(self, name: str) -> asyncio.Event:
        """An event that is set once Redis has confirmed the channel."""
        async with self._commands:
            if name not in self._subscribed:
                # Before the command: its confirmation may be read before the call returns.
                self._subscribed[name] = asyncio.Event()
                try:
                    await self.pubsub.subscribe(name)
                except BaseException:
                    self._subscribed.pop(name, None)
                    raise
                self._wanted.set()
            return self._subscribed[name]

    async def _read(self) -> None:
        while True:
            await self._wanted.wait()
            try:
                message = await self.pubsub.get_message(ignore_subscribe_messages=False, timeout=READ_SECONDS)
                if message is not None:
                    self._handle(message)
            except Exception as error:  # noqa: BLE001  # everybody's live events hang on this loop: it must outlive any failure
                log.warning("live_events_interrupted", error=repr(error))
                await self._start_over()

    async def _start_over(self) -> None:
        """What was published meanwhile is lost, so everybody comes back and reads anew."""
        self._end_all(TRY_AGAIN)
        self._wanted.clear()
        self._subscribed.clear()
        former, self.pubsub = self.pubsub, self.redis.pubsub()
        with suppress(RedisError, OSError):
            await former.aclose()  # type: ignore[no-untyped-call]  # redis-py leaves it out
        await asyncio.sleep(1)

    def _handle(self, message: dict[str, Any]) -> None:
        if message["type"] == "message":
            self.fan_out(message["channel"].decode(), message["data"])
        elif message["type"] == "subscribe" and (event := self._subscribed.get(message["channel"].decode())):
            event.set()

    def fan_out(self, name: str, data: bytes) -> None:
        try:
            event = orjson.loads(data)
            kind, organization_id, entity_id = event["type"], UUID(event["organization_id"]), event["entity_id"]
            only_to = _people(event.pop("only_to")) if "only_to" in event else None
            hidden_from, unsaid_to = _people(event.pop("hidden_from", [])), _people(event.pop("unsaid_to", []))
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            log.error("live_event_damaged", channel=name, error=repr(error))
            return
        if channel(organization_id) != name:
            log.error("live_event_on_foreign_channel", channel=name, organization_id=str(organization_id))
            return
        if only_to is not None or hidden_from or unsaid_to:
            # Who else was told, and who wasn't, is nobody's business.
            data = orjson.dumps(event)
        for listener in tuple(self.listeners.get(organization_id, ())):
            if listener.admission.organization_id != organization_id:
                listener.end(TRY_AGAIN)
            elif kind == "session.ended":
                if str(listener.admission.session_id) == entity_id:
                    listener.end(SESSION_ENDED)
            elif kind == "member.scope_changed" and str(listener.admission.user_id) == entity_id:
                # They come back at once, and read everything anew.
                listener.end(TRY_AGAIN)
            elif listener.admission.user_id in unsaid_to:
                listener.offer(_unsaid(organization_id))
            elif listener.admission.user_id not in hidden_from and (only_to is None or listener.admission.user_id in only_to):
                listener.offer(data)

    async def _recheck(self) -> None:
        """End the sockets of log-ins that ended, ran out, lost their membership or changed role."""
        failures = 0
        while True:
            await asyncio.sleep(RECHECK_SECONDS)
            everybody = [listener for listeners in self.listeners.values() for listener in listeners]
            try:
                async with asyncio.timeout(RECHECK_SECONDS):
                    dead = await self._list_dead(everybody)
                failures = 0
            except (PostgresError, TimeoutError, OSError) as error:
                failures += 1
                log.warning("live_recheck_failed", failures=failures, error=str(error))
                dead = everybody if failures >= FAILED_RECHECKS_ALLOWED else []
            for listener in dead:
                listener.end(TRY_AGAIN if failures else SESSION_ENDED)

    async def _list_dead(self, listeners: list[Listener]) -> list[Listener]:
        if not listeners:
            return []
        async with self.databases.identity_session() as identity:
            alive = await UserSessionRepository(identity).list_alive([listener.admission.session_id for listener in listeners])
        return [
            listener
            for listener in listeners
            if (listener.admission.session_id, listener.admission.organization_id, listener.admission.role) not in alive
        ]

    def _end_all(self, code: int) -> None:
        for listeners in self.listeners.values():
            for listener in listeners:
                listener.end(code)
