"""Whose cases are whose: part of every query. What a caller may not see is as if it were not there."""

from sqlalchemy import ColumnElement, and_, false, or_, true
from sqlmodel import Session, col, select

from huixin.core.vocabulary import MemberKind
from models.caller import Caller
from models.cases.tables import Case, CaseAddressee, CaseReferral, CaseTask
from models.cases.work import Work
from models.errors import NotFound
from models.reference import Unit
from models.scopes import CASES_REFERRALS

SEES_ALL = frozenset({MemberKind.CENTRE, MemberKind.AUDITOR})


def seen_by(caller: Caller) -> ColumnElement[bool]:
    """The centre and auditors see all; a unit its own and those it was sent; a department those in which it has a
    task or was sent, a city's department also the tasks of its kind in every unit; nobody else any."""
    if caller.kind in SEES_ALL:
        return true()
    if caller.kind is MemberKind.UNIT and caller.unit is not None:
        return or_(col(Case.unit) == caller.unit, _was_sent(caller.unit, None))
    if caller.kind is MemberKind.DEPARTMENT and caller.unit is not None and caller.department is not None:
        return or_(_has_task(caller.unit, caller.department), _was_sent(caller.unit, caller.department))
    return false()


def _was_sent(unit: str, department: str | None) -> ColumnElement[bool]:
    return (
        select(CaseAddressee.case_id)
        .where(
            CaseAddressee.case_id == Case.id,
            CaseAddressee.unit == unit,
            col(CaseAddressee.department).is_not_distinct_from(department),
            col(CaseAddressee.withdrawn_at).is_(None),
        )
        .exists()
    )


def _has_task(unit: str, department: str) -> ColumnElement[bool]:
    return (
        select(CaseTask.id)
        .where(
            CaseTask.case_id == Case.id,
            CaseTask.department == department,
            or_(col(CaseTask.unit) == unit, is_city(unit)),
            col(CaseTask.withdrawn_at).is_(None),
        )
        .exists()
    )


def is_city(unit: str) -> ColumnElement[bool]:
    """Whether the unit of this code is the city."""
    return select(Unit.code).where(Unit.code == unit, Unit.kind == "city").exists()


def find_case(session: Session, caller: Caller, case_id: str, *, for_update: bool = False) -> Case:
    """Raises NotFound for one that the caller may not see, too."""
    statement = select(Case).where(Case.id == case_id, seen_by(caller))
    found = session.exec(statement.with_for_update() if for_update else statement).first()
    if found is None:
        raise NotFound(f"There is no case {case_id}.")
    return found


def referrals_seen_by(work: Work) -> ColumnElement[bool]:
    """Referrals of which the caller may know, in a query that has their cases too: a unit those of its own cases;
    public security those that went to it, whoever has the case since. The centre's officer is named by the scope, which
    no credential has unless it is given."""
    return _went_to(work) if _is_police(work) else _its_own(work)


def refers(work: Work) -> ColumnElement[bool]:
    """Cases whose referrals the caller may ask for, though there be none: for public security also those that it sees
    anyhow."""
    if not _is_police(work):
        return _its_own(work)
    to_it = select(CaseReferral.id).where(CaseReferral.case_id == Case.id, _went_to(work)).correlate(Case).exists()
    there = and_(is_at_its_place(work), seen_by(work.caller)) if CASES_REFERRALS in work.caller.scopes else false()
    return or_(to_it, there)


def is_at_its_place(work: Work) -> ColumnElement[bool]:
    """Whether the case is with the unit that the caller belongs to, or the caller is of the city."""
    unit = str(work.caller.unit)
    return or_(col(Case.unit) == unit, is_city(unit))


def _is_police(work: Work) -> bool:
    caller = work.caller
    own = caller.department is not None and caller.unit is not None and caller.kind is MemberKind.DEPARTMENT
    return own and caller.department == work.catalogue.parameter_or("referral_department", work.today, "")


def _went_to(work: Work) -> ColumnElement[bool]:
    unit = str(work.caller.unit)
    return or_(col(CaseReferral.unit) == unit, is_city(unit)) if CASES_REFERRALS in work.caller.scopes else false()


def _its_own(work: Work) -> ColumnElement[bool]:
    caller = work.caller
    if CASES_REFERRALS not in caller.scopes:
        return false()
    if caller.kind is MemberKind.CENTRE:
        return true()
    return col(Case.unit) == caller.unit if caller.kind is MemberKind.UNIT and caller.unit is not None else false()
