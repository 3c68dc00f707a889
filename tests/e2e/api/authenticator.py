"""A passkey authenticator in software: makes keys and signs challenges, truthfully or with one thing spoiled."""

import base64
import hashlib
import json
import secrets
import struct
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from tests.e2e.api.support import ENVIRONMENT, Record

ORIGIN = ENVIRONMENT.variables["NEXT_PUBLIC_APP_URL"]
RP_ID = "localhost"
PRESENT, VERIFIED, SYNCABLE, SYNCED, ATTESTED = 0x01, 0x04, 0x08, 0x10, 0x40


def encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class Authenticator:
    """One passkey. What is set here is what the server is told, true or not."""

    rp_id: str = RP_ID
    origin: str = ORIGIN
    flags: int = PRESENT | VERIFIED
    counts: bool = True
    kind: dict[str, str] = field(default_factory=lambda: {"create": "webauthn.create", "get": "webauthn.get"})
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    credential_id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    user_handle: bytes = b""
    count: int = 0

    def _client_data(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": self.kind[kind], "challenge": challenge, "origin": self.origin, "crossOrigin": False}).encode()

    def _data(self, extra_flags: int = 0) -> bytes:
        self.count += int(self.counts)
        return hashlib.sha256(self.rp_id.encode()).digest() + bytes([self.flags | extra_flags]) + struct.pack(">I", self.count)

    def create(self, options: Record, **changes: Any) -> Record:
        """The body of POST /two-factor/passkeys for these options."""
        self.user_handle = decode(options["user"]["id"])
        point = self.key.public_key().public_numbers()
        cose = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32, "big"), -3: point.y.to_bytes(32, "big")})
        attested = b"\x00" * 16 + struct.pack(">H", len(self.credential_id)) + self.credential_id + cose
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": self._data(ATTESTED) + attested})
        return {
            "name": "Notebook",
            "id": encode(self.credential_id),
            "client_data_json": encode(self._client_data("create", options["challenge"])),
            "attestation_object": encode(attestation),
            "transports": ["internal"],
        } | changes

    def sign(self, options: Record, **changes: Any) -> Record:
        """The passkey that answers these options."""
        client_data, data = self._client_data("get", options["challenge"]), self._data()
        signature = self.key.sign(data + hashlib.sha256(client_data).digest(), ec.ECDSA(hashes.SHA256()))
        return {
            "id": encode(self.credential_id),
            "client_data_json": encode(client_data),
            "authenticator_data": encode(data),
            "signature": encode(signature),
            "user_handle": encode(self.user_handle),
        } | changes
