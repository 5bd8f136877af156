"""One check: understand, identify, evaluate, answer, and the row that records it."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from importlib.metadata import version

from sqlmodel import Session

from huixin.core.answer import Asked, answer
from huixin.core.answer import Found as Evaluated
from huixin.core.causes import causes_of
from huixin.core.evaluation import Ahead, evaluate
from huixin.core.evaluation import Question as RuleQuestion
from huixin.core.facts import RequestFacts
from huixin.core.gate import OwnClause
from huixin.core.records import NOBODY
from huixin.core.vocabulary import MemberKind
from huixin.types.answer import Answer
from huixin.types.question import CheckRequest
from huixin.types.record import AsOf
from models.base import new_id
from models.caller import Caller
from models.checks.eyes import Eyes
from models.checks.identify import Found, identify, query_key, question_key
from models.checks.question import Question, days_asked, history_needed, understand
from models.clauses import binding_clauses
from models.decisions import Decision
from models.errors import Fault, Invalid
from models.keys import KeyRing
from models.rulesets.in_force import NOTHING_PUBLISHED, RuleBook, Timeline, instant_of
from models.rulesets.tables import RulesInForce
from models.scopes import HISTORY
from models.sequence import current_sequence, first_day_kept, sequence_at_end_of
from rules.catalogue import Catalogue
from rules.clauses import standard_clauses
from rules.ruleset import RuleSet

CODE_VERSION = version("huixin-server")
"""Whose words the explanations are."""


@dataclass(frozen=True, slots=True)
class CheckContext:
    """What an answer depends on besides the database and the question."""

    ruleset: RuleSet
    keys: KeyRing
    now: datetime
    today: date
    book: RuleBook | None = None
    """The rules of other days; without it those of today count for all."""
    published: Timeline = NOTHING_PUBLISHED
    """By this the request goes from its beginning to its end, whatever is published meanwhile."""

    def in_force(self, day: date, known_on: date | None) -> RulesInForce | None:
        """Of that day, as far as was published at the end of the other."""
        if known_on is None:
            return self.published.on(day, self.now)
        known = instant_of(known_on, self.now)
        return self.published.known_at(known).on(day, known)

    def rules(self, row: RulesInForce | None) -> RuleSet:
        return self.ruleset if self.book is None else self.book.of(row)

    def ahead(self, question: Question) -> Ahead:
        """The rules that are to follow those of the question."""
        if self.book is None:
            return ()
        known = self.now if question.known_on is None else instant_of(question.known_on, self.now)
        return self.book.ahead(self.published, first_day(question), known)


@dataclass(frozen=True, slots=True)
class Checked:
    """The answer, and the unsaved row of the decision log: save it before the answer is sent."""

    answer: Answer
    decision: Decision


def check(session: Session, caller: Caller, request: CheckRequest, context: CheckContext) -> Checked:
    """Answer one check from one snapshot of the database.

    Raises Invalid (every fault at once), AsNotAllowed, HistoryScopeNeeded.
    """
    in_force, whole = rules_for(request, context)
    ruleset = context.rules(in_force)
    furthest = timedelta(days=context.ruleset.catalogue.number("check_horizon_days", context.today))
    question = understand(request, caller, ruleset.catalogue, context.today, furthest, whole=whole)
    catalogue = ruleset.catalogue
    eyes = _eyes(session, caller, question, catalogue, context.today)
    found = identify(session, question, eyes, context.keys)
    if question.on < context.today and HISTORY not in caller.scopes and not _own_case(eyes, found):
        raise history_needed(context.today)
    sequence = current_sequence(session) if eyes.at_sequence is None else eyes.at_sequence
    as_of = AsOf(date=question.on, sequence=sequence, ruleset=ruleset.digest, known_on=question.known_on)
    causes = causes_of(catalogue.labels, found.identity, bool(found.unverified))
    replied = answer(
        catalogue.labels,
        Asked(question.scene, question.actor, question.window, request.reference),
        _evaluated(session, eyes, question, found, ruleset, context),
        decision_id=new_id("dec"),
        identity=found.identity,
        records=[*found.records, *found.unverified],
        causes=causes,
        as_of=as_of,
    )
    return Checked(replied, _decision(caller, request, question, found, replied, context))


def rules_for(request: CheckRequest, context: CheckContext) -> tuple[RulesInForce | None, bool]:
    """Those of the day asked about; of the campaign's first day, where the scene looks at it whole by then. And whether
    it does."""
    on, campaign = days_asked(request, context.today)
    begun = context.in_force(campaign.start or on, request.as_known_on)
    scene = context.rules(begun).catalogue.scenes.get(request.scene)
    if scene is not None and scene.whole_campaign:
        return begun, True
    return context.in_force(on, request.as_known_on), False


def first_day(question: Question) -> date:
    """Of the days asked about, the one whose rules decide."""
    return question.window.start or question.on


def _eyes(session: Session, caller: Caller, question: Question, catalogue: Catalogue, today: date) -> Eyes:
    eyes = Eyes.as_of(caller, question.actor, catalogue, question.on, today, session)
    if question.known_on is None:
        return eyes
    sequence = sequence_at_end_of(session, question.known_on)
    if sequence is None:
        first = first_day_kept(session)
        message = f"What was known on a day has been kept since {first}." if first else "Nothing has been known yet."
        zh = f"自{first}起才保存每日已知的情况。" if first else "尚无任何已知情况。"
        raise Invalid(
            "What was known then was not kept.", Fault("/as_known_on", "known_on_not_kept", message, zh), zh=zh
        )
    return eyes.knowing(sequence, question.known_on)


def _own_case(eyes: Eyes, found: Found) -> bool:
    return any(eyes.handles(record.id) for record in found.records)


def _evaluated(
    session: Session, eyes: Eyes, question: Question, found: Found, ruleset: RuleSet, context: CheckContext
) -> Evaluated:
    facts = RequestFacts(
        scene=question.scene,
        actor=question.actor,
        role=question.role,
        campaign=question.campaign,
        person_confirmed=found.person_confirmed,
    )
    caller = eyes.caller
    clauses = clauses_for(session, caller.member_id, caller.kind, question.actor, ruleset, eyes.at_sequence)
    asked = RuleQuestion(facts, question.window, clauses, question.known_on or context.today)
    evaluation = evaluate(ruleset, found.subject or NOBODY, found.records, asked, context.ahead(question))
    return Evaluated(evaluation.gated, evaluation.classes, evaluation.until)


def clauses_for(
    session: Session,
    member_id: str,
    kind: MemberKind,
    actor: MemberKind,
    ruleset: RuleSet,
    at_sequence: int | None = None,
) -> tuple[OwnClause, ...]:
    """A member's own clauses; the standard ones of a kind that it only asks as. An agency only ever advises."""
    if actor is kind:
        return binding_clauses(session, member_id, kind, at_sequence)
    return standard_clauses(ruleset.catalogue, actor)


