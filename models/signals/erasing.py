"""What has passed its retention is erased, and the suspects that rested on it alone with it.

The days of a signal say by themselves what is told and counted; here what it said goes from the database too.
"""

from datetime import date

from sqlalchemy import ColumnElement, delete, update
from sqlmodel import Session, col, select

from models.signals.tables import ERASED, Signal, kept_on
from models.suspects.tables import Suspect, SuspectSignal

AT_ONCE = 500
"""Signals of one transaction."""


def _passed(today: date) -> tuple[ColumnElement[bool], ...]:
    return ~kept_on(today), col(Signal.erased_on).is_(None)


def is_to_erase(session: Session, today: date) -> bool:
    return session.exec(select(Signal.id).where(*_passed(today)).limit(1)).first() is not None


def erase(session: Session, today: date) -> int:
    """At most so many at once; how many. What stays tells nobody of whom it was: whose, of which kind, which days."""
    passed = session.exec(select(Signal.id).where(*_passed(today)).order_by(col(Signal.id)).limit(AT_ONCE)).all()
    session.exec(delete(SuspectSignal).where(col(SuspectSignal.signal_id).in_(passed)))
    nothing = dict.fromkeys(ERASED)
    session.exec(update(Signal).where(col(Signal.id).in_(passed)).values(**nothing, erased_on=today))
    _drop_suspects(session)
    return len(passed)


def _drop_suspects(session: Session) -> None:
    """Those of which nothing is left that was said of themselves; a case that came of one has files of its own."""
    own = select(SuspectSignal.suspect_id).where(SuspectSignal.suspect_id == Suspect.id, ~col(SuspectSignal.linked))
    bare = session.exec(select(Suspect.id).where(~own.exists())).all()
    session.exec(delete(SuspectSignal).where(col(SuspectSignal.suspect_id).in_(bare)))
    session.exec(delete(Suspect).where(col(Suspect.id).in_(bare)))
