"""What people are told of, in the application and by mail, as they want it. `notification_mail` sends the mails."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson
from uuid_utils.compat import uuid7

from api.core.deps import OrgContext
from api.core.errors import NotFound
from api.core.jobs import defer
from api.core.notifications import EVENTS, NotificationEvent, channels_of
from api.core.permissions import PERMISSIONS_BY_ROLE
from api.core.quiet_hours import QuietHours
from api.core.record import announce, record
from api.core.sight import Subject, list_hidden
from api.repositories.notification import NewNotification, NotificationRepository
from api.schemas.notification import NotificationsRead
from api.services.preference import DEFAULTS, owner_of


class NotificationNotFound(NotFound):
    code, detail = "notification_not_found", "One of these notifications doesn't exist, or isn't yours."


def repository(ctx: OrgContext) -> NotificationRepository:
    return NotificationRepository(ctx.session, ctx.organization_id)


def may_know(event: NotificationEvent, role: str) -> bool:
    return EVENTS[event].permission in PERMISSIONS_BY_ROLE.get(role, frozenset())


def quiet_until(preferences: Mapping[str, Any], moment: datetime) -> datetime | None:
    """When the quiet hours that hold at `moment` are over; None when none do."""
    stored, zone = preferences["quiet_hours"], preferences["time_zone"]
    hours = QuietHours.load(stored or DEFAULTS["quiet_hours"], zone or DEFAULTS["time_zone"])
    return hours.end_after(moment) if hours else None


async def notify(
    ctx: OrgContext,
    user_ids: Iterable[UUID | None] | None,
    *,
    event: NotificationEvent,
    entity_type: str,
    entity_id: UUID,
    params: Mapping[str, Any] | None = None,
    includes_actor: bool = False,
) -> None:
    """Tell members of something that just happened, each as they chose.

    user_ids: whom; None means every member. Who acts is never told, unless `includes_actor`; nor is whoever left,
    or may not see the record by their role or their scope.
    params: what the sentence names (`title`, `client`, …); kept as it is now.
    Effects: a row each, in this transaction; a job for each mail, at once or when the person's quiet hours are over; a
    live event to exactly these people after the commit.
    """
    wanted = None if user_ids is None else [user_id for user_id in user_ids if user_id is not None]
    but = None if includes_actor else ctx.user_id
    if wanted is not None and not set(wanted) - {but}:
        return
    now = datetime.now(UTC)
    (hidden,) = await list_hidden(ctx, [Subject(**{f"{entity_type}_id": entity_id} if entity_type in ("client", "deal") else {})])
    rows = []
    for recipient in await repository(ctx).list_recipients(wanted, but=but):
        if recipient["user_id"] in hidden.people:
            continue
        channels = channels_of(event, recipient["notifications"] or {})
        if may_know(event, recipient["role"]) and any(channels.values()):
            due = (quiet_until(recipient, now) or now) if channels["mail"] else None
            rows.append(NewNotification(uuid7(), recipient["user_id"], channels["in_app"], due))
    if not rows:
        return
    await repository(ctx).insert_all(
        rows, params=dict(params or {}), actor_id=ctx.user_id, event=event, entity_type=entity_type, entity_id=entity_id
    )
    for row in rows:
        if row.mail_due_at is not None:
            at = row.mail_due_at if row.mail_due_at > now else None
            await defer(ctx, "notification.mail", in_own_name=False, at=at, notification_id=str(row.id))
    if listed := frozenset(row.user_id for row in rows if row.is_listed):
        announce(ctx, "notification.created", entity_id, 0, {"event": event}, only_to=listed)


async def list_page(ctx: OrgContext, *, limit: int, cursor: str | None, unread: bool) -> bytes:
    return await repository(ctx).list_json(owner_of(ctx), limit=limit, cursor=cursor, unread=unread)


async def read(ctx: OrgContext, which: NotificationsRead) -> bytes:
    """Mark the caller's own as read; answers how many are left. Raises NotificationNotFound (404), and then marks none."""
    user_id, notifications = owner_of(ctx), repository(ctx)
    ids = None if which.ids is None else list(dict.fromkeys(which.ids))
    if ids is not None and await notifications.count_own(user_id, ids) < len(ids):
        raise NotificationNotFound
    read_count = await notifications.mark_read(user_id, ids)
    unread_count = await notifications.count_unread(user_id)
    if read_count:
        await record(
            ctx, action="notification.read", entity_type="notification", entity_id=user_id,
            changes={"unread_count": [unread_count + read_count, unread_count]}, data={"unread_count": unread_count},
            only_to=frozenset({user_id}),
        )  # fmt: skip
    return orjson.dumps({"unread_count": unread_count})
