from typing import Annotated

from pydantic import BaseModel, Field


class LiveTicket(BaseModel):
    ticket: str
    expires_in: Annotated[int, Field(description="Seconds until the ticket is worthless; it opens one socket")]
    url: Annotated[str, Field(examples=["ws://localhost:8000/ws"])]
