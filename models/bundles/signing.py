"""Signing what a bundle says of itself."""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from pathlib import Path

from huixin.local.base import About
from huixin.local.manifest import FORMAT, KIND, MANIFEST, PURPOSE, Manifest
from huixin.local.signatures import ENDORSED
from models.keys import SigningKey
from models.signing import jws


def manifest_of(
    about: About, file: Path, made_at: datetime, follows: tuple[str, ...] = (), log_head: str | None = None
) -> Manifest:
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
        log_head=log_head,
    )


def endorsements(keys: Sequence[SigningKey]) -> list[str]:
    """What each key but the newest signs over the one that followed it, the oldest first. `keys`: the newest first."""
    ordered = keys[::-1]
    return [
        jws(json.dumps({**new.public_jwk, "kid": new.kid, "purpose": PURPOSE}).encode(), ENDORSED, old)
        for old, new in pairwise(ordered)
    ]


def signed(manifest: Manifest, key: SigningKey) -> str:
    """A compact JWS (ES256)."""
    return jws(MANIFEST.dump_json(manifest), KIND, key)
