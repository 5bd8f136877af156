"""Steps of the subject's rights and of the ends: codes, objections, repairs, removals, ends, appeals."""

from sqlmodel import select

from api.demo.cast import CENTRE, PLATFORM
from api.demo.office import Day, Step
from api.demo.recognitions import CHANNEL
from api.demo.steps import evidence
from huixin.core.vocabulary import EndKind, MemberKind
from huixin.types.appeal import AppealRequest, CodeRequest
from huixin.types.exit import (
    EndRequest,
    ExitAct,
    ExitRequest,
    GiveOpinion,
    Remove,
    Return,
    SendToRecogniser,
    WithdrawalRequest,
)
from huixin.types.objection import Correction, ObjectionRequest, Reject, TellSubject, Uphold
from huixin.types.question import CheckRequest, SubjectQuery
from huixin.types.repair import Grant, HandDown, RepairRequest, Report
from models.caller import Caller
from models.cases.work import Work
from models.checks import CheckContext
from models.checks.check import check
from models.exits import requests as exits
from models.exits.ends import record_end, withdraw
from models.exits.tables import RemovalRequest
from models.rights import objections, repairs
from models.rights.appeals import raise_appeal
from models.rights.identity import issue_code, log_in, redeem_code
from models.rights.tables import Objection, Repair
from models.scopes import default_scopes

UPWARD = "国家公共信用信息中心"


def give_code(unit: str) -> Step:
    """A one-time code in a letter, from the unit."""

    def step(day: Day) -> None:
        letter = CodeRequest(uscc=day.firm.uscc, channel="post", address=day.firm.address or "登记住所")
        _, day.office.codes[day.firm.brand] = issue_code(day.work(unit), day.office.keys, letter)

    return step


def object_as_merchant(statement: str) -> Step:
    """The merchant comes in with its code, and objects."""

    def step(day: Day) -> None:
        office, code = day.office, day.office.codes.pop(day.firm.brand)
        subject_id = redeem_code(office.session, office.keys, day.firm.uscc, code, day.now)
        assert subject_id is not None  # noqa: S101 (its own code)
        member_id, kind = log_in(office.session, subject_id, day.now).member_id, MemberKind.MERCHANT
        caller = Caller(member_id, day.firm.name, kind, default_scopes(kind), subject_id=subject_id)
        work = Work(office.session, caller, office.ruleset.catalogue, day.now)
        objections.raise_objection(work, ObjectionRequest(listing_id=day.listing_id, statement=statement))

    return step


def object_by_unit(unit: str, statement: str) -> Step:
    """On the merchant's behalf."""

    def step(day: Day) -> None:
        objections.raise_objection(day.work(unit), ObjectionRequest(listing_id=day.listing_id, statement=statement))

    return step


def uphold(reasons: str, correction: Correction) -> Step:
    """The recogniser agrees, corrects and tells."""
    return lambda day: _decide(day, Uphold(reasons=reasons, correction=correction))


def reject(reasons: str) -> Step:
    return lambda day: _decide(day, Reject(reasons=reasons))


def _decide(day: Day, body: Uphold | Reject) -> None:
    is_open = (Objection.listing_id == day.listing_id, Objection.state == "open")
    row = day.office.session.exec(select(Objection).where(*is_open)).one()
    for said in (body, TellSubject(on=day.today, how="书面告知")):
        objections.take_step(day.work(day.recogniser), row.id, said)


def apply_for_repair(performed: str) -> Step:
    """Taken at the centre's counter, which hands the checking down to the recogniser's unit."""

    def step(day: Day) -> None:
        said = RepairRequest(listing_id=day.listing_id, applied_on=day.today, commitment=True, performed=performed)
        row = repairs.apply_for(day.work(CENTRE), said)
        repairs.take_step(day.work(CENTRE), row.id, HandDown(unit=day.recognition.unit))

    return step


