"""协同处置提示: what a member is asked to consider about a merchant under joint punishment, and what it decided."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Literal, TypeAlias

from pydantic import Field, RootModel

from huixin.core.vocabulary import Binding
from huixin.types.base import Day, Label, Line, Passage, Reply, Request, Short
from huixin.types.record import GroundView
from huixin.types.task import PunishmentEventView


class PromptState(StrEnum):
    OPEN = "open"
    APPLIED = "applied"
    NOT_APPLIED = "not_applied"
    TO_BE_LIFTED = "to_be_lifted"
    """Nothing supports it any more, and the member applied it and has not said that it has lifted it."""
    LIFTED = "lifted"
    CLOSED = "closed"
    """Nothing supports it any more, or a measure that includes it took its place, and it was not said to be applied."""


class PromptApplied(Request):
    """`clause`: id of the member's own clause that covers the measure; only a statute needs none."""

    action: Literal["apply"] = "apply"
    applied_on: Day
    clause: Short | None = None
    merchant_notified_on: Day
    reasons_given: Passage
    published_at: Line | None = None
    """Where it was made public (电子商务法 36)."""
    by: Short


class PromptNotApplied(Request):
    action: Literal["do_not_apply"] = "do_not_apply"
    why: Passage
    by: Short


class PromptAppealed(Request):
    """The merchant's appeal to the member, and what came of it."""

    action: Literal["appeal"] = "appeal"
    on: Day
    result: Literal["pending", "upheld", "rejected"]
    result_on: Day | None = None
    by: Short


class PromptLifted(Request):
    action: Literal["lift"] = "lift"
    on: Day
    by: Short


PromptAct: TypeAlias = PromptApplied | PromptNotApplied | PromptAppealed | PromptLifted


class PromptActionRequest(RootModel[Annotated[PromptAct, Field(discriminator="action")]]):
    """What the member did or decided; `action` says which fields there are."""


class PromptAnswerView(Reply):
    answer: Literal["applied", "not_applied"]
    by: str
    applied_on: date | None = None
    clause: str | None = None
    merchant_notified_on: date | None = None
    reasons_given: str | None = None
    published_at: str | None = None
    why: str | None = None


class PromptAppealView(Reply):
    on: date
    result: Literal["pending", "upheld", "rejected"]
    result_on: date | None = None
    by: str


class PromptAbout(Reply):
    """The merchant and the record, as a check of the member would show them."""

    subject_id: str
    subject_name: str
    uscc: str | None
    listing_id: str
    scenes: tuple[str, ...]
    binding: Binding
    """`advice`: the member decides by itself, and nothing of its own covers the measure yet."""
    rule: str
    grounds: list[GroundView]
    list: str
    ruleset: str
    sequence: int
    until: date | None


class PromptView(Reply):
    """One measure for one member about one record. The member decides by itself."""

    id: str
    member_id: str
    state: PromptState
    measure: str
    measure_title: Label
    about: PromptAbout | None
    """Null to a member that may no longer see the record: `withheld` says so."""
    withheld: str | None
    opened_at: datetime
    answer: PromptAnswerView | None
    appeal: PromptAppealView | None
    lifted_on: date | None


class PromptDetail(PromptView):
    history: list[PunishmentEventView]


class PromptPage(Reply):
    items: list[PromptView]
    next: str | None
    """Cursor of the next page; null on the last."""
