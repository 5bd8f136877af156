"""The change feed."""

from datetime import date
from typing import Literal

from huixin.types.base import Reply
from huixin.types.listing import ListingView


class Change(Reply):
    """What happened to one listing. `listing` is null for a tombstone: nothing of the record may be used any more."""

    sequence: int
    kind: Literal["entered", "changed", "ended"]
    listing_id: str
    list: str
    ended_on: date | None
    """First day on which it no longer counts; null where none is known, or where it has not ended."""
    listing: ListingView | None


class ChangePage(Reply):
    items: list[Change]
    next: int
    """Pass it as `after` to go on. It moves past changes that the caller may not see."""
    more: bool
    """There is more already; false: ask again later."""
