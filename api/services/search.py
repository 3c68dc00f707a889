"""One search over clients, people and deals."""

from api.core.deps import OrgContext
from api.core.normalize import search_text
from api.repositories.search import SearchRepository


async def search(ctx: OrgContext, *, query: str, kind: str, limit: int) -> bytes:
    repository = SearchRepository(ctx.session, ctx.organization_id)
    return await repository.search_json(query=search_text(query), kind=kind, limit=limit)
