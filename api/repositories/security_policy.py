from collections.abc import Mapping
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from api.models.security_policy import SecurityPolicy
from api.repositories.base import TenantRepository

FIND = """
    SELECT two_factor, factor_grace_until, idle_minutes, absolute_hours, invite_domains, version
    FROM security_policies WHERE organization_id = %(organization_id)s"""
FIND_FOR_UPDATE = FIND + " FOR UPDATE"
INSERT = """
    INSERT INTO security_policies (organization_id, two_factor, factor_grace_until, idle_minutes, absolute_hours, invite_domains)
    VALUES (%(organization_id)s, %(two_factor)s, %(factor_grace_until)s, %(idle_minutes)s, %(absolute_hours)s, %(invite_domains)s)"""
UPDATE = """
    UPDATE security_policies SET two_factor = %(two_factor)s, factor_grace_until = %(factor_grace_until)s,
        idle_minutes = %(idle_minutes)s, absolute_hours = %(absolute_hours)s, invite_domains = %(invite_domains)s,
        version = version + 1, updated_at = now()
    WHERE organization_id = %(organization_id)s"""
COUNT_WITHOUT_FACTOR = """
    SELECT count(*) FROM memberships m JOIN users u ON u.id = m.user_id
    WHERE m.organization_id = %(organization_id)s AND m.left_at IS NULL AND u.two_factor_enabled_at IS NULL"""
HAS_FACTOR = """
    SELECT u.two_factor_enabled_at IS NOT NULL FROM memberships m JOIN users u ON u.id = m.user_id
    WHERE m.organization_id = %(organization_id)s AND m.user_id = %(user_id)s"""


class SecurityPolicyRepository(TenantRepository):
    model = SecurityPolicy

    async def find(self) -> dict[str, Any] | None:
        return await self.session.row(FIND, self.params())

    async def lock(self) -> dict[str, Any] | None:
        return await self.session.row(FIND_FOR_UPDATE, self.params())

    async def store(self, values: Mapping[str, Any], *, is_new: bool) -> None:
        params = self.params(**{**values, "invite_domains": Jsonb(values["invite_domains"])})
        await self.session.run(INSERT if is_new else UPDATE, params)

    async def count_members_without_factor(self) -> int:
        return int(await self.session.scalar(COUNT_WITHOUT_FACTOR, self.params()))

    async def has_factor(self, user_id: UUID) -> bool:
        return bool(await self.session.scalar(HAS_FACTOR, self.params(user_id=user_id)))
