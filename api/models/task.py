from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from api.models.base import Base, Editable, Restorable, TenantKey, tenant_fkey


class Task(TenantKey, Editable, Restorable, Base):
    """due_on and due_time are what the person chose by the clock of time_zone; due_at is the instant, due_order sorts."""

    __tablename__ = "tasks"
    __table_args__ = (
        tenant_fkey("tasks", "assignee_id", "memberships", "user_id"),
        tenant_fkey("tasks", "client_id", "clients", ondelete="CASCADE"),
        tenant_fkey("tasks", "deal_id", "deals"),
        tenant_fkey("tasks", "created_by", "memberships", "user_id"),
        tenant_fkey("tasks", "completed_by", "memberships", "user_id"),
        tenant_fkey("tasks", "next_id", "tasks"),
    )

    title: Mapped[str]
    details: Mapped[str] = mapped_column(server_default="")
    due_on: Mapped[date | None]
    due_time: Mapped[time | None]
    time_zone: Mapped[str | None]
    due_at: Mapped[datetime | None]
    due_order: Mapped[datetime]
    reminder_minutes: Mapped[int | None]
    remind_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    repeats: Mapped[dict[str, Any] | None]
    assignee_id: Mapped[UUID | None]
    client_id: Mapped[UUID | None]
    deal_id: Mapped[UUID | None]
    created_by: Mapped[UUID | None]
    completed_at: Mapped[datetime | None]
    completed_by: Mapped[UUID | None]
    next_id: Mapped[UUID | None]
