"""Steps beside the main track: receipts, penalties, referrals to the police, disputes, suspension, relief, urging."""

from decimal import Decimal

from sqlmodel import select

from api.demo.cast import LIAISONS, MARKET, POLICE
from api.demo.office import Day, Step
from api.demo.steps import do
from huixin.types.case import CaseAction
from huixin.types.case_actions import CaseActionRequest, GiveFeedback, Receive, RecordPenalty, Urge
from huixin.types.referral import ReferralRequest
from models.cases.referrals import enter_referral, referrals_of
from models.cases.tables import CasePenalty, CaseTask
from models.recognitions.bodies import body_name

CITY_MARKET, CITY_POLICE = f"huizhou/{MARKET}", f"huizhou/{POLICE}"


def receive(day: Day) -> None:
    """签收 by the unit's liaison person."""
    do(day, day.unit, Receive(received_by=LIAISONS[day.unit]))


def feedback(text: str) -> Step:
    return lambda day: do(day, day.unit, GiveFeedback(feedback=text))


def mark(action: CaseAction, basis: str, document: str | None = None, court: str | None = None) -> Step:
    """Disputed, relieved, or suspended by a court, from that day on."""

    def step(day: Day) -> None:
        said = {"action": action, "on": str(day.today), "basis": basis}
        said |= {"document_number": document} if document else {}
        said |= {"by": "court", "decided_by": court, "document_on": str(day.today)} if court else {}
        do(day, day.unit, CaseActionRequest.model_validate(said).root)

    return step


def urge(basis: str) -> Step:
    """督办 by the city's department of the kind."""

    def step(day: Day) -> None:
        tasks = select(CaseTask).where(CaseTask.case_id == day.case.id, CaseTask.department == MARKET)
        do(day, CITY_MARKET, Urge(task_id=day.office.session.exec(tasks).one().id, basis=basis))

    return step


def penalise(violation: str, fine: int) -> Step:
    def step(day: Day) -> None:
        body = RecordPenalty(
            number=day.number(day.unit, "市监处罚"),
            kind="罚款",
            facts=f"经查，当事人存在{violation}行为。",
            violation=violation,
            legal_basis="《中华人民共和国反不正当竞争法》",
            content=f"罚款人民币{fine}元",
            fine_yuan=Decimal(fine),
            decided_on=day.today,
            authority=body_name(day.office.ruleset.catalogue, day.unit, MARKET),
        )
        do(day, f"{day.unit}/{MARKET}", body)

    return step


def penalty_step(action: CaseAction) -> Step:
    def step(day: Day) -> None:
        penalty = day.office.session.exec(select(CasePenalty).where(CasePenalty.case_id == day.case.id)).one()
        said = {"action": action, "penalty_id": penalty.id, "on": str(day.today)}
        do(day, f"{day.unit}/{MARKET}", CaseActionRequest.model_validate(said).root)

    return step


def refer(facts: str) -> Step:
    """移送公安 by the unit."""

    def step(day: Day) -> None:
        to = body_name(day.office.ruleset.catalogue, day.unit, POLICE)
        said = ReferralRequest(number=day.number(day.unit, "移送"), referred_on=day.today, to=to, facts=facts)
        enter_referral(day.work(day.unit), day.case.id, said)

    return step


def accept_referral(decision: str) -> Step:
    """What the police say became of it."""

    def step(day: Day) -> None:
        work = day.work(CITY_POLICE)
        [row] = referrals_of(work, day.case.id)
        said = ReferralRequest(
            id=row.id,
            number=row.number,
            referred_on=row.referred_on,
            to=row.referred_to,
            facts=row.facts,
            accepted_on=day.today,
            decision=decision,
            decided_on=day.today,
        )
        enter_referral(work, day.case.id, said)

    return step
