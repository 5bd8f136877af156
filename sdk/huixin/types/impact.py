"""What a version of the rules would change: classes, everyone listed, past decisions."""

from datetime import date, datetime
from typing import Literal, TypeAlias

from huixin.core.vocabulary import MemberKind, Outcome, Role
from huixin.types.base import Label, Reply

ChangeKind: TypeAlias = Literal["gained", "lost", "changed"]
"""`gained`: nothing was said before, and something is now; `lost`: the reverse; `changed`: outcome or measures."""


class ClassMove(Reply):
    """Classes that go from one outcome to another (where both are the same, their measures differ); one in words."""

    before: Outcome
    after: Outcome
    classes: int
    example: Label


class ClassImpactView(Reply):
    """One scene on a stretch of days, for kinds of callers. `classes`: null where they were too many to look at."""

    scene: str
    actors: list[MemberKind]
    since: date
    until: date | None
    classes: int | None
    changed: int
    moves: list[ClassMove]


class ChangeCounts(Reply):
    """Merchants."""

    gained: int
    lost: int
    changed: int


class UnitImpact(ChangeCounts):
    """`unit`: null for merchants whose place is not known."""

    unit: str | None


class MemberImpact(ChangeCounts):
    """What one member hears otherwise."""

    member_id: str
    name: str
    kind: MemberKind


class OutcomeMove(Reply):
    """How many merchants, or decisions, go from one outcome to another in a scene, asked by a kind of member."""

    kind: MemberKind
    scene: str
    before: Outcome
    after: Outcome
    count: int


class HeardView(Reply):
    outcome: Outcome
    measures: list[str]


class MerchantDifference(Reply):
    """`members`: names of those who hear it; none where no member is of that kind. `role`, `campaign` (null: about
    none), `person_confirmed` (somebody has confirmed who it is): the plainest question to which they hear it."""

    kind: MemberKind
    members: list[str]
    scene: str
    role: Role
    campaign: str | None
    person_confirmed: bool
    change: ChangeKind
    before: HeardView
    after: HeardView


class MerchantImpact(Reply):
    subject_id: str
    name: str
    uscc: str | None
    unit: str | None
    change: ChangeKind
    differences: list[MerchantDifference]


class ListedImpactView(Reply):
    """`named`: the first of the merchants; the file has all of them."""

    merchants: int
    records: int
    counts: ChangeCounts
    units: list[UnitImpact]
    members: list[MemberImpact]
    moves: list[OutcomeMove]
    named: list[MerchantImpact]


class MemberDecisions(Reply):
    member_id: str
    name: str
    decisions: int


class DecisionImpactView(Reply):
    """Of the decisions between two instants. `lost`: what they were made from is no longer stored."""

    first: datetime
    last: datetime
    decisions: int
    changed: int
    lost: int
    moves: list[OutcomeMove]
    members: list[MemberDecisions]


class RulesetImpact(Reply):
    """A version against the one in force, on a day. `facts_again`: lists or parameters differ between them, so that
    records were made classes under each."""

    ruleset: str
    against: str
    on: date
    facts_again: bool
    classes: list[ClassImpactView]
    listed: ListedImpactView
    decisions: DecisionImpactView
