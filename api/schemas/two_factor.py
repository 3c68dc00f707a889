from datetime import datetime
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints, model_validator

from api.schemas.auth import Password
from api.schemas.base import Identified, Storable, Strict

Code = Annotated[str, StringConstraints(min_length=6, max_length=40), Storable]
ChallengeToken = Annotated[str, StringConstraints(min_length=1, max_length=4096), Storable]
LinkToken = Annotated[str, StringConstraints(min_length=1, max_length=128), Storable]
PasskeyName = Annotated[str, StringConstraints(min_length=1, max_length=60), Storable]
BASE64URL = r"^[A-Za-z0-9_-]+$"
Transport = Literal["usb", "nfc", "ble", "smart-card", "hybrid", "cable", "internal"]


ShortBytes = Annotated[str, StringConstraints(min_length=1, max_length=1_400, pattern=BASE64URL)]
LongBytes = Annotated[str, StringConstraints(min_length=1, max_length=16_000, pattern=BASE64URL)]


class PasskeyAnswer(Strict):
    """What navigator.credentials.get() gave, its bytes in base64url."""

    id: ShortBytes
    client_data_json: LongBytes
    authenticator_data: LongBytes
    signature: LongBytes
    user_handle: ShortBytes | None = None


class PasskeyRegistration(Strict):
    """What navigator.credentials.create() gave, its bytes in base64url."""

    name: PasskeyName
    id: ShortBytes
    client_data_json: LongBytes
    attestation_object: LongBytes
    transports: Annotated[list[Transport], Field(max_length=10)] = []


class PasskeyUpdate(Strict):
    name: PasskeyName


class PasskeyOptions(BaseModel):
    public_key: Annotated[dict[str, Any], Field(description="As PublicKeyCredential.parse…OptionsFromJSON() takes it")]


class Proof(Strict):
    """Exactly one of them. Whoever has a second factor proves that one: a password alone doesn't do then."""

    password: Password | None = None
    code: Code | None = None
    passkey: PasskeyAnswer | None = None

    @model_validator(mode="after")
    def names_one(self) -> Self:
        if sum(value is not None for value in (self.password, self.code, self.passkey)) != 1:
            raise ValueError("send one of password, code and passkey")
        return self


class Reauthenticated(BaseModel):
    fresh_until: datetime


class SecondFactor(Strict):
    challenge_token: ChallengeToken
    code: Annotated[Code | None, Field(description="Of the authenticator app, or a backup code")] = None
    passkey: PasskeyAnswer | None = None

    @model_validator(mode="after")
    def names_one(self) -> Self:
        if (self.code is None) == (self.passkey is None):
            raise ValueError("send either code or passkey")
        return self


class ChallengeAnswer(Strict):
    challenge_token: ChallengeToken


class LinkAnswer(Strict):
    token: LinkToken


class ChallengeIssued(BaseModel):
    """The first factor is proven: POST /auth/login/2fa with the second one within five minutes."""

    two_factor_required: Literal[True] = True
    challenge_token: str
    expires_in: Annotated[int, Field(description="Seconds until the challenge ends")]
    methods: Annotated[list[Literal["code", "backup_code", "passkey"]], Field(description="What this person can answer with")]


class PasskeyInfo(Identified):
    name: str
    is_synced: bool
    created_at: datetime
    last_used_at: datetime | None


class FactorDemand(BaseModel):
    """An organization of the person's that asks for a second factor."""

    organization_name: str
    grace_until: datetime | None


class TwoFactorStatus(BaseModel):
    enabled: Annotated[bool, Field(description="Whether logging in takes a second factor")]
    has_password: bool
    app_enabled_at: datetime | None
    backup_codes_left: int
    passkeys: list[PasskeyInfo]
    demanded_by: FactorDemand | None


class TwoFactorSetup(BaseModel):
    secret: Annotated[str, Field(description="Base32, for typing into the app")]
    otpauth_uri: str
    qr_svg: str


class TwoFactorCode(Strict):
    code: Code


class BackupCodes(BaseModel):
    backup_codes: Annotated[list[str], Field(description="Shown this once; each works once")]


class PasskeyAdded(BaseModel):
    passkey: PasskeyInfo
    backup_codes: Annotated[list[str] | None, Field(description="When this is the person's first factor: shown this once")]


class RecoveryState(BaseModel):
    state: Literal["waiting", "cancelled"]
    opens_at: datetime | None
    needs_approval: bool


class RecoveryRequest(Identified):
    """A colleague who lost every second factor and waits."""

    user_id: UUID
    full_name: str
    email: str
    requested_at: datetime
    opens_at: datetime
    approved_at: datetime | None


class RecoveryRequests(BaseModel):
    items: list[RecoveryRequest]
    next_cursor: None = None
