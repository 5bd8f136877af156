"""Checks without the network, from a bundle: the same answers as the service's at the bundle's sequence, or none.

What a bundle does not cover is told by `NotCovered`, and never answered `clear`.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache, partial
from pathlib import Path
from typing import Literal
from uuid import uuid4

from huixin.core.answer import Asked, Found, answer
from huixin.core.causes import causes_of
from huixin.core.evaluation import Ahead, Question, class_of, evaluate
from huixin.core.facts import Profile, RequestFacts
from huixin.core.gate import OwnClause
from huixin.core.identifiers import IdentifierError, organisation_code_of, parse_uscc
from huixin.core.names import normalise
from huixin.core.records import NOBODY, Record
from huixin.core.resident_ids import looks_like_resident_id
from huixin.core.visibility import heard_by_members
from huixin.core.vocabulary import MemberKind, SubjectKind, treated_as
from huixin.core.windows import LONGEST_CAMPAIGN, Window, campaign_days, day_of
from huixin.errors import HuixinError
from huixin.local.base import Base, Entry
from huixin.local.packing import Merchant
from huixin.local.rules import RulesContent, WrittenRules
from huixin.local.scenes import NotWritten
from huixin.types.answer import Answer, Identity
from huixin.types.question import CampaignQuery, CheckRequest
from huixin.types.record import AsOf

_CLASSES_KEPT = 1 << 16
Uncovered = Literal["subject", "code", "day", "rules", "campaign", "text", "ambiguous", "judged", "class", "viewer"]
"""Why a bundle does not answer: who or by what code is asked about; on what day, by which scene, campaign or purpose;
a text that must not be kept; several who may be meant; a person's own judgement; a class that was not foreseen; as whom
or as of when."""


class NotCovered(HuixinError):  # noqa: N818 - the name says what happened
    """Only the service can answer this. `reason` says why."""

    def __init__(self, reason: Uncovered) -> None:
        super().__init__(f"The bundle does not cover this question ({reason}): ask the service.")
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Own:
    """Who asks: the member's own kind and clauses, and the subjects about which one of its people has judged."""

    kind: MemberKind
    clauses: tuple[OwnClause, ...] = ()
    judged: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question of the bundle's kind, understood."""

    uscc: str
    name: str | None
    on: date
    window: Window
    today: date
    facts: RequestFacts
    reference: str | None


@dataclass(frozen=True, slots=True)
class Checked:
    """An answer, and the question as it was understood: of whom, of what days, of which class."""

    answer: Answer
    uscc: str
    name: str | None
    window: Window
    facts: RequestFacts


