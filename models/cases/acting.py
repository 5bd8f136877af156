"""Acting on a case: who may do what, and which operation does it."""

from collections.abc import Callable, Iterator
from typing import Any

from pydantic import BaseModel
from sqlmodel import col, or_, select

from huixin.core.vocabulary import MemberKind
from huixin.types import case_actions as acts
from huixin.types.case import CaseAction, CaseState
from models.cases import inspection, penalties, rectification, routing, sides, tasks, verification
from models.cases.closing import states_of
from models.cases.moves import CaseActionRefused, allowed, refused, takes
from models.cases.possible import may_close, may_merge, may_resume, possible
from models.cases.recognised import hand_on
from models.cases.seen import find_case, is_city
from models.cases.tables import Case, CaseAddressee, CaseTask
from models.cases.work import Work, record_move
from models.errors import Conflict, Forbidden, Invalid
from models.evidence import attach
from models.exits.opening import request_already_corrected
from models.personal import personal_faults

_CENTRE = frozenset(
    {
        CaseAction.ROUTE,
        CaseAction.HAND_TO_PROVINCE,
        CaseAction.RETURN_FROM_PROVINCE,
        CaseAction.RETURN_TO_UNIT,
        CaseAction.REPORT_UPWARD,
        CaseAction.REPORT_DEREGISTRATION,
        CaseAction.REPORT_CORRECTION_OF_IDENTITY,
        CaseAction.MERGE,
        CaseAction.RETURN_TO_SENDER,
        CaseAction.PROPOSE_REMOVAL,
        CaseAction.ASSIGN_TASK,
        CaseAction.SEND_COPY,
        CaseAction.CLOSE,
    }
)
"""What goes up or across, for the centre alone."""
_CITY = frozenset({CaseAction.URGE})
_ADDRESSEE = frozenset({CaseAction.RECEIVE, CaseAction.GIVE_FEEDBACK})
_DEPARTMENT = frozenset(
    {
        CaseAction.INSPECT,
        CaseAction.RECORD_PENALTY,
        CaseAction.PUBLISH_PENALTY,
        CaseAction.ANNUL_PENALTY,
        CaseAction.WITHDRAW_PENALTY,
    }
)
_UNIT = frozenset(CaseAction) - _CENTRE - _CITY - _ADDRESSEE
"""The work on the case itself; the centre enters what a unit sends on paper."""


def act(work: Work, case_id: str, body: acts.CaseAct) -> Case:
    """Does one thing to one case.

    Raises NotFound, CaseActionRefused (which names what is allowed), Forbidden, Invalid, and Conflict where the case
    has moved on since the caller looked (`version`).
    """
    case = find_case(work.session, work.caller, case_id, for_update=True)
    if body.version is not None and body.version != case.version:
        raise Conflict(f"The case has moved on: it is at version {case.version}, not {body.version}. Look again.")
    action = CaseAction(body.action)
    _check_state(work, case, action)
    if action not in _permitted(work, case):
        raise Forbidden(f"'{action}' is not for you to do on this case.")
    _check_task(work, case, body)
    faults = personal_faults(dict(_texts(body)), "leave it out, or put it in a file")
    if faults:
        raise Invalid("No resident ID belongs in the text of a case.", *faults)
    attach(work, body, case_id=case.id)
    _OPERATIONS[type(body)](work, case, body)
    return case


def _check_state(work: Work, case: Case, action: CaseAction) -> None:
    state, suspended = state_of(work, case), case.suspended_on is not None
    if not takes(state, action, suspended=suspended):
        raise refused(state, action, actions_of(work, case), suspended=suspended)


def actions_of(work: Work, case: Case) -> tuple[CaseAction, ...]:
    """What the caller may do with the case as it stands, and finds something to do it to."""
    return possible(work, case, _permitted(work, case))


def _permitted(work: Work, case: Case) -> tuple[CaseAction, ...]:
    """What is the caller's to do of what the state takes."""
    mine: frozenset[CaseAction] = frozenset()
    caller = work.caller
    if caller.kind is MemberKind.CENTRE:
        mine = frozenset(CaseAction)
    elif caller.kind is MemberKind.UNIT and caller.unit is not None:
        mine = (_UNIT if caller.unit == case.unit else mine) | (_ADDRESSEE if _was_sent(work, case) else mine)
    elif caller.kind is MemberKind.DEPARTMENT and caller.unit is not None:
        mine = _of_department(work, case)
    return tuple(
        action for action in allowed(state_of(work, case), suspended=case.suspended_on is not None) if action in mine
    )


