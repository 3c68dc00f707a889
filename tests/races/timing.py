"""Whether the time of an answer tells who has an account: known and unknown addresses asked in turns, by the same hand."""

import statistics
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter
from typing import Final

from tests.e2e.api.support import PASSWORD, register, registration, some_email
from tests.races.stage import Stage

ACCOUNTS: Final = 25
SIGN_UP: Final = "sign up"
Ask = Callable[[Stage, str], int]


@dataclass(frozen=True, slots=True)
class Timing:
    """Medians in milliseconds."""

    door: str
    calls: int
    known_ms: float
    unknown_ms: float

    @property
    def ratio(self) -> float:
        return self.known_ms / self.unknown_ms


def log_in(stage: Stage, email: str) -> int:
    return stage.post("/auth/login", {"email": email, "password": "not-the-password-1"}).status_code


def forgot(stage: Stage, email: str) -> int:
    return stage.post("/auth/password/forgot", {"email": email}).status_code


def sign_up(stage: Stage, email: str) -> int:
    return stage.post("/auth/register", registration(email=email, password=PASSWORD)).status_code


# Each: its statuses for a known and for an unknown address. Signing up says that an address is taken: decision 0014.
DOORS: Final[dict[str, tuple[Ask, int, int]]] = {
    "log in": (log_in, 401, 401),
    "forgotten password": (forgot, 202, 202),
    SIGN_UP: (sign_up, 409, 201),
}


def measure(stage: Stage, door: str, *, calls: int) -> Timing:
    """calls: of each kind, in turns, so that whatever else the machine does, it does to both."""
    ask, *statuses = DOORS[door]
    emails = [register(stage.http).email for _ in range(ACCOUNTS)]
    # As often as the known ones: what is asked for too often gets no mail, known or not, and is answered sooner.
    strangers = [some_email() for _ in range(ACCOUNTS)]
    seconds: tuple[list[float], list[float]] = ([], [])
    for number in range(calls):
        stranger = some_email() if door == SIGN_UP else strangers[number % ACCOUNTS]
        for which, email in enumerate((emails[number % ACCOUNTS], stranger)):
            started = perf_counter()
            status = ask(stage, email)
            seconds[which].append(perf_counter() - started)
            assert status == statuses[which], (door, status)
    known, unknown = (statistics.median(found) * 1_000 for found in seconds)
    return Timing(door, calls, known, unknown)
