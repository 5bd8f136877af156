"""Tasks of local departments: whose a task is where nobody is known, and the city's urging (督办)."""

from sqlmodel import col, select

from huixin.types.case import CaseAction
from huixin.types.case_actions import AssignTask, Urge
from models.cases.tables import Case, CaseTask, CaseTaskType
from models.cases.work import Work, record_move, wrong
from models.errors import Conflict
from rules.departments import department_on


def find_task(work: Work, case: Case, task_id: str) -> CaseTask:
    """A task of the case that has not been withdrawn. Raises Invalid."""
    task = work.session.get(CaseTask, task_id)
    if task is None or task.case_id != case.id or task.withdrawn_at is not None:
        raise wrong("/task_id", "unknown_task", f"The case has no task {task_id}.")
    return task


def assign_task(work: Work, case: Case, act: AssignTask) -> None:
    """A person says who answers today for what the document gave to a body of its time.

    Where that department has a task in the case already, the types go over to it: one body, one task.
    """
    task = find_task(work, case, act.task_id)
    if task.department is not None:
        raise Conflict(f"The task is for {task.department} already.")
    if department_on(work.catalogue, act.department, work.today) != act.department:
        raise wrong("/department", "unknown_department", f"There is no department {act.department} today.")
    record_move(work, case, CaseAction.ASSIGN_TASK, act, {"task_id": task.id, "department": act.department})
    other = work.session.exec(
        select(CaseTask).where(
            CaseTask.case_id == case.id,
            CaseTask.department == act.department,
            col(CaseTask.withdrawn_at).is_(None),
        )
    ).first()
    if other is None:
        task.department = act.department
    else:
        _merge(work, task, other)
    work.session.flush()


def _merge(work: Work, task: CaseTask, other: CaseTask) -> None:
    held = set(work.session.exec(select(CaseTaskType.problem_type).where(CaseTaskType.task_id == other.id)))
    for row in work.session.exec(select(CaseTaskType).where(CaseTaskType.task_id == task.id)):
        if row.problem_type not in held:
            work.session.add(CaseTaskType(task_id=other.id, problem_type=row.problem_type))
    other.named = " ".join(sorted({*other.named.split(), *task.named.split()}))
    task.withdrawn_at = work.now


def urge(work: Work, case: Case, act: Urge) -> None:
    task = find_task(work, case, act.task_id)
    if task.department is None:
        raise Conflict("Nobody is known to be responsible for this task yet; assign it first.")
    record_move(work, case, CaseAction.URGE, act, {"task_id": task.id, "department": task.department})
    task.urged_at = work.now
    work.session.flush()
