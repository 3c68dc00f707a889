from typing import Annotated

from pydantic import Field

from api.schemas.base import Cursor, Limit
from api.schemas.client import ClientKind, ClientSort
from api.schemas.filter import Filters, Period


class ClientFilters(Filters):
    kind: ClientKind | None = None
    last_contact: Annotated[Period | None, Field(description="As other periods; `none` for clients that nobody has reached yet")] = None
    has_open_deals: bool | None = None


class ClientListQuery(ClientFilters):
    limit: Limit = 50
    cursor: Cursor | None = None
    sort: ClientSort = "name"
