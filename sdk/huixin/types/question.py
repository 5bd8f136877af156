"""What a check asks: whom, at which step, about which day, and on what ground."""

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from huixin.core.vocabulary import MemberKind, Role, SubjectKind
from huixin.types.base import AsTyped, Day, Line, Request, Short


class SubjectQuery(Request):
    """Whom to check: one code, or a name, or both. A natural person goes by `resident_id`, in the body only."""

    uscc: AsTyped | None = Field(default=None, max_length=64)
    registration_number: AsTyped | None = Field(default=None, max_length=64)
    organisation_code: AsTyped | None = Field(default=None, max_length=64)
    resident_id: AsTyped | None = Field(default=None, max_length=64)
    name: AsTyped | None = None
    kind: SubjectKind | None = None
    role: Role = Role.MERCHANT


class CampaignQuery(Request):
    """A campaign by kind; without dates it is the day asked about. `to` is its last day.

    A promotion is judged for all its days that lie ahead, any other scene for the day asked about.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)
    kind: Short
    from_: Day | None = Field(default=None, alias="from")
    to: Day | None = None


class Authorisation(Request):
    """On what ground a natural person is looked up."""

    kind: Literal["consent", "contract", "legal_duty", "public_information"]
    reference: Line
    date: Day


class CheckRequest(Request):
    """One check. `as` is for the centre, departments and auditors: asked as that kind, with its standard clauses."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)
    subject: SubjectQuery
    scene: Short
    campaign: CampaignQuery | None = None
    on: Day | None = None
    as_known_on: Day | None = None
    """Answer from what was known at the end of that day, `on` being that day unless it is given too."""
    as_: MemberKind | None = Field(default=None, alias="as")
    purpose: Short | None = None
    operator: Short | None = None
    """Who at the member asks, for the query log: a staff number or account, no personal identifier."""
    authorisation: Authorisation | None = None
    reference: Short | None = None
    """The member's own number for this check."""


class BatchRequest(Request):
    """Up to 1,000 checks. Items are judged one by one, so they are taken as they come and refused one by one."""

    items: Annotated[list[Any], Field(min_length=1, max_length=1000)]
