from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Text, func
from sqlalchemy.orm import Mapped, mapped_column

from api.models.base import Base, Editable, Restorable, TenantKey, TenantRow, tenant_fkey


class Deal(TenantKey, Editable, Restorable, Base):
    """position is a fractional key (api/core/position.py), unique in its stage, ordered bytewise."""

    __tablename__ = "deals"
    __table_args__ = (
        tenant_fkey("deals", "client_id", "clients", ondelete="CASCADE"),
        tenant_fkey("deals", "owner_id", "memberships", "user_id"),
        tenant_fkey("deals", "moved_by", "memberships", "user_id"),
        tenant_fkey("deals", "import_id", "imports"),
    )

    client_id: Mapped[UUID]
    title: Mapped[str]
    stage: Mapped[str] = mapped_column(server_default="lead")
    position: Mapped[str] = mapped_column(Text(collation="C"))
    value_cents: Mapped[int] = mapped_column(BigInteger, server_default="0")
    currency: Mapped[str] = mapped_column(server_default="BRL")
    owner_id: Mapped[UUID | None]
    expected_close_date: Mapped[date | None]
    source: Mapped[str | None]
    custom_fields: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    outcome: Mapped[str | None]
    lost_reason: Mapped[str | None]
    won_reason: Mapped[str | None]
    stage_entered_at: Mapped[datetime] = mapped_column(server_default=func.now())
    earlier_stage_seconds: Mapped[int] = mapped_column(BigInteger, server_default="0")
    snoozed_until: Mapped[date | None]
    closed_at: Mapped[datetime | None]
    moved_by: Mapped[UUID | None]
    import_id: Mapped[UUID | None]
    search_text: Mapped[str] = mapped_column(server_default="")


class DealStageVisit(TenantKey, Base):
    __tablename__ = "deal_stage_visits"
    __table_args__ = (
        tenant_fkey("deal_stage_visits", "deal_id", "deals", ondelete="CASCADE"),
        tenant_fkey("deal_stage_visits", "user_id", "memberships", "user_id"),
    )

    deal_id: Mapped[UUID]
    stage: Mapped[str]
    user_id: Mapped[UUID | None]
    entered_at: Mapped[datetime] = mapped_column(server_default=func.now())
    left_at: Mapped[datetime | None]
    outcome: Mapped[str | None]
    reason: Mapped[str | None]


class DealTag(TenantRow, Base):
    __tablename__ = "deal_tags"
    __table_args__ = (
        tenant_fkey("deal_tags", "deal_id", "deals", ondelete="CASCADE"),
        tenant_fkey("deal_tags", "tag_id", "tags", ondelete="CASCADE"),
    )

    deal_id: Mapped[UUID] = mapped_column(primary_key=True)
    tag_id: Mapped[UUID] = mapped_column(primary_key=True)
