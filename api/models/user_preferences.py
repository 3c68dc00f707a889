from typing import Any
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.models.base import Base, Dated, TenantKey, tenant_fkey


class UserPreferences(TenantKey, Dated, Base):
    __tablename__ = "user_preferences"
    __table_args__ = (
        UniqueConstraint("organization_id", "user_id", name="user_preferences_organization_id_user_id_key"),
        tenant_fkey("user_preferences", "user_id", "memberships", "user_id", "CASCADE"),
    )

    user_id: Mapped[UUID]
    theme: Mapped[str] = mapped_column(server_default="system")
    locale: Mapped[str] = mapped_column(server_default="en")
    time_zone: Mapped[str] = mapped_column(server_default="America/Sao_Paulo")
    date_format: Mapped[str] = mapped_column(server_default="auto")
    number_format: Mapped[str] = mapped_column(server_default="auto")
    first_weekday: Mapped[str] = mapped_column(server_default="auto")
    start_page: Mapped[str] = mapped_column(server_default="dashboard")
    notifications: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    quiet_hours: Mapped[dict[str, Any]] = mapped_column(
        server_default='{"to": "07:00", "days": [1, 2, 3, 4, 5, 6, 7], "from": "22:00", "is_on": false}'
    )
