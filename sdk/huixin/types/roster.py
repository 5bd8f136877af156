"""An uploaded roster, and whose verdict on it has turned."""

from datetime import datetime

from huixin.types.base import Reply


class RosterFault(Reply):
    """A row that could not be taken, by its line in the file."""

    line: int
    code: str
    message: str


class RosterKept(Reply):
    """`kept`: codes of the roster now; of `refused` rows the first are told."""

    kept: int
    refused: int
    faults: list[RosterFault]


class RosterView(Reply):
    """`sequence`: the change sequence up to which it was looked at. `turns`: how many verdicts have turned since it
    came; pass it as `after` to hear only of later ones."""

    scene: str
    size: int
    uploaded_at: datetime
    sequence: int
    turns: int


class RosterDeleted(Reply):
    """`deleted`: how many codes it held."""

    deleted: int


class TurnedView(Reply):
    """A code of which the verdict has turned, and what it is at this moment. Why, and what to do, a check says."""

    turn: int
    uscc: str
    outcome: str


class TurnedPage(Reply):
    items: list[TurnedView]
    next: int | None
