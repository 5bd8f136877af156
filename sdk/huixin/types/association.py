"""行业协会商会和信用服务机构: what they are authorised to, whom they put forward, and what follows by charter."""

from datetime import date, datetime
from typing import Annotated, Literal, TypeAlias

from pydantic import Field, RootModel

from huixin.types.base import AsTyped, Day, Line, Passage, Reply, Request, Short
from huixin.types.case_actions import Evidence

MemberMeasure: TypeAlias = Literal["member_warning", "member_censure", "member_downgrade", "member_expulsion"]
NominationState: TypeAlias = Literal["proposed", "accepted", "declined", "inside", "ended"]


class MandateRequest(Request):
    """The centre authorises `member_id`, an association or agency, to apply these standards of the packs from one day
    to the last; each standard is for one list."""

    member_id: Short
    standards: Annotated[tuple[Short, ...], Field(min_length=1, max_length=20)]
    valid_from: Day
    valid_to: Day
    document_number: Line


class Revocation(Request):
    reason: Passage


class MandateView(Reply):
    id: str
    member_id: str
    standards: tuple[str, ...]
    lists: tuple[str, ...]
    valid_from: date
    valid_to: date
    document_number: str
    revoked_on: date | None
    reason: str | None


class MandatePage(Reply):
    items: list[MandateView]
    next: str | None


class MembershipRequest(Request):
    """A merchant that is a member of the association that says so. `grade`: class of membership."""

    uscc: AsTyped
    name: Line
    grade: Short
    joined_on: Day


class MembershipEnding(Request):
    on: Day
    reason: Passage


class MembershipView(Reply):
    id: str
    member_id: str
    """Of the association."""
    subject_id: str
    uscc: str
    name: str
    grade: str
    joined_on: date
    left_on: date | None
    reason: str | None


class MembershipPage(Reply):
    items: list[MembershipView]
    next: str | None


class NominationRequest(Request):
    """`facts`: codes of the standard, at least one. `recogniser`: the department, `unit/department`, to which it is
    proposed; without it the entry is kept inside the association, about a member of its own."""

    standard: Short
    uscc: AsTyped
    name: Line
    facts: Annotated[tuple[Short, ...], Field(min_length=1, max_length=20)]
    description: Passage
    evidence: Annotated[tuple[Evidence, ...], Field(min_length=1, max_length=50)]
    recogniser: Line | None = None
    valid_to: Day | None = None


class AcceptNomination(Request):
    """By the department, which has begun a recognition of its own: it hears and decides, not the association."""

    action: Literal["accept"] = "accept"
    recognition_id: Short


class DeclineNomination(Request):
    action: Literal["decline"] = "decline"
    reason: Passage


class EndNomination(Request):
    """By the association, of what it keeps inside."""

    action: Literal["end"] = "end"
    reason: Passage


NominationAct: TypeAlias = AcceptNomination | DeclineNomination | EndNomination


class NominationActionRequest(RootModel[Annotated[NominationAct, Field(discriminator="action")]]):
    """One of the three, told apart by `action`."""


class NominationView(Reply):
    id: str
    member_id: str
    standard: str
    list: str
    uscc: str
    name: str
    facts: tuple[str, ...]
    description: str
    evidence: tuple[Evidence, ...]
    state: NominationState
    recogniser: str | None
    recognition_id: str | None
    listing_id: str | None
    valid_to: date | None
    reason: str | None
    nominated_at: datetime


class NominationPage(Reply):
    items: list[NominationView]
    next: str | None


class Resolution(Request):
    number: Line
    on: Day


class SanctionRequest(Request):
    """By charter: `clause_id` of the association's own charter that carries the measure, and the article. The member
    was heard (`defended_on`); what touches major interests also needs a hearing and a resolution.

    `grade`: the class after a downgrade. `nomination_id`: the entry that the association keeps inside, where the
    sanction is for that.
    """

    membership_id: Short
    measure: MemberMeasure
    clause_id: Short
    article: Line
    facts: Passage
    defended_on: Day
    heard_on: Day | None = None
    resolution: Resolution | None = None
    grade: Short | None = None
    nomination_id: Short | None = None
    on: Day


class SanctionLifting(Request):
    """From the day `on` it works no more."""

    on: Day
    reason: Passage


class SanctionView(Reply):
    id: str
    member_id: str
    membership_id: str
    measure: MemberMeasure
    clause_id: str
    article: str
    facts: str
    defended_on: date
    heard_on: date | None
    resolution: Resolution | None
    grade: str | None
    nomination_id: str | None = None
    on: date
    lifted_on: date | None = None
    lifted_reason: str | None = None


class SanctionPage(Reply):
    items: list[SanctionView]
    next: str | None
