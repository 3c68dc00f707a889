from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Computed
from sqlalchemy.orm import Mapped, mapped_column

from api.models.base import Base, Editable, Restorable, TenantKey, TenantRow, tenant_fkey


class Client(TenantKey, Editable, Restorable, Base):
    """The agency's customer. sort_name and search_text are lower-cased and unaccented copies kept by code."""

    __tablename__ = "clients"
    __table_args__ = (
        tenant_fkey("clients", "owner_id", "memberships", "user_id"),
        tenant_fkey("clients", "import_id", "imports"),
        tenant_fkey("clients", "merged_into_id", "clients"),
    )

    kind: Mapped[str] = mapped_column(server_default="company")
    name: Mapped[str]
    sort_name: Mapped[str]
    name_key: Mapped[str | None] = mapped_column(Computed("app.name_key(sort_name)", persisted=True))
    email: Mapped[str | None]
    phone: Mapped[str | None]
    website: Mapped[str | None]
    source: Mapped[str | None]
    tax_id: Mapped[str | None]
    address: Mapped[str | None]
    notes: Mapped[str | None]
    custom_fields: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    owner_id: Mapped[UUID | None]
    import_id: Mapped[UUID | None]
    merged_into_id: Mapped[UUID | None]
    last_activity_at: Mapped[datetime | None]
    last_touch_type: Mapped[str | None]
    last_touch_at: Mapped[datetime | None]
    search_text: Mapped[str] = mapped_column(server_default="")


class ClientTag(TenantRow, Base):
    __tablename__ = "client_tags"
    __table_args__ = (
        tenant_fkey("client_tags", "client_id", "clients", ondelete="CASCADE"),
        tenant_fkey("client_tags", "tag_id", "tags", ondelete="CASCADE"),
    )

    client_id: Mapped[UUID] = mapped_column(primary_key=True)
    tag_id: Mapped[UUID] = mapped_column(primary_key=True)
