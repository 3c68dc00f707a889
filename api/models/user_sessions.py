from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, func
from sqlalchemy.orm import Mapped, mapped_column

from api.models.base import Base, Created


class UserSession(Created, Base):
    """A log-in; `generation` counts refresh rotations, only the hashes of the last two tokens are kept."""

    __tablename__ = "user_sessions"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    organization_id: Mapped[UUID] = mapped_column(ForeignKey("organizations.id", ondelete="CASCADE"))
    refresh_hash: Mapped[bytes]
    previous_refresh_hash: Mapped[bytes | None]
    generation: Mapped[int] = mapped_column(server_default="1")
    rotated_at: Mapped[datetime] = mapped_column(server_default=func.now())
    user_agent: Mapped[str] = mapped_column(server_default="")
    ip_address: Mapped[str] = mapped_column(server_default="")
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    revoked_reason: Mapped[str | None]
    method: Mapped[str] = mapped_column(server_default="password")
    device: Mapped[str] = mapped_column(server_default="unknown")
    browser: Mapped[str] = mapped_column(server_default="")
    system: Mapped[str] = mapped_column(server_default="")
    place: Mapped[str] = mapped_column(server_default="")
    fingerprint: Mapped[bytes | None]
    last_seen_at: Mapped[datetime] = mapped_column(server_default=func.now())
    authenticated_at: Mapped[datetime] = mapped_column(server_default=func.now())