class BundleChecker:
    """Thread-safe; `today` is the day in Shanghai."""

    def __init__(self, base: Base, own: Own, today: Callable[[], date] = lambda: day_of(datetime.now(UTC))) -> None:
        if treated_as(own.kind) is not base.about.audience:
            raise ValueError(f"this bundle is for {base.about.audience}, not for {own.kind}")
        self._base, self._own, self._today = base, own, today
        self._begins = [begins for begins, _ in base.about.rules]

    @classmethod
    def open(cls, path: Path, own: Own) -> "BundleChecker":
        return cls(Base(path), own)

    def answer(self, request: CheckRequest) -> Answer:
        """Raises NotCovered."""
        return self.checked(request).answer

    def checked(self, request: CheckRequest, decision_id: str | None = None) -> Checked:
        """The answer, and the question as it was understood. Raises NotCovered."""
        asked, rules = self._understood(request)
        known, records = self._known(self._merchants(asked), rules, asked.today)
        identity = _identity(asked, known)
        question = Question(asked.facts, asked.window, self._own.clauses, asked.today)
        subject = known[0].subject if known else NOBODY
        try:
            found = evaluate(rules, subject, records, question, self._ahead(_first_day(asked)))
        except NotWritten:
            raise NotCovered("class") from None
        labels = rules.content.labels
        answered = answer(
            labels,
            Asked(asked.facts.scene, asked.facts.actor, asked.window, asked.reference),
            Found(found.gated, found.classes, found.until),
            decision_id=decision_id or f"dec_{uuid4().hex}",
            identity=identity,
            records=records,
            causes=causes_of(labels, identity, unverified=False),
            as_of=AsOf(date=asked.on, sequence=self._base.about.sequence, ruleset=rules.content.digest),
        )
        return Checked(answered, asked.uscc, asked.name, asked.window, asked.facts)

    def entries(self) -> Iterator[tuple[str, Entry]]:
        """All that stands in the bundle, by key."""
        return self._base.entries()

    def classifier(self, request: CheckRequest) -> Callable[[Sequence[Merchant]], tuple[list[Merchant], Profile]]:
        """Tells of those whom a code leads to who of them is seen, and of what class they are as far as the question
        goes: whoever is of the same class is answered alike, but for names and days. Both raise NotCovered."""
        asked, rules = self._understood(request)
        question = Question(asked.facts, asked.window, self._own.clauses, asked.today)
        reduced = lru_cache(maxsize=_CLASSES_KEPT)(partial(rules.reduced, _first_day(asked), asked.facts.scene))

        def classify(merchants: Sequence[Merchant]) -> tuple[list[Merchant], Profile]:
            known, records = self._known(merchants, rules, asked.today)
            subject = known[0].subject if known else NOBODY
            return known, reduced(class_of(rules.terms, subject, records, question))

        return classify

    def _known(
        self, merchants: Sequence[Merchant], rules: WrittenRules, today: date
    ) -> tuple[list[Merchant], list[Record]]:
        """Those of them of whom there is something to see, and that."""
        seen = {one.subject.id: self._seen(one, rules, today) for one in merchants}
        known = [one for one in merchants if seen[one.subject.id]]
        if any(one.subject.id in self._own.judged for one in known):
            raise NotCovered("judged")
        return known, [record for one in known for record in seen[one.subject.id]]

    def _understood(self, request: CheckRequest) -> tuple[_Asked, WrittenRules]:
        today, about = self._today(), self._base.about
        on = request.on or today
        if not max(today, about.made_on) <= on <= about.last_day:
            raise NotCovered("day")
        days = _days(request.campaign, on)
        rules, whole = self._in_force(request.scene, on, days)
        _refuse_unknown(request, rules.content)
        if on > date.fromordinal(today.toordinal() + (self._rules(today).content.horizon_days.on(today) or 0)):
            raise NotCovered("day")
        window = days if whole else Window.inclusive(on, on)
        facts = RequestFacts(
            scene=request.scene,
            actor=self._own.kind,
            role=request.subject.role,
            campaign="none" if request.campaign is None else request.campaign.kind,
        )
        uscc, name = self._who(request)
        return _Asked(uscc, name, on, window, today, facts, request.reference), rules

    def _who(self, request: CheckRequest) -> tuple[str, str | None]:
        subject = request.subject
        if request.as_known_on is not None or request.as_ not in (None, self._own.kind):
            raise NotCovered("viewer")
        if any((subject.registration_number, subject.organisation_code, subject.resident_id)) or not subject.uscc:
            raise NotCovered("code")
        if subject.kind is SubjectKind.NATURAL_PERSON or request.authorisation is not None:
            raise NotCovered("subject")
        texts = (request.operator, request.reference, subject.name)
        if any(text and looks_like_resident_id(text) for text in texts):
            raise NotCovered("text")
        try:
            uscc = parse_uscc(subject.uscc)
        except IdentifierError:
            raise NotCovered("code") from None
        return uscc, subject.name if normalise(subject.name or "") else None

    def _merchants(self, asked: _Asked) -> tuple[Merchant, ...]:
        by_code, by_older = f"uscc:{asked.uscc}", f"via:{organisation_code_of(asked.uscc)}"
        by_name = f"name:{normalise(asked.name or '')}"
        entries = self._base.find([by_code, by_older] + ([by_name] if asked.name else []))
        entry = entries.get(by_code) or entries.get(by_older)
        if by_name in entries or (entry is not None and entry.merchants is None):
            raise NotCovered("ambiguous")
        return entry.merchants or () if entry is not None else ()

    def _seen(self, merchant: Merchant, rules: WrittenRules, today: date) -> list[Record]:
        audience, inside = self._base.about.audience, self._base.about.inside
        return [one for one in merchant.records if heard_by_members(one, rules.terms, audience, inside, today)]

    def _in_force(self, scene: str, on: date, days: Window) -> tuple[WrittenRules, bool]:
        """Those of the day asked about; of the campaign's first day, where the scene looks at it whole by then. And
        whether it does."""
        begun = self._rules(days.start or on)
        words = begun.content.scenes.get(scene)
        return (begun, True) if words is not None and words.whole_campaign else (self._rules(on), False)

    def _rules(self, day: date) -> WrittenRules:
        place = bisect_right(self._begins, day) - 1
        return self._base.rules(self._base.about.rules[max(place, 0)][1])

    def _ahead(self, day: date) -> Ahead:
        return tuple((begins, self._base.rules(digest)) for begins, digest in self._base.about.rules if begins > day)


def _first_day(asked: _Asked) -> date:
    return asked.window.start or asked.on


def _days(campaign: CampaignQuery | None, on: date) -> Window:
    if campaign is None:
        return Window.inclusive(on, on)
    if campaign.from_ is not None and campaign.to is not None and campaign.to < campaign.from_:
        raise NotCovered("campaign")
    days = campaign_days(on, campaign.from_, campaign.to)
    if days.last is None or days.last - on > LONGEST_CAMPAIGN:
        raise NotCovered("campaign")
    return days


def _refuse_unknown(request: CheckRequest, content: RulesContent) -> None:
    if request.scene not in content.scenes or (request.purpose is not None and request.purpose not in content.purposes):
        raise NotCovered("rules")
    if request.campaign is not None and request.campaign.kind not in content.campaigns:
        raise NotCovered("campaign")


def _identity(asked: _Asked, known: list[Merchant]) -> Identity:
    names = {name for one in known for name in one.names}
    given = None if asked.name is None else normalise(asked.name)
    first = known[0].subject if known else None
    return Identity(
        matched_by="uscc" if known else "none",
        subject_id=None if first is None else first.id,
        uscc=asked.uscc,
        name=asked.name if first is None else first.name,
        kind=None if first is None else first.kind,
        name_agrees=None if given is None or not names else given in names,
        candidates=[],
    )
