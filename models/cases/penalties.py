"""行政处罚 of a case: recorded, published within 7 working days (双公示), withdrawn within 3 once annulled.

The days by which that is due are derived, so that they move when the days off of a year become known.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from huixin.types.case import CaseAction
from huixin.types.case_actions import PenaltyStep, RecordPenalty
from models.base import new_id
from models.cases.tables import Case, CasePenalty
from models.cases.work import Work, record_move, refuse_before_periods, refuse_future, refuse_taken, wrong
from models.errors import Conflict
from rules.catalogue import Catalogue

PUBLICATION, WITHDRAWAL = "penalty_publication_workdays", "penalty_withdrawal_workdays"
_FIELDS = (
    *("kind", "facts", "violation", "legal_basis", "content", "licence", "decided_on", "valid_to", "display_to"),
    *("authority", "authority_code", "source_unit", "source_unit_code", "remark"),
)


@dataclass(frozen=True, slots=True)
class Publication:
    """By when to publish and to withdraw; provisional where the days off of that year are not known yet."""

    publish_by: date
    withdraw_by: date | None
    provisional: bool


def publication_of(catalogue: Catalogue, penalty: CasePenalty) -> Publication:
    publish_by, provisional = catalogue.deadline(PUBLICATION, penalty.decided_on)
    if penalty.annulled_on is None:
        return Publication(publish_by, None, provisional)
    withdraw_by, also = catalogue.deadline(WITHDRAWAL, penalty.annulled_on)
    return Publication(publish_by, withdraw_by, provisional or also)


def record_penalty(work: Work, case: Case, act: RecordPenalty) -> None:
    refuse_future(work, "/decided_on", act.decided_on)
    refuse_before_periods(work, "/decided_on", act.decided_on, PUBLICATION)
    refuse_taken(work, CasePenalty.number, act.number, "a penalty")
    penalty = CasePenalty(
        id=new_id("pen"),
        case_id=case.id,
        number=act.number,
        fine_fen=_fen(act.fine_yuan),
        confiscated_fen=_fen(act.confiscated_yuan),
        **{name: getattr(act, name) for name in _FIELDS},
    )
    record_move(work, case, CaseAction.RECORD_PENALTY, act, {"penalty_id": penalty.id})
    work.session.add(penalty)
    work.session.flush()


def _fen(yuan: Decimal | None) -> int | None:
    return None if yuan is None else int(yuan * 100)


def step_penalty(work: Work, case: Case, act: PenaltyStep) -> None:
    """Published, annulled, or withdrawn from publication, on a day."""
    penalty = work.session.get(CasePenalty, act.penalty_id)
    if penalty is None or penalty.case_id != case.id:
        raise wrong("/penalty_id", "unknown_penalty", f"The case has no penalty {act.penalty_id}.")
    refuse_future(work, "/on", act.on)
    if CaseAction(act.action) is CaseAction.ANNUL_PENALTY:
        refuse_before_periods(work, "/on", act.on, WITHDRAWAL)
    _STEPS[CaseAction(act.action)](penalty, act.on)
    record_move(work, case, CaseAction(act.action), act, {"penalty_id": penalty.id, "on": str(act.on)})


def _publish(penalty: CasePenalty, on: date) -> None:
    if penalty.published_on is not None or penalty.annulled_on is not None:
        raise Conflict("It is published already, or annulled.")
    _not_before(on, penalty.decided_on)
    penalty.published_on = on


def _annul(penalty: CasePenalty, on: date) -> None:
    if penalty.annulled_on is not None:
        raise Conflict(f"It is annulled since {penalty.annulled_on}.")
    _not_before(on, penalty.decided_on)
    penalty.annulled_on = on


def _withdraw(penalty: CasePenalty, on: date) -> None:
    if penalty.annulled_on is None or penalty.published_on is None or penalty.withdrawn_on is not None:
        raise Conflict("Only what is published and annulled is withdrawn, once.")
    _not_before(on, penalty.annulled_on)
    penalty.withdrawn_on = on


def _not_before(on: date, earliest: date) -> None:
    if on < earliest:
        raise wrong("/on", "too_early", f"Not before {earliest}.")


_STEPS: dict[CaseAction, Callable[[CasePenalty, date], None]] = {
    CaseAction.PUBLISH_PENALTY: _publish,
    CaseAction.ANNUL_PENALTY: _annul,
    CaseAction.WITHDRAW_PENALTY: _withdraw,
}
