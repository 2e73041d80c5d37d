"""Signing as Standard Webhooks 1.0 says: `v1,` and the HMAC-SHA256 of name, moment and body, in base64.

A secret is the HMAC of a salt under the key of the installation (`SECRET_KEY`): who reads the database, or a backup of
it, cannot sign. If that key is changed, the fingerprints do not fit any more and nothing is sent until new secrets are
handed out: better silent, and said on the screen, than signed by what nobody knows.
"""

import base64
import hashlib
import hmac
from collections.abc import Sequence

from django.utils.crypto import salted_hmac

from api.webhooks.models import Secret

PREFIX = "whsec_"
SALT = "api.webhooks.secret"
BYTES_OF_A_FINGERPRINT = 8


def secret_of(salt: str) -> bytes:
    """The 32 bytes that follow from a salt."""
    return salted_hmac(SALT, salt, algorithm="sha256").digest()


def shown(salt: str) -> str:
    """The secret as its owner gets it."""
    return PREFIX + base64.b64encode(secret_of(salt)).decode()


def fingerprint_of(salt: str) -> str:
    """By which it is known whether a secret still follows from its salt."""
    return hashlib.sha256(secret_of(salt)).digest()[:BYTES_OF_A_FINGERPRINT].hex()


def still_follows(secret: Secret) -> bool:
    """Whether the key of the installation is the one under which the secret was handed out."""
    return hmac.compare_digest(secret.fingerprint, fingerprint_of(secret.salt))


def headers_of(message: str, seconds: int, body: bytes, salts: Sequence[str]) -> dict[str, str]:
    """The three headers; a signature for each secret that holds."""
    said = f"{message}.{seconds}.".encode() + body
    signatures = [hmac.new(secret_of(salt), said, hashlib.sha256).digest() for salt in salts]
    return {
        "webhook-id": message,
        "webhook-timestamp": str(seconds),
        "webhook-signature": " ".join(f"v1,{base64.b64encode(one).decode()}" for one in signatures),
    }
