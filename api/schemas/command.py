from typing import Literal
from uuid import UUID

from pydantic import BaseModel


class Undone(BaseModel):
    """What came back."""

    id: UUID
    entity_type: Literal["client", "contact", "custom_field", "deal", "pipeline_settings", "task", "timeline_entry", "view"]
    entity_id: UUID
