from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel

from api.core.device import Kind

Method = Literal["password", "two_factor", "passkey", "google", "microsoft", "oidc", "link"]


class UserSession(BaseModel):
    """A log-in that is still open; browser, system and place are empty where nothing is known of them."""

    id: UUID
    method: Method
    device: Kind
    browser: str
    system: str
    place: str
    ip_address: str
    created_at: datetime
    last_seen_at: datetime
    is_current: bool


class UserSessionPage(BaseModel):
    items: list[UserSession]
    next_cursor: None = None
