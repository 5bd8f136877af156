"""市级“炒信”联合惩戒行动计划: who signed it, for which measures, since when, and what it leaves nobody to do."""

from datetime import date, datetime
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from huixin.types.base import Day, Label, Line, Passage, Reply, Request, Short
from huixin.types.record import GroundView

PlanReach: TypeAlias = Literal["own", "every"]
"""`own`: records of whose problem types the signatory is the competent department; `every`: all records."""
GapReason: TypeAlias = Literal["no_plan", "not_a_signatory", "not_signed", "not_its_measure"]


class PlanMeasure(Request):
    """A measure that a signatory takes upon itself. `grounds`: instruments and articles, as `ecommerce-law/86`."""

    measure: Short
    grounds: Annotated[tuple[Line, ...], Field(min_length=1, max_length=20)]
    reach: PlanReach = "own"


class PlanPart(Request):
    """One signatory: a department of the city, which signs for those of its kind in the counties and zones. `signed_on`
    and `signed_by` together, where it has signed already."""

    department: Short
    measures: Annotated[tuple[PlanMeasure, ...], Field(min_length=1, max_length=50)]
    signed_on: Day | None = None
    signed_by: Short | None = None


class PlanRequest(Request):
    """A version of the plan. From its first day on it holds in place of the one before, and only for who has signed it.

    `effective_to`: its last day; null where none is set.
    """

    title: Line
    document_number: Line
    ground: Line
    effective_from: Day
    effective_to: Day | None = None
    signatories: Annotated[tuple[PlanPart, ...], Field(min_length=1, max_length=50)]


class PlanSignature(Request):
    """`by`: who signed for it. `department`: of the plan; one's own where it is left out."""

    on: Day
    by: Short
    department: Short | None = None


class PlanEnding(Request):
    """From the day `on` the version holds no more; on or before its first day: it never did."""

    on: Day
    reason: Passage


class PlanMeasureView(Reply):
    measure: str
    measure_title: Label
    grounds: tuple[str, ...]
    reach: PlanReach


class PlanPartView(Reply):
    department: str
    department_title: Label
    today: str | None
    """Who follows it today; null where nobody knows."""
    measures: list[PlanMeasureView]
    signed_on: date | None
    signed_by: str | None


class PlanView(Reply):
    id: str
    number: int
    """Of the version, from 1."""
    title: str
    document_number: str
    ground: str
    effective_from: date
    effective_to: date | None
    """Last day; before `effective_from` where it never held."""
    in_force: bool
    """On the day asked about, by default today."""
    reason: str | None
    """Why it was ended."""
    signatories: list[PlanPartView]


class PlanList(Reply):
    """Newest version first."""

    items: list[PlanView]


class GapView(Reply):
    """A measure that the rules ask of a department which no plan binds to it and no law names: there is no task."""

    id: str
    reason: GapReason
    because: Label
    unit: str | None
    department: str
    problem_types: tuple[str, ...]
    measure: str
    measure_title: Label
    rule: str
    grounds: list[GroundView]
    subject_id: str
    subject_name: str
    uscc: str | None
    listing_id: str
    list: str
    created_at: datetime


class GapPage(Reply):
    items: list[GapView]
    next: str | None
