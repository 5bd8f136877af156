"""The closed words of the core: what a fact, a verdict or an answer may say.

Lists, measures, problem types, scenes and departments are data of the rule packs; what stands here is fixed by code.
"""

from enum import StrEnum


class Standing(StrEnum):
    """How far a record has come; members only ever hear of `effective`, and of `confirmed` once it is overdue."""

    LEAD = "lead"
    CONFIRMED = "confirmed"
    PROPOSED = "proposed"
    EFFECTIVE = "effective"


class Rectification(StrEnum):
    """State of a rectification order; `overdue` is derived from the due date and never stored."""

    NOT_REQUIRED = "not_required"
    ORDERED = "ordered"
    OVERDUE = "overdue"
    INCOMPLETE = "incomplete"
    RECTIFIED = "rectified"


class Severity(StrEnum):
    UNKNOWN = "unknown"
    MINOR = "minor"
    GENERAL = "general"
    SERIOUS = "serious"


class BrushingForm(StrEnum):
    NONE = "none"
    EMPTY_PARCEL = "empty_parcel"
    OTHER = "other"


class Provenance(StrEnum):
    """Whose word the record is: an authority's, an association's inside itself, or one platform's alone."""

    AUTHORITY = "authority"
    ASSOCIATION = "association"
    PLATFORM = "platform"


class Nature(StrEnum):
    """What a list is for."""

    LEAD = "lead"
    BLACK = "black"
    WATCH = "watch"
    RED = "red"


class EndKind(StrEnum):
    """Four different ends of a record: 移出, 终止公示, 解除措施, 撤销; and 撤回公示 of what was published wrongly,
    which leaves the decision of its recogniser as it is."""

    REMOVED = "removed"
    DISPLAY_ENDED = "display_ended"
    MEASURES_LIFTED = "measures_lifted"
    ANNULLED = "annulled"
    WITHDRAWN = "withdrawn"


class SubjectKind(StrEnum):
    COMPANY = "company"
    ORGANISATION = "organisation"
    INDIVIDUAL_BUSINESS = "individual_business"
    NATURAL_PERSON = "natural_person"
    WEBSITE = "website"
    APP = "app"


SITES = frozenset({SubjectKind.WEBSITE, SubjectKind.APP})
"""Kinds that have an owner; its code stands beside them as an identifier."""


class MemberKind(StrEnum):
    CENTRE = "centre"
    UNIT = "unit"
    DEPARTMENT = "department"
    AUDITOR = "auditor"
    PLATFORM = "platform"
    LOGISTICS = "logistics"
    INTERNET = "internet"
    ASSOCIATION = "association"
    AGENCY = "agency"
    MERCHANT = "merchant"


OFFICIAL = frozenset({MemberKind.CENTRE, MemberKind.UNIT, MemberKind.DEPARTMENT, MemberKind.AUDITOR})
"""Kinds that act by public authority; all others decide by their own rules and contracts."""


def treated_as(kind: MemberKind) -> MemberKind:
    """An internet company is treated as a platform in rules, measures and clauses."""
    return MemberKind.PLATFORM if kind is MemberKind.INTERNET else kind


class Role(StrEnum):
    MERCHANT = "merchant"
    CARRIER = "carrier"


class Outcome(StrEnum):
    """What the answer comes to; `worst` gives the order."""

    REFUSE = "refuse"
    RESTRICT = "restrict"
    REVIEW = "review"
    WATCH = "watch"
    CLEAR = "clear"
    FAVOUR = "favour"


_BADNESS = {
    Outcome.REFUSE: 5,
    Outcome.RESTRICT: 4,
    Outcome.REVIEW: 3,
    Outcome.WATCH: 2,
    Outcome.FAVOUR: 1,
    Outcome.CLEAR: 0,
}


def weight(outcome: Outcome | None) -> int:
    """For an order in which the worst comes first and what has no outcome last."""
    return -1 if outcome is None else badness(outcome)


def badness(outcome: Outcome) -> int:
    """Order for joining findings: `favour` outranks `clear`, because `clear` only means that nothing was found."""
    return _BADNESS[outcome]


def worst(*outcomes: Outcome) -> Outcome:
    """The worst of the outcomes; `clear` if there is none."""
    return max(outcomes, key=badness, default=Outcome.CLEAR)


def at_most(outcome: Outcome, limit: Outcome) -> Outcome:
    """The outcome, but no worse than the limit."""
    return min(outcome, limit, key=badness)


class Binding(StrEnum):
    STATUTORY = "statutory"
    BY_OWN_CLAUSE = "by_own_clause"
    ADVICE = "advice"


class Rank(StrEnum):
    """Rank of an instrument, strongest first."""

    LAW = "law"
    ADMIN_REGULATION = "admin_regulation"
    CENTRAL_POLICY = "central_policy"
    LOCAL_REGULATION = "local_regulation"
    DEPT_RULE = "dept_rule"
    NORMATIVE_DOCUMENT = "normative_document"
    CHARTER = "charter"
    CONTRACT = "contract"


class MeasureClass(StrEnum):
    """行政性、行业性、市场性惩戒；平台规则（合同）处理."""

    ADMINISTRATIVE = "administrative"
    INDUSTRY = "industry"
    MARKET = "market"
    CONTRACTUAL = "contractual"


class Basis(StrEnum):
    """What a measure must rest on to bind.

    statute: an instrument whose rank the parameter `carrying_ranks.statute` names on that day.
    instrument: any live instrument (supervision, reporting, prompts).
    clause: the member's own clause, unless `carrying_ranks.clause` names a rank of its grounds on that day.
    advice: never binds. none: a reward, which needs no basis and is not lowered.
    """

    STATUTE = "statute"
    INSTRUMENT = "instrument"
    CLAUSE = "clause"
    ADVICE = "advice"
    NONE = "none"


class ClauseKind(StrEnum):
    PLATFORM_RULE = "platform_rule"
    CHARTER = "charter"
    CONTRACT = "contract"
