from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Mapped

from api.models.base import Base, Created, TenantKey, tenant_fkey


class Command(TenantKey, Created, Base):
    """What an undo needs: the former values and the version it expects to find."""

    __tablename__ = "commands"
    __table_args__ = (tenant_fkey("commands", "user_id", "memberships", "user_id"),)

    user_id: Mapped[UUID | None]
    kind: Mapped[str]
    entity_type: Mapped[str]
    entity_id: Mapped[UUID]
    before: Mapped[dict[str, Any]]
    entity_version: Mapped[int]
    undone_at: Mapped[datetime | None]
