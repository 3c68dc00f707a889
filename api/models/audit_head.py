from datetime import datetime

from sqlalchemy import BigInteger, func
from sqlalchemy.orm import Mapped, mapped_column

from api.models.base import Base, TenantRow


class AuditHead(TenantRow, Base):
    """Where one strand of an organization's audit log ends; written by the log's own trigger alone."""

    __tablename__ = "audit_heads"

    strand: Mapped[int] = mapped_column(primary_key=True)
    sequence: Mapped[int] = mapped_column(BigInteger)
    hash: Mapped[bytes]
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now())
