"""Can this process do its work: PostgreSQL with a schema new enough, and Redis, which is only missed."""

import asyncio
from pathlib import Path
from typing import Final, Literal

import psycopg
from pydantic import BaseModel
from redis.exceptions import RedisError

from api.core.deps import Services

CHECK_SECONDS: Final = 3
MIGRATIONS: Final = Path(__file__).resolve().parents[2] / "migrations"


class Readiness(BaseModel):
    status: Literal["ok", "degraded", "unavailable"]
    postgres: Literal["ok", "unreachable", "schema_too_old"]
    redis: Literal["ok", "unreachable"]
    schema_version: int | None
    schema_expected: int
    saas_mode: Literal["B2B", "B2C"]


def expected_schema() -> int:
    """The newest migration that this code was shipped with."""
    return max((int(path.name[:3]) for path in MIGRATIONS.glob("[0-9][0-9][0-9]_*.sql")), default=0)


EXPECTED_SCHEMA: Final = expected_schema()


async def check(services: Services) -> Readiness:
    version, redis_answers = await asyncio.gather(schema_version(services), ping_redis(services))
    postgres: Literal["ok", "unreachable", "schema_too_old"] = "ok"
    if version is None:
        postgres = "unreachable"
    elif version < EXPECTED_SCHEMA:
        postgres = "schema_too_old"
    return Readiness(
        status="unavailable" if postgres != "ok" else "ok" if redis_answers else "degraded",
        postgres=postgres,
        redis="ok" if redis_answers else "unreachable",
        schema_version=version,
        schema_expected=EXPECTED_SCHEMA,
        saas_mode=services.settings.saas_mode,
    )


async def schema_version(services: Services) -> int | None:
    try:
        async with asyncio.timeout(CHECK_SECONDS):
            return await services.databases.schema_version()
    except (psycopg.Error, TimeoutError, OSError):
        return None


async def ping_redis(services: Services) -> bool:
    try:
        async with asyncio.timeout(CHECK_SECONDS):
            await services.live.redis.ping()
            return True
    except (RedisError, TimeoutError, OSError):
        return False
