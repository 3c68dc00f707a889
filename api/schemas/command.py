from typing import Literal
from uuid import UUID

from pydantic import BaseModel


class Undone(BaseModel):
    """What came back. skipped_count: rows of a bulk change that somebody changed since, and that stay as they are."""

    id: UUID
    entity_type: Literal[
        "client", "contact", "custom_field", "deal", "pipeline_settings", "task", "timeline_entry", "view", "clients", "deals"
    ]
    entity_id: UUID
    skipped_count: int
