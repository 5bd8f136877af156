"""The four ends of a record, how they are asked for, and what those who received the record are told."""

from datetime import date, datetime
from typing import Annotated, Literal, TypeAlias

from pydantic import Field, RootModel

from huixin.core.vocabulary import EndKind
from huixin.types.base import Day, Line, Passage, Reply, Request, Short
from huixin.types.case_actions import Evidence

ExitState: TypeAlias = Literal["requested", "sent", "removed", "returned", "overtaken"]
"""`overtaken`: nobody decided on it; the name had ended, came back, and is verified anew."""


class EndRequest(Request):
    """One of the four ends, as it was decided: by whom, in which document, from which day on.

    A recogniser decides on its own records and is who it is; the centre registers what another body decided.
    """

    listing_id: Short
    kind: EndKind
    on: Day
    decided_by: Line | None = None
    document_number: Line
    document_on: Day
    reason: Passage
    channel: Line | None = None
    """Where the record was displayed, and the exit notice appears; left out: where its recognition was published."""


class WithdrawalRequest(Request):
    """A publication that was wrong from the beginning: taken back in one step, from today on, by which document. The
    decision of the recogniser is not touched; it is told."""

    listing_id: Short
    document_number: Line
    document_on: Day
    reason: Passage


class EndView(Reply):
    id: str
    listing_id: str
    kind: EndKind
    on: date
    decided_by: str
    document_number: str | None
    document_on: date | None
    reason: str
    channel: str | None
    """Where the record had been published, and the notice of its end appears."""
    announced_on: date | None
    recorded_at: datetime


class EndList(Reply):
    items: list[EndView]


class EndPage(Reply):
    items: list[EndView]
    next: str | None


class Announcement(Request):
    """退出公告: the notice of the end has appeared where the record had been published."""

    on: Day
    channel: Line | None = None
    """Another place, or the one, where none is known."""


class ExitRequest(Request):
    """移出申请: for whom it speaks that it has corrected, with evidence, and the unit's opinion if it has one yet."""

    listing_id: Short
    reasons: Passage
    evidence: Annotated[tuple[Evidence, ...], Field(min_length=1, max_length=50)]
    opinion: Passage | None = None


class GiveOpinion(Request):
    action: Literal["give_opinion"] = "give_opinion"
    opinion: Passage


class SendToRecogniser(Request):
    """To the local department that recognised, or upward. Only with the unit's opinion."""

    action: Literal["send"] = "send"
    on: Day


class Remove(Request):
    """移出. The centre enters what a body above the city decided and says which."""

    action: Literal["remove"] = "remove"
    on: Day
    document_number: Line
    document_on: Day
    decided_by: Line | None = None
    channel: Line | None = None


class Return(Request):
    action: Literal["return"] = "return"
    on: Day
    reasons: Passage
    document_number: Line | None = None
    decided_by: Line | None = None


ExitAct: TypeAlias = GiveOpinion | SendToRecogniser | Remove | Return


class ExitActionRequest(RootModel[Annotated[ExitAct, Field(discriminator="action")]]):
    """One step of an exit; its `action` says which fields it has."""


class ExitView(Reply):
    id: str
    listing_id: str
    list: str
    subject_id: str
    case_id: str | None
    """The case that opened it, where nobody had to ask."""
    recogniser: str | None
    """Null: it goes upward, to whoever pushed the name."""
    state: ExitState
    reasons: str
    evidence: tuple[Evidence, ...]
    opinion: str | None
    sent_on: date | None
    decided_on: date | None
    decided_by: str | None
    document_number: str | None
    decision_reasons: str | None
    created_at: datetime


class ExitPage(Reply):
    items: list[ExitView]
    next: str | None


class NoticeView(Reply):
    """What a member that received a record is told. Of an ended record nothing is named but what it knows it by."""

    id: str
    member_id: str
    listing_id: str
    list: str
    kind: Literal["ended", "corrected", "withdrawn"]
    """`withdrawn`: to the recogniser, that the publication of what it decided was taken back."""
    says: str
    ended_on: date | None
    created_at: datetime
    due: date
    """Last day to acknowledge."""
    provisional: bool
    """The holidays on the way to it are not all known yet."""
    acknowledged_at: datetime | None
    acknowledged_by: str | None


class NoticePage(Reply):
    items: list[NoticeView]
    next: str | None


class Acknowledgement(Request):
    """`by`: the person who saw to it that the record is used no more."""

    by: Short
