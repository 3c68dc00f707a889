from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from api.models.user_preferences import UserPreferences
from api.repositories.base import TenantRepository

FIND = """
    SELECT theme, locale, time_zone FROM user_preferences
    WHERE organization_id = %(organization_id)s AND user_id = %(user_id)s"""
FIND_FOR_UPDATE = FIND + " FOR UPDATE"
STORE = """
    INSERT INTO user_preferences (organization_id, id, user_id, theme, locale, time_zone)
    VALUES (%(organization_id)s, %(id)s, %(user_id)s, %(theme)s, %(locale)s, %(time_zone)s)
    ON CONFLICT ON CONSTRAINT user_preferences_organization_id_user_id_key DO UPDATE
    SET theme = excluded.theme, locale = excluded.locale, time_zone = excluded.time_zone, updated_at = now()"""


class PreferenceRepository(TenantRepository):
    model = UserPreferences

    async def find(self, user_id: UUID) -> dict[str, Any] | None:
        return await self.session.row(FIND, self.params(user_id=user_id))

    async def lock(self, user_id: UUID) -> dict[str, Any] | None:
        return await self.session.row(FIND_FOR_UPDATE, self.params(user_id=user_id))

    async def store(self, user_id: UUID, *, theme: str, locale: str, time_zone: str) -> None:
        values = self.params(id=uuid7(), user_id=user_id, theme=theme, locale=locale, time_zone=time_zone)
        await self.session.run(STORE, values)
