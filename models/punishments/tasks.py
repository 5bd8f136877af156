"""Tasks of departments: whose they are, what is said of them, who urges and who assigns."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, true
from sqlmodel import col, select

from huixin.core.vocabulary import MemberKind
from huixin.types.task import (
    TaskAct,
    TaskAssigned,
    TaskDone,
    TaskLifted,
    TaskNotApplicable,
    TaskUrged,
)
from models.caller import Caller
from models.cases.seen import SEES_ALL, is_city
from models.errors import Conflict, Forbidden, NotFound
from models.listings import records_by_id
from models.plans.addressing import Basis, addressing_on, is_bound
from models.punishments.addressees import eyes_as
from models.punishments.gaps import BECAUSE
from models.punishments.opening import record_event
from models.punishments.states import done_on, has_ended, may_be_lifted
from models.punishments.tables import PunishmentTask
from models.punishments.work import Work, began_on, check_body, refuse_before, wrong
from rules.departments import department_on


def seen_by(caller: Caller) -> ColumnElement[bool]:
    """The centre and auditors see all; a unit those of its departments; a department its own, a city's department
    also those of its kind in every unit."""
    if caller.kind in SEES_ALL:
        return true()
    if caller.kind is MemberKind.UNIT and caller.unit is not None:
        return col(PunishmentTask.unit) == caller.unit
    if caller.kind is MemberKind.DEPARTMENT and caller.unit is not None and caller.department is not None:
        place = or_(col(PunishmentTask.unit) == caller.unit, is_city(caller.unit))
        return and_(col(PunishmentTask.department) == caller.department, place)
    return false()


def find_task(work: Work, task_id: str, *, for_update: bool = False) -> PunishmentTask:
    """Raises NotFound for one that the caller may not see, too."""
    statement = select(PunishmentTask).where(PunishmentTask.id == task_id, seen_by(work.caller))
    found = work.session.exec(statement.with_for_update() if for_update else statement).first()
    if found is None:
        raise NotFound(f"There is no task {task_id}.")
    return found


def act_on_task(work: Work, task_id: str, act: TaskAct) -> PunishmentTask:
    """Raises NotFound, Forbidden for what is not the caller's to do, Conflict where the state does not take it."""
    task = find_task(work, task_id, for_update=True)
    check_body(work, act)
    if not _may(work, task, act):
        raise Forbidden(f"'{act.action}' is not for you to do on this task.")
    _OPERATIONS[type(act)](work, task, act)
    work.session.flush()
    record_event(work.session, task, work.now, work.caller, act.action, act.model_dump(mode="json", exclude_none=True))
    return task


def _may(work: Work, task: PunishmentTask, act: TaskAct) -> bool:
    """A department answers for itself, the centre enters what comes on paper; the city urges; the centre assigns."""
    kind, own = work.caller.kind, work.caller.unit == task.unit
    if isinstance(act, TaskAssigned):
        return kind is MemberKind.CENTRE
    if isinstance(act, TaskUrged):
        city = kind is MemberKind.DEPARTMENT and work.session.exec(select(is_city(str(work.caller.unit)))).one()
        return kind is MemberKind.CENTRE or city
    return kind is MemberKind.CENTRE or (kind in (MemberKind.DEPARTMENT, MemberKind.UNIT) and own)


def gone(work: Work, tasks: Sequence[PunishmentTask]) -> set[str]:
    """Ids of those that nothing supports any more. A record that has ended has ended before any job has looked."""
    eyes = eyes_as(work.session, None, MemberKind.DEPARTMENT, work.catalogue, work.today)
    records = records_by_id(work.session, {task.listing_id for task in tasks})
    seen = {listing_id for listing_id, record in records.items() if eyes.see(record)}
    return {task.id for task in tasks if has_ended(task, work.today) or task.listing_id not in seen}


def _done(work: Work, task: PunishmentTask, act: TaskDone) -> None:
    if gone(work, [task]):
        raise Conflict("Nothing supports this task any more: lift what was done, or say that it did not apply.")
    refuse_before(began_on(work, task), "/on", act.on)
    task.answer, task.answered, task.lifted_on = "done", _body(act), None


def _not_applicable(work: Work, task: PunishmentTask, act: TaskNotApplicable) -> None:
    if task.answer == "done":
        raise Conflict("The task has been done.")
    refuse_before(began_on(work, task), "/on", act.on)
    task.answer, task.answered, task.lifted_on = "not_applicable", _body(act), None


def _lift(work: Work, task: PunishmentTask, act: TaskLifted) -> None:
    if not may_be_lifted(task, ended=bool(gone(work, [task]))):
        raise Conflict("There is nothing to lift.")
    refuse_before(done_on(task), "/on", act.on)
    task.lifted_on = act.on


def _urge(work: Work, task: PunishmentTask, _: TaskUrged) -> None:
    if task.department is None or task.unit is None:
        raise Conflict("Nobody is known to be responsible for this task yet; assign it first.")
    task.urged_at = work.now


def _assign(work: Work, task: PunishmentTask, act: TaskAssigned) -> None:
    if task.unit is not None and task.department is not None:
        raise Conflict(f"The task is for {task.unit}/{task.department} already.")
    if act.unit not in work.catalogue.units:
        raise wrong("/unit", "unknown_unit", f"There is no unit {act.unit}.")
    if department_on(work.catalogue, act.department, work.today) != act.department:
        raise wrong("/department", "unknown_department", f"There is no department {act.department} today.")
    if is_bound(work.catalogue, task.measure):
        addressing = addressing_on(work.session, work.catalogue, work.today)
        basis = addressing.basis(task.measure, act.department, task.problem_types.split())
        if not isinstance(basis, Basis):
            raise wrong("/department", basis, BECAUSE[basis].en)
        task.plan_id, task.law = basis.plan_id, basis.law
    task.unit, task.department = act.unit, act.department


def _body(act: TaskAct) -> dict[str, Any]:
    return act.model_dump(mode="json", exclude={"action"}, exclude_none=True)


_OPERATIONS: dict[type[TaskAct], Callable[[Work, PunishmentTask, Any], None]] = {
    TaskDone: _done,
    TaskNotApplicable: _not_applicable,
    TaskLifted: _lift,
    TaskUrged: _urge,
    TaskAssigned: _assign,
}
