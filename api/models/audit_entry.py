from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.models.base import Base, Created, TenantKey


class AuditEntry(TenantKey, Created, Base):
    """What was done, by whom; strand, sequence and hash are PostgreSQL's own (docs/decisions/0020-audit-strands.md)."""

    __tablename__ = "audit_log"
    __table_args__ = (UniqueConstraint("organization_id", "strand", "sequence", name="audit_log_sequence_key"),)

    action: Mapped[str]
    entity_type: Mapped[str]
    entity_id: Mapped[UUID]
    user_id: Mapped[UUID | None]
    session_id: Mapped[UUID | None]
    ip_address: Mapped[str] = mapped_column(server_default="")
    request_id: Mapped[str] = mapped_column(server_default="")
    changes: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    user_agent: Mapped[str] = mapped_column(server_default="")
    api_key_id: Mapped[UUID | None]
    session_reference: Mapped[str | None]
    strand: Mapped[int]
    sequence: Mapped[int] = mapped_column(BigInteger)
    hash: Mapped[bytes]
