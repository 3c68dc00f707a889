from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from api.models.base import Base, Created, TenantKey, tenant_fkey


class Notification(TenantKey, Created, Base):
    __tablename__ = "notifications"
    __table_args__ = (
        tenant_fkey("notifications", "user_id", "memberships", "user_id", "CASCADE"),
        tenant_fkey("notifications", "actor_id", "memberships", "user_id"),
    )

    user_id: Mapped[UUID]
    actor_id: Mapped[UUID | None]
    event: Mapped[str]
    entity_type: Mapped[str]
    entity_id: Mapped[UUID]
    params: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    is_listed: Mapped[bool] = mapped_column(server_default="true")
    mail_due_at: Mapped[datetime | None]
    mailed_at: Mapped[datetime | None]
    read_at: Mapped[datetime | None]
