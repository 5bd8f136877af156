"""A decision in the log, and what a person judged about it."""

from datetime import date, datetime
from typing import Any, Literal

from huixin.types.answer import Answer
from huixin.types.base import Passage, Reply, Request, Short


class ReviewRequest(Request):
    """A person's judgement on a decision: is this candidate (or natural person) the one asked for?"""

    subject_id: Short
    judgement: Literal["same", "not_the_same"]
    by: Short
    """Who judged: a staff number or account of the member."""
    why: Passage


class Judgement(Reply):
    decision_id: str
    subject_id: str
    judgement: Literal["same", "not_the_same"]
    by: str
    why: str
    at: datetime


class Difference(Reply):
    """A part of the answer that comes out otherwise today than it did."""

    field: Literal["outcome", "measures", "reasons"]
    then: Any
    now: Any


class Rederivation(Reply):
    """A decision derived again from what is stored. `agrees`: outcome, measures, rules, because and until; None where
    personal data has been erased since (`erased`). `text_agrees`: the explanation word for word; where it does not,
    `code_version` is the version of the service that worded it."""

    agrees: bool | None
    differences: list[Difference]
    text_agrees: bool | None
    code_version: str | None
    erased: bool


class DecisionView(Reply):
    """The record of a decision: what was answered, less what may no longer be shown."""

    id: str
    at: datetime
    member_id: str
    purpose: str
    operator: str | None
    on: date
    answer: Answer
    judgements: list[Judgement]
    rederived: Rederivation | None = None
    """Where it was asked for."""
