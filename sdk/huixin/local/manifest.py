"""What a bundle says of itself, signed: a compact JWS (RFC 7515, ES256) over the manifest, with the base's digest.

Refused with its reason: what is not signed, or not by a key of the service; what was altered or cut short; what is for
another kind of member; and what may no longer be asked about.
"""

import base64
import binascii
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    SECP256R1,
    EllipticCurvePublicNumbers,
)
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from pydantic import TypeAdapter, ValidationError

from huixin.core.vocabulary import MemberKind, treated_as
from huixin.errors import HuixinError

FORMAT = 1
KIND = "huixin-bundle"
"""`typ` of the signature: nothing that the service signs for another purpose passes for a manifest."""

Refusal = Literal["unsigned", "unknown_key", "forged", "unknown_format", "size", "content", "audience", "expired"]


class BundleRefused(HuixinError):  # noqa: N818 - the name says what happened
    """A bundle that must not be answered from. `reason` says why."""

    def __init__(self, reason: Refusal, message: str) -> None:
        super().__init__(message)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Manifest:
    """`size` (bytes) and `sha256` (hexadecimal) are the base's; `last_day` is the last that may be asked about."""

    format: int
    audience: MemberKind
    inside: str | None
    sequence: int
    rulesets: tuple[str, ...]
    made_at: datetime
    last_day: date
    size: int
    sha256: str


MANIFEST = TypeAdapter(Manifest)


def read_manifest(signed: str, keys: Iterable[Mapping[str, Any]]) -> Manifest:
    """`keys`: the service's public keys as JWKs. Raises BundleRefused."""
    content = _verified(signed, {key["kid"]: key for key in keys})
    try:
        manifest = MANIFEST.validate_json(content)
    except ValidationError:
        raise BundleRefused("unknown_format", "The manifest is of a form that this version does not read.") from None
    if manifest.format != FORMAT:
        raise BundleRefused("unknown_format", f"The bundle has format {manifest.format}; this version reads {FORMAT}.")
    return manifest


def check_base(manifest: Manifest, path: Path) -> None:
    """That a file is the base of which the manifest speaks, to the last byte. Raises BundleRefused."""
    size = path.stat().st_size
    if size != manifest.size:
        raise BundleRefused("size", f"The base has {size} bytes, not {manifest.size}: it was cut short or is another.")
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256")
    if digest.hexdigest() != manifest.sha256:
        raise BundleRefused("content", "The base was altered: its digest is not the signed one.")


def check_use(manifest: Manifest, kind: MemberKind, today: date) -> None:
    """That a member of the kind may ask it today. Raises BundleRefused."""
    if treated_as(kind) is not manifest.audience:
        raise BundleRefused("audience", f"The bundle is for {manifest.audience}, not for {kind}.")
    if today > manifest.last_day:
        raise BundleRefused("expired", f"The bundle ended on {manifest.last_day}: get a new one.")


def _verified(signed: str, keys: Mapping[str, Mapping[str, Any]]) -> bytes:
    """The payload, once the signature holds. The algorithm is ours to choose, never the file's."""
    try:
        protected, payload, signature = signed.split(".")
        header = json.loads(_decoded(protected))
        halves = _decoded(signature)
        stated = header["alg"], header["typ"], header["kid"]
    except (ValueError, KeyError, TypeError, binascii.Error):
        raise BundleRefused("unsigned", "This is no signed manifest.") from None
    if stated[:2] != ("ES256", KIND) or len(halves) != 64:
        raise BundleRefused("unsigned", f"A manifest is signed with ES256 as {KIND}.")
    if stated[2] not in keys:
        raise BundleRefused("unknown_key", "The manifest is signed with a key that is not among the service's.")
    numbers = (int.from_bytes(halves[:32]), int.from_bytes(halves[32:]))
    try:
        _public(keys[stated[2]]).verify(
            encode_dss_signature(*numbers), f"{protected}.{payload}".encode(), ECDSA(SHA256())
        )
    except InvalidSignature:
        raise BundleRefused("forged", "The signature does not belong to this manifest.") from None
    return _decoded(payload)


def _public(jwk: Mapping[str, Any]) -> Any:
    x, y = (int.from_bytes(_decoded(jwk[name])) for name in ("x", "y"))
    return EllipticCurvePublicNumbers(x, y, SECP256R1()).public_key()


def _decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
