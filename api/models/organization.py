from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from api.models.base import Base, Created, Editable, tenant_fkey


class Organization(Editable, Base):
    __tablename__ = "organizations"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str]
    plan: Mapped[str] = mapped_column(server_default="unlimited")
    currency: Mapped[str] = mapped_column(server_default="BRL")
    is_personal: Mapped[bool] = mapped_column(server_default="false")
    logo_key: Mapped[str | None]
    logo_tone: Mapped[str | None]
    brand_color: Mapped[str | None]
    deleted_at: Mapped[datetime | None]
    purge_at: Mapped[datetime | None]
    purge_warned_at: Mapped[datetime | None]


class Membership(Created, Base):
    __tablename__ = "memberships"
    __table_args__ = (
        UniqueConstraint("organization_id", "user_id", name="memberships_organization_id_user_id_key"),
        tenant_fkey("memberships", "team_id", "teams"),
    )

    organization_id: Mapped[UUID] = mapped_column(ForeignKey("organizations.id", ondelete="CASCADE"), primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    role: Mapped[str]
    left_at: Mapped[datetime | None]
    record_scope: Mapped[str] = mapped_column(server_default="all")
    team_id: Mapped[UUID | None]
    # When they came in, or came back.
    joined_at: Mapped[datetime] = mapped_column(server_default=func.now())
