from api.core import cursor as cursors
from api.models.tag import Tag
from api.repositories.base import TenantRepository, page

LIST = """
    SELECT json_build_object('id', t.id, 'name', t.name)::text AS json, t.match_key AS sort_value, t.id FROM tags t
    WHERE t.organization_id = %(organization_id)s
      AND (%(cursor_value)s::text IS NULL OR t.match_key > %(cursor_value)s::text)
    ORDER BY t.match_key LIMIT %(limit)s"""


class TagRepository(TenantRepository):
    model = Tag

    async def list_json(self, *, limit: int, cursor: str | None) -> bytes:
        value, _ = cursors.decode(cursor, "tags") if cursor else (None, None)
        rows = await self.session.rows(LIST, self.params(limit=limit + 1, cursor_value=value))
        return page(rows, limit=limit, listing="tags")
