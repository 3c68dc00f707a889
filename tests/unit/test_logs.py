import inspect
import io
import logging

import psycopg
import pytest
import structlog
from structlog.testing import CapturingLoggerFactory

from api.core import logs

SECRET = "a-password-that-nobody-sees"


def fail() -> None:
    password = SECRET
    try:
        raise psycopg.errors.CheckViolation(f"new row violates a constraint\nDETAIL:  Failing row contains ({password}).")
    except psycopg.Error as error:
        raise ValueError("the row was refused") from error


@pytest.fixture
def error() -> BaseException:
    with pytest.raises(ValueError, match="refused") as caught:
        fail()
    return caught.value


class TestTraceback:
    def test_says_where_and_how(self, error: BaseException) -> None:
        text = logs.traceback_of(error)
        assert "in fail" in text
        assert "CheckViolation: new row violates a constraint" in text
        assert text.endswith("ValueError: the row was refused\n")

    def test_shows_no_variable_and_no_row(self, error: BaseException) -> None:
        assert SECRET not in logs.traceback_of(error)

    def test_a_message_is_one_line_of_bounded_length(self) -> None:
        assert logs.message_of(ValueError("x" * 5000 + "\nmore")) == "ValueError: " + "x" * logs.MAX_MESSAGE
        assert logs.message_of(KeyboardInterrupt()) == "KeyboardInterrupt"

    def test_an_error_that_led_to_itself_ends(self) -> None:
        one, two = ValueError("one"), ValueError("two")
        one.__cause__, two.__cause__ = two, one
        assert logs.traceback_of(one).count("ValueError") == 2


class TestConfigured:
    def test_the_product_s_own_log(self, error: BaseException) -> None:
        before = structlog.get_config()
        try:
            logs.configure()
            lines = CapturingLoggerFactory()
            structlog.configure(logger_factory=lines, cache_logger_on_first_use=False)
            structlog.get_logger().error("unhandled_error", path="/x", exc_info=error)
        finally:
            structlog.configure(**before)
        text = "".join(str(call.args) for call in lines.logger.calls)
        assert "unhandled_error" in text
        assert "in fail" in text
        assert SECRET not in text

    def test_what_libraries_log(self, error: BaseException) -> None:
        out = io.StringIO()
        handler = logging.StreamHandler(out)
        handler.setFormatter(logs.Formatter(logging.BASIC_FORMAT))
        record = logging.LogRecord("lib", logging.ERROR, __file__, 1, "failed", None, (type(error), error, error.__traceback__))
        handler.emit(record)
        assert "ValueError: the row was refused" in out.getvalue()
        assert SECRET not in out.getvalue()


def test_both_processes_configure_it() -> None:
    import api.main
    import api.worker

    for module in (api.main, api.worker):
        assert "logs.configure()" in inspect.getsource(module)
