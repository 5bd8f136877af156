"""Whether the recogniser has returned the removal that a case had led to, and nobody has taken the case back yet."""

from sqlalchemy import ColumnElement, and_, or_
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from huixin.types.case import CaseState
from models.cases.beside import CaseRecognition
from models.cases.tables import Case
from models.cases.work import Work
from models.exits.tables import RemovalRequest

_LED_TO_IT = (CaseState.RECTIFIED, CaseState.REMOVAL_PROPOSED)


def is_returned() -> ColumnElement[bool]:
    """The last removal that was asked for since the case was opened, of the name or of what it was recognised as."""
    last, later = RemovalRequest, aliased(RemovalRequest)
    # of two of one instant the open one counts as the later
    follows = or_(
        col(later.created_at) > col(last.created_at),
        and_(col(later.created_at) == col(last.created_at), col(later.decided_on).is_(None)),
    )
    followed = select(later.id).where(col(later.listing_id) == col(last.listing_id), follows).exists()
    recognised = select(CaseRecognition.listing_id).where(CaseRecognition.case_id == col(Case.id)).correlate(Case)
    returned = select(last.id).where(
        or_(col(last.listing_id) == col(Case.listing_id), col(last.listing_id).in_(recognised)),
        col(last.created_at) >= col(Case.opened_at),
        last.state == "returned",
        ~followed,
    )
    return and_(col(Case.state).in_(_LED_TO_IT), returned.exists())


def was_returned(work: Work, case: Case) -> bool:
    """Whether it was that of this case."""
    return work.session.exec(select(Case.id).where(Case.id == case.id, is_returned())).first() is not None
