"""What proves an address: the outbox, one-time tokens and wishes for another address."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from api.models.base import Base, Created


class OutgoingMail(Created, Base):
    """organization_id is None for mail about an account; `sending` is the intent, committed before the mail leaves."""

    __tablename__ = "outgoing_mails"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    organization_id: Mapped[UUID | None] = mapped_column(ForeignKey("organizations.id", ondelete="CASCADE"))
    recipient: Mapped[str]
    template: Mapped[str]
    locale: Mapped[str]
    subject: Mapped[str]
    params: Mapped[dict[str, Any]]
    link_path: Mapped[str | None]
    token_purpose: Mapped[str | None]
    token_id: Mapped[UUID | None]
    status: Mapped[str] = mapped_column(server_default="queued")
    attempt_count: Mapped[int] = mapped_column(server_default="0")
    error_code: Mapped[str | None]
    attempted_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]


class OneTimeToken(Created, Base):
    __tablename__ = "one_time_tokens"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    purpose: Mapped[str]
    email: Mapped[str]
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class EmailChange(Created, Base):
    """Done once both addresses have agreed."""

    __tablename__ = "email_changes"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    new_email: Mapped[str]
    old_confirmed_at: Mapped[datetime | None]
    new_confirmed_at: Mapped[datetime | None]
    expires_at: Mapped[datetime]
