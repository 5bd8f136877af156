"""What a local answer may still say: an adverse one counts only while its bundle is fresh; else a person must look."""

from datetime import timedelta
from typing import Literal

from huixin.core.vocabulary import Binding, MemberKind, Outcome, at_most
from huixin.types.answer import Answer, Identity, MeasureView, Review, ReviewCause
from huixin.types.base import Label
from huixin.types.question import CheckRequest
from huixin.types.record import AsOf

ADVERSE = frozenset({Outcome.REFUSE, Outcome.RESTRICT})
STALE = Label(
    zh="本机数据未及时更新，记录可能已经变化；请联网查询或由人工核实后再作决定。",
    en="The data on this machine is not fresh, and the record may have changed: ask online, or have a person look, "
    "before anything is decided.",
)
NOT_COVERED = Label(
    zh="本机数据不足以回答此项查询；请联网查询或由人工核实。",
    en="The data on this machine does not cover this question: ask online, or have a person look.",
)


class LocalAnswer(Answer):
    """An answer with where it comes from. `age`: of what it rests on; None where the service gave it."""

    source: Literal["local", "service"]
    age: timedelta | None


def stale(answer: Answer) -> Answer:
    """The same without anything adverse: it comes to no more than review, and says why."""
    why = [ReviewCause(code="stale", says=STALE), *answer.review.why]
    return answer.model_copy(
        update={
            "outcome": Outcome.REVIEW,
            "measures": [_advised(measure) for measure in answer.measures],
            "reasons": [reason.model_copy(update={"outcome": _bounded(reason.outcome)}) for reason in answer.reasons],
            "explanation": STALE,
            "review": Review(needed=True, why=why, ask=answer.review.ask),
        }
    )


def uncovered(request: CheckRequest, kind: MemberKind, decision_id: str, as_of: AsOf) -> Answer:
    """What is answered where nothing can be said: a person must look."""
    return Answer(
        decision_id=decision_id,
        outcome=Outcome.REVIEW,
        scene=request.scene,
        asked_as=kind,
        identity=Identity(
            matched_by="none", subject_id=None, uscc=None, name=None, kind=None, name_agrees=None, candidates=[]
        ),
        records=[],
        measures=[],
        reasons=[],
        explanation=NOT_COVERED,
        review=Review(needed=True, why=[ReviewCause(code="not_covered", says=NOT_COVERED)], ask=None),
        as_of=as_of,
        reference=request.reference,
    )


def _advised(measure: MeasureView) -> MeasureView:
    if measure.outcome not in ADVERSE:
        return measure
    rules = tuple(
        rule.model_copy(update={"binding": Binding.ADVICE, "outcome": _bounded(rule.outcome)}) for rule in measure.rules
    )
    return measure.model_copy(
        update={"binding": Binding.ADVICE, "clause": None, "outcome": Outcome.REVIEW, "rules": rules}
    )


def _bounded(outcome: Outcome | None) -> Outcome | None:
    return None if outcome is None else at_most(outcome, Outcome.REVIEW)
