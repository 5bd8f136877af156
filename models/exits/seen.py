"""Whose requests for removal are whose: part of every query."""

from sqlalchemy import ColumnElement, false, true
from sqlmodel import Session, col, select

from huixin.core.vocabulary import MemberKind, Standing
from models.caller import Caller
from models.errors import NotFound
from models.exits.tables import RemovalRequest
from models.listings import ListingVersion
from models.versions import in_force


def seen_by(caller: Caller) -> ColumnElement[bool]:
    """The centre and auditors see all; a unit its own; a department what it recognised; a merchant what is about it."""
    if caller.kind in (MemberKind.CENTRE, MemberKind.AUDITOR):
        return true()
    if caller.kind is MemberKind.UNIT and caller.unit is not None:
        return col(RemovalRequest.unit) == caller.unit
    if caller.kind is MemberKind.DEPARTMENT and caller.body is not None:
        return col(RemovalRequest.recogniser_code) == caller.body
    if caller.subject_id is not None:
        return (col(RemovalRequest.subject_id) == caller.subject_id) & ~_is_of_a_lead()
    return false()


def _is_of_a_lead() -> ColumnElement[bool]:
    """A lead is nobody's word against anybody: its merchant does not hear that it was pushed."""
    version = ListingVersion
    standing = select(version.standing).where(version.listing_id == RemovalRequest.listing_id, in_force(version, None))
    return standing.scalar_subquery() == Standing.LEAD


def find_request(session: Session, caller: Caller, key: str, *, for_update: bool = False) -> RemovalRequest:
    """Raises NotFound for one that the caller may not see, too."""
    statement = select(RemovalRequest).where(RemovalRequest.id == key, seen_by(caller))
    found = session.exec(statement.with_for_update() if for_update else statement).first()
    if found is None:
        raise NotFound(f"There is no request {key}.")
    return found
