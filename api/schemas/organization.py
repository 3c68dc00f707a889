from typing import Literal
from uuid import UUID

from pydantic import BaseModel

from api.core.features import FeatureValue
from api.core.permissions import Permission, Role
from api.schemas.base import Currency, Name, Patch, Version, Versioned

Plan = Literal["starter", "pro", "enterprise", "unlimited"]


class OrganizationSummary(BaseModel):
    """The organization that a log-in works in, and the person's role there."""

    id: UUID
    name: str
    plan: Plan
    currency: str
    is_personal: bool
    role: Role


class Organization(Versioned):
    name: str
    plan: Plan
    currency: str
    is_personal: bool
    role: Role


class OrganizationUpdate(Patch):
    version: Version
    name: Name | None = None
    currency: Currency | None = None


class Features(BaseModel):
    """What the interface shows: decided here, never by the web."""

    saas_mode: Literal["B2B", "B2C"]
    plan: Plan
    role: Role
    permissions: list[Permission]
    features: dict[str, FeatureValue]
