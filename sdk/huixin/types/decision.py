"""A decision in the log, and what a person judged about it."""

from datetime import date, datetime
from typing import Literal

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