def state_of(work: Work, case: Case) -> CaseState:
    """As it is today."""
    return states_of(work.session, [case], work.today)[case.id]


def _of_department(work: Work, case: Case) -> frozenset[CaseAction]:
    places = [task.unit for task in _own_tasks(work, case)]
    unit = work.caller.unit
    city = bool(places) and work.session.exec(select(is_city(str(unit)))).one()
    found = _DEPARTMENT if unit in places else frozenset()
    return found | (_CITY if city else frozenset()) | (_ADDRESSEE if _was_sent(work, case) else frozenset())


def _own_tasks(work: Work, case: Case) -> list[CaseTask]:
    unit, department = str(work.caller.unit), work.caller.department
    return list(
        work.session.exec(
            select(CaseTask).where(
                CaseTask.case_id == case.id,
                CaseTask.department == department,
                or_(col(CaseTask.unit) == unit, is_city(unit)),
                col(CaseTask.withdrawn_at).is_(None),
            )
        ).all()
    )


def _was_sent(work: Work, case: Case) -> bool:
    body = "/".join(filter(None, (work.caller.unit, work.caller.department)))
    row = work.session.get(CaseAddressee, (case.id, body))
    return row is not None and row.withdrawn_at is None


def _check_task(work: Work, case: Case, body: acts.CaseAct) -> None:
    """A department speaks for its own task only; of a task of another case it learns nothing."""
    if work.caller.kind is not MemberKind.DEPARTMENT or not isinstance(body, acts.Inspect | acts.Urge):
        return
    task = work.session.get(CaseTask, body.task_id)
    if task is not None and task.case_id == case.id and task.department != work.caller.department:
        raise Forbidden("This task is another department's.")


def _texts(value: object, place: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a body, by its JSON pointer."""
    if isinstance(value, BaseModel):
        value = value.model_dump()
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(inner, f"{place}/{key}")
    elif isinstance(value, list | tuple):
        for index, inner in enumerate(value):
            yield from _texts(inner, f"{place}/{index}")


_NOT_RETURNED = "Its removal has not been returned: the recogniser decides first (/v1/exits)."
_WHEN: dict[CaseAction, tuple[Callable[[Work, Case], bool], str]] = {
    CaseAction.RESUME_VERIFICATION: (may_resume, _NOT_RETURNED),
    CaseAction.RESUME_INSPECTION: (may_resume, _NOT_RETURNED),
    CaseAction.CLOSE: (may_close, "The record still stands; its removal closes the case (/v1/exits)."),
    CaseAction.MERGE: (may_merge, "The other case is closed, and goes on no more: return_to_unit verifies this one."),
}
"""Steps that wait for something beside the state, and what is said until then."""


def _step(work: Work, case: Case, body: acts.Step) -> None:
    action = CaseAction(body.action)
    if action in _WHEN and not _WHEN[action][0](work, case):
        raise CaseActionRefused(_WHEN[action][1])
    if action is CaseAction.RETURN_TO_UNIT:
        verification.return_to_unit(work, case, body)
    elif action is CaseAction.RESUME_VERIFICATION:
        verification.resume_verification(work, case, body)
    elif action is CaseAction.RESUME_INSPECTION:
        inspection.resume_inspection(work, case, body)
    else:
        record_move(work, case, action, body)
    if action is CaseAction.MERGE:
        hand_on(work.session, case, work.session.get_one(Case, case.duplicate_of), work.now)
    if action is CaseAction.PROPOSE_REMOVAL:
        request_already_corrected(work, case)


_OPERATIONS: dict[type[acts.Act], Callable[[Work, Case, Any], None]] = {
    acts.Confirm: verification.confirm,
    acts.Find: verification.find,
    acts.Rate: verification.rate,
    acts.Step: _step,
    acts.HandToProvince: routing.hand_to_province,
    acts.SendCopy: routing.send_copy,
    acts.IssueOrder: rectification.issue_order,
    acts.ServeOrder: rectification.serve_order,
    acts.ExtendOrder: rectification.extend_order,
    acts.WithdrawOrder: rectification.withdraw_order,
    acts.ReportRectification: rectification.report_rectification,
    acts.Inspect: inspection.inspect,
    acts.Receive: sides.receive,
    acts.GiveFeedback: sides.give_feedback,
    acts.AssignTask: tasks.assign_task,
    acts.Urge: tasks.urge,
    acts.RecordPenalty: penalties.record_penalty,
    acts.PenaltyStep: penalties.step_penalty,
    acts.Mark: sides.mark,
}
