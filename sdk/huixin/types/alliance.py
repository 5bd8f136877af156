"""反“炒信”联盟: alliances, the versions of their agreement on sharing, and who has signed which."""

from datetime import date
from typing import Annotated, Literal, TypeAlias

from pydantic import Field, RootModel

from huixin.types.base import Day, Line, Passage, Reply, Request, Short
from huixin.types.case_actions import Digest

RulingKind: TypeAlias = Literal["group", "exclusion", "readmission"]


class AllianceRequest(Request):
    """Founded by the centre. `lead`: id of the member that leads it; `charter`: title and number of its charter."""

    name: Line
    lead: Short
    charter: Line
    charter_sha256: Digest
    founded_on: Day


class AgreementRequest(Request):
    """A version of the information-sharing agreement; sharing is open from `effective_from` on to who has signed it.

    `personal_kinds`: kinds of signals built on personal identifiers that it takes in; only the centre may name any.
    """

    title: Line
    document_sha256: Digest
    effective_from: Day
    personal_kinds: Annotated[tuple[Short, ...], Field(max_length=50)] = ()


class SignatureRequest(Request):
    """`by`: the person who signs for the member; `group`: the group of companies it belongs to, whose members count as
    one voice."""

    agreement_id: Short
    by: Short
    group: Line | None = None


class Leaving(Request):
    """`on`: first day on which it is a member no more; today where it is left out."""

    on: Day | None = None
    reason: Passage | None = None


class SetGroup(Request):
    """`group`: the group of companies that it belongs to, whatever it says itself; null: none."""

    action: Literal["set_group"] = "set_group"
    member_id: Short
    group: Line | None = None
    reason: Passage


class Exclude(Request):
    """From today on it shares nothing and is told nothing, and what it shared supports nothing. `until`: first day on
    which it is a member again; null: until it is let in again. What it does as a member of the service goes on."""

    action: Literal["exclude"] = "exclude"
    member_id: Short
    until: Day | None = None
    reason: Passage


class Readmit(Request):
    action: Literal["readmit"] = "readmit"
    member_id: Short
    reason: Passage


AllianceRuling: TypeAlias = SetGroup | Exclude | Readmit


class RulingRequest(RootModel[Annotated[AllianceRuling, Field(discriminator="action")]]):
    """One of the three, told apart by `action`."""


class AgreementView(Reply):
    id: str
    number: int
    title: str
    document_sha256: str
    effective_from: date
    personal_kinds: tuple[str, ...]


class SignatureView(Reply):
    """`member_id` and `member`: for the centre and auditors; a member reads its own signatures alone."""

    id: str
    agreement_id: str
    member_id: str | None
    member: str | None
    signed_on: date
    by: str
    group: str | None
    left_on: date | None


class RulingView(Reply):
    """`member_id`, `by`: for the centre and auditors; a member reads what was ruled of itself. `until`: as long as an
    exclusion holds, where that is known."""

    member_id: str | None
    kind: RulingKind
    group: str | None
    begins_on: date
    until: date | None
    reason: str
    by: str | None


class AllianceView(Reply):
    """`lead_id`, `lead`: for the centre and auditors. `members`: how many there are today; to a member rounded down
    to a multiple of the least count, null below it. `may_share`: whether the caller may share signals today."""

    id: str
    name: str
    charter: str
    charter_sha256: str
    founded_on: date
    lead_id: str | None
    lead: str | None
    leads: bool
    members: int | None
    may_share: bool
    agreements: tuple[AgreementView, ...]
    signatures: tuple[SignatureView, ...]
    rulings: tuple[RulingView, ...]


class AlliancePage(Reply):
    items: list[AllianceView]
    next: str | None
