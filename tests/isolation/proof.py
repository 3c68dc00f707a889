"""What is proven: groups of cases, each of which either finds nothing or says what leaked."""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

MAX_TEXT = 300


@dataclass(frozen=True, slots=True)
class Case:
    """check: runs the attack; None when it gained nothing, else a sentence that says what it gained."""

    name: str
    check: Callable[[], str | None]


@dataclass(frozen=True, slots=True)
class Finding:
    case: str
    text: str

    def __str__(self) -> str:
        return f"{self.case}: {self.text}"


class Figures(Protocol):
    """Where a group leaves what it counted besides its cases."""

    figures: dict[str, str]


@dataclass(frozen=True, slots=True)
class Group:
    """key: how the command line names it. promise: what holds when no case finds anything."""

    key: str
    promise: str


@dataclass(slots=True)
class Outcome:
    group: Group
    case_count: int = 0
    seconds: float = 0.0
    findings: list[Finding] = field(default_factory=list)
    figures: dict[str, str] = field(default_factory=dict)

    @property
    def holds(self) -> bool:
        """A group that tried nothing has proven nothing."""
        return self.case_count > 0 and not self.findings


def find(cases: Iterable[Case]) -> Iterator[Finding]:
    """Run the cases; one that breaks is a finding, for what it should have shown stays unknown."""
    for case in cases:
        if (text := _checked(case)) is not None:
            yield Finding(case.name, text[:MAX_TEXT])


def _checked(case: Case) -> str | None:
    try:
        return case.check()
    except Exception as error:  # noqa: BLE001  # the prover goes on to the next case and reports this one
        return f"broke with {type(error).__name__}: {error}"


def prove(group: Group, cases: Iterable[Case], figures: dict[str, str]) -> Outcome:
    """Run a group's cases to the end, whatever they find."""
    outcome, begun = Outcome(group, figures=figures), time.monotonic()

    def counted() -> Iterator[Case]:
        for case in cases:
            outcome.case_count += 1
            yield case

    try:
        for finding in find(counted()):
            outcome.findings.append(finding)
    except Exception as error:  # noqa: BLE001  # a group that can't be arranged is reported like a leak
        outcome.findings.append(Finding("arranging", f"broke with {type(error).__name__}: {error}"[:MAX_TEXT]))
    outcome.seconds = time.monotonic() - begun
    return outcome
