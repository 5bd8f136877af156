"""A decision derived again from what is stored: the records as they were known, the rules of its digest, the clauses of
its sequence. What it came to then is compared with what they come to now."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from pydantic import ValidationError
from sqlmodel import Session, col, select

from huixin.core.answer import Asked, answer
from huixin.core.answer import Found as Evaluated
from huixin.core.causes import causes_of
from huixin.core.evaluation import Question as RuleQuestion
from huixin.core.evaluation import evaluate
from huixin.core.facts import RequestFacts
from huixin.core.records import NOBODY, Record, Subject
from huixin.core.vocabulary import MemberKind, Role
from huixin.core.windows import Window, day_of
from huixin.types.answer import Answer
from huixin.types.decision import Difference, Rederivation
from models.associations.wording import words_inside
from models.checks.check import clauses_for
from models.decisions import Decision
from models.errors import NotFound
from models.listings import Listing, records_by_id
from models.members import Member
from models.rulesets.in_force import RuleBook, Timeline, instant_of
from models.subjects.queries import subject_of
from rules.ruleset import RuleSet

COMPARED = ("outcome", "measures", "reasons")
"""Of a measure: rule, binding, outcome, grounds, because, until."""


@dataclass(frozen=True, slots=True)
class _Known:
    """What was known at the decision's sequence. `lost`: ids of what is no longer stored."""

    subject: Subject
    records: tuple[Record, ...]
    unverified: tuple[Record, ...]
    lost: tuple[str, ...]


def rederive(session: Session, decision: Decision, book: RuleBook) -> Rederivation:
    """Raises NotFound for rules that were never stored here, or that this version of the service cannot read."""
    stored, code = Answer.model_validate(decision.answer), decision.code_version
    known, ruleset = _known(session, decision), _rules(decision, book)
    if known.lost:
        return Rederivation(agrees=None, differences=[], text_agrees=None, code_version=code, erased=True)
    derived = _derived(session, decision, stored, known, ruleset, book)
    now = derived.model_dump(mode="json", by_alias=True)
    told = {name: (decision.answer.get(name), now[name]) for name in COMPARED}
    differences = [
        Difference(field=name, then=then, now=again)
        for name, (then, again) in told.items()
        if then != _as_far_as(then, again)
    ]
    return Rederivation(
        agrees=not differences,
        differences=differences,
        text_agrees=stored.explanation == derived.explanation,
        code_version=code,
        erased=False,
    )


def _rules(decision: Decision, book: RuleBook) -> RuleSet:
    try:
        return book.named(decision.ruleset)
    except ValidationError:
        wrote = decision.code_version or "an earlier version"
        raise NotFound(f"The rules of {wrote} of the service cannot be read by this one.") from None


def _published(decision: Decision, book: RuleBook) -> Timeline:
    """What the answer had read: another process may have published at that moment."""
    published = book.timeline()
    return published if decision.rules_read is None else published.up_to(decision.rules_read)


def _as_far_as(then: Any, now: Any) -> Any:
    """What is told now, without what answers have only told since."""
    if isinstance(then, dict) and isinstance(now, dict):
        return {key: _as_far_as(then[key], value) for key, value in now.items() if key in then}
    if isinstance(then, list) and isinstance(now, list) and len(then) == len(now):
        return [_as_far_as(one, other) for one, other in zip(then, now, strict=True)]
    return now


def _known(session: Session, decision: Decision) -> _Known:
    found = records_by_id(session, decision.listing_ids, decision.sequence)
    lost = [key for key in decision.listing_ids if key not in found]
    owners = dict(
        session.exec(select(Listing.id, Listing.subject_id).where(col(Listing.id).in_(decision.listing_ids))).all()
    )
    subject = NOBODY
    if decision.subject_id is not None:
        try:
            subject = subject_of(session, decision.subject_id, decision.sequence)
        except NotFound:
            lost.append(decision.subject_id)
    records = [found[key] for key in decision.listing_ids if key in found]
    candidates = set(decision.candidate_ids)
    own = [record for record in records if owners[record.id] == subject.id]
    words = words_inside(session, {subject.id: own}, decision.sequence)
    subject = replace(subject, name=words.get(subject.id, subject.name))
    return _Known(
        subject,
        tuple(record for record in records if owners[record.id] not in candidates),
        tuple(record for record in records if owners[record.id] in candidates),
        tuple(lost),
    )


def derived(session: Session, decision: Decision, stored: Answer, book: RuleBook) -> Answer | None:
    """The answer of a decision from what is stored; None where some of what it rests on is not."""
    known = _known(session, decision)
    return None if known.lost else _derived(session, decision, stored, known, _rules(decision, book), book)


def _derived(
    session: Session, decision: Decision, stored: Answer, known: _Known, ruleset: RuleSet, book: RuleBook
) -> Answer:
    request, actor = decision.request, MemberKind(decision.asked_as)
    local = request.get("local")
    window = Window.inclusive(*(date.fromisoformat(day) for day in request["window"]))
    facts = RequestFacts(decision.scene, actor, Role(request["role"]), request["campaign"], request["person_confirmed"])
    kind = MemberKind(session.get_one(Member, decision.member_id).kind)
    clauses_at = decision.sequence if local is None else local["clauses_at"]
    clauses = clauses_for(session, decision.member_id, kind, actor, ruleset, clauses_at)
    known_on = request.get("known_on")  # missing in decisions of before it could be asked
    at = decision.at if local is None else datetime.fromisoformat(local["at"])
    asked = day_of(at) if known_on is None else date.fromisoformat(known_on)
    knowing = at if known_on is None else instant_of(asked, at)
    ahead = book.ahead(_published(decision, book), window.start or decision.on, knowing)
    evaluation = evaluate(ruleset, known.subject, known.records, RuleQuestion(facts, window, clauses, asked), ahead)
    labels = ruleset.catalogue.labels
    return answer(
        labels,
        Asked(decision.scene, actor, window, stored.reference),
        Evaluated(evaluation.gated, evaluation.classes, evaluation.until),
        decision_id=decision.id,
        identity=stored.identity,
        records=[*known.records, *known.unverified],
        causes=causes_of(labels, stored.identity, bool(known.unverified)),
        as_of=stored.as_of,
    )
