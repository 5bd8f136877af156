"""Whether two records state one decision of an authority: by its number, however that is written, its body and its
day."""

import re
from typing import NamedTuple

from huixin.core.records import Record
from models.imports.keys import plain

_BEARS_ITS_YEAR = re.compile(r"\(\d{4}\)")
"""Of a number written plainly, such as 惠市监(2026)1号: its body gives it once."""


class Stated(NamedTuple):
    """What a record says of the decision on which it rests. `decided_on`: in ISO form."""

    number: str | None
    decided_on: str | None
    recogniser: str | None
    recogniser_code: str | None

    @classmethod
    def by(cls, record: Record) -> "Stated":
        day = None if record.decided_on is None else record.decided_on.isoformat()
        return cls(record.document_number, day, record.recogniser, record.recogniser_code)


def is_one(one: Stated, other: Stated) -> bool:
    """Whether nothing speaks for two decisions: what one of them leaves open does not. False where one has no
    number."""
    if one.number is None or other.number is None:
        return False
    number = plain(one.number)
    if plain(other.number) != number:
        return False
    return _one_day(number, one.decided_on, other.decided_on) and _one_body(one, other)


def are_two(one: Stated, other: Stated) -> bool:
    """Whether they bear two numbers: however else they differ, it may be one decision."""
    return one.number is not None and other.number is not None and plain(one.number) != plain(other.number)


def bears_its_year(number: str) -> bool:
    return _BEARS_ITS_YEAR.search(plain(number)) is not None


def _one_day(number: str, one: str | None, other: str | None) -> bool:
    return one is None or other is None or one == other or bears_its_year(number)


def _one_body(one: Stated, other: Stated) -> bool:
    """Bodies number each for themselves; one that is known goes by its code, however it is written."""
    if one.recogniser is None or other.recogniser is None:
        return True
    if one.recogniser_code and other.recogniser_code:
        return one.recogniser_code == other.recogniser_code
    return one.recogniser == other.recogniser
