from typing import Any
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from api.models.base import Base, Created, TenantKey


class AuditEntry(TenantKey, Created, Base):
    __tablename__ = "audit_log"

    action: Mapped[str]
    entity_type: Mapped[str]
    entity_id: Mapped[UUID]
    user_id: Mapped[UUID | None]
    session_id: Mapped[UUID | None]
    ip_address: Mapped[str] = mapped_column(server_default="")
    request_id: Mapped[str] = mapped_column(server_default="")
    changes: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
