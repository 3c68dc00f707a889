"""The statements that the API's repositories send, caught on their way so that the floor runs exactly the same text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast
from uuid import UUID

import psycopg

from api.core.database import TenantSession


@dataclass
class CaughtStatements:
    """Stands where a session stands: remembers statements, returns nothing."""

    statements: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)

    async def rows(self, sql: str, params: Mapping[str, Any]) -> Sequence[dict[str, Any]]:
        self.statements.append((sql, params))
        return []

    async def row(self, sql: str, params: Mapping[str, Any]) -> dict[str, Any] | None:
        self.statements.append((sql, params))
        return None

    async def scalar(self, sql: str, params: Mapping[str, Any]) -> Any:
        self.statements.append((sql, params))
        return None

    async def batch(self, *statements: tuple[str, Mapping[str, Any]]) -> list[list[dict[str, Any]]]:
        self.statements += statements
        return [[] for _ in statements]

    def as_session(self) -> TenantSession:
        return cast("TenantSession", self)

    def text(self, connection: psycopg.Connection[Any], number: int = -1) -> str:
        """One caught statement with its values written in."""
        sql, params = self.statements[number]
        return psycopg.ClientCursor(connection).mogrify(sql, params).strip()


@dataclass(frozen=True, slots=True)
class InContext:
    """A floor that needs a verified context: the whole transaction, as the business login."""

    session_id: UUID
    organization_id: UUID
    statement: str

    def script(self) -> str:
        return f"BEGIN;\nSELECT * FROM app.enter('{self.session_id}', '{self.organization_id}');\n{self.statement};\nCOMMIT;\n"
