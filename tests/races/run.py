"""Runs a race: round after round, all at once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookiejar import DefaultCookiePolicy
from threading import Barrier
from time import perf_counter

import httpx

from tests.e2e.api.support import API_URL, connect
from tests.races.kinds import BY_NAME
from tests.races.stage import Round, Stage, Won


@dataclass(slots=True)
class Outcome:
    """findings: a line for each round that had no winner, or several."""

    name: str
    at_once: int
    rounds: int = 0
    seconds: float = 0
    findings: list[str] = field(default_factory=list)


@contextmanager
def opened(at_once: int) -> Iterator[Stage]:
    """With a connection for each of those who come at once."""
    limits = httpx.Limits(max_connections=at_once + 2, max_keepalive_connections=at_once + 2)
    with httpx.Client(base_url=API_URL, timeout=120, limits=limits) as client, connect() as superuser:
        client.cookies.jar.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        yield Stage(client, superuser)


def run(name: str, *, rounds: int, at_once: int = 50) -> Outcome:
    outcome = Outcome(name, at_once)
    started = perf_counter()
    with opened(at_once) as stage, ThreadPoolExecutor(at_once) as pool:
        for number in range(rounds):
            finding = _judge(_submit(BY_NAME[name](stage), pool, at_once))
            outcome.rounds += 1
            if finding is not None:
                outcome.findings.append(f"round {number + 1}: {finding}")
    outcome.seconds = perf_counter() - started
    return outcome


def _submit(one: Round, pool: ThreadPoolExecutor, at_once: int) -> tuple[Round, list[Won]]:
    barrier = Barrier(at_once)

    def ask(n: int) -> Won:
        barrier.wait(60)
        return one.submit(n)

    try:
        return one, list(pool.map(ask, range(at_once)))
    finally:
        one.finish()


def _judge(done: tuple[Round, list[Won]]) -> str | None:
    one, answers = done
    winners = [answer for answer in answers if answer is not None]
    if one.is_shared:
        return None if len(set(winners)) == 1 else f"{len(set(winners))} different things were handed out"
    return None if len(winners) == 1 else f"{len(winners)} of {len(answers)} won"
