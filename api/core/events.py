"""Live events: published to Redis after the commit, one channel an organization. They may be lost."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson
import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from api.core.redis_keys import organization_key

log = structlog.get_logger()


def channel(organization_id: UUID) -> str:
    """The only builder of live channel names: nobody listens to another organization by accident."""
    return organization_key(organization_id, "live")


@dataclass(frozen=True, slots=True)
class Event:
    type: str
    organization_id: UUID
    entity_id: UUID
    version: int
    actor_id: UUID | None
    actor_name: str
    data: dict[str, Any]
    # Whose sockets it reaches; None means everybody's in the organization.
    only_to: frozenset[UUID] | None = None
    # Who owned the record until now; the nil id where nobody did.
    former_owner_id: UUID | None = None
    # Restricted colleagues who don't see the record, and those who learn only that something has changed.
    hidden_from: frozenset[UUID] = frozenset()
    unsaid_to: frozenset[UUID] = frozenset()

    def dump(self) -> bytes:
        """As it travels through Redis; who is to hear it is taken off before it reaches a socket."""
        message: dict[str, Any] = {
            "type": self.type,
            "organization_id": self.organization_id,
            "entity_id": self.entity_id,
            "version": self.version,
            "actor": {"id": self.actor_id, "full_name": self.actor_name},
            "at": datetime.now(UTC),
            "data": self.data,
        }
        if self.only_to is not None:
            message["only_to"] = list(self.only_to)
        if self.hidden_from or self.unsaid_to:
            message |= {"hidden_from": list(self.hidden_from), "unsaid_to": list(self.unsaid_to)}
        return orjson.dumps(message)


class LiveEvents:
    def __init__(self, redis: Redis) -> None:
        self.redis = redis
        self._tasks: set[asyncio.Task[None]] = set()

    def publish_soon(self, events: Sequence[Event]) -> None:
        """Hand the events to Redis without holding up the answer."""
        if events:
            task = asyncio.create_task(self.publish(events))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def publish(self, events: Sequence[Event]) -> None:
        try:
            for event in events:
                await self.redis.publish(channel(event.organization_id), event.dump())
        except (RedisError, OSError) as error:
            log.warning("live_events_lost", count=len(events), error=str(error))
