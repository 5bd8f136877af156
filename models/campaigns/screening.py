"""Screening: the same outcome as a check of the member's own, for a whole roster at once.

Whom the member may hear of is read once, as for a bundle. Everybody else is clear without any rule; each class of
merchants is judged once, however many are of it. Where a person would have to look who is meant, the check is asked.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlmodel import Session

from huixin.core.evaluation import Question as RuleQuestion
from huixin.core.evaluation import class_of
from huixin.core.facts import Profile, RequestFacts
from huixin.core.gate import Gated, OwnClause, gate
from huixin.core.identifiers import organisation_code_of
from huixin.core.names import normalise
from huixin.core.vocabulary import MemberKind, Outcome, worst
from huixin.core.windows import Window, campaign_days
from huixin.types.question import CampaignQuery, CheckRequest, SubjectQuery
from models.bundles.merchants import BY_CODE, BY_NAME, BY_OLDER, Entry, Knowing
from models.caller import Caller
from models.campaigns.tables import LONGEST_RULES, Campaign
from models.checks import CheckContext
from models.checks.check import check
from models.checks.eyes import Eyes
from models.clauses import binding_clauses
from models.members import Member
from rules.ruleset import RuleSet

PROMOTION = "promotion"
NAME_DISAGREES = "name_disagrees"


@dataclass(frozen=True, slots=True)
class Screened:
    """`known`: something is known of it."""

    outcome: Outcome
    rules: str = ""
    known: bool = False


CLEAR = Screened(Outcome.CLEAR)


@dataclass
class Screening:
    """One member's roster of one campaign, or of none, by the rules and records of now."""

    session: Session
    caller: Caller
    campaign: Campaign | None
    context: CheckContext
    name: str = PROMOTION
    """Of the scene."""
    ruleset: RuleSet = field(init=False)
    window: Window = field(init=False)
    knowing: Knowing = field(init=False)
    clauses: tuple[OwnClause, ...] = field(init=False)
    _judged: dict[Profile, Gated] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.ruleset, self.window = ruling(self.campaign, self.name, self.context)
        eyes = Eyes(self.caller, self.caller.kind, self.ruleset.catalogue, self.context.today, self.session)
        self.knowing = Knowing(self.session, eyes.see)
        self.clauses = binding_clauses(self.session, self.caller.member_id, self.caller.kind)

    @classmethod
    def of(cls, session: Session, member: Member, campaign: Campaign, context: CheckContext) -> "Screening":
        caller = Caller(member.id, member.name, MemberKind(member.kind), frozenset())
        return cls(session, caller, campaign, context)

    def everybody(self) -> dict[str, Entry]:
        """Whom the member may hear of, by every key that leads to anybody: read once for a roster."""
        return dict(self.knowing.entries())

    def of_these(self, merchants: Iterable[tuple[str, str]]) -> dict[str, Entry]:
        """The same for the keys of a few."""
        keys = {key for uscc, name in merchants for key in keys_of(uscc, name)}
        found = {key: self.knowing.entry(key) for key in keys}
        return {key: entry for key, entry in found.items() if entry is None or entry}

    def screen(self, known: Mapping[str, Entry], uscc: str, name: str) -> Screened:
        by_code, by_older, by_name = keys_of(uscc, name)
        entry = known[by_code] if by_code in known else known.get(by_older, ())
        if entry is None or by_name in known:
            return self._checked(uscc, name)
        if not entry:
            return CLEAR
        subject, records = entry[0].subject, [record for one in entry for record in one.records]
        question = RuleQuestion(self._request, self.window, (), self.context.today)
        gated = self._gated(class_of(self.ruleset.terms, subject, records, question))
        names = {one for merchant in entry for one in merchant.names}
        causes = [NAME_DISAGREES] if name and names and normalise(name) not in names else []
        outcome = worst(gated.outcome, Outcome.REVIEW) if causes else gated.outcome
        return Screened(outcome, _said(gated, outcome, causes), known=True)

    @property
    def _request(self) -> RequestFacts:
        if self.campaign is None:
            return RequestFacts(self.name, self.caller.kind)
        return RequestFacts(self.name, self.caller.kind, campaign=self.campaign.kind)

    def _gated(self, profile: Profile) -> Gated:
        if profile not in self._judged:
            day = self.window.start or self.context.today
            verdict = self.ruleset.decide(day, profile, self._request)
            self._judged[profile] = gate(verdict, self.clauses, day)
        return self._judged[profile]

    def _checked(self, uscc: str, name: str) -> Screened:
        """As a check comes to it: nothing is logged, since nothing but the outcome is told."""
        subject, campaign = SubjectQuery(uscc=uscc, name=name or None), self.campaign
        asked = None
        if campaign is not None:
            days = {"kind": campaign.kind, "from": campaign.first_day, "to": campaign.last_day}
            asked = CampaignQuery.model_validate(days)
        request = CheckRequest(subject=subject, scene=self.name, campaign=asked)
        answer = check(self.session, self.caller, request, self.context).answer
        worst_rules = [one.rule for one in answer.measures if one.outcome == answer.outcome and one.rule is not None]
        worst_rules += [one.rule for one in answer.reasons if one.outcome == answer.outcome]
        causes = [cause.code for cause in answer.review.why]
        return Screened(answer.outcome, _joined([*worst_rules, *causes]), known=True)


def ruling(campaign: Campaign | None, scene: str, context: CheckContext) -> tuple[RuleSet, Window]:
    """The rules that decide now, and the days that they look at: as in a check."""
    today = context.today
    if campaign is not None:
        days = campaign_days(today, campaign.first_day, campaign.last_day)
        begun = context.rules(context.in_force(days.start or today, None))
        known = begun.catalogue.scenes.get(scene)
        if known is not None and known.whole_campaign:
            return begun, days
    return context.rules(context.in_force(today, None)), Window.inclusive(today, today)


def rules_of(campaign: Campaign, context: CheckContext) -> str:
    """The digest of those that decide now about who is enrolled."""
    return ruling(campaign, PROMOTION, context)[0].digest


def keys_of(uscc: str, name: str) -> tuple[str, str, str]:
    """By its code, by the organisation code within it, and by the whole name."""
    return BY_CODE + uscc, BY_OLDER + organisation_code_of(uscc), BY_NAME + normalise(name)


def _said(gated: Gated, outcome: Outcome, causes: Sequence[str]) -> str:
    measures = [one.proposal.rule for one in gated.measures if one.outcome is outcome]
    return _joined([*measures, *(one.rule for one in gated.reasons if one.outcome is outcome), *causes])


def _joined(codes: Iterable[str]) -> str:
    """As many as there is room for."""
    said = ""
    for code in dict.fromkeys(codes):
        longer = f"{said} {code}".strip()
        said = longer if len(longer) <= LONGEST_RULES else said
    return said


def goes_on(campaign: Campaign, today: date) -> bool:
    return today <= campaign.last_day
