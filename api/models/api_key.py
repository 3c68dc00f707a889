from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from api.models.base import Base, Created, TenantKey, tenant_fkey


class ApiKey(TenantKey, Created, Base):
    """A program's way in, in the name of who made it; only the hash of the secret is kept."""

    __tablename__ = "api_keys"
    __table_args__ = (
        UniqueConstraint("secret_hash", name="api_keys_secret_hash_key"),
        tenant_fkey("api_keys", "created_by", "memberships", "user_id"),
    )

    name: Mapped[str]
    prefix: Mapped[str]
    secret_hash: Mapped[bytes]
    scopes: Mapped[list[str]] = mapped_column(JSONB)
    created_by: Mapped[UUID | None]
    expires_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]
    last_used_ip: Mapped[str] = mapped_column(server_default="")
    revoked_at: Mapped[datetime | None]
    revoked_reason: Mapped[str | None]
    warned_days: Mapped[int | None]
