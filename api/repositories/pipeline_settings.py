from collections.abc import Mapping, Sequence
from typing import Any

from psycopg.types.json import Jsonb

from api.models.pipeline_settings import PipelineSettings
from api.repositories.base import TenantRepository

FIND = """
    SELECT p.stages, p.lost_reasons, p.won_reasons, p.version, (SELECT coalesce(json_agg(f.key), '[]'::json) FROM custom_fields f
            WHERE f.organization_id = p.organization_id AND f.entity = 'deal' AND f.deleted_at IS NULL) AS custom_keys
    FROM pipeline_settings p
    WHERE p.organization_id = %(organization_id)s"""
FIND_FOR_UPDATE = FIND + " FOR UPDATE OF p"
# As a column of another statement, for those who need the rules beside a row.
SETTINGS = f"(SELECT row_to_json(settings) FROM ({' '.join(FIND.split())}) settings)"
INSERT = """
    INSERT INTO pipeline_settings (organization_id, stages, lost_reasons, won_reasons)
    VALUES (%(organization_id)s, %(stages)s, %(lost_reasons)s, %(won_reasons)s)"""
UPDATE = """
    UPDATE pipeline_settings SET stages = %(stages)s, lost_reasons = %(lost_reasons)s, won_reasons = %(won_reasons)s,
        version = version + 1, updated_at = now()
    WHERE organization_id = %(organization_id)s"""
# Deleted deals count too: a restore brings them back with their reason.
USED = """
    SELECT r.key FROM unnest(%(keys)s::text[]) AS r (key)
    WHERE EXISTS (SELECT FROM deals d WHERE d.organization_id = %(organization_id)s AND d.{column} = r.key)"""


class PipelineSettingsRepository(TenantRepository):
    model = PipelineSettings

    async def find(self) -> dict[str, Any] | None:
        return await self.session.row(FIND, self.params())

    async def lock(self) -> dict[str, Any] | None:
        return await self.session.row(FIND_FOR_UPDATE, self.params())

    async def store(self, values: Mapping[str, Any], *, is_new: bool) -> None:
        await self.session.run(INSERT if is_new else UPDATE, self.params(**{name: Jsonb(value) for name, value in values.items()}))

    async def list_used_reasons(self, kind: str, keys: Sequence[str]) -> list[str]:
        """Which of the lost_reasons or won_reasons some deal bears."""
        if not keys:
            return []
        sql = USED.format(column=kind.removesuffix("s"))
        return [row["key"] for row in await self.session.rows(sql, self.params(keys=list(keys)))]
