from sqlalchemy import BigInteger
from sqlalchemy.orm import Mapped, mapped_column

from api.models.base import Base, TenantKey


class Total(TenantKey, Base):
    """One difference in the ledger of running totals; triggers write it, readers add it up."""

    __tablename__ = "totals"

    subject: Mapped[str]
    stage: Mapped[str] = mapped_column(server_default="")
    currency: Mapped[str] = mapped_column(server_default="")
    row_count: Mapped[int] = mapped_column(BigInteger)
    value_cents: Mapped[int] = mapped_column(BigInteger)
