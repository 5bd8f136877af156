"""What a merchant has to do about an order to rectify, to whom and by when; and its own report of having done so."""

from dataclasses import replace
from datetime import date

from sqlmodel import Session, col, select

from huixin.core.vocabulary import MemberKind
from huixin.types.appeal import MerchantOrder, RectificationReport
from huixin.types.base import Label
from huixin.types.case import CaseAction, CaseState
from huixin.types.case_actions import ReportRectification
from models.cases.closing import states_of
from models.cases.moves import allowed
from models.cases.periods import is_overdue
from models.cases.rectification import report_rectification
from models.cases.tables import Case, RectificationOrder
from models.cases.work import Work
from models.errors import Conflict, Forbidden, NotFound
from models.evidence import attach
from models.exits.reach import named_record, speaks_for
from models.personal import refuse_personal
from models.rights.repair_texts import contact_phone
from models.subjects import subject_of
from rules.catalogue import Catalogue

_SAYS = {
    CaseState.INCOMPLETE: "merchant_incomplete",
    CaseState.RECTIFIED: "merchant_rectified",
    CaseState.CLOSED: "merchant_closed",
}


def order_on(session: Session, catalogue: Catalogue, listing_id: str, today: date) -> MerchantOrder | None:
    """The order that has been served on the merchant of a record; None before, and where it was withdrawn."""
    found = _served(session, listing_id)
    if found is None:
        return None
    case, order = found
    state = states_of(session, [case], today)[case.id]
    office = _office(catalogue, case)
    phone, phone_of = _phone(catalogue, case, office, today)
    suspended = case.suspended_on is not None
    return MerchantOrder(
        number=order.number,
        requirements=order.requirements,
        issued_on=order.issued_on,
        served_on=order.served_on,
        due=order.due,
        overdue=is_overdue(case, order, today),
        suspended=suspended,
        reported_on=order.reported_on,
        state=state,
        may_report=CaseAction.REPORT_RECTIFICATION in allowed(state, suspended=suspended),
        what_to_do=_said(
            catalogue,
            _text_of(case, order, state, today),
            number=Label(zh=order.number, en=order.number),
            due=_day(order.due),
            reported_on=_day(order.reported_on),
            office=office,
            phone=Label(zh=phone, en=phone),
        ),
        how_to_end=_said(catalogue, "merchant_how_to_end", office=office),
        report_to=office,
        phone=phone,
        phone_of=phone_of,
    )


def _served(session: Session, listing_id: str, *, for_update: bool = False) -> tuple[Case, RectificationOrder] | None:
    statement = (
        select(Case, RectificationOrder)
        .join(RectificationOrder, col(RectificationOrder.case_id) == col(Case.id))
        .where(
            Case.listing_id == listing_id,
            col(RectificationOrder.withdrawn_on).is_(None),
            col(RectificationOrder.served_on).is_not(None),
        )
    )
    return session.exec(statement.with_for_update() if for_update else statement).first()


def _text_of(case: Case, order: RectificationOrder, state: CaseState, today: date) -> str:
    if state is not CaseState.CLOSED and case.suspended_on is not None:
        return "merchant_suspended"
    late = is_overdue(case, order, today)
    if state is CaseState.REPORTED:
        return "merchant_reported_late" if late else "merchant_reported"
    return _SAYS.get(state, "merchant_overdue" if late else "merchant_rectifying")


def _office(catalogue: Catalogue, case: Case) -> Label:
    """The unit that handles the case; what was served stands with one."""
    unit = catalogue.units[str(case.unit)]
    return unit.body or unit.title


def _phone(catalogue: Catalogue, case: Case, office: Label, day: date) -> tuple[str, Label]:
    """The unit's, where a pack has it (`contact_phone.<unit>`); else the centre's, and that it is the centre's."""
    own = catalogue.parameter_or(f"contact_phone.{case.unit}", day, False)
    if isinstance(own, str):
        return own, office
    return contact_phone(catalogue, day), _said(catalogue, "merchant_phone_of_centre", office=office)


def _said(catalogue: Catalogue, text: str, **words: Label) -> Label:
    says = catalogue.texts[text].says
    zh = says.zh.format(**{name: word.zh for name, word in words.items()})
    return Label(zh=zh, en=says.en.format(**{name: word.en for name, word in words.items()}))


def _day(day: date | None) -> Label:
    if day is None:
        return Label(zh="", en="")
    return Label(zh=f"{day.year}年{day.month}月{day.day}日", en=str(day))


def report(work: Work, body: RectificationReport) -> None:
    """整改报告 of the merchant itself, as of today; it stands in the history under the merchant's name.

    Raises Forbidden for anybody else, NotFound for a record of which the caller has not been told, Conflict where no
    report is due, Invalid.
    """
    if work.caller.kind is not MemberKind.MERCHANT:
        raise Forbidden("This is the merchant's own report; others enter one as a step of the case.")
    refuse_personal(body)
    subject_id, record = named_record(work.session, body.listing_id)
    if not speaks_for(work, subject_id, record):
        raise NotFound(f"There is no record {body.listing_id}.")
    found = _served(work.session, record.id, for_update=True)
    if found is None:
        raise Conflict("No order to rectify has been served on this record.", zh="该记录没有已送达的责令整改通知书。")
    case, _ = found
    told = order_on(work.session, work.catalogue, record.id, work.today)
    if told is None or not told.may_report:
        what = Label(zh="", en="") if told is None else told.what_to_do
        raise Conflict(f"No report is due now. {what.en}", zh=f"目前无需提交整改报告。{what.zh}")
    attach(work, body, case_id=case.id)
    name = f"{subject_of(work.session, subject_id).name}（商户）"
    act = ReportRectification(on=work.today, statement=body.statement, files=body.files)
    report_rectification(replace(work, caller=replace(work.caller, name=name[-300:])), case, act)
