"""Whose commitments are whose: part of every query."""

from sqlalchemy import ColumnElement, false, true
from sqlmodel import Session, col, select

from huixin.core.vocabulary import OFFICIAL, MemberKind
from models.caller import Caller
from models.commitments.tables import Commitment
from models.errors import NotFound
from models.subjects.tables import Subject


def seen_by(caller: Caller) -> ColumnElement[bool]:
    """Authorities see all, a merchant and a member its own."""
    if caller.kind in OFFICIAL:
        return true()
    if caller.subject_id is not None:
        return col(Commitment.key) == select(Subject.key).where(Subject.id == caller.subject_id).scalar_subquery()
    if caller.kind is MemberKind.MERCHANT:
        return false()
    return col(Commitment.member_id) == caller.member_id


def find_commitment(session: Session, caller: Caller, key: str, *, for_update: bool = False) -> Commitment:
    """Raises NotFound for another's, too."""
    statement = select(Commitment).where(Commitment.id == key, seen_by(caller))
    found = session.exec(statement.with_for_update() if for_update else statement).first()
    if found is None:
        raise NotFound(f"There is no commitment {key}.")
    return found