def _decision(
    caller: Caller,
    request: CheckRequest,
    question: Question,
    found: Found,
    replied: Answer,
    context: CheckContext,
) -> Decision:
    return Decision(
        id=replied.decision_id,
        at=context.now,
        member_id=caller.member_id,
        subject_key=query_key(question, context.keys),
        subject_id=found.identity.subject_id,
        sequence=replied.as_of.sequence,
        ruleset=replied.as_of.ruleset,
        on=question.on,
        scene=question.scene,
        asked_as=question.actor,
        purpose=question.purpose,
        operator=request.operator,
        authorisation=None if request.authorisation is None else request.authorisation.model_dump(mode="json"),
        request={
            "role": question.role,
            "campaign": question.campaign,
            "window": [str(question.window.start), str(question.window.last)],
            "by": "name" if question.code is None else question.code.scheme,
            "person_confirmed": found.person_confirmed,
            "question": question_key(question, context.keys),
            "known_on": None if question.known_on is None else str(question.known_on),
        },
        listing_ids=[record.id for record in (*found.records, *found.unverified)],
        candidate_ids=list(found.candidate_ids),
        outcome=replied.outcome,
        answer=replied.model_dump(mode="json", by_alias=True),
        body_hash=body_hash(request, context.keys),
        code_version=CODE_VERSION,
        rules_read=context.published.last,
    )


def body_hash(request: CheckRequest, keys: KeyRing) -> str:
    """Keyed digest of the request, so that the log proves what was asked without holding it."""
    body = json.dumps(request.model_dump(mode="json", by_alias=True), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(keys.digest(body).encode()).hexdigest()
