"""Every key and channel that the product used while the other groups ran, as Redis itself saw it."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from redis import Redis
from redis.exceptions import RedisError

from tests.e2e.api.support import ENVIRONMENT
from tests.isolation.proof import Case, Group

GROUP: Final = Group("redis", "every Redis key and channel names its organization, or is the installation's own")
KEY: Final = re.compile(r"(?:org:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|sys):\S+")
WITHOUT_KEY: Final = frozenset(
    {"ping", "hello", "client", "multi", "exec", "discard", "info", "scan", "monitor", "select", "auth", "config", "command", "quit"}
)


class Watch:
    """The keys of all commands since `began`, by MONITOR."""

    def __init__(self) -> None:
        self.keys: set[str] = set()
        self.command_count = 0

    def note(self, command: str) -> None:
        name, *rest = command.split(" ")
        if name.lower() in WITHOUT_KEY or not rest:
            return
        self.command_count += 1
        self.keys.add(rest[0])

    @property
    def strays(self) -> list[str]:
        return sorted(key for key in self.keys if not KEY.fullmatch(key))


@contextmanager
def watching() -> Iterator[Watch]:
    watch, redis = Watch(), Redis.from_url(ENVIRONMENT.redis_url)
    monitor = redis.monitor()  # type: ignore[no-untyped-call]  # redis-py leaves it out

    def read() -> None:
        try:
            for command in monitor.listen():
                watch.note(command["command"])
        except (RedisError, OSError, ValueError):
            # The connection was closed: the watch is over.
            return

    with monitor:
        thread = threading.Thread(target=read, daemon=True)
        thread.start()
        try:
            yield watch
        finally:
            monitor.connection.disconnect()
            thread.join(5)
            redis.close()


def cases(watch: Watch, figures: dict[str, str]) -> Iterator[Case]:
    figures |= {"commands seen": str(watch.command_count), "keys seen": str(len(watch.keys))}

    def strays() -> str | None:
        return f"{len(watch.strays)} keys of neither kind, such as {watch.strays[:3]}" if watch.strays else None

    yield Case("keys of the run", strays)
    yield Case("the watch saw something", lambda: None if watch.command_count else "no command reached it")
