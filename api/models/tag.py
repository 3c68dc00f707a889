from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from api.models.base import Base, Created, TenantKey


class Tag(TenantKey, Created, Base):
    __tablename__ = "tags"
    __table_args__ = (UniqueConstraint("organization_id", "match_key", name="tags_match_key_key"),)

    name: Mapped[str]
    match_key: Mapped[str]
