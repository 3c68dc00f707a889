from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from api.models.base import Base, Created, TenantKey, tenant_fkey


class Invite(TenantKey, Created, Base):
    """A way into an organization for one address; open until accepted, revoked or run out."""

    __tablename__ = "invites"
    __table_args__ = (
        UniqueConstraint("token_hash", name="invites_token_hash_key"),
        tenant_fkey("invites", "invited_by", "memberships", "user_id"),
        tenant_fkey("invites", "accepted_by", "memberships", "user_id"),
    )

    email: Mapped[str]
    role: Mapped[str]
    locale: Mapped[str] = mapped_column(server_default="en")
    token_id: Mapped[UUID]
    token_hash: Mapped[bytes]
    invited_by: Mapped[UUID | None]
    sent_at: Mapped[datetime] = mapped_column(server_default=func.now())
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    accepted_by: Mapped[UUID | None]
    revoked_at: Mapped[datetime | None]
