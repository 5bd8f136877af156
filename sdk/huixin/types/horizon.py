"""What the rules are about to lose, and what in them nobody has checked yet."""

from datetime import date

from huixin.types.base import Label, Reply


class Ending(Reply):
    """`last_day` is the last of an entry, or of a dated value that another follows; `mark`: the nearest of 90, 30 and
    7 days that has been reached, null before the first.

    `silent`: rules that stop with it. `unbound`: rules whose measure its ground no longer carries. `bare`: measures
    that then rest on nothing, because no other rule proposes them.
    """

    kind: str
    code: str
    title: Label
    last_day: date
    days_left: int
    mark: int | None
    silent: list[str]
    unbound: list[str]
    bare: list[str]


class Horizon(Reply):
    """The soonest first."""

    on: date
    days: int
    ruleset: str
    items: list[Ending]


class ConfirmationView(Reply):
    """Who held a statement against its source, when, and against which text of it."""

    by: str
    on: date
    text: str


class RegisteredStatement(Reply):
    """A statement of an entry that can be verified. `path` leads to the value inside it, empty for the entry itself;
    `document` and `line` are null where only the entries are stored."""

    kind: str
    code: str
    path: list[str | int]
    title: Label
    verified: bool
    confirmed: ConfirmationView | None
    document: str | None
    line: int | None


class Register(Reply):
    """`statements`: how many there are; `unverified`: how many of them nobody has checked."""

    ruleset: str
    statements: int
    unverified: int
    items: list[RegisteredStatement]
