from api.models.client import Client
from api.repositories.base import TenantRepository

# The function takes the organization from the verified context; the filter repeats it for the first wall.
SEARCH = """
    SELECT json_build_object('items', coalesce(json_agg(json_build_object(
        'kind', s.kind, 'id', s.id, 'client_id', s.client_id, 'title', s.title, 'subtitle', s.subtitle)), '[]'::json),
        'next_cursor', NULL)::text
    FROM app.search(%(query)s, %(kind)s, %(limit)s) s WHERE app.organization_id() = %(organization_id)s"""


class SearchRepository(TenantRepository):
    model = Client

    async def search_json(self, *, query: str, kind: str, limit: int) -> bytes:
        return await self.json(SEARCH, query=query, kind=kind, limit=limit) or b""
