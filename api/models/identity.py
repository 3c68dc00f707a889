from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from api.models.base import Base, Created, TenantKey, tenant_fkey


class Identity(TenantKey, Created, Base):
    """One handle of a client or of a person there; match_key folds spellings of the same handle together."""

    __tablename__ = "identities"
    __table_args__ = (
        tenant_fkey("identities", "client_id", "clients", ondelete="CASCADE"),
        tenant_fkey("identities", "contact_id", "contacts", ondelete="CASCADE"),
    )

    kind: Mapped[str]
    match_key: Mapped[str]
    value: Mapped[str]
    client_id: Mapped[UUID]
    contact_id: Mapped[UUID | None]
    provenance: Mapped[str] = mapped_column(server_default="manual")
