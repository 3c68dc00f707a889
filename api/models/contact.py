from typing import Any
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from api.models.base import Base, Editable, Restorable, TenantKey, tenant_fkey


class Contact(TenantKey, Editable, Restorable, Base):
    """A person at a client."""

    __tablename__ = "contacts"
    __table_args__ = (
        tenant_fkey("contacts", "client_id", "clients", ondelete="CASCADE"),
        tenant_fkey("contacts", "import_id", "imports"),
    )

    client_id: Mapped[UUID]
    name: Mapped[str]
    title: Mapped[str | None]
    email: Mapped[str | None]
    phone: Mapped[str | None]
    is_primary: Mapped[bool] = mapped_column(server_default="false")
    custom_fields: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    import_id: Mapped[UUID | None]
    search_text: Mapped[str] = mapped_column(server_default="")
