"""Cases as they leave the service: rows never do. What is derived from dates is derived here, for the day of asking."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, TypeVar

from sqlmodel import Session, SQLModel, col, select

from huixin.types.case import (
    AddresseeView,
    CaseAction,
    CaseDetail,
    CaseEventView,
    CaseState,
    CaseView,
    DeadlineView,
    InspectionView,
    OrderView,
    PenaltyView,
    TaskView,
)
from huixin.types.case_actions import Evidence
from huixin.types.liaison import LiaisonView
from huixin.types.referral import ReferralLine, ReferralView
from models.cases.acting import actions_of
from models.cases.beside import listings_of
from models.cases.closing import states_of
from models.cases.moves import NEXT_STEP
from models.cases.penalties import publication_of
from models.cases.periods import deadline_of, is_overdue
from models.cases.possible import may_merge
from models.cases.tables import (
    Case,
    CaseAddressee,
    CaseEvent,
    CaseInspection,
    CasePenalty,
    CaseReferral,
    CaseTask,
    CaseTaskType,
    RectificationOrder,
)
from models.cases.work import Work, record_of
from models.liaisons import liaison_view, liaisons
from models.listings import Listing
from models.subjects import SubjectVersion
from models.versions import in_force
from rules.catalogue import Catalogue

Row = TypeVar("Row", bound=SQLModel)
_AT_AN_END: dict[str, Any] = {"state": CaseState.CLOSED, "overdue": False, "deadline": None}
"""Also where the day of a removal has come since."""


def case_views(session: Session, catalogue: Catalogue, cases: Sequence[Case], today: date) -> list[CaseView]:
    """In the order given; four queries, whatever their number."""
    ids = [case.id for case in cases]
    orders = {order.case_id: order for order in _orders(session, ids) if order.withdrawn_on is None}
    subjects = _subjects(session, {case.subject_id for case in cases})
    listings = select(Listing.id, Listing.list).where(_among(Listing.id, [case.listing_id for case in cases]))
    lists = dict(session.exec(listings).all())
    states = states_of(session, cases, today)
    return [
        CaseView(
            **_line(catalogue, case, subjects[case.subject_id], lists[case.listing_id], orders.get(case.id), today)
            | (_AT_AN_END if states[case.id] is CaseState.CLOSED else {})
        )
        for case in cases
    ]


def _among(column: object, values: Iterable[str]) -> Any:
    return col(column).in_(list(values))


def _subjects(session: Session, ids: Iterable[str]) -> dict[str, SubjectVersion]:
    statement = select(SubjectVersion).where(_among(SubjectVersion.subject_id, ids), in_force(SubjectVersion, None))
    return {version.subject_id: version for version in session.exec(statement)}


def _orders(session: Session, case_ids: Iterable[str]) -> Sequence[RectificationOrder]:
    return session.exec(
        select(RectificationOrder)
        .where(_among(RectificationOrder.case_id, case_ids))
        .order_by(col(RectificationOrder.issued_on), col(RectificationOrder.id))
    ).all()


def _line(
    catalogue: Catalogue,
    case: Case,
    subject: SubjectVersion,
    list_code: str,
    order: RectificationOrder | None,
    today: date,
) -> dict[str, Any]:
    deadline = deadline_of(catalogue, case, order)
    return {
        "id": case.id,
        "listing_id": case.listing_id,
        "subject_id": case.subject_id,
        "subject_name": subject.name,
        "uscc": subject.uscc,
        "list": list_code,
        "state": CaseState(case.state),
        "unit": case.unit,
        "problem_types": tuple(case.problem_types.split()),
        "overdue": is_overdue(case, order, today),
        "deadline": deadline
        and DeadlineView(what=deadline.what, due=deadline.due, days_left=(deadline.due - today).days),
        "suspended": case.suspended_on is not None,
        "disputed": case.disputed_on is not None,
        "relief": case.relief_on is not None,
        "opened_at": case.opened_at,
        "version": case.version,
    }


def case_detail(work: Work, case: Case) -> CaseDetail:
    """All that the caller may know of a case that it may see. Referrals stand apart."""
    session = work.session
    [view] = case_views(session, work.catalogue, [case], work.today)
    record = record_of(work, case)
    return CaseDetail(
        **view.model_dump(),
        allowed=actions_of(work, case),
        next_step=None if view.state is CaseState.CLOSED else _next_step(work, case),
        result=None if case.result is None else CaseState(case.result),
        routed_by=case.routed_by,
        duplicate_of=case.duplicate_of,
        recognised_as=listings_of(session, case)[1:],
        address=case.address,
        reason=record.reason,
        severity=record.severity,
        source=record.source,
        not_copied=tuple(case.not_copied.split()),
        tasks=_tasks(session, case),
        orders=[_order(order) for order in _orders(session, [case.id])],
        inspections=[_inspection(row) for row in _rows(session, CaseInspection, case, CaseInspection.recorded_at)],
        penalties=[_penalty(work.catalogue, row) for row in _rows(session, CasePenalty, case, CasePenalty.decided_on)],
        addressees=_addressees(work, case),
        history=[_event(row) for row in _rows(session, CaseEvent, case, CaseEvent.number)],
    )


def _rows(session: Session, table: type[Row], case: Case, order: object) -> Sequence[Row]:
    statement = select(table).where(table.case_id == case.id).order_by(col(order))  # type: ignore[attr-defined]
    return session.exec(statement).all()


def _tasks(session: Session, case: Case) -> list[TaskView]:
    """Those that stand."""
    tasks = [row for row in _rows(session, CaseTask, case, CaseTask.created_at) if row.withdrawn_at is None]
    types = session.exec(select(CaseTaskType).where(_among(CaseTaskType.task_id, [task.id for task in tasks]))).all()
    return [
        TaskView(
            id=task.id,
            unit=task.unit,
            department=task.department,
            named=tuple(task.named.split()),
            results={row.problem_type: row.accepted for row in types if row.task_id == task.id},
            urged_at=task.urged_at,
        )
        for task in sorted(tasks, key=lambda task: (task.department is None, task.department or task.named))
    ]


def _order(row: RectificationOrder) -> OrderView:
    return OrderView(**row.model_dump(exclude={"case_id"}))


def _inspection(row: CaseInspection) -> InspectionView:
    return InspectionView(
        task_id=row.task_id,
        on=row.on,
        officers=(row.first_officer, row.second_officer, *row.further_officers),
        results=row.results,
        opinion=row.opinion,
    )


def _penalty(catalogue: Catalogue, row: CasePenalty) -> PenaltyView:
    due = publication_of(catalogue, row)
    return PenaltyView(
        **row.model_dump(exclude={"case_id", "fine_fen", "confiscated_fen"}),
        fine_yuan=_yuan(row.fine_fen),
        confiscated_yuan=_yuan(row.confiscated_fen),
        publish_by=due.publish_by,
        withdraw_by=due.withdraw_by,
        provisional=due.provisional,
    )


def _yuan(fen: int | None) -> str | None:
    return None if fen is None else f"{fen // 100}.{fen % 100:02}"


def _next_step(work: Work, case: Case) -> CaseAction | None:
    """What lies beyond the county alone is routed on, what lies beyond the city handed to the province; a duplicate of
    a case that goes on no more is verified itself."""
    if case.state == CaseState.DUPLICATE and not may_merge(work, case):
        return CaseAction.RETURN_TO_UNIT
    if case.state != CaseState.OUTSIDE_JURISDICTION:
        return NEXT_STEP.get(CaseState(case.state))
    found = work.session.exec(
        select(CaseEvent)
        .where(CaseEvent.case_id == case.id, CaseEvent.action == CaseAction.FIND_OUTSIDE_JURISDICTION)
        .order_by(col(CaseEvent.number).desc())
    ).first()
    within = found is not None and found.data.get("level") == "county"
    return CaseAction.ROUTE if within else CaseAction.HAND_TO_PROVINCE


def _addressees(work: Work, case: Case) -> list[AddresseeView]:
    """Each with the liaison persons of today."""
    rows = _rows(work.session, CaseAddressee, case, CaseAddressee.body)
    persons: dict[str, list[LiaisonView]] = {}
    for person in liaisons(work.session, bodies=[row.body for row in rows], day=work.today):
        persons.setdefault(person.body, []).append(liaison_view(person))
    unshown = {"case_id", "unit", "department"}
    return [AddresseeView(**row.model_dump(exclude=unshown), liaisons=persons.get(row.body, [])) for row in rows]


def _event(row: CaseEvent) -> CaseEventView:
    return CaseEventView(
        number=row.number,
        at=row.at,
        by=row.by,
        action=CaseAction(row.action),
        from_state=None if row.from_state is None else CaseState(row.from_state),
        to_state=CaseState(row.to_state),
        basis=row.basis,
        document_number=row.document_number,
        data=row.data,
    )


def referral_lines(session: Session, rows: Sequence[CaseReferral]) -> list[ReferralLine]:
    """Each with its merchant, in the order given."""
    cases = {case.id: case for case in session.exec(select(Case).where(_among(Case.id, [row.case_id for row in rows])))}
    subjects = _subjects(session, {case.subject_id for case in cases.values()})
    lines = []
    for row in rows:
        case = cases[row.case_id]
        subject = subjects[case.subject_id]
        about = {"case_id": case.id, "unit": row.unit, "subject_name": subject.name, "uscc": subject.uscc}
        lines.append(ReferralLine(**referral_view(row).model_dump(), **about))
    return lines


def referral_view(row: CaseReferral) -> ReferralView:
    return ReferralView(
        id=row.id,
        number=row.number,
        referred_on=row.referred_on,
        to=row.referred_to,
        facts=row.facts,
        evidence=tuple(Evidence.model_validate(item) for item in row.evidence),
        accepted_on=row.accepted_on,
        decision=row.decision,
        decided_on=row.decided_on,
        returned_on=row.returned_on,
    )
