from typing import Any
from uuid import UUID

from sqlalchemy import Double, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from api.models.base import Base, Editable, Restorable, TenantKey, TenantRow, tenant_fkey


class CustomField(TenantKey, Editable, Restorable, Base):
    """A field that an organization added to an entity; its values are in the records' own `custom_fields`."""

    __tablename__ = "custom_fields"
    __table_args__ = (UniqueConstraint("organization_id", "entity", "key", name="custom_fields_key_key"),)

    entity: Mapped[str]
    key: Mapped[str]
    kind: Mapped[str]
    labels: Mapped[dict[str, str]] = mapped_column(JSONB)
    options: Mapped[list[Any]] = mapped_column(server_default="[]")
    currency: Mapped[str | None]
    is_required: Mapped[bool] = mapped_column(server_default="false")
    position: Mapped[str] = mapped_column(Text(collation="C"))


class CustomValue(TenantRow):
    """What filters look values up in; triggers keep it in step with the records."""

    field_id: Mapped[UUID] = mapped_column(primary_key=True)
    item: Mapped[int] = mapped_column(primary_key=True)
    text_value: Mapped[str | None] = mapped_column(Text(collation="C"))
    number_value: Mapped[float | None] = mapped_column(Double)


class ClientCustomValue(CustomValue, Base):
    __tablename__ = "client_custom_values"
    __table_args__ = (
        tenant_fkey("client_custom_values", "client_id", "clients", ondelete="CASCADE"),
        tenant_fkey("client_custom_values", "field_id", "custom_fields", ondelete="CASCADE"),
    )

    client_id: Mapped[UUID] = mapped_column(primary_key=True, sort_order=-1)


class ContactCustomValue(CustomValue, Base):
    __tablename__ = "contact_custom_values"
    __table_args__ = (
        tenant_fkey("contact_custom_values", "contact_id", "contacts", ondelete="CASCADE"),
        tenant_fkey("contact_custom_values", "client_id", "clients", ondelete="CASCADE"),
        tenant_fkey("contact_custom_values", "field_id", "custom_fields", ondelete="CASCADE"),
    )

    contact_id: Mapped[UUID] = mapped_column(primary_key=True, sort_order=-1)
    client_id: Mapped[UUID]


class DealCustomValue(CustomValue, Base):
    __tablename__ = "deal_custom_values"
    __table_args__ = (
        tenant_fkey("deal_custom_values", "deal_id", "deals", ondelete="CASCADE"),
        tenant_fkey("deal_custom_values", "field_id", "custom_fields", ondelete="CASCADE"),
    )

    deal_id: Mapped[UUID] = mapped_column(primary_key=True, sort_order=-1)
