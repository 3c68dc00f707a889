from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from api.models.base import Base, Editable, TenantKey


class Team(TenantKey, Editable, Base):
    __tablename__ = "teams"
    __table_args__ = (UniqueConstraint("organization_id", "match_key", name="teams_match_key_key"),)

    name: Mapped[str]
    match_key: Mapped[str]
