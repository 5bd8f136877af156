"""Whose objections and appeals are whose: part of every query."""

from sqlalchemy import ColumnElement, false, true
from sqlmodel import Session, col, select

from huixin.core.vocabulary import MemberKind
from models.caller import Caller
from models.errors import NotFound
from models.merchants import subjects_of_merchant, told_to_it
from models.rights.tables import Appeal, Objection

_WITHOUT = frozenset({MemberKind.UNIT, MemberKind.DEPARTMENT})
"""An authority decides by law, and no appeal goes to it."""


def seen_by(session: Session, caller: Caller) -> ColumnElement[bool]:
    """The centre and auditors see all; a unit its own; a department those on its records; a merchant those about it."""
    if caller.kind in (MemberKind.CENTRE, MemberKind.AUDITOR):
        return true()
    if caller.kind is MemberKind.UNIT and caller.unit is not None:
        return col(Objection.unit) == caller.unit
    if caller.kind is MemberKind.DEPARTMENT and caller.body is not None:
        return col(Objection.recogniser_code) == caller.body
    return told_to_it(session, caller, Objection)


def find_objection(session: Session, caller: Caller, key: str, *, for_update: bool = False) -> Objection:
    """Raises NotFound for one that the caller may not see, too."""
    statement = select(Objection).where(Objection.id == key, seen_by(session, caller))
    found = session.exec(statement.with_for_update() if for_update else statement).first()
    if found is None:
        raise NotFound(f"There is no objection {key}.")
    return found


def appeals_seen_by(session: Session, caller: Caller) -> ColumnElement[bool]:
    """The member that decided and the merchant whom it is about; the centre and auditors see all."""
    if caller.kind in (MemberKind.CENTRE, MemberKind.AUDITOR):
        return true()
    if caller.kind in _WITHOUT:
        return false()
    if caller.kind is MemberKind.MERCHANT:
        own = [] if caller.subject_id is None else subjects_of_merchant(session, caller.subject_id)
        return col(Appeal.subject_id).in_(own)
    return col(Appeal.member_id) == caller.member_id
