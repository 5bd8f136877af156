"""移送公安: known to the handling unit, to public security and to the centre's named officer, and to nobody else.

A referral leaves no event in the history, moves no state and changes no version: to others a case with one looks like
a case without.
"""

from collections.abc import Sequence
from typing import Any

from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from huixin.core.vocabulary import MemberKind
from huixin.types.referral import ReferralRequest
from models.base import new_id
from models.cases.seen import is_at_its_place, referrals_seen_by, refers
from models.cases.tables import Case, CaseReferral
from models.cases.work import Work, refuse_future, wrong
from models.errors import Conflict, Forbidden, NotFound
from models.evidence import attach
from models.paging import newest_first
from models.personal import refuse_personal

_WHAT_BECAME = ("accepted_on", "decision", "decided_on", "returned_on")


def referrals_of(work: Work, case_id: str) -> Sequence[CaseReferral]:
    """In the order of their days. Raises NotFound where the caller may not know, as if there were no such case."""
    case = _find(work, case_id)
    own = _known_to(work).where(CaseReferral.case_id == case.id)
    return work.session.exec(own.order_by(col(CaseReferral.referred_on), col(CaseReferral.id))).all()


def _known_to(work: Work) -> SelectOfScalar[CaseReferral]:
    """Those of which the caller may know."""
    return select(CaseReferral).join(Case, col(Case.id) == col(CaseReferral.case_id)).where(referrals_seen_by(work))


def referral_page(work: Work, *, after: str | None, limit: int) -> tuple[Sequence[CaseReferral], str | None]:
    """All of which the caller may know, the newest first, and the id to go on after. Invalid for an id of no other."""
    return newest_first(work.session, _known_to(work), CaseReferral, after=after, limit=limit, since="referred_on")


def find_referral(work: Work, case_id: str, referral_id: str) -> tuple[Case, CaseReferral]:
    """Raises NotFound where the caller may not know, as if there were no such case."""
    case = _find(work, case_id)
    own = _known_to(work).where(CaseReferral.id == referral_id, CaseReferral.case_id == case.id)
    row = work.session.exec(own).first()
    if row is None:
        raise NotFound(f"There is no referral {referral_id}.")
    return case, row


def _find(work: Work, case_id: str, *, for_update: bool = False) -> Case:
    statement = select(Case).where(Case.id == case_id, refers(work))
    case = work.session.exec(statement.with_for_update() if for_update else statement).first()
    if case is None:
        raise NotFound(f"There is no case {case_id}.")
    return case


def enter_referral(work: Work, case_id: str, said: ReferralRequest) -> CaseReferral:
    """A new referral, or what became of one. Raises NotFound, Invalid, Conflict."""
    case = _find(work, case_id, for_update=True)
    refuse_personal(said)
    for name in ("referred_on", "accepted_on", "decided_on", "returned_on"):
        day = getattr(said, name)
        if day is not None:
            refuse_future(work, f"/{name}", day)
            if day < said.referred_on:
                raise wrong(f"/{name}", "before_referral", f"The referral is of {said.referred_on}.")
    if (said.decision is None) != (said.decided_on is None):
        raise wrong("/decided_on", "incomplete_decision", "A decision has a text and a day.")
    known = _known(work, case, said)
    row = known or CaseReferral(
        id=new_id("ref"), case_id=case.id, unit=case.unit, recorded_at=work.now, evidence=[], **_identity(said)
    )
    if known is not None and _identity(said) != {name: getattr(known, name) for name in _identity(said)}:
        raise Conflict("Number, day, addressee and facts of a referral stand as they were sent.")
    for name in _WHAT_BECAME:
        setattr(row, name, getattr(said, name))
    row.recorded_by, row.recorded_at = work.caller.member_id or None, work.now
    sent = [item.model_dump(exclude_none=True) for item in said.evidence]
    row.evidence = [*row.evidence, *(item for item in sent if item not in row.evidence)]
    work.session.add(row)
    work.session.flush()
    attach(work, said, referral_id=row.id)
    return row


def _known(work: Work, case: Case, said: ReferralRequest) -> CaseReferral | None:
    if said.id is not None:
        return find_referral(work, case.id, said.id)[1]
    here = select(Case.id).where(Case.id == case.id, is_at_its_place(work))
    if work.caller.kind is MemberKind.DEPARTMENT and work.session.exec(here).first() is None:
        raise Forbidden("The case is with another unit now: what is referred anew goes to the police there.")
    same = select(CaseReferral.id).where(CaseReferral.case_id == case.id, CaseReferral.number == said.number)
    if work.session.exec(same).first() is not None:
        raise Conflict(f"There is already a referral {said.number}.")
    return None


def _identity(said: ReferralRequest) -> dict[str, Any]:
    return {
        "number": said.number,
        "referred_on": said.referred_on,
        "referred_to": said.to,
        "facts": said.facts,
    }
