from uuid import UUID

from sqlalchemy import BigInteger, func
from sqlalchemy.orm import Mapped, mapped_column

from api.models.base import Base, TenantKey


class Total(TenantKey, Base):
    """One difference in the ledger of running totals; triggers write it, readers add it up."""

    __tablename__ = "totals"

    id: Mapped[UUID] = mapped_column(primary_key=True, sort_order=-1, server_default=func.gen_random_uuid())
    subject: Mapped[str]
    stage: Mapped[str] = mapped_column(server_default="")
    currency: Mapped[str] = mapped_column(server_default="")
    row_count: Mapped[int] = mapped_column(BigInteger)
    value_cents: Mapped[int] = mapped_column(BigInteger)
