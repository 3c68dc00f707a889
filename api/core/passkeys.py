"""WebAuthn as pure functions: options for the browser, and what its answers prove.

The relying party's id and the origin are exactly those of NEXT_PUBLIC_APP_URL; the authenticator must have verified
its user (fingerprint, face, PIN), so a passkey is two factors in one.
"""

import base64
import json
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import UUID

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers.cose import COSEAlgorithmIdentifier
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticationCredential,
    AuthenticatorAssertionResponse,
    AuthenticatorAttestationResponse,
    AuthenticatorSelectionCriteria,
    CredentialDeviceType,
    PublicKeyCredentialDescriptor,
    RegistrationCredential,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from api.core.settings import Settings

NAME: Final = "Loved CRM"
CHALLENGE_SECONDS: Final = 300
ALGORITHMS: Final = [
    COSEAlgorithmIdentifier.ECDSA_SHA_256,
    COSEAlgorithmIdentifier.EDDSA,
    COSEAlgorithmIdentifier.RSASSA_PKCS1_v1_5_SHA_256,
]


class PasskeyRefused(Exception):
    """The answer doesn't prove what it should; its text is for the log."""


@dataclass(frozen=True, slots=True)
class RelyingParty:
    id: str
    origin: str

    @classmethod
    def of(cls, settings: Settings) -> "RelyingParty":
        parts = urlsplit(settings.next_public_app_url)
        return cls(parts.hostname or "localhost", f"{parts.scheme}://{parts.netloc}")


@dataclass(frozen=True, slots=True)
class NewPasskey:
    credential_id: bytes
    public_key: bytes
    sign_count: int
    is_synced: bool


@dataclass(frozen=True, slots=True)
class UsedPasskey:
    sign_count: int
    is_synced: bool


def decode(text: str) -> bytes:
    """Base64url, padded or not. Raises PasskeyRefused."""
    try:
        return base64.urlsafe_b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4))
    except ValueError as error:
        raise PasskeyRefused("not base64url") from error


def challenge_of(client_data_json: str) -> bytes:
    """The challenge that the authenticator signed. Raises PasskeyRefused."""
    try:
        challenge = json.loads(decode(client_data_json))["challenge"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise PasskeyRefused("client data can't be read") from error
    if not isinstance(challenge, str) or not challenge.isascii():
        raise PasskeyRefused("client data without a challenge")
    return decode(challenge)


def registration_options(
    party: RelyingParty, challenge: bytes, *, user_id: UUID, email: str, full_name: str, known: list[bytes]
) -> dict[str, Any]:
    """known: credentials that the person has already; their authenticators offer no second one."""
    made = generate_registration_options(
        rp_id=party.id,
        rp_name=NAME,
        user_id=user_id.bytes,
        user_name=email,
        user_display_name=full_name,
        challenge=challenge,
        timeout=CHALLENGE_SECONDS * 1000,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=credential_id) for credential_id in known],
        supported_pub_key_algs=ALGORITHMS,
    )
    options: dict[str, Any] = json.loads(options_to_json(made))
    return options


def authentication_options(party: RelyingParty, challenge: bytes, *, allowed: list[bytes]) -> dict[str, Any]:
    """allowed: empty when the authenticator itself shall offer whose passkeys it has."""
    made = generate_authentication_options(
        rp_id=party.id,
        challenge=challenge,
        timeout=CHALLENGE_SECONDS * 1000,
        allow_credentials=[PublicKeyCredentialDescriptor(id=credential_id) for credential_id in allowed],
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    options: dict[str, Any] = json.loads(options_to_json(made))
    return options


def verify_new(party: RelyingParty, challenge: bytes, *, credential_id: str, client_data_json: str, attestation_object: str) -> NewPasskey:
    """Raises PasskeyRefused."""
    raw_id = decode(credential_id)
    credential = RegistrationCredential(
        id=credential_id,
        raw_id=raw_id,
        response=AuthenticatorAttestationResponse(client_data_json=decode(client_data_json), attestation_object=decode(attestation_object)),
    )
    try:
        verified = verify_registration_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=party.id,
            expected_origin=party.origin,
            require_user_verification=True,
            supported_pub_key_algs=ALGORITHMS,
        )
    # Hostile bytes reach its CBOR and key parsers, which raise whatever they like.
    except (WebAuthnException, ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError) as error:
        raise PasskeyRefused(str(error)) from error
    if verified.credential_id != raw_id:
        raise PasskeyRefused("the attested credential is another one")
    is_synced = verified.credential_device_type == CredentialDeviceType.MULTI_DEVICE
    return NewPasskey(raw_id, verified.credential_public_key, verified.sign_count, is_synced)


def verify_use(
    party: RelyingParty, challenge: bytes, *, credential_id: str, client_data_json: str, authenticator_data: str, signature: str,
    public_key: bytes, sign_count: int,
) -> UsedPasskey:  # fmt: skip
    """Raises PasskeyRefused."""
    credential = AuthenticationCredential(
        id=credential_id,
        raw_id=decode(credential_id),
        response=AuthenticatorAssertionResponse(
            client_data_json=decode(client_data_json),
            authenticator_data=decode(authenticator_data),
            signature=decode(signature),
        ),
    )
    try:
        verified = verify_authentication_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=party.id,
            expected_origin=party.origin,
            credential_public_key=public_key,
            credential_current_sign_count=sign_count,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError) as error:
        raise PasskeyRefused(str(error)) from error
    return UsedPasskey(verified.new_sign_count, verified.credential_device_type == CredentialDeviceType.MULTI_DEVICE)