def check_repair(report: str) -> Step:
    def step(day: Day) -> None:
        said = Report(on=day.today, report=report, performed=True)
        repairs.take_step(day.work(day.recognition.unit), _repair(day).id, said)

    return step


def grant_repair(reasons: str) -> Step:
    """Display ends, and the measures are lifted."""

    def step(day: Day) -> None:
        number = day.number(day.recognition.unit, "市监修")
        said = Grant(on=day.today, document_number=number, reasons=reasons)
        repairs.take_step(day.work(day.recogniser), _repair(day).id, said)

    return step


def _repair(day: Day) -> Repair:
    return day.office.session.exec(select(Repair).where(Repair.listing_id == day.listing_id)).one()


def ask_for_removal(reasons: str) -> Step:
    """By the unit, with its opinion."""

    def step(day: Day) -> None:
        said = ExitRequest(
            listing_id=day.listing_id, reasons=reasons, evidence=evidence("document"), opinion="情况属实，同意移出。"
        )
        exits.request_removal(day.work(day.recognition.unit), said)

    return step


def _take(day: Day, who: str, body: ExitAct) -> None:
    row = day.office.session.exec(select(RemovalRequest).where(RemovalRequest.listing_id == day.listing_id)).one()
    exits.take_step(day.work(who), row.id, body)


def give_opinion(opinion: str) -> Step:
    return lambda day: _take(day, day.unit, GiveOpinion(opinion=opinion))


def send_on(unit: str) -> Step:
    return lambda day: _take(day, unit, SendToRecogniser(on=day.today))


def remove(day: Day) -> None:
    """By the department that recognised."""
    number = day.number(day.recognition.unit, "市监移")
    said = Remove(on=day.today, document_number=number, document_on=day.today, channel=CHANNEL)
    _take(day, day.recogniser, said)


def send_back(reasons: str) -> Step:
    """The department does not remove."""
    return lambda day: _take(day, day.recogniser, Return(on=day.today, reasons=reasons))


def removed_upward(day: Day) -> None:
    """The centre enters what the body above decided."""
    number = f"国信移〔{day.today.year}〕{next(day.office.numbers)}号"
    said = Remove(on=day.today, document_number=number, document_on=day.today, decided_by=UPWARD)
    _take(day, CENTRE, said)


def withdraw_publication(reason: str) -> Step:
    """误发布: taken back in one step."""
    return lambda day: _withdraw(day, reason)


def _withdraw(day: Day, reason: str) -> None:
    number = f"惠信撤〔{day.today.year}〕{next(day.office.numbers)}号"
    said = WithdrawalRequest(listing_id=day.listing_id, document_number=number, document_on=day.today, reason=reason)
    withdraw(day.work(CENTRE), said)


def annul(reason: str) -> Step:
    """撤销, by the recogniser itself."""
    return lambda day: _annul(day, reason)


def _annul(day: Day, reason: str) -> None:
    number = day.number(day.recognition.unit, "市监撤")
    document = {"document_number": number, "document_on": day.today}
    said = EndRequest(listing_id=day.listing_id, kind=EndKind.ANNULLED, on=day.today, reason=reason, **document)
    record_end(day.work(day.recogniser), said)


def checked_by_platform(scene: str) -> Step:
    """So that the platform has received the record, and is told of its end."""

    def step(day: Day) -> None:
        office = day.office
        request = CheckRequest(subject=SubjectQuery(uscc=day.firm.uscc), scene=scene)
        context = CheckContext(office.ruleset, office.keys, day.now, day.today)
        office.decisions.append(check(office.session, office.callers[PLATFORM], request, context).decision)

    return step


def appeal(statement: str) -> Step:
    """Against the platform's last decision; the platform enters it for the merchant."""

    def step(day: Day) -> None:
        decision = day.office.decisions[-1]
        raise_appeal(day.work(PLATFORM), decision, AppealRequest(decision_id=decision.id, statement=statement))

    return step
