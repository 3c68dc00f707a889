"""Closed-loop HTTP load: N keep-alive connections, each sends its next request when the last answer is complete.

A bare asyncio protocol rather than an HTTP client library, because the load shares two cores with what it measures.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from time import perf_counter
from typing import Protocol, cast
from urllib.parse import urlsplit


class Work(Protocol):
    """What one connection sends, and what it learns from each answer."""

    def next_request(self) -> bytes: ...

    def on_answer(self, status: int, body: bytes) -> None: ...


@dataclass(slots=True)
class Figures:
    latencies_ms: list[float] = field(default_factory=list)
    failures: int = 0
    seconds: float = 0.0

    @property
    def rate(self) -> float:
        return len(self.latencies_ms) / self.seconds if self.seconds else 0.0

    def percentile(self, percent: float) -> float:
        ordered = sorted(self.latencies_ms)
        return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))] if ordered else 0.0


def request(method: str, host: str, path: str, headers: dict[str, str], body: bytes | None = None) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", f"Host: {host}", *(f"{name}: {value}" for name, value in headers.items())]
    if body is not None:
        lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + (body or b"")


class Connection(asyncio.Protocol):
    def __init__(self, work: Work, figures: Figures, deadline: float, done: asyncio.Future[None]) -> None:
        self.work = work
        self.figures = figures
        self.deadline = deadline
        self.done = done
        self.buffer = b""
        self.sent_at = 0.0
        self.transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)
        self.send()

    def send(self) -> None:
        self.sent_at = perf_counter()
        self.transport.write(self.work.next_request())

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        head, separator, body = self.buffer.partition(b"\r\n\r\n")
        if not separator:
            return
        length = 0
        for line in head.split(b"\r\n")[1:]:
            if line[:15].lower() == b"content-length:":
                length = int(line[15:])
        if len(body) < length:
            return
        now = perf_counter()
        status = int(head[9:12])
        self.buffer = body[length:]
        if status < 300:
            self.figures.latencies_ms.append((now - self.sent_at) * 1000)
        else:
            self.figures.failures += 1
        self.work.on_answer(status, body[:length])
        if now < self.deadline:
            self.send()
        else:
            self.transport.close()

    def connection_lost(self, error: Exception | None) -> None:
        if error is not None:
            self.figures.failures += 1
        if not self.done.done():
            self.done.set_result(None)


def _same(connection: Connection) -> Connection:
    return connection


async def _run(url: str, make_work: Callable[[int], Work], connections: int, seconds: float) -> Figures:
    parts = urlsplit(url)
    figures = Figures()
    loop = asyncio.get_running_loop()
    started = perf_counter()
    finished = []
    for number in range(connections):
        done: asyncio.Future[None] = loop.create_future()
        finished.append(done)
        connection = Connection(make_work(number), figures, started + seconds, done)
        await loop.create_connection(partial(_same, connection), parts.hostname or "127.0.0.1", parts.port or 80)
    await asyncio.gather(*finished)
    figures.seconds = perf_counter() - started
    return figures


def run(url: str, make_work: Callable[[int], Work], *, connections: int, seconds: float) -> Figures:
    """Load `url`'s host for `seconds`; make_work(n) gives the n-th connection what it sends."""
    return asyncio.run(_run(url, make_work, connections, seconds))
