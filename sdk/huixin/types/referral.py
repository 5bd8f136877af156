"""移送公安: referrals of cases to the police."""

from datetime import date
from typing import Annotated

from pydantic import Field

from huixin.types.base import Day, Line, Passage, Reply, Request, Short
from huixin.types.case_actions import Evidence


class ReferralRequest(Request):
    """移送公安: a new referral without `id`; with it what became of it since. Evidence adds to what there is."""

    id: Short | None = None
    number: Line
    referred_on: Day
    to: Line
    facts: Passage | None = None
    evidence: Annotated[tuple[Evidence, ...], Field(max_length=50)] = ()
    accepted_on: Day | None = None
    decision: Passage | None = None
    decided_on: Day | None = None
    returned_on: Day | None = None


class ReferralView(Reply):
    id: str
    number: str
    referred_on: date
    to: str
    facts: str | None
    evidence: tuple[Evidence, ...]
    accepted_on: date | None
    decision: str | None
    decided_on: date | None
    returned_on: date | None


class ReferralLine(ReferralView):
    """With whose it is; the case itself public security need not see. `unit`: to the police of which it went."""

    case_id: str
    unit: str | None
    subject_name: str
    uscc: str | None


class ReferralPage(Reply):
    items: list[ReferralLine]
    next: str | None


class ReferralList(Reply):
    items: list[ReferralView]
