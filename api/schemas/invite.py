from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints

from api.schemas.auth import Password
from api.schemas.base import Name, Storable, Strict
from api.schemas.organization import Logo
from api.schemas.preference import Locale, TimeZone

# An owner makes owners of people who are here; nobody becomes one by mail.
InvitedRole = Literal["admin", "manager", "member", "viewer"]
# What was pasted, as it was: one wrong address among thirty is answered by itself.
PastedAddress = Annotated[str, StringConstraints(max_length=254), Storable]
InviteOutcome = Literal["invited", "already_member", "already_invited", "invalid", "domain_not_allowed", "no_seat"]
InviteStatus = Literal["open", "expired", "accepted"]


class InviteCreate(Strict):
    emails: Annotated[list[PastedAddress], Field(min_length=1, max_length=50)]
    role: InvitedRole = "member"
    locale: Annotated[Locale | None, Field(description="Of the mail; the inviter's own when left out")] = None


class Invite(BaseModel):
    id: UUID
    email: str
    role: InvitedRole
    locale: Locale
    invited_by: UUID | None
    inviter_name: str | None
    is_expired: bool
    sent_at: datetime
    expires_at: datetime
    created_at: datetime


class InvitePage(BaseModel):
    items: list[Invite]
    next_cursor: str | None


class InviteResult(BaseModel):
    """What became of one address."""

    email: str
    outcome: InviteOutcome
    invite: Invite | None = None


class InviteResults(BaseModel):
    items: list[InviteResult]
    next_cursor: None = None


class InvitePreview(BaseModel):
    """What whoever holds the link sees before accepting."""

    status: InviteStatus
    organization_name: str
    brand_color: str | None
    logo: Annotated[Logo | None, Field(description="At `GET /invites/token/{token}/logo`")]
    role: InvitedRole
    email: str
    inviter_name: str | None
    locale: Locale
    expires_at: datetime
    has_account: Annotated[bool, Field(description="Whether somebody has signed up with this address: they sign in to accept")]


class InviteAcceptance(Strict):
    """full_name and password for who has no account yet; nothing for who is signed in."""

    full_name: Name | None = None
    password: Annotated[Password | None, Field(description="12 to 200 characters, not a common or obvious one")] = None
    locale: Locale | None = None
    time_zone: TimeZone | None = None
