"""Whose bulletins are whose: part of every query."""

from datetime import date

from sqlalchemy import ColumnElement, and_, or_, true
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from models.bulletins.tables import Bulletin
from models.caller import Caller
from models.cases.seen import SEES_ALL
from models.cases.work import Work
from models.errors import NotFound


def is_published(day: date) -> ColumnElement[bool]:
    """Also what was withdrawn afterwards: that is told in its place. What was withdrawn before its day never was."""
    withdrawn = col(Bulletin.withdrawn_on)
    lasted = or_(withdrawn.is_(None), withdrawn >= col(Bulletin.publish_on))
    return and_(col(Bulletin.approved_at).is_not(None), col(Bulletin.publish_on) <= day, lasted)


def seen_by(caller: Caller, day: date) -> ColumnElement[bool]:
    """The centre and auditors see all, everybody else what is published."""
    return true() if caller.kind in SEES_ALL else is_published(day)


def bulletins(caller: Caller, day: date) -> SelectOfScalar[Bulletin]:
    return select(Bulletin).where(seen_by(caller, day))


def find_bulletin(work: Work, key: str, *, for_update: bool = False) -> Bulletin:
    """Raises NotFound for one that the caller may not see, too."""
    statement = bulletins(work.caller, work.today).where(Bulletin.id == key)
    found = work.session.exec(statement.with_for_update() if for_update else statement).first()
    if found is None:
        raise NotFound(f"There is no bulletin {key}.")
    return found
