"""What a body of one kind asks, understood once: who may be meant, by which rules, and how the answer and its record
are worded."""

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from huixin.core.answer import Asked, answer
from huixin.core.answer import Found as Evaluated
from huixin.core.causes import causes_of
from huixin.core.evaluation import Ahead, evaluate
from huixin.core.evaluation import Question as RuleQuestion
from huixin.core.facts import RequestFacts
from huixin.core.leaves import canonical
from huixin.core.names import normalise
from huixin.core.records import NOBODY, Record
from huixin.core.visibility import heard_by_members
from huixin.core.vocabulary import SubjectKind
from huixin.local.packing import Merchant
from huixin.types.answer import Identity
from huixin.types.question import CheckRequest
from huixin.types.record import AsOf
from models.caller import Caller
from models.checks.check import CODE_VERSION, CheckContext
from models.checks.question import Question
from models.decision_rows import SHARED, Shared
from models.hot.entries import merchants_of
from models.hot.members import Standing
from models.hot.shapes import Shape
from models.hot.templates import Template
from rules.ruleset import RuleSet

_SEQUENCE, _SUBJECT, _LISTINGS = map(SHARED.index, ("sequence", "subject_id", "listing_ids"))
_KEPT = 8_192
"""Answers that are kept, of all kinds of bodies."""


@dataclass(frozen=True, slots=True)
class Marks:
    """What stands in a text where the values of a request are to be put."""

    decision_id: str
    uscc: str
    reference: str
    question: str
    drawn: str
    sequence: int

    @classmethod
    def fresh(cls) -> "Marks":
        drawn = secrets.token_hex(16)
        sequence = 10**17 + secrets.randbelow(10**17)
        return cls(f"d{drawn}", f"c{drawn}", f"r{drawn}", f"q{drawn}", f"e{drawn}", sequence)

    def of(self, *names: str) -> Mapping[str, str]:
        return {name: str(getattr(self, name)) for name in names}


@dataclass(frozen=True, slots=True)
class Worded:
    """An answer and its record, but for what is a request's own."""

    answer: Template
    values: tuple[Any, ...]
    """Of `Shared`, but for the sequence."""


Kept = dict[tuple[str, str | None], Worded]
"""Answers by the mark of their kind of body and by the entry that they are about."""


