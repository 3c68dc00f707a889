from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from api.models.base import Base, Dated, TenantKey, tenant_fkey


class DataImport(TenantKey, Dated, Base):
    __tablename__ = "imports"
    __table_args__ = (tenant_fkey("imports", "user_id", "memberships", "user_id"),)

    user_id: Mapped[UUID | None]
    kind: Mapped[str]
    status: Mapped[str] = mapped_column(server_default="uploaded")
    file_name: Mapped[str]
    storage_key: Mapped[str]
    file_shape: Mapped[dict[str, Any]]
    mapping: Mapped[dict[str, Any] | None]
    on_duplicate: Mapped[str] = mapped_column(server_default="skip")
    row_count: Mapped[int] = mapped_column(server_default="0")
    processed_count: Mapped[int] = mapped_column(server_default="0")
    created_count: Mapped[int] = mapped_column(server_default="0")
    updated_count: Mapped[int] = mapped_column(server_default="0")
    duplicate_count: Mapped[int] = mapped_column(server_default="0")
    problem_count: Mapped[int] = mapped_column(server_default="0")
    error_code: Mapped[str | None]
    finished_at: Mapped[datetime | None]


class DataImportProblem(TenantKey, Base):
    __tablename__ = "import_problems"
    __table_args__ = (tenant_fkey("import_problems", "import_id", "imports", ondelete="CASCADE"),)

    import_id: Mapped[UUID]
    row_number: Mapped[int]
    code: Mapped[str]
    severity: Mapped[str]
    field: Mapped[str] = mapped_column(server_default="")
    value: Mapped[str] = mapped_column(server_default="")
    raw: Mapped[list[Any]] = mapped_column(server_default="[]")
