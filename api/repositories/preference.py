from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from psycopg.types.json import Jsonb
from uuid_utils.compat import uuid7

from api.models.user_preferences import UserPreferences
from api.repositories.base import TenantRepository

TEXTS: Final = ("theme", "locale", "time_zone", "date_format", "number_format", "first_weekday", "start_page")
DOCUMENTS: Final = ("notifications", "quiet_hours")

FIND = """
    SELECT theme, locale, time_zone, date_format, number_format, first_weekday, start_page, notifications, quiet_hours
    FROM user_preferences WHERE organization_id = %(organization_id)s AND user_id = %(user_id)s"""
FIND_FOR_UPDATE = FIND + " FOR UPDATE"
STORE = """
    INSERT INTO user_preferences (organization_id, id, user_id, theme, locale, time_zone, date_format, number_format,
                                  first_weekday, start_page, notifications, quiet_hours)
    VALUES (%(organization_id)s, %(id)s, %(user_id)s, %(theme)s, %(locale)s, %(time_zone)s, %(date_format)s,
            %(number_format)s, %(first_weekday)s, %(start_page)s, %(notifications)s, %(quiet_hours)s)
    ON CONFLICT ON CONSTRAINT user_preferences_organization_id_user_id_key DO UPDATE
    SET theme = excluded.theme, locale = excluded.locale, time_zone = excluded.time_zone,
        date_format = excluded.date_format, number_format = excluded.number_format,
        first_weekday = excluded.first_weekday, start_page = excluded.start_page,
        notifications = excluded.notifications, quiet_hours = excluded.quiet_hours, updated_at = now()"""


class PreferenceRepository(TenantRepository):
    model = UserPreferences

    async def find(self, user_id: UUID) -> dict[str, Any] | None:
        return await self.session.row(FIND, self.params(user_id=user_id))

    async def lock(self, user_id: UUID) -> dict[str, Any] | None:
        return await self.session.row(FIND_FOR_UPDATE, self.params(user_id=user_id))

    async def store(self, user_id: UUID, values: Mapping[str, Any]) -> None:
        """Write every column of `TEXTS` and `DOCUMENTS`."""
        texts = {name: values[name] for name in TEXTS}
        documents = {name: Jsonb(values[name]) for name in DOCUMENTS}
        await self.session.run(STORE, self.params(id=uuid7(), user_id=user_id, **texts, **documents))
