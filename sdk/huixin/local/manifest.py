"""What a file of a bundle says of itself, signed: a compact JWS (RFC 7515, ES256) over the manifest, with its digest.

A bundle is a base and the deltas that follow it: each names what it may be applied to. Refused with its reason: what is
not signed, or not by a key of the service; what was altered or cut short; what is for another kind of member; what does
not go on from what is held; and what may no longer be asked about.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal

from pydantic import TypeAdapter, ValidationError

from huixin.core.vocabulary import MemberKind, treated_as
from huixin.errors import HuixinError
from huixin.local.signatures import NotSigned, content_of

FORMAT = 1
KIND = "huixin-bundle"
"""`typ` of the signature: nothing that the service signs for another purpose passes for a manifest."""
PURPOSE = "bundles"
"""Of the keys that sign bundles and what goes with them."""

Refusal = Literal[
    "unsigned",
    "unknown_key",
    "forged",
    "unknown_format",
    "size",
    "content",
    "audience",
    "expired",
    "gap",
    "older",
    "missing",
]


class BundleRefused(HuixinError):  # noqa: N818 - the name says what happened
    """A bundle that must not be answered from. `reason` says why."""

    def __init__(self, reason: Refusal, message: str) -> None:
        super().__init__(message)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Manifest:
    """`size` (bytes) and `sha256` (hexadecimal) are the file's; `last_day` is the last that may be asked about.

    `follows`: of a delta the digests of the manifests that it may be applied to, which all come to the same; of a base
    nothing. `log_head`: number and digest of the last head of the decision log by then.
    """

    format: int
    audience: MemberKind
    inside: str | None
    sequence: int
    rulesets: tuple[str, ...]
    made_at: datetime
    last_day: date
    size: int
    sha256: str
    follows: tuple[str, ...] = ()
    log_head: str | None = None


MANIFEST = TypeAdapter(Manifest)


def digest_of(signed: str) -> str:
    """Names a manifest by what it says, whoever signed it when."""
    return hashlib.sha256(signed.split(".")[1].encode()).hexdigest()


def read_manifest(signed: str, keys: Iterable[Mapping[str, Any]]) -> Manifest:
    """`keys`: the service's public keys as JWKs. Raises BundleRefused."""
    try:
        manifest = MANIFEST.validate_json(content_of(signed, KIND, keys, PURPOSE))
    except NotSigned as refused:
        raise BundleRefused(refused.reason, _SIGNATURE[refused.reason]) from None
    except ValidationError:
        raise BundleRefused("unknown_format", "The manifest is of a form that this version does not read.") from None
    if manifest.format != FORMAT:
        raise BundleRefused("unknown_format", f"The bundle has format {manifest.format}; this version reads {FORMAT}.")
    return manifest


def check_base(manifest: Manifest, path: Path) -> None:
    """That a file is the base, or the delta, of which the manifest speaks, to the last byte. Raises BundleRefused."""
    size = path.stat().st_size
    if size != manifest.size:
        raise BundleRefused("size", f"The file has {size} bytes, not {manifest.size}: it was cut short or is another.")
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256")
    if digest.hexdigest() != manifest.sha256:
        raise BundleRefused("content", "The file was altered: its digest is not the signed one.")


def check_follows(manifest: Manifest, held: str, held_manifest: Manifest) -> None:
    """That a delta goes on from what is held, whose manifest has that digest. Raises BundleRefused."""
    if held not in manifest.follows or manifest.sequence < held_manifest.sequence:
        raise BundleRefused("gap", "A delta is missing between what is held and this one.")
    if (manifest.audience, manifest.inside) != (held_manifest.audience, held_manifest.inside):
        raise BundleRefused("audience", "The delta is for others than what is held.")


def check_newer(manifest: Manifest, held: Manifest) -> None:
    """That a base in the place of what is held is no older. Raises BundleRefused."""
    if (manifest.sequence, manifest.made_at) < (held.sequence, held.made_at):
        raise BundleRefused("older", f"The bundle is of {manifest.made_at}, and the one held of {held.made_at}.")


def check_use(manifest: Manifest, member_id: str, kind: MemberKind, today: date) -> None:
    """That a member, of that kind, may ask it today. Raises BundleRefused."""
    if treated_as(kind) is not manifest.audience:
        raise BundleRefused("audience", f"The bundle is for {manifest.audience}, not for {kind}.")
    if manifest.inside not in (None, member_id):
        raise BundleRefused("audience", "The bundle holds what another association keeps to itself.")
    if today > manifest.last_day:
        raise BundleRefused("expired", f"The bundle ended on {manifest.last_day}: get a new one.")


_SIGNATURE = {
    "unsigned": f"A manifest is signed with ES256 as {KIND}.",
    "unknown_key": "The manifest is signed with a key that is not among the service's.",
    "forged": "The signature does not belong to this manifest.",
}
