"""Suspects: targets of which independent members have said the same; for the centre and the competent departments."""

from datetime import date, datetime
from typing import Annotated, Literal, TypeAlias

from pydantic import Field, RootModel

from huixin.types.base import AsTyped, Line, Passage, Reply, Request
from huixin.types.signal import SignalTarget

SuspectState: TypeAlias = Literal["open", "case_opened", "dismissed"]


class OpenCase(Request):
    """A case is about a merchant with a code: `uscc` and `name` say who it is, where the signals do not, or say another
    than was found out."""

    action: Literal["open_case"] = "open_case"
    basis: Passage
    uscc: AsTyped | None = None
    name: Line | None = None


class Dismiss(Request):
    action: Literal["dismiss"] = "dismiss"
    reason: Passage


SuspectAct: TypeAlias = OpenCase | Dismiss


class SuspectActionRequest(RootModel[Annotated[SuspectAct, Field(discriminator="action")]]):
    """One of the two, told apart by `action`."""


class SuspectSignalView(Reply):
    """`weight`: what it counts, in percent: the member's weight, times its confidence, times that of the link.

    `uscc`: whom it names. That and `member_id` are for the centre and auditors; a department reads the kind of the
    member alone.
    """

    signal_id: str
    kind: str
    member_kind: str
    member_id: str | None
    uscc: str | None
    linked: bool
    weight: int
    confidence: int
    evidence_sha256: str
    period_from: date
    period_to: date
    shared_on: date


class SuspectView(Reply):
    """All of it as the signals say today that rest on it. `uscc`: the code that more members name than any other.
    `alliance_id`: for the centre alone, as who shared is. `supported`: whether what is kept and not retracted would
    still put it here today."""

    id: str
    alliance_id: str | None
    state: SuspectState
    uscc: str | None
    name: str | None
    target_kind: SignalTarget
    target: str | None
    platform: str | None
    problem_types: tuple[str, ...]
    unit: str | None
    supported: bool
    signals: tuple[SuspectSignalView, ...]
    opened_at: datetime
    decided_on: date | None
    decided_by: str | None
    reason: str | None
    case_id: str | None


class SuspectPage(Reply):
    items: list[SuspectView]
    next: str | None
