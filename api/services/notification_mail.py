"""The mail of a notification: decided anew when its time has come, since people change their minds, read and leave."""

from datetime import UTC, date, datetime
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time

from api.core.deps import OrgContext
from api.core.jobs import defer
from api.core.mail import Mail, MailLink, send_mail
from api.core.moment import BABEL_BY_LOCALE, long_day
from api.core.notifications import channels_of
from api.services.notification import may_know, quiet_until, repository
from api.services.preference import DEFAULTS

PLACES: Final = {
    "deal": "/admin/pipeline?deal={id}",
    "client": "/admin/clients/{id}",
    "task": "/admin/tasks?task={id}",
    "import": "/admin/import?import={id}",
    "member": "/admin/team",
    "api_key": "/admin/settings/api-keys",
}


async def send(ctx: OrgContext, notification_id: UUID) -> None:
    """Send it once, or put it off to the end of the person's quiet hours.

    Nothing goes to who has read it in the application, wants no mail any more, left, or may no longer see the record;
    nor about what was deleted.
    """
    row = await repository(ctx).lock_unmailed(notification_id)
    if row is None or not is_wanted(row):
        return
    if later := quiet_until(row, datetime.now(UTC)):
        await repository(ctx).delay_mail(notification_id, later)
        await defer(ctx, "notification.mail", in_own_name=False, at=later, notification_id=str(notification_id))
        return
    await repository(ctx).mark_mailed(notification_id)
    await send_mail(ctx.session, mail_of(row))


def is_wanted(row: dict[str, Any]) -> bool:
    wants = channels_of(row["event"], row["notifications"] or {})["mail"]
    return wants and row["still_there"] and row["read_at"] is None and may_know(row["event"], row["role"])


def mail_of(row: dict[str, Any]) -> Mail:
    params = {name: value for name, value in row["params"].items() if isinstance(value, str | int)}
    if "due_on" in params:
        params["due"] = due_text(row)
    if "expires_at" in params:
        params["date"] = long_day(datetime.fromisoformat(row["params"]["expires_at"]), row["locale"], row["time_zone"])
    return Mail(
        template=f"notification_{row['event'].replace('.', '_')}",
        to=row["email"],
        locale=row["locale"],
        params=params | {"name": row["full_name"], "actor": row["actor_name"] or "Loved CRM", "organization": row["organization_name"]},
        organization_id=row["organization_id"],
        link=MailLink(PLACES[row["entity_type"]].format(id=row["entity_id"])),
    )


def due_text(row: dict[str, Any]) -> str:
    """When a task is due, by the recipient's clock and in their language."""
    locale, due_at = BABEL_BY_LOCALE[row["locale"]], row["params"]["due_at"]
    if due_at is None:
        return format_date(date.fromisoformat(row["params"]["due_on"]), "full", locale=locale)
    local = datetime.fromisoformat(due_at).astimezone(ZoneInfo(row["time_zone"] or DEFAULTS["time_zone"]))
    return f"{format_date(local, 'full', locale=locale)}, {format_time(local, 'short', locale=locale)}"
