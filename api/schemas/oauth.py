from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field, StringConstraints

from api.schemas.base import Storable

Provider = Literal["google", "microsoft"]
# Whatever a browser was made to send: a page of our own is read from it, or the start page taken.
NextPath = Annotated[str, StringConstraints(max_length=2_000), Storable]


class AuthMethods(BaseModel):
    """The ways to sign in that this installation has, and what one signs up for."""

    saas_mode: Annotated[Literal["B2B", "B2C"], Field(description="A team's organization, or a workspace of one's own")]
    password: Literal[True] = True
    providers: Annotated[list[Provider], Field(description="Accounts elsewhere that are accepted")]


class Connection(BaseModel):
    provider: Provider
    email: Annotated[str, Field(description="The address at the provider when it was last used")]
    last_used_at: datetime
    created_at: datetime


class Connections(BaseModel):
    """The accounts elsewhere that a person signs in with."""

    items: list[Connection]
    available: Annotated[list[Provider], Field(description="What could be connected here")]
    has_password: bool
    next_cursor: None = None


class Departure(BaseModel):
    url: Annotated[str, Field(description="Where to send the browser; it comes back to the settings")]
