from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from api.models.base import Base, Editable


class PipelineSettings(Editable, Base):
    """What an organization asks of its deals; no row: the defaults of api/services/stage_rules.py."""

    __tablename__ = "pipeline_settings"

    organization_id: Mapped[UUID] = mapped_column(ForeignKey("organizations.id", ondelete="CASCADE"), primary_key=True)
    stages: Mapped[dict[str, Any]]
    lost_reasons: Mapped[list[Any]]
    won_reasons: Mapped[list[Any]]
