from typing import Annotated, Literal

from pydantic import BaseModel, Field, StringConstraints

from api.schemas.base import LoginEmail, Name, Storable, Strict
from api.schemas.organization import OrganizationSummary
from api.schemas.preference import Locale, TimeZone
from api.schemas.user import User

# Never trimmed: spaces are part of a password. Its rules are in api/core/password_rules.py.
Password = Annotated[str, StringConstraints(strip_whitespace=False, min_length=1, max_length=1_000), Storable]


class NewAccount(Strict):
    email: LoginEmail
    full_name: Name
    organization_name: Name | None = None
    locale: Locale = "en"
    time_zone: TimeZone | None = None


class Registration(NewAccount):
    password: Annotated[Password, Field(description="12 to 200 characters, not a common or obvious one")]


class Login(Strict):
    email: Annotated[str, StringConstraints(min_length=1, max_length=254), Storable]
    password: Password


class SignedIn(BaseModel):
    access_token: str
    token_type: Literal["bearer"] = "bearer"  # noqa: S105  # the scheme's name
    expires_in: Annotated[int, Field(description="Seconds until the access token ends")]
    user: User
    organization: OrganizationSummary
