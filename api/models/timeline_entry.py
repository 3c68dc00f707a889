from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func
from sqlalchemy.orm import Mapped, mapped_column

from api.models.base import Base, Editable, Restorable, TenantKey, tenant_fkey


class TimelineEntry(TenantKey, Editable, Restorable, Base):
    """metadata names what happened for entries that the product writes; `content` is what a person wrote."""

    __tablename__ = "timeline_entries"
    __table_args__ = (
        tenant_fkey("timeline_entries", "client_id", "clients", ondelete="CASCADE"),
        tenant_fkey("timeline_entries", "deal_id", "deals"),
        tenant_fkey("timeline_entries", "user_id", "memberships", "user_id"),
        tenant_fkey("timeline_entries", "import_id", "imports"),
    )

    client_id: Mapped[UUID]
    deal_id: Mapped[UUID | None]
    type: Mapped[str]
    content: Mapped[str] = mapped_column(server_default="")
    details: Mapped[dict[str, Any]] = mapped_column("metadata", server_default="{}")
    user_id: Mapped[UUID | None]
    import_id: Mapped[UUID | None]
    occurred_at: Mapped[datetime] = mapped_column(server_default=func.now())
    edited_at: Mapped[datetime | None]
