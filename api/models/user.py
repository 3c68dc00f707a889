from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from api.models.base import Base, Dated


class User(Dated, Base):
    __tablename__ = "users"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    full_name: Mapped[str]
    locale: Mapped[str] = mapped_column(server_default="en")
    password_hash: Mapped[str | None]
    avatar_key: Mapped[str | None]
    disabled_at: Mapped[datetime | None]
    email_verified_at: Mapped[datetime | None]
    two_factor_enabled_at: Mapped[datetime | None]
