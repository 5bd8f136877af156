"""申诉: on request a person looks at a decision again, and the result is told."""

from sqlmodel import Session, select

from huixin.core.vocabulary import MemberKind
from huixin.types.appeal import AppealRequest, AppealResult, AppealView
from models.base import new_id
from models.caller import Caller
from models.cases.work import Work
from models.decisions import Decision
from models.errors import Conflict, Forbidden, NotFound
from models.evidence import attach
from models.members import Member
from models.merchants import is_its_own, logins_of_merchant
from models.outbox import put
from models.personal import refuse_personal
from models.rights.periods import appeal_due
from models.rights.seen import appeals_seen_by
from models.rights.tables import Appeal
from rules.catalogue import Catalogue

RAISED, DECIDED = "appeal.raised", "appeal.decided"


def find_appeal(session: Session, caller: Caller, key: str, *, for_update: bool = False) -> Appeal:
    """Raises NotFound for one that the caller may not see, too."""
    statement = select(Appeal).where(Appeal.id == key, appeals_seen_by(session, caller))
    found = session.exec(statement.with_for_update() if for_update else statement).first()
    if found is None:
        raise NotFound(f"There is no appeal {key}.")
    return found


def raise_appeal(work: Work, decision: Decision | None, body: AppealRequest) -> Appeal:
    """By the merchant whom the decision is about, or by the member that decided, on its behalf.

    Raises NotFound for a decision that is neither's, Conflict where an appeal on it is open or it found nobody,
    Invalid for a file that was never uploaded.
    """
    caller = work.caller
    if decision is None or not _concerns(work.session, decision, caller):
        raise NotFound("There is no such decision about you, or of yours.")
    refuse_personal(body)
    if decision.subject_id is None:
        raise Conflict("The decision found nobody; there is nothing to appeal against.")
    is_open = select(Appeal.id).where(Appeal.decision_id == decision.id, Appeal.state == "open")
    if work.session.exec(is_open).first() is not None:
        raise Conflict("An appeal against this decision is open already.")
    row = Appeal(
        id=new_id("apl"),
        decision_id=decision.id,
        member_id=decision.member_id,
        subject_id=decision.subject_id,
        raised_by="merchant" if caller.kind is MemberKind.MERCHANT else "member",
        statement=body.statement,
        state="open",
        created_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    attach(work, body, appeal_id=row.id)
    if row.raised_by == "merchant":
        to = MemberKind(work.session.get_one(Member, row.member_id).kind)
        put(work.session, row.member_id, RAISED, _told(work, row, to), work.now, subject=row.id)
    return row


def _concerns(session: Session, decision: Decision, caller: Caller) -> bool:
    if caller.kind is MemberKind.MERCHANT:
        return decision.subject_id is not None and is_its_own(session, caller, decision.subject_id)
    return decision.member_id == caller.member_id


def decide_appeal(work: Work, key: str, body: AppealResult) -> Appeal:
    """By a person of the member that decided. Raises NotFound, Forbidden, Conflict."""
    row = find_appeal(work.session, work.caller, key, for_update=True)
    if row.member_id != work.caller.member_id:
        raise Forbidden("The member that decided looks at its decision again; nobody does so in its stead.")
    if row.state != "open":
        raise Conflict(f"This appeal is '{row.state}'.")
    refuse_personal(body)
    row.state, row.by, row.reasons, row.decided_at = body.outcome, body.by, body.reasons, work.now
    work.session.flush()
    for login in logins_of_merchant(work.session, row.subject_id):
        put(work.session, login, DECIDED, _told(work, row, MemberKind.MERCHANT), work.now, subject=row.id)
    return row


def _told(work: Work, row: Appeal, to: MemberKind) -> dict[str, object]:
    return appeal_view(work.session, work.catalogue, row, to).model_dump(mode="json")


def appeal_view(session: Session, catalogue: Catalogue, row: Appeal, to: MemberKind) -> AppealView:
    """As a member of that kind is told of it: a merchant is never told which member asked."""
    due, provisional = appeal_due(catalogue, row)
    named: dict[str, str | None] = {"member_id": None, "member": None}
    if to is not MemberKind.MERCHANT:
        named = {"member_id": row.member_id, "member": session.get_one(Member, row.member_id).name}
    return AppealView.model_validate(row.model_dump() | {"due": due, "provisional": provisional} | named)
