"""异议: the merchant says that a record is wrong."""

from datetime import date, datetime
from typing import Annotated, Literal, TypeAlias

from pydantic import Field, RootModel

from huixin.types.base import Day, Line, Passage, Reply, Request, Short
from huixin.types.case_actions import Evidence

ObjectionState: TypeAlias = Literal["open", "upheld", "rejected"]


class ObjectionRequest(Request):
    """By the merchant, or on its behalf by the centre or a unit."""

    listing_id: Short
    statement: Passage
    evidence: Annotated[tuple[Evidence, ...], Field(max_length=50)] = ()


class Correction(Request):
    """What the record says from now on; what is left out stays. `annul`: the record should never have been.

    Nothing graver, no further problem type and no later end (422 `graver`): that is a recognition of its own."""

    annul: bool = False
    severity: Literal["minor", "general", "serious"] | None = None
    problem_types: Annotated[tuple[Short, ...] | None, Field(max_length=16)] = None
    reason: Passage | None = None
    document_number: Line | None = None
    decided_on: Day | None = None
    valid_to: Day | None = None
    also: Annotated[tuple[Short, ...], Field(max_length=50)] = ()
    """Further records of the merchant to which the error spread; those under the same document are found by itself."""


class Extend(Request):
    action: Literal["extend"] = "extend"
    basis: Passage


class Uphold(Request):
    action: Literal["uphold"] = "uphold"
    decided_by: Line | None = None
    document_number: Line | None = None
    reasons: Passage
    correction: Correction


class Reject(Request):
    action: Literal["reject"] = "reject"
    decided_by: Line | None = None
    document_number: Line | None = None
    reasons: Passage


class TellSubject(Request):
    """How and when the merchant was told the result, where it has no access of its own."""

    action: Literal["tell"] = "tell"
    on: Day
    how: Line


ObjectionAct: TypeAlias = Extend | Uphold | Reject | TellSubject


class ObjectionActionRequest(RootModel[Annotated[ObjectionAct, Field(discriminator="action")]]):
    """One step of an objection; its `action` says which fields it has."""


class ObjectionView(Reply):
    id: str
    listing_id: str
    list: str
    subject_id: str
    subject_name: str
    uscc: str | None
    raised_by: Literal["merchant", "centre", "unit"]
    statement: str
    evidence: tuple[Evidence, ...]
    raised_on: date
    check_due: date
    due: date
    provisional: bool
    extended: bool
    state: ObjectionState
    decided_on: date | None
    decided_by: str | None
    document_number: str | None
    reasons: str | None
    corrected: tuple[str, ...]
    """Ids of the records that were corrected."""
    told_on: date | None
    told_how: str | None
    created_at: datetime


class ObjectionPage(Reply):
    items: list[ObjectionView]
    next: str | None
