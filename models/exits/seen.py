"""Whose requests for removal are whose: part of every query."""

from sqlalchemy import ColumnElement, true
from sqlmodel import Session, col, select

from huixin.core.vocabulary import MemberKind
from models.caller import Caller
from models.errors import NotFound
from models.exits.tables import RemovalRequest
from models.merchants import told_to_it


def seen_by(session: Session, caller: Caller) -> ColumnElement[bool]:
    """The centre and auditors see all; a unit its own; a department what it recognised; a merchant what is about
    it and what it was told of."""
    if caller.kind in (MemberKind.CENTRE, MemberKind.AUDITOR):
        return true()
    if caller.kind is MemberKind.UNIT and caller.unit is not None:
        return col(RemovalRequest.unit) == caller.unit
    if caller.kind is MemberKind.DEPARTMENT and caller.body is not None:
        return col(RemovalRequest.recogniser_code) == caller.body
    return told_to_it(session, caller, RemovalRequest)


def find_request(session: Session, caller: Caller, key: str, *, for_update: bool = False) -> RemovalRequest:
    """Raises NotFound for one that the caller may not see, too."""
    statement = select(RemovalRequest).where(RemovalRequest.id == key, seen_by(session, caller))
    found = session.exec(statement.with_for_update() if for_update else statement).first()
    if found is None:
        raise NotFound(f"There is no request {key}.")
    return found
