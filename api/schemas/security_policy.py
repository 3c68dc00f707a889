from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, Field, StringConstraints

from api.schemas.base import Strict

TwoFactor = Literal["optional", "required"]
Domain = Annotated[
    str,
    StringConstraints(
        min_length=4,
        max_length=253,
        to_lower=True,
        pattern=r"^(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z][A-Za-z0-9-]{0,61}[A-Za-z0-9]$",
    ),
]


def _once_each(domains: list[str]) -> list[str]:
    return sorted(set(domains))


class SecurityPolicy(BaseModel):
    """version is 0 while nobody has decided anything."""

    two_factor: TwoFactor
    factor_grace_until: datetime | None
    idle_minutes: int | None
    absolute_hours: int | None
    invite_domains: list[str]
    members_without_factor: int
    version: int


class SecurityPolicyUpdate(Strict):
    """The whole policy. Null: no limit, no grace; no invite_domains: addresses of any domain may be invited."""

    two_factor: TwoFactor
    factor_grace_until: AwareDatetime | None = None
    idle_minutes: Annotated[int, Field(ge=5, le=43_200, strict=True)] | None = None
    absolute_hours: Annotated[int, Field(ge=1, le=720, strict=True)] | None = None
    invite_domains: Annotated[list[Domain], Field(max_length=50), AfterValidator(_once_each)] = []
    version: Annotated[int, Field(ge=0, le=2_147_483_647, strict=True)]
