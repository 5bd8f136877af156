"""公示通报: bulletins on a schedule, approved by a second person; names as a page alone, numbers everywhere else."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Literal, TypeAlias

from pydantic import Field, RootModel, StringConstraints

from huixin.types.base import Day, Label, Passage, Reply, Request
from huixin.types.monitoring import FigureRow

Code = Annotated[str, StringConstraints(pattern="^[a-z0-9_]+$", max_length=64)]
BulletinId = Annotated[str, StringConstraints(pattern="^bul_[0-9a-f]{32}$")]


class BulletinState(StrEnum):
    DRAFT = "draft"
    APPROVED = "approved"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    DISCARDED = "discarded"


class BulletinText(Request):
    zh: Passage
    en: Passage


class BulletinRequest(Request):
    """The bulletin of the period in which `on` lies. `lists`: whose names it tells; null: of all that may be displayed,
    empty: no names, progress alone. `publish_on`: its first day, today by default. `corrects`: an earlier one, which
    was published and then withdrawn."""

    on: Day
    lists: Annotated[tuple[Code, ...], Field(max_length=20)] | None = None
    publish_on: Day | None = None
    remarks: BulletinText | None = None
    corrects: BulletinId | None = None


class BulletinApproval(Request):
    """By another person than its author. What may not be named at this moment drops out of it."""

    action: Literal["approve"] = "approve"


class BulletinDiscarding(Request):
    """A draft comes to nothing."""

    action: Literal["discard"] = "discard"
    reason: BulletinText


class BulletinWithdrawal(Request):
    """It is no longer read; that, and why, is told in its place. Before its day nothing of it is ever public."""

    action: Literal["withdraw"] = "withdraw"
    reason: BulletinText


BulletinAct: TypeAlias = BulletinApproval | BulletinDiscarding | BulletinWithdrawal


class BulletinActionRequest(RootModel[Annotated[BulletinAct, Field(discriminator="action")]]):
    """One thing done about a bulletin; its `action` says which fields it has."""


class BulletinCount(Reply):
    """How many of a list it named when it was approved."""

    list: str
    title: Label
    named: int


class BulletinNotice(Reply):
    """A published bulletin in numbers, as of a day; of a withdrawn one no more than that, and why."""

    id: str
    title: Label
    first: date
    last: date
    as_of: date
    published_on: date
    withdrawn_at: datetime | None
    reason: Label | None
    corrects: str | None
    remarks: Label | None
    lists: list[BulletinCount]
    progress: list[FigureRow]
    page: str
    """Where it stands with the names; relative to the service."""


class BulletinExits(Reply):
    """How many records that bulletins had named left a list on a day."""

    on: date
    list: str
    title: Label
    left: int


class BulletinNotices(Reply):
    """Newest first. `exits`: of the last three months."""

    items: list[BulletinNotice]
    exits: list[BulletinExits]
    next: str | None


class BulletinName(Reply):
    """What is told of a record. `name` is masked where it is a person's. `confirmed_at`: when its source last said so;
    `source`: where that says it."""

    list: str
    title: Label
    ground: Label
    name: str
    uscc: str
    decided_by: str | None
    document_number: str | None
    decided_on: date | None
    problem_types: tuple[Label, ...]
    confirmed_at: datetime
    source: str


class BulletinView(Reply):
    id: str
    title: Label
    first: date
    last: date
    as_of: date
    publish_on: date
    state: BulletinState
    remarks: Label | None
    corrects: str | None
    reason: Label | None
    named: dict[str, int]
    progress: list[FigureRow]
    created_at: datetime
    approved_at: datetime | None
    withdrawn_at: datetime | None


class BulletinDetail(BulletinView):
    """`names`: what may be told at this moment. `unfit`: of how many records it may not, by why."""

    names: list[BulletinName]
    unfit: dict[str, int]


class BulletinPage(Reply):
    items: list[BulletinView]
    next: str | None


class BulletinPeriod(Reply):
    """A period of the schedule. `due`: the last day for its bulletin; `bulletin`: the first that was published."""

    first: date
    last: date
    due: date
    state: Literal["published", "late", "open", "overdue"]
    bulletin: str | None


class BulletinSchedule(Reply):
    items: list[BulletinPeriod]
