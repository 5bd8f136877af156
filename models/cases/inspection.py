"""验收: each department inspects its problem types; only when all accept is the case rectified."""

from unicodedata import normalize

from sqlmodel import col, select

from huixin.core.vocabulary import Rectification
from huixin.types.case import CaseAction, CaseState
from huixin.types.case_actions import Inspect, Step
from models.base import new_id
from models.cases.moves import moved
from models.cases.rectification import standing_order, task_types
from models.cases.tables import Case, CaseEvent, CaseInspection, CaseTask, CaseTaskType
from models.cases.tasks import find_task
from models.cases.work import Work, change_record, record_move, refuse_future, wrong
from models.errors import Conflict
from models.exits.opening import request_once_rectified


def inspect(work: Work, case: Case, act: Inspect) -> None:
    """One department's look at the rectification; the last one that is due decides the case."""
    moved(CaseState(case.state), CaseAction.INSPECT, suspended=case.suspended_on is not None)
    task = find_task(work, case, act.task_id)
    if task.department is None:
        raise Conflict("Nobody is known to be responsible for this task yet; assign it first.")
    officers = _officers(act)
    types = _looked_at(work, task, act)
    _check_day(work, case, act)
    for row in types:
        row.accepted, row.inspected_on = act.results[row.problem_type], act.on
    work.session.add(
        CaseInspection(
            id=new_id("ins"),
            case_id=case.id,
            task_id=task.id,
            on=act.on,
            first_officer=officers[0],
            second_officer=officers[1],
            further_officers=officers[2:],
            results=dict(act.results),
            opinion=act.opinion,
            recorded_at=work.now,
        )
    )
    evidence = [item.model_dump(exclude_none=True) for item in act.evidence]
    data = {"task_id": task.id, "department": task.department, "on": str(act.on), "results": dict(act.results)}
    record_move(work, case, CaseAction.INSPECT, act, {**data, "officers": officers, "evidence": evidence})
    _decide(work, case)


def _officers(act: Inspect) -> list[str]:
    """Each person once, as first written: blanks and the width of letters make no second one."""
    officers: dict[str, str] = {}
    for name in act.officers:
        officers.setdefault("".join(normalize("NFKC", name).split()).casefold(), name.strip())
    officers.pop("", None)
    if len(officers) < 2:
        raise wrong("/officers", "too_few_officers", "At least two officers inspect together.")
    return list(officers.values())


def _looked_at(work: Work, task: CaseTask, act: Inspect) -> list[CaseTaskType]:
    rows = work.session.exec(select(CaseTaskType).where(CaseTaskType.task_id == task.id)).all()
    foreign = sorted(set(act.results) - {row.problem_type for row in rows})
    if foreign:
        known = ", ".join(row.problem_type for row in rows)
        raise wrong("/results", "not_of_this_task", f"The task is about {known}, not {', '.join(foreign)}.")
    return [row for row in rows if row.problem_type in act.results]


def _check_day(work: Work, case: Case, act: Inspect) -> None:
    refuse_future(work, "/on", act.on)
    order = standing_order(work, case)
    if order is not None and order.reported_on is not None and act.on < order.reported_on:
        raise wrong("/on", "before_report", f"The merchant reported on {order.reported_on}.")
    if order is not None and order.resumed_on is not None and act.on < order.resumed_on:
        message = f"The inspection was taken up again on {order.resumed_on}; what was seen before does not count."
        raise wrong("/on", "before_resumption", message)


def resume_inspection(work: Work, case: Case, act: Step) -> None:
    """The acceptance does not stand: every department looks again, and until then it is as it was before.

    The report stands, for nobody has found against the merchant; but only what is seen from today on counts.
    """
    record_move(work, case, CaseAction.RESUME_INSPECTION, act)
    order = standing_order(work, case)
    assert order is not None  # noqa: S101 (nothing is accepted without one)
    order.resumed_on = work.today
    for row in task_types(work, case):
        row.accepted, row.inspected_on = None, None
    work.session.flush()
    change_record(work, case, rectification=_before_acceptance(work, case))


def _before_acceptance(work: Work, case: Case) -> Rectification:
    """What was rejected once stays incomplete until it is accepted."""
    since = select(CaseEvent.action).where(
        CaseEvent.case_id == case.id, col(CaseEvent.action).in_((CaseAction.SERVE_ORDER, CaseAction.REJECT))
    )
    last = work.session.exec(since.order_by(col(CaseEvent.number).desc())).first()
    return Rectification.INCOMPLETE if last == CaseAction.REJECT else Rectification.ORDERED


def _decide(work: Work, case: Case) -> None:
    """While one type waits, nothing is decided; then one rejection is enough to leave the whole incomplete."""
    found = [row.accepted for row in task_types(work, case)]
    if None in found:
        return
    accepted = all(found)
    record_move(work, case, CaseAction.ACCEPT if accepted else CaseAction.REJECT)
    outcome = Rectification.RECTIFIED if accepted else Rectification.INCOMPLETE
    change_record(work, case, rectification=outcome)
    if accepted:
        request_once_rectified(work, case)
