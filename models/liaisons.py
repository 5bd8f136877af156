"""Liaison persons (联络员) of the bodies that work together on cases, each from a day on; past ones stay readable."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlmodel import Session, col, or_, select

from huixin.core.windows import Window
from huixin.types.liaison import LiaisonRequest, LiaisonView
from models.base import new_id
from models.cases.tables import Liaison
from models.errors import Fault, Invalid, NotFound
from models.personal import personal_faults
from rules.catalogue import Catalogue


def liaisons(session: Session, *, bodies: Collection[str] | None = None, day: date | None = None) -> Sequence[Liaison]:
    """By body and day; of some bodies or of all; with `day` only those who are it on that day."""
    statement = select(Liaison).order_by(col(Liaison.body), col(Liaison.since), col(Liaison.id))
    if bodies is not None:
        statement = statement.where(col(Liaison.body).in_(bodies))
    if day is not None:
        still = or_(col(Liaison.ended_on).is_(None), col(Liaison.ended_on) > day)
        statement = statement.where(Liaison.since <= day, still)
    return session.exec(statement).all()


def enter_liaison(session: Session, catalogue: Catalogue, said: LiaisonRequest) -> Liaison:
    """A further liaison person; those before stay until they are ended. Raises Invalid for an unknown body."""
    unit, _, department = said.body.partition("/")
    if unit not in catalogue.units or (department and department not in catalogue.departments):
        message = "Write the code of a unit, or unit/department."
        raise Invalid(message, Fault("/body", "unknown_body", message))
    texts = {"/name": said.name, "/phone": said.phone, "/position": said.position}
    faults = personal_faults(texts, "leave it out")
    if faults:
        raise Invalid("No resident ID belongs here.", *faults)
    row = Liaison(id=new_id("lia"), unit=unit, department=department or None, **said.model_dump())
    session.add(row)
    session.flush()
    return row


def end_liaison(session: Session, liaison_id: str, today: date) -> Liaison:
    """Today is the first day on which he no longer is; the first end counts. Raises NotFound, Invalid."""
    row = session.get(Liaison, liaison_id)
    if row is None:
        raise NotFound(f"There is no liaison person {liaison_id}.")
    if row.ended_on is None:
        row.ended_on = max(today, row.since)
        session.flush()
    return row


def liaison_view(row: Liaison) -> LiaisonView:
    return LiaisonView(
        id=row.id,
        body=row.body,
        name=row.name,
        phone=row.phone,
        position=row.position,
        since=row.since,
        until=Window(None, row.ended_on).last,
    )
