"""What the service has signed: compact JWS (RFC 7515, ES256), each kind (`typ`) for one purpose."""

import base64
import binascii
import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any, Literal

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    SECP256R1,
    EllipticCurvePublicNumbers,
)
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256


class NotSigned(Exception):  # noqa: N818 - the name says what is wrong
    """`reason`: no signature of this kind, by a key that is not among those given, or over another content."""

    def __init__(self, reason: Literal["unsigned", "unknown_key", "forged"]) -> None:
        super().__init__(reason)
        self.reason = reason


ENDORSED = "huixin-key"
"""`typ` of what a key signs over the one that follows it."""


def content_of(signed: str, kind: str, keys: Iterable[Mapping[str, Any]], purpose: str | None = None) -> bytes:
    """The content, once the signature holds. `keys`: JWKs with `kid`; of those that name their purpose only the ones of
    this purpose count. The algorithm is ours to choose, never the text's. Raises NotSigned."""
    try:
        protected, payload, signature = signed.split(".")
        header = json.loads(decoded(protected))
        halves = decoded(signature)
        stated = header["alg"], header["typ"], header["kid"]
    except (ValueError, KeyError, TypeError, binascii.Error):
        raise NotSigned("unsigned") from None
    if stated[:2] != ("ES256", kind) or len(halves) != 64:
        raise NotSigned("unsigned")
    fitting = (one for one in keys if purpose is None or one.get("purpose", purpose) == purpose)
    key = next((one for one in fitting if one.get("kid") == stated[2]), None)
    if key is None:
        raise NotSigned("unknown_key")
    numbers = (int.from_bytes(halves[:32]), int.from_bytes(halves[32:]))
    try:
        _public(key).verify(encode_dss_signature(*numbers), f"{protected}.{payload}".encode(), ECDSA(SHA256()))
    except InvalidSignature:
        raise NotSigned("forged") from None
    return decoded(payload)


def with_endorsed(keys: Iterable[Mapping[str, Any]], endorsements: Iterable[str], purpose: str) -> list[dict[str, Any]]:
    """Those that are trusted, and those that one of them has signed for the same purpose, in the order in which they
    followed each other. What no trusted key has signed adds nothing."""
    trusted = [dict(key) for key in keys]
    for signed in endorsements:
        try:
            jwk = json.loads(content_of(signed, ENDORSED, trusted, purpose))
        except NotSigned:
            continue
        if jwk.get("purpose") == purpose and jwk["kid"] == thumbprint(jwk) not in {one.get("kid") for one in trusted}:
            trusted.append(jwk)
    return trusted


def thumbprint(jwk: Mapping[str, Any]) -> str:
    """RFC 7638: names a key by what it is, so that nobody passes off another under the same name."""
    canonical = json.dumps({name: jwk[name] for name in ("crv", "kty", "x", "y")}, separators=(",", ":"))
    return base64.urlsafe_b64encode(hashlib.sha256(canonical.encode()).digest()).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _public(jwk: Mapping[str, Any]) -> Any:
    x, y = (int.from_bytes(decoded(jwk[name])) for name in ("x", "y"))
    return EllipticCurvePublicNumbers(x, y, SECP256R1()).public_key()
