"""Signing what is kept or leaves the house: compact JWS (RFC 7515, ES256), each of a kind of its own (`typ`)."""

import base64
import json
from functools import lru_cache
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    SECP256R1,
    EllipticCurvePrivateKey,
    derive_private_key,
)
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from models.keys import SigningKey


def jws(content: bytes, kind: str, key: SigningKey) -> str:
    # the library that signs tokens reads the key again for each: many times as slow
    private, protected = _prepared(key.kid, key.private_jwk["d"], kind)
    text = f"{protected}.{_base64(content)}"
    numbers = decode_dss_signature(private.sign(text.encode(), ECDSA(SHA256())))
    return f"{text}.{_base64(b''.join(number.to_bytes(32) for number in numbers))}"


@lru_cache(maxsize=16)
def _prepared(kid: str, secret: str, kind: str) -> tuple[EllipticCurvePrivateKey, str]:
    number = int.from_bytes(base64.urlsafe_b64decode(secret + "=" * (-len(secret) % 4)))
    header: dict[str, Any] = {"alg": "ES256", "kid": kid, "typ": kind}
    return derive_private_key(number, SECP256R1()), _base64(json.dumps(header).encode())


def _base64(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
