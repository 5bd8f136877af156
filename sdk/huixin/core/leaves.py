"""What the log says of a decision in one digest, so that a signed root over many proves each of them.

What may have to be erased one day stands in the leaf by salted digests alone: a leaf outlives what it was made of, and
nobody who sees a digest finds out what it hides.
"""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from huixin.core.merkle import leaf_of

KEPT = (
    "id",
    "at",
    "body_hash",
    "request",
    "member_id",
    "sequence",
    "ruleset",
    "on",
    "scene",
    "asked_as",
    "purpose",
    "listing_ids",
    "outcome",
    "code_version",
    "rules_read",
)
"""Fields that stand in a leaf as they are: nothing personal."""
ABOUT = ("subject_key", "subject_id", "operator", "authorisation", "candidate_ids")
"""Fields that stand in it by one digest; the answer stands in it by another."""


RUN = (
    "id",
    "at",
    "made_at",
    "member_id",
    "manifest",
    "sequence",
    "clauses_at",
    "ruleset",
    "scene",
    "role",
    "campaign",
    "on",
    "first_day",
    "last_day",
    "input_sha256",
    "output_sha256",
    "counts",
    "stale",
    "known",
    "code_version",
)
"""Fields of the run of a screening: it names nobody, so all of it stands in its leaf as it is."""


def canonical(values: Any) -> str:
    """The one way in which values are written for a digest: JSON without blanks, keys in their order, UTF-8."""
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def kept_text(decision: Mapping[str, Any]) -> str:
    return canonical([decision[name] for name in KEPT])


def about_text(decision: Mapping[str, Any]) -> str:
    return canonical([decision[name] for name in ABOUT])


def leaf_of_run(run: Mapping[str, Any]) -> bytes:
    """Never that of a decision: that one's text ends with two digests."""
    return leaf_of(canonical([run[name] for name in RUN]).encode())


def salted(salt: str, text: str) -> str:
    """Hexadecimal. `salt`: 32 hexadecimal characters of its own for each decision."""
    return sha256(f"{salt}{text}".encode()).hexdigest()


def leaf_from(kept: str, about_digest: str, answer_digest: str) -> bytes:
    return leaf_of(f"{kept}{about_digest}{answer_digest}".encode())
