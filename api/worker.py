"""The worker: runs background jobs until SIGTERM or SIGINT, then ends the ones under way. Start as many as wanted.

A worker that dies leaves its jobs marked as running; any other worker takes them up once its heartbeat is old.
"""

import asyncio
import os
import socket
from typing import Final

import structlog
from redis.asyncio import Redis

from api.core import logs
from api.core.database import Databases
from api.core.events import LiveEvents
from api.core.jobs import JOBS, WorkerServices, queue_pool
from api.core.settings import get_settings
from api.core.storage import Storage

log = structlog.get_logger()

CONCURRENCY: Final = 4
HEARTBEATS_PER_TIMEOUT: Final = 3


async def retry_stalled_jobs(stalled_seconds: float) -> int:
    """Give the jobs of dead workers back to the queue; how many."""
    stalled = list(await JOBS.job_manager.get_stalled_jobs(seconds_since_heartbeat=stalled_seconds))
    for job in stalled:
        log.warning("job_stalled", job_id=job.id, task=job.task_name)
        await JOBS.job_manager.retry_job(job)
    return len(stalled)


async def watch_stalled_jobs(stalled_seconds: float) -> None:
    while True:
        await retry_stalled_jobs(stalled_seconds)
        await asyncio.sleep(stalled_seconds / HEARTBEATS_PER_TIMEOUT)


async def main() -> None:
    settings = get_settings()
    logs.configure()
    logs.configure_libraries()
    databases = Databases(settings)
    await databases.refuse_unsafe_logins()
    redis = Redis.from_url(settings.redis_url, socket_timeout=2, socket_connect_timeout=2)
    services = WorkerServices(settings, databases, LiveEvents(redis), Storage(settings.storage_dir))
    pool = queue_pool(settings, size=CONCURRENCY + 2)
    stalled_seconds = settings.worker_stalled_seconds
    try:
        async with pool, JOBS.open_async(pool):
            log.info("worker_started", pid=os.getpid())
            watching = asyncio.create_task(watch_stalled_jobs(stalled_seconds))
            try:
                await JOBS.run_worker_async(
                    name=f"{socket.gethostname()}-{os.getpid()}",
                    concurrency=CONCURRENCY,
                    fetch_job_polling_interval=2.0,
                    update_heartbeat_interval=stalled_seconds / HEARTBEATS_PER_TIMEOUT,
                    stalled_worker_timeout=stalled_seconds,
                    shutdown_graceful_timeout=settings.worker_shutdown_seconds,
                    delete_jobs="successful",
                    additional_context={"services": services},
                )
            finally:
                watching.cancel()
    finally:
        await redis.aclose()
        await databases.dispose()
        log.info("worker_stopped", pid=os.getpid())


if __name__ == "__main__":
    asyncio.run(main())
