"""How the processes log: an event a line, and of what failed where and how, never what variables and rows held.

Names and passwords are local variables, and PostgreSQL quotes the whole row that it refuses.
"""

import logging
import sys
import traceback
from collections.abc import Iterator
from typing import Final, TextIO

import structlog
from structlog.typing import ExcInfo

MAX_MESSAGE: Final = 300


def message_of(error: BaseException) -> str:
    """What went wrong in one line; further lines quote what was given (rows, inputs)."""
    first = str(error).strip().partition("\n")[0][:MAX_MESSAGE]
    name = type(error).__name__
    return f"{name}: {first}" if first else name


def _parts(error: BaseException, seen: set[int]) -> Iterator[str]:
    seen.add(id(error))
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None and id(before) not in seen:
        yield from _parts(before, seen)
        yield "\nwhich led to:\n\n"
    yield from traceback.format_tb(error.__traceback__)
    yield f"{message_of(error)}\n"
    if isinstance(error, BaseExceptionGroup):
        for each in error.exceptions:
            yield from _parts(each, seen)


def traceback_of(error: BaseException) -> str:
    return "".join(_parts(error, set()))


def _write(out: TextIO, exc_info: ExcInfo) -> None:
    out.write("\n" + traceback_of(exc_info[1]))


class Formatter(logging.Formatter):
    """The same for what libraries log."""

    def formatException(self, ei: object) -> str:  # noqa: N802  # logging's name for it
        error = ei[1] if isinstance(ei, tuple) else None
        return traceback_of(error) if isinstance(error, BaseException) else ""


def configure() -> None:
    """For the whole process; by itself structlog shows the variables of every frame wherever `rich` is installed."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.StackInfoRenderer(),
            structlog.dev.set_exc_info,
            structlog.processors.TimeStamper(fmt="%Y-%m-%d %H:%M:%S", utc=False),
            structlog.dev.ConsoleRenderer(colors=sys.stdout.isatty(), exception_formatter=_write),
        ]
    )


def configure_libraries() -> None:
    """Of what libraries log, warnings and worse."""
    handler = logging.StreamHandler()
    handler.setFormatter(Formatter(logging.BASIC_FORMAT))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
