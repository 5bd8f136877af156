"""Duties: the tasks that the plan gives out, and what each body says it did in each period. What is due is derived."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sqlalchemy import CheckConstraint, ColumnElement, Index, false, or_, true
from sqlmodel import Field, col, select
from sqlmodel.sql.expression import SelectOfScalar

from huixin.core.vocabulary import MemberKind
from huixin.core.windows import day_of, start_of
from huixin.types.duty import DutyReportRequest, DutyReportView, DutyState, DutyView
from models.base import Instant, MainTable, new_id
from models.caller import Caller
from models.cases.seen import SEES_ALL
from models.cases.work import Work, refuse_future, wrong
from models.errors import Conflict, Forbidden, NotFound
from models.personal import refuse_personal
from rules.bodies import Duty
from rules.catalogue import Catalogue
from rules.duties import Assigned, Period, assigned_on, is_asked, period_before, period_of

REPORT_DAYS = "duty_report_days"


class DutyReport(MainTable, table=True):
    """What one body did; `period_from` is the first day of the period in which that lies."""

    __tablename__ = "duty_report"
    __table_args__ = (
        CheckConstraint('"on" >= period_from', name="inside_period"),
        CheckConstraint("withdrawn_at IS NULL OR withdrawn_at >= created_at", name="withdrawn_after"),
        Index("ix_duty_report_duty_body", "duty", "body", "period_from"),
    )
    id: str = Field(primary_key=True, max_length=40)
    duty: str = Field(max_length=64)
    body: str = Field(max_length=130)
    period_from: date
    on: date
    note: str
    document_number: str | None = Field(default=None, max_length=300)
    member_id: str | None = Field(default=None, foreign_key="member.id", max_length=40)
    """Null for the command line."""
    by: str = Field(max_length=300)
    created_at: datetime = Field(sa_type=Instant)
    withdrawn_at: datetime | None = Field(default=None, sa_type=Instant)


def duties(work: Work, on: date, as_of: date | None = None) -> list[DutyView]:
    """The caller's part of the table: of each duty the period of that day and the one before it, the older first; as of
    now, or as it was known at the end of a day."""
    day = min(as_of or work.today, work.today)
    reports = _standing(work, day)
    return [
        _view(work.catalogue, day, assigned, period, reports.get((assigned.duty.duty, assigned.body, period.first), []))
        for duty in work.catalogue.duties.values()
        for period in _shown(duty, on)
        for assigned in assigned_on(work.catalogue, duty, min(period.last, on))
        if is_its_own(work.caller, assigned.body, reading=True)
    ]


def _shown(duty: Duty, on: date) -> Iterator[Period]:
    now = period_of(duty.every, on)
    for period in (period_before(duty.every, now), now):
        if period is not None and is_asked(duty, period):
            yield period


def _standing(work: Work, day: date) -> dict[tuple[str, str, date], list[DutyReport]]:
    """What counted at the end of the day."""
    found: dict[tuple[str, str, date], list[DutyReport]] = {}
    end, withdrawn = start_of(day + timedelta(days=1)), col(DutyReport.withdrawn_at)
    counting = select(DutyReport).where(
        _seen_by(work.caller), col(DutyReport.created_at) < end, or_(withdrawn.is_(None), withdrawn >= end)
    )
    for row in work.session.exec(counting.order_by(col(DutyReport.created_at), col(DutyReport.id))):
        found.setdefault((row.duty, row.body, row.period_from), []).append(row)
    return found


def _view(catalogue: Catalogue, day: date, assigned: Assigned, period: Period, reports: list[DutyReport]) -> DutyView:
    duty, due = assigned.duty, None
    if assigned.role == "lead":
        due = due_of(catalogue, period)
    return DutyView(
        duty=duty.duty,
        title=duty.title,
        ground=duty.ground,
        role=assigned.role,
        body=assigned.body,
        body_known=assigned.known,
        every=duty.every,
        period_from=period.first,
        period_to=period.last,
        due=due,
        state=state_of(due, [day_of(row.created_at) for row in reports], day),
        reports=[report_view(row) for row in reports],
    )


def due_of(catalogue: Catalogue, period: Period) -> date:
    """The last day on which what was done in a period is reported in time."""
    return period.last + timedelta(days=catalogue.number(REPORT_DAYS, period.last, 0))


def state_of(due: date | None, reported: list[date], today: date) -> DutyState:
    """What the days say: of the reports the first counts."""
    if reported:
        return DutyState.LATE if due is not None and min(reported) > due else DutyState.DONE
    return DutyState.OVERDUE if due is not None and today > due else DutyState.OPEN


def is_its_own(caller: Caller, body: str, *, reading: bool = False) -> bool:
    """The centre's and auditors' are all, but auditors only read; a unit's its own and its departments'."""
    if caller.kind in SEES_ALL:
        return reading or caller.kind is MemberKind.CENTRE
    if caller.kind is MemberKind.UNIT and caller.unit is not None:
        return body == caller.unit or body.startswith(f"{caller.unit}/")
    return caller.kind is MemberKind.DEPARTMENT and body == caller.body


def _seen_by(caller: Caller) -> ColumnElement[bool]:
    """The same as a condition on reports."""
    body = col(DutyReport.body)
    if caller.kind in SEES_ALL:
        return true()
    if caller.kind is MemberKind.UNIT and caller.unit is not None:
        return or_(body == caller.unit, body.startswith(f"{caller.unit}/", autoescape=True))
    return body == caller.body if caller.kind is MemberKind.DEPARTMENT and caller.body is not None else false()


def reports_of(caller: Caller, *, duty: str | None = None, body: str | None = None) -> SelectOfScalar[DutyReport]:
    """What the caller sees of them, withdrawn ones too."""
    found = select(DutyReport).where(_seen_by(caller))
    if duty is not None:
        found = found.where(DutyReport.duty == duty)
    return found if body is None else found.where(DutyReport.body == body)


def enter_report(work: Work, said: DutyReportRequest) -> DutyReport:
    """Raises Forbidden for another's body, Invalid for one that has no part in the duty on that day, Conflict."""
    refuse_personal(said)
    refuse_future(work, "/on", said.on)
    duty = work.catalogue.duties.get(said.duty)
    if duty is None:
        known = ", ".join(sorted(work.catalogue.duties))
        raise wrong("/duty", "unknown_duty", f"There is no duty {said.duty}; the duties are {known}.")
    body = said.body or work.caller.body or work.caller.unit
    if body is None:
        raise wrong("/body", "no_body", "Say whose report it is: `unit` or `unit/department`.")
    if not is_its_own(work.caller, body):
        raise Forbidden(f"What {body} did is for itself to say, or for the centre.", zh="只能填报本单位的完成情况。")
    period = period_of(duty.every, said.on)
    _refuse_without_part(work, duty, body, period)
    row = DutyReport(
        id=new_id("dur"),
        duty=duty.duty,
        body=body,
        period_from=period.first,
        on=said.on,
        note=said.note,
        document_number=said.document_number,
        member_id=work.caller.member_id or None,
        by=work.caller.name,
        created_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    return row


def _refuse_without_part(work: Work, duty: Duty, body: str, period: Period) -> None:
    if not is_asked(duty, period):
        raise wrong("/on", "outside_the_plan", f"The plan did not hold from {period.first} to {period.last}.")
    day = min(period.last, work.today)
    bodies = [assigned.body for assigned in assigned_on(work.catalogue, duty, day)]
    if body not in bodies:
        raise wrong("/body", "no_part", f"{body} has no part in {duty.duty}; who has: {', '.join(bodies)}.")


def withdraw_report(work: Work, report_id: str) -> DutyReport:
    """It no longer counts, and stays readable. Raises NotFound, Forbidden, Conflict."""
    found = select(DutyReport).where(DutyReport.id == report_id, _seen_by(work.caller)).with_for_update()
    row = work.session.exec(found).first()
    if row is None:
        raise NotFound(f"There is no report {report_id}.")
    if not is_its_own(work.caller, row.body):
        raise Forbidden("Only who reported it, or the centre, takes it back.", zh="只能由填报单位或信用中心撤回。")
    if row.withdrawn_at is not None:
        raise Conflict(f"It was withdrawn on {day_of(row.withdrawn_at)}.")
    row.withdrawn_at = work.now
    work.session.flush()
    return row


def report_view(row: DutyReport) -> DutyReportView:
    return DutyReportView.model_validate(row.model_dump())
