"""What becomes of a commitment: performance is reported, it is withdrawn, an authority's document finds a breach."""

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlmodel import Session, col, func, select

from huixin.core.vocabulary import OFFICIAL, MemberKind
from huixin.types.commitment import CommitmentAct, RecordBreach, ReportPerformance, RetractBreach, WithdrawCommitment
from models.base import new_id
from models.cases.work import Work, refuse_future, wrong
from models.commitments.seen import find_commitment
from models.commitments.standing import days_of
from models.commitments.tables import Commitment, CommitmentEvent, CommitmentVersion
from models.errors import Conflict, Forbidden
from models.evidence import attach
from models.personal import refuse_personal
from models.recognitions.bodies import body_name
from models.sequence import take_sequence
from models.versions import in_force

_FINDS = frozenset({MemberKind.CENTRE, MemberKind.UNIT, MemberKind.DEPARTMENT})


def current_days(session: Session, commitment_id: str) -> CommitmentVersion:
    """The version that holds now."""
    own = select(CommitmentVersion).where(
        CommitmentVersion.commitment_id == commitment_id, in_force(CommitmentVersion, None)
    )
    return session.exec(own).one()


def act_on_commitment(work: Work, key: str, act: CommitmentAct) -> Commitment:
    """Raises NotFound, Forbidden, Conflict where it does not follow, Invalid."""
    row = find_commitment(work.session, work.caller, key, for_update=True)
    refuse_personal(act)
    more = _OPERATIONS[type(act)](work, row, act)
    said = act.model_dump(mode="json", exclude={"action"}, exclude_none=True) | more
    number = select(func.count()).where(CommitmentEvent.commitment_id == row.id)
    work.session.add(
        CommitmentEvent(
            id=new_id("cme"),
            commitment_id=row.id,
            number=work.session.exec(number).one() + 1,
            at=work.now,
            member_id=work.caller.member_id,
            by=work.caller.name,
            action=act.action,
            said=said,
        )
    )
    work.session.flush()
    attach(work, act, commitment_id=row.id)
    return row


def _report(work: Work, row: Commitment, act: ReportPerformance) -> dict[str, Any]:
    _require_speaker(work, row)
    refuse_future(work, "/last_day", act.last_day)
    if act.last_day < act.first_day:
        raise wrong("/last_day", "ends_before_it_starts", "The last day lies before the first.")
    if act.first_day not in days_of(current_days(work.session, row.id)):
        raise wrong("/first_day", "not_in_force", "It was not in force on that day.")
    return {}


def _withdraw(work: Work, row: Commitment, _: WithdrawCommitment) -> dict[str, Any]:
    _require_speaker(work, row)
    if work.today not in days_of(current_days(work.session, row.id)):
        raise Conflict("It is no longer in force.", zh="该承诺已不在有效期内。")
    _change(work.session, row.id, withdrawn_on=work.today)
    return {"on": str(work.today)}


def _breach(work: Work, row: Commitment, act: RecordBreach) -> dict[str, Any]:
    unit, department = _whose(work, act)
    refuse_future(work, "/decided_on", act.decided_on)
    if act.decided_on < row.accepted_on:
        raise wrong("/decided_on", "before_the_promise", f"It was promised on {row.accepted_on}.")
    if current_days(work.session, row.id).breached_on is not None:
        raise Conflict("A breach has been recorded already.", zh="已登记违诺。")
    _change(work.session, row.id, breached_on=act.decided_on)
    return {"unit": unit, "department": department, "decided_by": body_name(work.catalogue, unit, department)}


def _retract(work: Work, row: Commitment, act: RetractBreach) -> dict[str, Any]:
    refuse_future(work, "/decided_on", act.decided_on)
    breached_on = current_days(work.session, row.id).breached_on
    if breached_on is None:
        raise Conflict("No breach stands.", zh="没有登记的违诺。")
    _refuse_anothers(work, _last_breach(work.session, row.id))
    if act.decided_on < breached_on:
        raise wrong("/decided_on", "before_the_breach", f"The breach was found on {breached_on}.")
    _change(work.session, row.id, breached_on=None)
    return {}


def _last_breach(session: Session, commitment_id: str) -> dict[str, Any]:
    found = select(CommitmentEvent).where(
        CommitmentEvent.commitment_id == commitment_id, CommitmentEvent.action == "breach"
    )
    last = session.exec(found.order_by(col(CommitmentEvent.number).desc())).first()
    return {} if last is None else last.said


def _require_speaker(work: Work, row: Commitment) -> None:
    """The promiser, whoever entered it from paper, and the centre. No other authority speaks for it."""
    caller = work.caller
    if caller.kind in OFFICIAL and caller.kind is not MemberKind.CENTRE and caller.member_id != row.member_id:
        raise Forbidden("The promiser says so itself, or whoever has entered its promise from paper.")


def _whose(work: Work, act: RecordBreach) -> tuple[str, str]:
    """Unit and department whose document it is: a department's own, a unit's departments', the centre says whose."""
    unit, department = act.unit or work.caller.unit, act.department or work.caller.department
    _refuse_anothers(work, {"unit": unit, "department": department})
    if unit not in work.catalogue.units:
        raise wrong("/unit", "unknown_unit", "Say by its code of which place the department is.")
    if department not in work.catalogue.departments:
        raise wrong("/department", "unknown_department", "Say by its code whose document it is.")
    return unit, department


def _refuse_anothers(work: Work, body: dict[str, Any]) -> None:
    """Forbidden unless it is the caller's own, or the caller is the centre, which enters what all of them send."""
    caller = work.caller
    if caller.kind not in _FINDS:
        raise Forbidden("A breach counts with an authority's document alone.", zh="违诺须有主管部门的文书。")
    if caller.unit not in (None, body.get("unit")) or caller.department not in (None, body.get("department")):
        raise Forbidden("An authority records and takes back what it has found itself.")


def _change(session: Session, commitment_id: str, **days: date | None) -> None:
    """A new version from now on; the one before stays."""
    current = current_days(session, commitment_id)
    sequence = take_sequence(session).start
    current.seq_to = sequence
    session.flush()
    kept = current.model_dump(exclude={"seq_from", "seq_to"})
    session.add(CommitmentVersion(**(kept | days), seq_from=sequence))
    session.flush()


_OPERATIONS: dict[type[CommitmentAct], Callable[[Work, Commitment, Any], dict[str, Any]]] = {
    ReportPerformance: _report,
    WithdrawCommitment: _withdraw,
    RecordBreach: _breach,
    RetractBreach: _retract,
}
