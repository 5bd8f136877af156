"""The documents of a case, each as it stands: from its events, its order and its inspections."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from sqlmodel import select

from huixin.core.vocabulary import MemberKind
from huixin.core.windows import day_of
from huixin.types.case import CaseAction, CaseDetail, CaseEventView, CaseState, InspectionView, OrderView
from huixin.types.document import CaseDocument, PrintableView
from models.cases.ledger import STATES
from models.cases.moves import RESULTS
from models.cases.tables import Case, CaseEvent, CaseReferral, CaseTask, CaseTaskType
from models.cases.views import case_detail
from models.cases.work import Work
from models.errors import NotFound
from models.members import Member
from models.printing import Known, filled, numbered, printed
from models.recognitions.bodies import body_name
from rules.catalogue import Catalogue


class Content(NamedTuple):
    """Number and day of a document, and what it says beyond what all documents of the case say."""

    number: str | None
    day: date | None
    further: Known


@dataclass(frozen=True, slots=True)
class _Told:
    work: Work
    case: Case
    detail: CaseDetail

    def last(self, *actions: CaseAction) -> CaseEventView | None:
        """The newest event of these."""
        return next((event for event in reversed(self.detail.history) if event.action in actions), None)

    def made(self, *actions: CaseAction) -> CaseEventView:
        event = self.last(*actions)
        if event is None:
            raise _missing()
        return event

    def order(self) -> OrderView:
        """The order that stands, else the one withdrawn last."""
        orders = self.detail.orders
        if not orders:
            raise _missing()
        return next((order for order in orders if order.withdrawn_on is None), orders[-1])


def _missing() -> NotFound:
    return NotFound("There is no such document of this case yet.")


def document_of(work: Work, case: Case, which: CaseDocument) -> PrintableView:
    """Of a case that the caller sees. NotFound for a document that has not been made."""
    told = _Told(work, case, case_detail(work, case))
    number, day, further = _CONTENTS[which](told)
    return printed(work.catalogue, which, number, day, {**_about(told), **further})


def documents_of(work: Work, case: Case) -> list[CaseDocument]:
    """Those of a case that the caller sees which have been made, or are there to take along."""
    told = _Told(work, case, case_detail(work, case))
    return [which for which, content in _CONTENTS.items() if _is_there(content, told)]


def _is_there(content: Callable[[_Told], Content], told: _Told) -> bool:
    try:
        content(told)
    except NotFound:
        return False
    return True


def referral_letter(work: Work, case: Case, row: CaseReferral) -> PrintableView:
    """移送书, for those who may know of the referral."""
    further: Known = {
        "to": row.referred_to,
        "facts": row.facts,
        "evidence": numbered(str(item["description"]) for item in row.evidence),
    }
    told = _Told(work, case, case_detail(work, case))
    about = {**_about(told), **_unit(work.catalogue, row.unit)}
    return printed(work.catalogue, "referral_letter", row.number, row.referred_on, {**about, **further})


def _unit(catalogue: Catalogue, code: str | None) -> Known:
    unit = None if code is None else catalogue.units[code]
    return {
        "unit": None if unit is None else unit.title.zh,
        "unit_body": None if unit is None else (unit.body or unit.title).zh,
    }


def _about(told: _Told) -> Known:
    detail, catalogue = told.detail, told.work.catalogue
    return {
        "merchant": detail.subject_name,
        "uscc": detail.uscc,
        "list": catalogue.list_title(detail.list).zh,
        "address": detail.address,
        "reason": detail.reason,
        "problem_types": _types(told, detail.problem_types),
        **_unit(catalogue, detail.unit),
        "centre_body": str(catalogue.parameter_or("centre_body", told.work.today, "")),
    }


def _types(told: _Told, codes: tuple[str, ...]) -> str | None:
    return "、".join(told.work.catalogue.problem_types[code].title.zh for code in codes) or None


def _assignment(told: _Told) -> Content:
    event = told.made(CaseAction.OPEN, CaseAction.ROUTE)
    if told.case.unit is None:
        raise _missing()
    sent_on = day_of(event.at)
    days = told.work.days("case_verification_days", sent_on)
    further: Known = {"sent_on": sent_on, "verify_by": sent_on + timedelta(days=days), "basis": event.basis}
    return Content(event.document_number, sent_on, further)


def _verification_record(told: _Told) -> Content:
    """While the unit verifies, an empty one to take along."""
    if told.case.state == CaseState.VERIFYING:
        return Content(None, None, dict.fromkeys(("found_on", "result", "evidence", "basis")))
    event = told.made(*RESULTS)
    further: Known = {
        "found_on": day_of(event.at),
        "result": STATES[event.to_state],
        "evidence": numbered(item["description"] for item in event.data["evidence"]),
        "basis": event.basis,
    }
    return Content(event.document_number, day_of(event.at), further)


def _of_order(order: OrderView) -> Known:
    return {"order_number": order.number, "due": order.due}


def _rectification_order(told: _Told) -> Content:
    """As it was issued: with the day that it names itself, else with the period that runs from its service."""
    order, work = told.order(), told.work
    further: Known = {
        **_of_order(order),
        "due": order.ordered_due,
        "requirements": order.requirements,
        "months": work.days("rectification_months", order.issued_on),
        "review_days": work.days("review_days", order.issued_on),
        "litigation_months": work.days("litigation_months", order.issued_on),
    }
    return Content(order.number, order.issued_on, further)


def _service_receipt(told: _Told) -> Content:
    order = told.order()
    mode = None if order.mode is None else told.work.catalogue.texts[f"mode_{order.mode}"].says.zh
    further: Known = {**_of_order(order), "mode": mode, "served_on": order.served_on, "proof": order.proof}
    return Content(order.number, order.served_on, further)


def _extension_notice(told: _Told) -> Content:
    event = told.made(CaseAction.EXTEND_ORDER)
    due = date.fromisoformat(event.data["due"])
    earlier = date.fromisoformat(event.data["from_due"])
    further: Known = {"order_number": told.order().number, "due": due, "from_due": earlier, "basis": event.basis}
    return Content(event.document_number, day_of(event.at), further)


def _withdrawal_notice(told: _Told) -> Content:
    event = told.made(CaseAction.WITHDRAW_ORDER)
    order = next(order for order in told.detail.orders if order.number == event.data["number"])
    further: Known = {**_of_order(order), "withdrawn_on": order.withdrawn_on, "basis": event.basis}
    return Content(event.document_number, order.withdrawn_on, further)


def _inspection_record(told: _Told) -> Content:
    """Once the merchant has reported; before the first inspection an empty one to take along."""
    order = told.order()
    if order.reported_on is None:
        raise _missing()
    event = told.last(CaseAction.INSPECT)
    number = None if event is None else event.document_number
    return Content(number, None, {**_of_order(order), "reported_on": order.reported_on, "inspections": _seen(told)})


def _inspection_result(told: _Told) -> Content:
    event = told.last(CaseAction.ACCEPT, CaseAction.REJECT, CaseAction.REPORT_RECTIFICATION, CaseAction.WITHDRAW_ORDER)
    if event is None or event.action not in (CaseAction.ACCEPT, CaseAction.REJECT):
        raise _missing()
    order = told.order()
    found = [(code, accepted) for task in told.detail.tasks for code, accepted in task.results.items()]
    rejected = tuple(sorted({code for code, accepted in found if not accepted}))
    accepted = tuple(sorted({code for code, _ in found} - set(rejected)))
    further: Known = {
        **_of_order(order),
        "reported_on": order.reported_on,
        "inspections": _seen(told),
        "accepted": _types(told, accepted),
        "rejected": _types(told, rejected),
    }
    return Content(told.made(CaseAction.INSPECT).document_number, day_of(event.at), further)


def _seen(told: _Told) -> str | None:
    """What each department found last, as far as it stands: what it rejected is open again once reported anew."""
    newest: dict[str, InspectionView] = {row.task_id: row for row in told.detail.inspections}
    standing = {task.id: task for task in told.detail.tasks}
    return numbered(
        _inspection(told, row)
        for row in newest.values()
        if row.task_id in standing and any(standing[row.task_id].results[code] is not None for code in row.results)
    )


def _inspection(told: _Told, row: InspectionView) -> str:
    catalogue = told.work.catalogue
    task = told.work.session.get_one(CaseTask, row.task_id)
    words = {True: catalogue.texts["accepted"].says.zh, False: catalogue.texts["rejected"].says.zh}
    found = "；".join(
        f"{catalogue.problem_types[code].title.zh}：{words[result]}" for code, result in row.results.items()
    )
    known: Known = {
        "body": body_name(catalogue, task.unit, str(task.department)),
        "on": row.on,
        "officers": "、".join(row.officers),
        "results": f"{found}。{row.opinion or ''}",
    }
    return filled(catalogue.texts["inspection"].says.zh, known)


def _urging_letter(told: _Told) -> Content:
    event, work = told.made(CaseAction.URGE), told.work
    task = work.session.get_one(CaseTask, event.data["task_id"])
    types = work.session.exec(select(CaseTaskType.problem_type).where(CaseTaskType.task_id == task.id)).all()
    further: Known = {
        "problem_types": _types(told, tuple(sorted(types))),
        "urged_by": _urged_by(told, event.number),
        "body": body_name(work.catalogue, task.unit, event.data["department"]),
        "basis": event.basis,
    }
    return Content(event.document_number, day_of(event.at), further)


def _urged_by(told: _Told, number: int) -> str:
    """The city's department of the same kind, or the body in charge of the centre."""
    work = told.work
    row = work.session.get_one(CaseEvent, (told.case.id, number))
    member = None if row.member_id is None else work.session.get_one(Member, row.member_id)
    if member is not None and member.kind == MemberKind.DEPARTMENT and member.unit and member.department:
        return body_name(work.catalogue, member.unit, member.department)
    return str(work.catalogue.parameter_or("centre_body", work.today, ""))


def _transfer_letter(told: _Told) -> Content:
    event, work = told.made(CaseAction.HAND_TO_PROVINCE), told.work
    province = str(work.catalogue.parameter_or("province_body", work.today, ""))
    further: Known = {"province_body": province, "to": event.data["to"], "basis": event.basis}
    return Content(event.document_number, day_of(event.at), further)


_CONTENTS: dict[CaseDocument, Callable[[_Told], Content]] = {
    "assignment": _assignment,
    "verification_record": _verification_record,
    "rectification_order": _rectification_order,
    "service_receipt": _service_receipt,
    "extension_notice": _extension_notice,
    "withdrawal_notice": _withdrawal_notice,
    "inspection_record": _inspection_record,
    "inspection_result": _inspection_result,
    "urging_letter": _urging_letter,
    "transfer_letter": _transfer_letter,
}
