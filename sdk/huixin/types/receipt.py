"""Receipts: what proves, years later and away from the service, what it has answered."""

from datetime import datetime
from typing import Any

from huixin.types.base import Reply


class LogHead(Reply):
    """What the service signs at each commit of decisions. Each head repeats the digest of the one before.

    `root`: of the tree over the commit's decisions, `size` of them, from `first` to `last`. `unsealed`: in the first
    head, how many decisions are older than the chain.
    """

    number: int
    previous: str
    root: str
    size: int
    first: str
    last: str
    at: datetime
    unsealed: int | None = None


class Proof(Reply):
    """That a decision stands under a head: its place, from 0, and the digests on the way from there to the root."""

    place: int
    path: list[str]


class Receipt(Reply):
    """A decision with what proves it. Check it with `huixin verify`, away from the service.

    `decision`: what of it stands in the signed tree as it is. `about` and `answer`: what stands in it by salted digests
    alone; `answer` is the text that was sent, None where it names a record that has ended since: whoever has kept the
    text proves it by that. Both are None once they have been erased.
    """

    decision: dict[str, Any]
    salt: str | None
    about: dict[str, Any] | None
    about_digest: str
    answer: str | None
    answer_digest: str
    proof: Proof
    head: str
    """A LogHead as a compact JWS (ES256)."""
    keys: list[dict[str, str]]
    """The service's public keys. Compare their `kid` with what you have kept, or with the service's JWKS."""