@dataclass(slots=True)
class Understood:
    """`request`: the body as it was first seen, with marks for code and reference; `kept`: of all that a process has
    understood."""

    standing: Standing
    question: Question
    request: CheckRequest
    ruleset: RuleSet
    ahead: Ahead
    today: date
    rules_read: int
    marks: Marks
    kept: Kept = field(repr=False)
    _nobody: tuple[int, Shared] | None = None
    """What records about nobody share, at a sequence."""

    @property
    def caller(self) -> Caller:
        return self.standing.caller

    @property
    def name(self) -> str | None:
        return None if self.question.name is None else normalise(self.question.name)

    def shape(self, content: str) -> Shape:
        """Where a name is asked about too, it matters what they are called, and each entry is one of its own."""
        return Shape.of(content, self.marks.drawn) if self.question.name is None else Shape(content)

    def about(self, shape: Shape | None) -> Worded | None:
        """About whom an entry says are meant. None where only the ordinary way may answer: a natural person is among
        them."""
        content = None if shape is None else shape.content
        key = self.marks.drawn, content
        if key in self.kept:
            return self.kept[key]
        merchants = () if content is None else merchants_of(content)
        terms, caller = self.ruleset.terms, self.caller
        heard = {
            one.subject.id: [
                record
                for record in one.records
                if heard_by_members(record, terms, self.question.actor, caller.member_id, self.today)
            ]
            for one in merchants
        }
        known = [one for one in merchants if heard[one.subject.id]]
        if any(one.subject.kind is SubjectKind.NATURAL_PERSON for one in known):
            return None
        if not known and content is not None:
            return self.about(None)
        own = () if shape is None else tuple(shape.own)
        worded = self._worded(known, [record for one in known for record in heard[one.subject.id]], own)
        if len(self.kept) >= _KEPT:
            self.kept.clear()
        self.kept[key] = worded
        return worded

    def shared(self, shape: Shape | None, worded: Worded, sequence: int) -> Shared:
        if self._nobody is not None and shape is None and self._nobody[0] == sequence:
            return self._nobody[1]
        own: Mapping[str, str] = {} if shape is None else shape.own
        values = list(worded.values)
        values[_SEQUENCE] = sequence
        values[_SUBJECT] = own.get(values[_SUBJECT], values[_SUBJECT])
        values[_LISTINGS] = [own.get(one, one) for one in values[_LISTINGS]]
        shared = Shared(tuple(values))
        if shape is None:
            self._nobody = sequence, shared
        return shared

    def _worded(self, known: list[Merchant], records: list[Record], own: Sequence[str]) -> Worded:
        question, labels = self.question, self.ruleset.catalogue.labels
        facts = RequestFacts(question.scene, question.actor, question.role, question.campaign)
        asked = RuleQuestion(facts, question.window, self.standing.clauses, self.today)
        found = evaluate(self.ruleset, known[0].subject if known else NOBODY, records, asked, self.ahead)
        identity = self._identity(known)
        told = answer(
            labels,
            Asked(question.scene, question.actor, question.window, self.request.reference),
            Evaluated(found.gated, found.classes, found.until),
            decision_id=self.marks.decision_id,
            identity=identity,
            records=records,
            causes=causes_of(labels, identity, unverified=False),
            as_of=AsOf(date=question.on, sequence=self.marks.sequence, ruleset=self.ruleset.digest),
        )
        marks = {**self.marks.of("decision_id", "uscc", "reference", "sequence"), **{mark: mark for mark in own}}
        values = self._values(identity.subject_id, [record.id for record in records], told.outcome)
        return Worded(Template.of(told.model_dump_json(by_alias=True), marks), values)

    def _identity(self, known: list[Merchant]) -> Identity:
        names = {name for one in known for name in one.names}
        first = known[0].subject if known else None
        return Identity(
            matched_by="uscc" if known else "none",
            subject_id=None if first is None else first.id,
            uscc=self.marks.uscc,
            name=self.question.name if first is None else first.name,
            kind=None if first is None else first.kind,
            name_agrees=None if self.name is None or not names else self.name in names,
            candidates=[],
        )

    def _values(self, subject_id: str | None, listing_ids: list[str], outcome: str) -> tuple[Any, ...]:
        question = self.question
        values = {
            "member_id": self.caller.member_id,
            "sequence": 0,
            "ruleset": self.ruleset.digest,
            "on": question.on,
            "scene": question.scene,
            "asked_as": question.actor,
            "purpose": question.purpose,
            "listing_ids": listing_ids,
            "outcome": outcome,
            "code_version": CODE_VERSION,
            "rules_read": self.rules_read,
            "subject_id": subject_id,
            "operator": self.request.operator,
            "authorisation": None,
            "candidate_ids": [],
        }
        return tuple(values[name] for name in SHARED)

    def request_template(self) -> Template:
        """Of what the log keeps of the request."""
        question = self.question
        kept = {
            "role": question.role,
            "campaign": question.campaign,
            "window": [str(question.window.start), str(question.window.last)],
            "by": "uscc",
            "person_confirmed": False,
            "question": self.marks.question,
            "known_on": None,
        }
        return Template.of(canonical(kept), self.marks.of("question"))

    def body_template(self) -> Template:
        """Of the text whose keyed digest proves what was asked."""
        body = json.dumps(self.request.model_dump(mode="json", by_alias=True), sort_keys=True, ensure_ascii=False)
        return Template.of(body, self.marks.of("uscc", "reference"))


def timely(context: CheckContext) -> tuple[Any, ...]:
    """What of a moment decides how a body is understood: another moment with the same understands it alike."""
    row = context.published.at(context.now)
    return context.today, context.published.last, None if row is None else row.id
