"""Whoever made a key hears of its end while there is time to replace it: a week before, and a day before."""

from typing import Any, Final
from uuid import UUID

from api.core.database import IdentitySession
from api.core.deps import OrgContext
from api.core.jobs import JOBS
from api.core.notifications import NotificationEvent
from api.repositories.api_key_maker import ApiKeyMakerRepository
from api.services.notification import notify

# The nearer first: a key that nobody was told of in time is spoken of once.
WARNING_DAYS: Final = (1, 7)
EXPIRING: Final[NotificationEvent] = "api_key.expiring"


async def warn(identity: IdentitySession) -> int:
    """Have the makers of keys that end soon told, once for each of the days; how many keys there were."""
    due = [row for days in WARNING_DAYS for row in await ApiKeyMakerRepository(identity).warn(days)]
    options: Any = {"connection": identity.driver}
    jobs: list[Any] = [
        {
            "organization_id": str(row["organization_id"]), "user_id": None, "key_id": str(row["id"]), "created_by": str(row["created_by"]),
            "name": row["name"], "expires_at": row["expires_at"].isoformat(),
        }
        for row in due
    ]  # fmt: skip
    if jobs:
        await JOBS.configure_task("api_key.warn", **options).batch_defer_async(*jobs)
    return len(due)


async def tell(ctx: OrgContext, *, key_id: UUID, created_by: UUID, name: str, expires_at: str) -> None:
    """In the application and by mail, as the person wants it."""
    params = {"title": name, "expires_at": expires_at}
    await notify(ctx, [created_by], event=EXPIRING, entity_type="api_key", entity_id=key_id, params=params)
