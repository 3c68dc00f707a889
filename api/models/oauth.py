from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from api.models.base import Base, Created


class OauthIdentity(Created, Base):
    """A person at a provider: (issuer, subject) is who they are there, the address is only shown."""

    __tablename__ = "oauth_identities"
    __table_args__ = (
        UniqueConstraint("issuer", "subject", name="oauth_identities_issuer_subject_key"),
        UniqueConstraint("user_id", "provider", name="oauth_identities_user_id_provider_key"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    provider: Mapped[str]
    issuer: Mapped[str]
    subject: Mapped[str]
    email: Mapped[str]
    last_used_at: Mapped[datetime] = mapped_column(server_default=func.now())


class OauthAttempt(Created, Base):
    """A way to a provider and back, good once; the browser keeps the secret, here is its hash."""

    __tablename__ = "oauth_attempts"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    secret_hash: Mapped[bytes] = mapped_column(unique=True)
    provider: Mapped[str]
    purpose: Mapped[str]
    session_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_sessions.id", ondelete="CASCADE"))
    next_path: Mapped[str]
    locale: Mapped[str]
    time_zone: Mapped[str | None]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
