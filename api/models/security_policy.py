from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from api.models.base import Base, Editable


class SecurityPolicy(Editable, Base):
    """What an organization demands of its members' log-ins; no row: nothing beyond the defaults."""

    __tablename__ = "security_policies"

    organization_id: Mapped[UUID] = mapped_column(ForeignKey("organizations.id", ondelete="CASCADE"), primary_key=True)
    two_factor: Mapped[str] = mapped_column(server_default="optional")
    factor_grace_until: Mapped[datetime | None]
    idle_minutes: Mapped[int | None]
    absolute_hours: Mapped[int | None]
    invite_domains: Mapped[list[Any]] = mapped_column(server_default="[]")
