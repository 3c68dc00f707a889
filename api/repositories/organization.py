"""Statements on organizations: on the identity plane to open one, inside an organization to read and change it."""

from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from api.core.database import DatabaseSession

INSERT = """
    INSERT INTO organizations (id, name, currency, is_personal) VALUES (%(id)s, %(name)s, %(currency)s, %(is_personal)s)"""
INSERT_MEMBERSHIP = """
    INSERT INTO memberships (organization_id, id, user_id, role) VALUES (%(organization_id)s, %(id)s, %(user_id)s, %(role)s)"""
FIND_FOR_USER = """
    SELECT o.id, o.name, o.plan, o.currency, o.is_personal, m.role
    FROM memberships m JOIN organizations o ON o.id = m.organization_id
    WHERE m.user_id = %(user_id)s AND o.deleted_at IS NULL
    ORDER BY o.id = coalesce(%(preferred)s::uuid, (
        SELECT s.organization_id FROM user_sessions s WHERE s.user_id = %(user_id)s ORDER BY s.created_at DESC LIMIT 1)) DESC NULLS LAST,
        m.created_at, o.id
    LIMIT 1"""
GET = """
    SELECT id, name, plan, currency, is_personal, version, created_at, updated_at FROM organizations WHERE id = %(organization_id)s"""
LOCK = GET + " FOR UPDATE"
UPDATE = """
    UPDATE organizations SET name = %(name)s, currency = %(currency)s, version = version + 1, updated_at = now()
    WHERE id = %(organization_id)s"""


class OrganizationRepository:
    def __init__(self, session: DatabaseSession) -> None:
        self.session = session

    async def insert_with_owner(self, organization_id: UUID, user_id: UUID, *, name: str, currency: str, is_personal: bool) -> None:
        await self.session.run(INSERT, {"id": organization_id, "name": name, "currency": currency, "is_personal": is_personal})
        membership = {"organization_id": organization_id, "id": uuid7(), "user_id": user_id, "role": "owner"}
        await self.session.run(INSERT_MEMBERSHIP, membership)

    async def find_for_user(self, user_id: UUID, preferred: UUID | None = None) -> dict[str, Any] | None:
        """The preferred organization if the person is still in it, else the one of the last log-in, else the oldest."""
        return await self.session.row(FIND_FOR_USER, {"user_id": user_id, "preferred": preferred})

    async def get(self, organization_id: UUID) -> dict[str, Any]:
        row = await self.session.row(GET, {"organization_id": organization_id})
        assert row is not None
        return row

    async def lock(self, organization_id: UUID) -> dict[str, Any]:
        row = await self.session.row(LOCK, {"organization_id": organization_id})
        assert row is not None
        return row

    async def update(self, organization_id: UUID, *, name: str, currency: str) -> None:
        await self.session.run(UPDATE, {"organization_id": organization_id, "name": name, "currency": currency})
