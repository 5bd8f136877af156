"""A decision read again, less what may no longer be shown; and a person's judgement on it."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from huixin.core.texts import fill
from huixin.core.vocabulary import MemberKind
from huixin.types.answer import Answer, Identity, MeasureRule, MeasureView, ReasonView, ReplacedMeasure, ReviewCause
from huixin.types.base import Label
from huixin.types.decision import DecisionView, Judgement, ReviewRequest
from huixin.types.record import GroundView, RecordView
from models.base import new_id
from models.caller import Caller
from models.checks.eyes import Eyes
from models.decisions import Decision
from models.errors import Fault, Invalid, NotFound
from models.judgements import PersonJudgement, enter_judgement, judgements_of_decision
from models.listings import records_by_id, records_of_many
from models.personal import personal_faults
from models.sequence import take_sequence
from rules.catalogue import Catalogue

READS_ALL = frozenset({MemberKind.CENTRE, MemberKind.AUDITOR})


class NotACandidate(Invalid):
    code = "not_a_candidate"


def recall(session: Session, decision: Decision, caller: Caller, catalogue: Catalogue, today: date) -> DecisionView:
    """The decision as it may be shown to the caller now: of what ended, outcome, codes of measures and a note remain.

    Raises NotFound for a decision of another member, unless the caller reads all, and where what it told was erased.
    """
    own(decision, caller)
    if decision.erased is not None:
        raise NotFound(
            "What this decision told has been erased, as the law asks; its receipt proves that it was made.",
            zh="该项查询的内容已依法删除；其回执证明该项查询曾经作出。",
        )
    eyes = Eyes.as_of(caller, MemberKind(decision.asked_as), catalogue, decision.on, today, session)
    known = records_by_id(session, decision.listing_ids)
    gone = {key for key in decision.listing_ids if key not in known or not eyes.see(known[key])}
    candidates = records_of_many(session, decision.candidate_ids)
    lost = {key for key in decision.candidate_ids if not any(map(eyes.see, candidates.get(key, ())))}
    return DecisionView(
        id=decision.id,
        at=decision.at,
        member_id=decision.member_id,
        purpose=decision.purpose,
        operator=decision.operator,
        on=decision.on,
        answer=_less(Answer.model_validate(decision.answer), gone, lost, catalogue),
        judgements=[_view(row) for row in judgements_of_decision(session, decision.id)],
    )


def own(decision: Decision, caller: Caller) -> None:
    if decision.member_id != caller.member_id and caller.kind not in READS_ALL:
        raise _no_decision()


def _no_decision() -> NotFound:
    return NotFound("There is no such decision of yours.", zh="没有您可查看的此项查询记录。")


def _less(answer: Answer, gone: set[str], lost: set[str], catalogue: Catalogue) -> Answer:
    """Without the details of the records that are gone, and without the candidates of whom nothing is left to see."""
    if not gone and not lost:
        return answer
    note = fill(catalogue.labels, "withheld")
    why = [ReviewCause(code="withheld", says=note)]
    changes: dict[str, Any] = {
        "records": [RecordView(id=r.id, withheld=note.zh) if r.id in gone else r for r in answer.records],
        "explanation": Label(zh=note.zh, en=note.en),
        "measures": [_less_measure(measure, gone, note.zh) for measure in answer.measures],
        "reasons": list(_less_reasons(answer.reasons, gone)),
        "identity": _less_identity(answer, gone, lost),
        "review": answer.review.model_copy(update={"why": why if answer.review.needed else []}),
    }
    return answer.model_copy(update=changes)


def _less_measure(measure: MeasureView, gone: set[str], note: str) -> MeasureView:
    """What was told to apply stays; what tells of a record that is gone does not, and its last day may."""
    measure = measure.model_copy(update={"replaces": tuple(_less_replaced(measure.replaces, gone))})
    left = [key for key in measure.because if key not in gone]
    if len(left) == len(measure.because):
        return measure
    rules = [rule for rule in measure.rules if not gone.issuperset(rule.because)]
    rules = [rule.model_copy(update={"because": [k for k in rule.because if k not in gone]}) for rule in rules]
    changes: dict[str, Any] = {"because": left, "rules": tuple(rules), "until": None, "withheld": note}
    if rules:
        changes |= {"rule": rules[0].rule, "rule_title": rules[0].title, "grounds": _grounds(rules)}
    elif not left:
        changes |= {"rule": None, "rule_title": None, "grounds": [], "clause": None}
    return measure.model_copy(update=changes)


def _less_replaced(replaced: Sequence[ReplacedMeasure], gone: set[str]) -> Iterator[ReplacedMeasure]:
    for included in replaced:
        left = [key for key in included.because if key not in gone]
        if left:
            yield included.model_copy(update={"because": left})


def _grounds(rules: Sequence[MeasureRule]) -> list[GroundView]:
    return list({ground.model_dump_json(): ground for rule in rules for ground in rule.grounds}.values())


def _less_reasons(reasons: Sequence[ReasonView], gone: set[str]) -> Iterator[ReasonView]:
    for reason in reasons:
        left = [key for key in reason.because if key not in gone]
        if left:
            yield reason.model_copy(update={"because": left})


def _less_identity(answer: Answer, gone: set[str], lost: set[str]) -> Identity:
    """Once every record is gone, nothing tells whom they were about, but what the caller itself had asked for."""
    identity = answer.identity
    changes: dict[str, Any] = {"candidates": [c for c in identity.candidates if c.subject_id not in lost]}
    if answer.records and all(record.id in gone for record in answer.records):
        asked = identity.uscc if identity.matched_by == "uscc" else None
        changes |= {"subject_id": None, "uscc": asked, "name": None, "kind": None, "name_agrees": None}
    return identity.model_copy(update=changes)


def judge(session: Session, decision: Decision, caller: Caller, request: ReviewRequest, now: datetime) -> Judgement:
    """Record whether a candidate (or the person found) is the one asked for.

    Raises NotFound for another member's decision, NotACandidate for a subject that the decision did not name.
    """
    if decision.member_id != caller.member_id:
        raise _no_decision()
    if faults := personal_faults({"/by": request.by, "/why": request.why}, "leave it out"):
        raise Invalid("The judgement holds a personal identifier.", *faults, zh="核实意见中含有身份证号码。")
    if request.subject_id not in _judgeable(decision):
        message = "Judge a candidate of this decision, or the subject that it found."
        fault = Fault("/subject_id", "not_a_candidate", message, "请就此次查询的候选主体或查得的主体作出判断。")
        raise NotACandidate("This subject is not part of the decision.", fault, zh="该主体不在此次查询结果中。")
    row = PersonJudgement(
        id=new_id("jdg"),
        member_id=caller.member_id,
        query_key=decision.request.get("question", decision.subject_key),
        subject_id=request.subject_id,
        subject_sequence=decision.sequence,
        decision_id=decision.id,
        judgement=request.judgement,
        by=request.by,
        why=request.why,
        at=now,
        seq_from=take_sequence(session).start,
    )
    enter_judgement(session, row)
    return _view(row)


def _judgeable(decision: Decision) -> Sequence[str]:
    found = [] if decision.subject_id is None else [decision.subject_id]
    return [*found, *decision.candidate_ids]


def _view(row: PersonJudgement) -> Judgement:
    return Judgement(
        decision_id=row.decision_id,
        subject_id=row.subject_id,
        judgement=row.judgement,
        by=row.by,
        why=row.why,
        at=row.at,
    )
