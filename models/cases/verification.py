"""Verification ends in one of nine results, each with its evidence; a confirmed case gets its tasks."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlmodel import col, select

from huixin.core.vocabulary import Severity
from huixin.types.case import CaseAction, CaseState
from huixin.types.case_actions import Confirm, Evidence, Find, Rate, Step
from models.base import new_id
from models.cases.closing import states_of
from models.cases.moves import RESULTS
from models.cases.reopening import pushed_severity
from models.cases.seen import find_case
from models.cases.tables import Case, CaseTask, CaseTaskType
from models.cases.work import Work, change_record, record_move, record_of, refuse_future, wrong
from models.errors import Conflict
from rules.departments import Responsible, responsible_for
from rules.routing import unit_named

EVIDENCE: dict[CaseAction, tuple[str, ...]] = {
    CaseAction.CONFIRM: ("on_site_record",),
    CaseAction.FIND_NOT_ESTABLISHED: ("on_site_record",),
    CaseAction.FIND_UNTRACEABLE: ("on_site_record", "photo"),
    CaseAction.FIND_DEREGISTERED: ("register_extract",),
    CaseAction.FIND_OUTSIDE_JURISDICTION: ("register_extract",),
    CaseAction.FIND_WRONG_IDENTITY: ("register_extract",),
    CaseAction.FIND_DUPLICATE: (),
    CaseAction.FIND_NOT_ECOMMERCE: ("on_site_record",),
    CaseAction.FIND_ALREADY_CORRECTED: ("document",),
}
"""Kinds of evidence without which a result is not taken; a duplicate names the other case instead."""
_NAMES = {
    "duplicate_of": CaseAction.FIND_DUPLICATE,
    "level": CaseAction.FIND_OUTSIDE_JURISDICTION,
    "belongs_to": CaseAction.FIND_OUTSIDE_JURISDICTION,
    "right_subject": CaseAction.FIND_WRONG_IDENTITY,
}
"""What a result must name besides, and which."""


def confirm(work: Work, case: Case, act: Confirm) -> None:
    """查实: one task for each responsible department of the unit.

    The list of pushed names has no severity of its own: without one here or in the push no measure ever follows.
    """
    unknown = sorted(set(act.problem_types) - set(work.catalogue.problem_types))
    if unknown:
        known = ", ".join(sorted(work.catalogue.problem_types))
        raise wrong("/problem_types", "unknown_problem_type", f"Unknown: {', '.join(unknown)}; there are {known}.")
    _need_evidence(CaseAction.CONFIRM, act.evidence)
    on = _found_on(work, case, act)
    types = sorted(set(act.problem_types))
    case.problem_types = " ".join(types)
    case.result = CaseState.CONFIRMED
    data: dict[str, Any] = {"on": str(on), "problem_types": types, "evidence": _written(act.evidence)}
    if act.severity is not None:
        data |= {"severity": act.severity, "severity_before": record_of(work, case).severity.value}
        change_record(work, case, severity=Severity(act.severity))
    record_move(work, case, CaseAction.CONFIRM, act, data)
    for body in responsible_for(work.catalogue, types, work.today):
        _add_task(work, case, body)
    work.session.flush()


def _add_task(work: Work, case: Case, body: Responsible) -> None:
    assert case.unit is not None  # noqa: S101 (the database holds that a verified case has a unit)
    task = CaseTask(
        id=new_id("tsk"),
        case_id=case.id,
        unit=case.unit,
        department=body.department,
        named=" ".join(body.named),
        created_at=work.now,
    )
    work.session.add(task)
    work.session.flush()
    work.session.add_all(CaseTaskType(task_id=task.id, problem_type=problem) for problem in body.problem_types)


def rate(work: Work, case: Case, act: Rate) -> None:
    """What nobody has said yet; what was said is corrected by an objection, or by verifying again."""
    before = record_of(work, case).severity
    if before is not Severity.UNKNOWN:
        raise Conflict(f"How serious it is has been said: {before}.")
    record_move(work, case, CaseAction.RATE, act, {"severity": act.severity, "severity_before": before.value})
    change_record(work, case, severity=Severity(act.severity))


def find(work: Work, case: Case, act: Find) -> None:
    """One of the eight other results."""
    action = CaseAction(act.action)
    _need_evidence(action, act.evidence)
    on = _found_on(work, case, act)
    for name, whose in _NAMES.items():
        given, needed = getattr(act, name) is not None, action is whose
        if given != needed:
            says = "This result must name it." if needed else "Only another result names this."
            raise wrong(f"/{name}", "missing_field" if needed else "unknown_field", says)
    if act.duplicate_of is not None:
        case.duplicate_of = _other(work, case, act.duplicate_of).id
    _check_place(work, case, act)
    case.result = RESULTS[action]
    names = {name: value for name in _NAMES if (value := getattr(act, name)) is not None}
    record_move(work, case, action, act, {"on": str(on), "evidence": _written(act.evidence), **names})


def _other(work: Work, case: Case, other_id: str) -> Case:
    """The case that goes on in the stead of a duplicate: another that is open, and no duplicate itself, or nobody would
    go on."""
    other = find_case(work.session, work.caller, other_id)
    if other.id == case.id:
        raise wrong("/duplicate_of", "same_case", "A case is no duplicate of itself.")
    if other.duplicate_of is not None:
        raise wrong("/duplicate_of", "itself_a_duplicate", f"That case is a duplicate of {other.duplicate_of} itself.")
    if states_of(work.session, [other], work.today)[other.id] is CaseState.CLOSED:
        raise wrong("/duplicate_of", "case_closed", "That case is closed: nobody would go on with this one.")
    return other


def _check_place(work: Work, case: Case, act: Find) -> None:
    """What lies beyond the county alone belongs to another unit of the city; what lies beyond the city to none."""
    if act.belongs_to is None:
        return
    unit = unit_named(work.catalogue, act.belongs_to)
    if act.level == "county" and (unit is None or unit == case.unit):
        raise wrong("/belongs_to", "unknown_unit", "Name the other county or zone of the city, by its code or name.")
    if act.level != "county" and unit is not None:
        raise wrong("/level", "within_the_city", f"{act.belongs_to} lies within the city: its level is county.")


def return_to_unit(work: Work, case: Case, act: Step) -> None:
    """The result does not stand: verification begins again, and tasks that came of it are withdrawn."""
    case.result, case.duplicate_of, case.problem_types = None, None, ""
    record_move(work, case, CaseAction.RETURN_TO_UNIT, act)
    _restore_severity(work, case)
    for task in standing_tasks(work, case):
        task.withdrawn_at = work.now
    work.session.flush()


def resume_verification(work: Work, case: Case, act: Step) -> None:
    """What it had come to stands no longer."""
    case.result, case.duplicate_of = None, None
    record_move(work, case, CaseAction.RESUME_VERIFICATION, act)
    work.session.flush()


def _restore_severity(work: Work, case: Case) -> None:
    """As it was pushed: what was said of it since the confirmation that does not stand goes with it."""
    pushed = pushed_severity(work.session, case.id)
    if pushed is not None:
        change_record(work, case, severity=pushed)


def standing_tasks(work: Work, case: Case) -> Sequence[CaseTask]:
    return work.session.exec(
        select(CaseTask).where(CaseTask.case_id == case.id, col(CaseTask.withdrawn_at).is_(None))
    ).all()


def _need_evidence(action: CaseAction, evidence: Sequence[Evidence]) -> None:
    missing = [kind for kind in EVIDENCE[action] if kind not in {item.kind for item in evidence}]
    if missing:
        raise wrong("/evidence", "missing_evidence", f"'{action}' rests on evidence of kind {', '.join(missing)}.")


def _found_on(work: Work, case: Case, act: Confirm | Find) -> date:
    """The day of the record, which belongs to this verification: what was found before it began is not its result."""
    on = act.on or work.today
    refuse_future(work, "/on", on)
    if on < case.entered_state_on:
        message = f"This verification began on {case.entered_state_on}; its result is not older."
        raise wrong("/on", "before_the_verification", message)
    return on


def _written(evidence: Sequence[Evidence]) -> list[dict[str, object]]:
    return [item.model_dump(exclude_none=True) for item in evidence]
