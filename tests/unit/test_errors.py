"""What failures of the database become on the wire."""

import asyncio

import httpx
import pytest
from fastapi import FastAPI
from psycopg import errors as pg

from api.core import errors
from api.core.pool import PoolExhausted


def answer_to(error: Exception) -> tuple[int, str]:
    app = FastAPI()
    errors.install(app)

    @app.get("/")
    async def fail() -> None:
        raise error

    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            return await client.get("/")

    answer = asyncio.run(ask())
    return answer.status_code, answer.json()["code"]


@pytest.mark.parametrize(
    "error",
    [PoolExhausted(), pg.OperationalError(), pg.QueryCanceled()],
    ids=["no free connection", "no server", "too slow"],
)
def test_a_database_that_can_not_answer_is_503(error: Exception) -> None:
    assert answer_to(error) == (503, "unavailable")


@pytest.mark.parametrize("error", [pg.DeadlockDetected(), pg.LockNotAvailable(), pg.UniqueViolation(), pg.SerializationFailure()])
def test_a_race_lost_is_409(error: Exception) -> None:
    assert answer_to(error) == (409, "conflict")


def test_a_value_that_the_database_refuses_is_422() -> None:
    assert answer_to(pg.DataError()) == (422, "invalid")


def test_anything_else_is_500_and_says_nothing() -> None:
    assert answer_to(pg.CheckViolation("secret text")) == (500, "internal_error")
