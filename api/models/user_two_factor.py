from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.models.base import Base, Created


class UserTwoFactor(Created, Base):
    """A person's authenticator app, not an organization's; counts once `enabled_at` is there."""

    __tablename__ = "user_two_factor"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    secret_sealed: Mapped[bytes]
    last_step: Mapped[int] = mapped_column(BigInteger, server_default="0")
    enabled_at: Mapped[datetime | None]


class TwoFactorBackupCode(Created, Base):
    __tablename__ = "two_factor_backup_codes"
    __table_args__ = (UniqueConstraint("user_id", "code_hash", name="two_factor_backup_codes_user_id_code_hash_key"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    code_hash: Mapped[bytes]
    used_at: Mapped[datetime | None]


class Passkey(Created, Base):
    __tablename__ = "passkeys"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    credential_id: Mapped[bytes] = mapped_column(unique=True)
    public_key: Mapped[bytes]
    sign_count: Mapped[int] = mapped_column(BigInteger, server_default="0")
    transports: Mapped[list[Any]] = mapped_column(server_default="[]")
    is_synced: Mapped[bool] = mapped_column(server_default="false")
    name: Mapped[str]
    last_used_at: Mapped[datetime | None]


class PasskeyChallenge(Base):
    __tablename__ = "passkey_challenges"

    challenge: Mapped[bytes] = mapped_column(primary_key=True)
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    purpose: Mapped[str]
    expires_at: Mapped[datetime]


class LoginChallenge(Created, Base):
    """A log-in whose first factor is proven; its token names `id` and opens nothing else."""

    __tablename__ = "login_challenges"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    method: Mapped[str]
    attempt_count: Mapped[int] = mapped_column(server_default="0")
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class TwoFactorRecovery(Created, Base):
    __tablename__ = "two_factor_recoveries"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    expires_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    opens_at: Mapped[datetime | None]
    needs_approval: Mapped[bool] = mapped_column(server_default="false")
    approved_at: Mapped[datetime | None]
    approved_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    ended_at: Mapped[datetime | None]
    outcome: Mapped[str | None]
    reminded_at: Mapped[datetime | None]
