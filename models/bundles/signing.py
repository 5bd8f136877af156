"""Signing what a bundle says of itself."""

import hashlib
from datetime import datetime
from pathlib import Path

from huixin.local.base import About
from huixin.local.manifest import FORMAT, KIND, MANIFEST, Manifest
from models.keys import SigningKey
from models.signing import jws


def manifest_of(about: About, file: Path, made_at: datetime, follows: tuple[str, ...] = ()) -> Manifest:
    """What is to be signed of a base that has been written, or of a delta with what it may be applied to."""
    with file.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return Manifest(
        format=FORMAT,
        audience=about.audience,
        inside=about.inside,
        sequence=about.sequence,
        rulesets=tuple(digest for _, digest in about.rules),
        made_at=made_at,
        last_day=about.last_day,
        size=file.stat().st_size,
        sha256=digest,
        follows=follows,
    )


def signed(manifest: Manifest, key: SigningKey) -> str:
    """A compact JWS (ES256)."""
    return jws(MANIFEST.dump_json(manifest), KIND, key)
