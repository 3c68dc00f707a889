from typing import Any
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.models.base import Base, Created, TenantKey


class IdempotencyKey(TenantKey, Created, Base):
    """The answer that a POST with an Idempotency-Key gave, handed out again for 24 hours."""

    __tablename__ = "idempotency_keys"
    __table_args__ = (UniqueConstraint("organization_id", "user_id", "route", "key", name="idempotency_keys_key_key"),)

    user_id: Mapped[UUID]
    route: Mapped[str]
    key: Mapped[str]
    request_hash: Mapped[bytes]
    status: Mapped[int]
    body: Mapped[str]
    headers: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
