from typing import Any
from uuid import UUID

from api.core import cursor as cursors
from api.models.api_key import ApiKey
from api.repositories.base import TenantRepository, page

KEY_JSON = """json_build_object(
    'id', k.id, 'name', k.name, 'prefix', k.prefix, 'scopes', k.scopes, 'status', CASE
        WHEN k.revoked_reason = 'creator_left' OR k.created_by IS NULL OR NOT EXISTS (
            SELECT FROM memberships m WHERE m.organization_id = k.organization_id AND m.user_id = k.created_by
              AND m.left_at IS NULL) THEN 'creator_left'
        WHEN k.revoked_reason = 'password_reset' THEN 'password_reset'
        WHEN k.revoked_at IS NOT NULL THEN 'revoked'
        WHEN k.expires_at <= now() THEN 'expired'
        WHEN EXISTS (
            SELECT FROM security_policies p JOIN users f ON f.id = k.created_by AND f.two_factor_enabled_at IS NULL
            WHERE p.organization_id = k.organization_id AND p.two_factor = 'required'
              AND coalesce(p.factor_grace_until < now(), true)) THEN 'factor_required'
        ELSE 'active' END,
    'created_by', k.created_by, 'created_by_name', (SELECT u.full_name FROM users u WHERE u.id = k.created_by),
    'expires_at', k.expires_at, 'last_used_at', k.last_used_at, 'last_used_ip', k.last_used_ip, 'revoked_at', k.revoked_at,
    'created_at', k.created_at)"""
LIST = f"""
    SELECT {KEY_JSON}::text AS json, k.created_at::text AS sort_value, k.id AS id FROM api_keys k
    WHERE k.organization_id = %(organization_id)s
      AND (%(cursor_value)s::timestamptz IS NULL OR (k.created_at, k.id) < (%(cursor_value)s::timestamptz, %(cursor_id)s::uuid))
    ORDER BY k.created_at DESC, k.id DESC LIMIT %(limit)s"""
GET = f"SELECT {KEY_JSON} AS json FROM api_keys k WHERE k.organization_id = %(organization_id)s AND k.id = %(id)s"
# One at a time in an organization, so that the plan's limit holds.
LOCK_COUNT = "SELECT pg_advisory_xact_lock(hashtextextended('api_keys|' || %(organization_id)s::text, 0))"
COUNT_ACTIVE = """
    SELECT count(*) FROM api_keys k WHERE k.organization_id = %(organization_id)s AND k.revoked_at IS NULL
      AND (k.expires_at IS NULL OR k.expires_at > now())"""
REVOKE = """
    UPDATE api_keys k SET revoked_at = now(), revoked_reason = 'revoked'
    WHERE k.organization_id = %(organization_id)s AND k.id = %(id)s AND k.revoked_at IS NULL"""
REVOKE_OF = """
    UPDATE api_keys k SET revoked_at = now(), revoked_reason = %(reason)s
    WHERE k.organization_id = %(organization_id)s AND k.created_by = %(user_id)s AND k.revoked_at IS NULL
    RETURNING k.id"""


class ApiKeyRepository(TenantRepository):
    model = ApiKey

    async def list_json(self, *, limit: int, cursor: str | None, scopes: bytes) -> bytes:
        value, last_id = cursors.decode(cursor, "api_keys") if cursor else (None, None)
        rows = await self.session.rows(LIST, self.params(limit=limit + 1, cursor_value=value, cursor_id=last_id))
        return page(rows, limit=limit, listing="api_keys", available_scopes=scopes)

    async def find(self, key_id: UUID) -> dict[str, Any] | None:
        found: dict[str, Any] | None = await self.session.scalar(GET, self.params(id=key_id))
        return found

    async def count_active(self) -> int:
        """How many keys work today; nobody else adds one until this transaction ends."""
        await self.session.row(LOCK_COUNT, self.params())
        return int(await self.session.scalar(COUNT_ACTIVE, self.params()))

    async def revoke(self, key_id: UUID) -> bool:
        return await self.session.run(REVOKE, self.params(id=key_id)) == 1

    async def revoke_of(self, user_id: UUID, reason: str) -> list[UUID]:
        return [row["id"] for row in await self.session.rows(REVOKE_OF, self.params(user_id=user_id, reason=reason))]
