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
    """Cases of whose referrals the caller may know: its own as a unit; for public security those that were referred or
    that it sees anyhow. The centre's officer is named by the scope, which no credential has unless it is given."""
    caller = work.caller
    if CASES_REFERRALS not in caller.scopes:
        return false()
    if caller.kind is MemberKind.CENTRE:
        return true()
    if caller.kind is MemberKind.UNIT and caller.unit is not None:
        return col(Case.unit) == caller.unit
    public_security = work.catalogue.parameter_or("referral_department", work.today, "")
    if caller.kind is MemberKind.DEPARTMENT and caller.department == public_security and caller.unit is not None:
        referred = select(CaseReferral.id).where(CaseReferral.case_id == Case.id).correlate(Case).exists()
        here = or_(col(Case.unit) == caller.unit, is_city(caller.unit))
        return and_(here, or_(referred, seen_by(caller)))
    return false()
