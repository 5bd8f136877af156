"""The member's own file beside a bundle: a compact JWS (ES256) with its clauses and about whom its people judged."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter, ValidationError

from huixin.core.gate import OwnClause
from huixin.core.vocabulary import MemberKind
from huixin.local.manifest import PURPOSE, BundleRefused
from huixin.local.signatures import NotSigned, content_of

OWN_KIND = "huixin-member"


@dataclass(frozen=True, slots=True)
class OwnFile:
    """`sequence`: as of which it says so. `judged`: ids of the subjects about which one of its people has judged; only
    the service answers about them."""

    member_id: str
    kind: MemberKind
    sequence: int
    clauses: tuple[OwnClause, ...]
    judged: tuple[str, ...]
    made_at: datetime


OWN_FILE = TypeAdapter(OwnFile)


def read_own(signed: str, keys: Iterable[Mapping[str, Any]]) -> OwnFile:
    """`keys`: the service's public keys as JWKs. Raises BundleRefused."""
    try:
        return OWN_FILE.validate_json(content_of(signed, OWN_KIND, keys, PURPOSE))
    except NotSigned as refused:
        raise BundleRefused(refused.reason, f"The member's own file is {refused.reason}.") from None
    except ValidationError:
        raise BundleRefused("unknown_format", "The member's own file is of another form.") from None
