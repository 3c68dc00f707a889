from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints

from api.core.features import FeatureValue
from api.core.permissions import Permission, RecordScope, Role
from api.core.picture import Tone
from api.schemas.base import Currency, Name, Patch, Strict, Version, Versioned

BrandColor = Annotated[str, StringConstraints(pattern=r"^(#[0-9a-fA-F]{6})?$", to_lower=True)]
Plan = Literal["starter", "pro", "enterprise", "unlimited"]


class Logo(BaseModel):
    """Where there is one: `GET /organizations/{id}/logo?v={version}`."""

    version: UUID
    tone: Annotated[Tone, Field(description="`dark`: lost on a dark page without something light behind it; `light`: the other way round")]


class OrganizationSummary(BaseModel):
    """The organization that a log-in works in, and the person's role there."""

    id: UUID
    name: str
    plan: Plan
    currency: str
    is_personal: bool
    role: Role
    brand_color: str | None = None
    logo: Logo | None = None
    purge_at: Annotated[datetime | None, Field(description="Set once its owner has deleted it: until then it can be restored")] = None


class MyOrganization(OrganizationSummary):
    member_count: int


class MyOrganizationPage(BaseModel):
    items: list[MyOrganization]
    next_cursor: None = None


class OrganizationCreate(Strict):
    name: Name
    currency: Currency | None = None


class Organization(Versioned):
    name: str
    plan: Plan
    currency: str
    is_personal: bool
    brand_color: str | None
    logo: Logo | None
    role: Role


class OrganizationUpdate(Patch):
    version: Version
    name: Name | None = None
    currency: Currency | None = None
    brand_color: Annotated[BrandColor | None, Field(description="`#rrggbb`; an empty text takes it away")] = None


class Transfer(Strict):
    """Who owns the organization from now on; the former owner stays as an admin."""

    user_id: UUID


class Conversion(Strict):
    to: Literal["team", "personal"]


class Usage(BaseModel):
    plan: Plan
    seats: Annotated[int | None, Field(description="How many people the plan has room for; null for any number")]
    members: int
    open_invites: Annotated[int, Field(description="Each keeps a seat free until it is accepted, revoked, or over")]
    clients: int
    deals: int
    timeline_entries: int
    storage_bytes: int


class Features(BaseModel):
    """What the interface shows: decided here, never by the web."""

    saas_mode: Literal["B2B", "B2C"]
    # Whether this installation can send mail at all: without, nobody is asked to confirm an address.
    can_mail: bool
    plan: Plan
    role: Role
    permissions: list[Permission]
    record_scope: Annotated[RecordScope, Field(description="What the person sees of clients and deals")]
    seen_owner_ids: Annotated[
        list[UUID] | None, Field(description="Those whose records they see, and to whom alone they may give records; null: everybody")
    ]
    sees_unowned: bool
    features: dict[str, FeatureValue]
