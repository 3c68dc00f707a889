"""Column shapes that every table shares. Models are table definitions; migrations stay the truth (a test compares)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, ForeignKeyConstraint, MetaData, Text, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    metadata = MetaData()
    type_annotation_map = {str: Text, datetime: DateTime(timezone=True), dict[str, Any]: JSONB, list[Any]: JSONB}


class Created:
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Dated(Created):
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now())


class TenantRow:
    """organization_id leads every primary key (docs/decisions/0002-two-walls.md)."""

    organization_id: Mapped[UUID] = mapped_column(primary_key=True, sort_order=-2)


class TenantKey(TenantRow):
    id: Mapped[UUID] = mapped_column(primary_key=True, sort_order=-1)


class Editable(Dated):
    version: Mapped[int] = mapped_column(server_default="1")


class Restorable:
    deleted_at: Mapped[datetime | None]


def tenant_fkey(table: str, column: str, target: str, target_column: str = "id", ondelete: str | None = None) -> ForeignKeyConstraint:
    """A foreign key that carries the organization, so that no row can point into another one."""
    return ForeignKeyConstraint(
        ["organization_id", column],
        [f"{target}.organization_id", f"{target}.{target_column}"],
        name=f"{table}_{column}_fkey",
        ondelete=ondelete or f"SET NULL ({column})",
    )
