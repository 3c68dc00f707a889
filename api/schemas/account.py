from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field, StringConstraints

from api.core import one_time
from api.schemas.auth import Password
from api.schemas.base import LoginEmail, Storable, Strict

Token = Annotated[str, StringConstraints(min_length=1, max_length=one_time.MAX_LENGTH), Storable]
NewPassword = Annotated[Password, Field(description="12 to 200 characters, not a common or obvious one")]


class AddressGiven(Strict):
    email: LoginEmail


class LinkToken(Strict):
    token: Token


class PasswordReset(Strict):
    token: Token
    password: NewPassword


class PasswordChange(Strict):
    current_password: Password
    new_password: NewPassword


class MailPromised(BaseModel):
    """The same for every address, known or not."""

    status: Literal["mailed_if_known"] = "mailed_if_known"


class EmailProof(BaseModel):
    """changed: both addresses agreed, and `email` is the account's from now on."""

    status: Literal["verified", "waiting_for_old", "waiting_for_new", "changed"]
    email: str


class EmailClaim(BaseModel):
    """What a mailed link would prove, and for whom, before anybody proves it.

    is_own: whoever asks is signed in to this account. browser, system, place: of its first log-in, as far as they are kept.
    """

    purpose: Literal["verification", "change_old", "change_new"]
    email: str
    full_name: str
    made_at: datetime
    browser: str
    system: str
    place: str
    is_own: bool


class EmailDisowned(BaseModel):
    status: Literal["disowned"] = "disowned"


class PasswordSet(BaseModel):
    email: str
