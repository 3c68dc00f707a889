from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Mapped, mapped_column

from api.models.base import Base, Editable, Restorable, TenantKey, TenantRow, tenant_fkey


class View(TenantKey, Editable, Restorable, Base):
    """A way to look at deals or clients. filters: names and values as the lists' URLs take them."""

    __tablename__ = "views"
    __table_args__ = (tenant_fkey("views", "user_id", "memberships", "user_id"),)

    user_id: Mapped[UUID | None]
    kind: Mapped[str]
    name: Mapped[str]
    layout: Mapped[str]
    filters: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'::jsonb"))
    sort: Mapped[str | None]
    grouping: Mapped[str | None]
    columns: Mapped[list[Any]] = mapped_column(server_default=text("'[]'::jsonb"))
    is_shared: Mapped[bool] = mapped_column(server_default=text("false"))


class ViewDefault(TenantRow, Base):
    __tablename__ = "view_defaults"
    __table_args__ = (
        tenant_fkey("view_defaults", "user_id", "memberships", "user_id", ondelete="CASCADE"),
        tenant_fkey("view_defaults", "view_id", "views", ondelete="CASCADE"),
    )

    user_id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    view_id: Mapped[UUID]
