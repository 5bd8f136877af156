"""The centre hears by itself, 90, 30 and 7 days before, of what the rules are about to lose: derived from the dates in
the rules in force, told through the webhooks of each of its members, once for each day and mark."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from sqlmodel import Session, col, select

from huixin.core.vocabulary import MemberKind
from huixin.types.horizon import Ending as EndingView
from models.members import Member
from models.outbox import put
from models.rulesets.tables import EndingTold
from rules.horizon import Ending

ENDING = "rules.ending"


def untold(session: Session, endings: Iterable[Ending], today: date) -> Iterator[tuple[str, int, Ending]]:
    """Which member of the centre to tell, at which mark, of what. Of marks that have passed only the nearest is told;
    an entry whose last day moves is another ending."""
    centre = select(Member.id).where(Member.kind == MemberKind.CENTRE.value, col(Member.disabled_at).is_(None))
    members = session.exec(centre.order_by(col(Member.id))).all()
    rows = session.exec(select(EndingTold).where(col(EndingTold.last_day) >= today))
    told = {(row.member_id, row.kind, row.code, row.last_day, row.mark) for row in rows}
    for one in endings:
        for member in members:
            if one.mark is not None and (member, one.kind, one.code, one.last_day, one.mark) not in told:
                yield member, one.mark, one


def tell_endings(session: Session, endings: Iterable[Ending], today: date, now: datetime) -> int:
    """How many were told."""
    waiting = list(untold(session, endings, today))
    for member, mark, one in waiting:
        session.add(
            EndingTold(member_id=member, kind=one.kind, code=one.code, last_day=one.last_day, mark=mark, told_at=now)
        )
        put(session, member, ENDING, ending_view(one).model_dump(mode="json"), now, subject=one.code)
    return len(waiting)


def ending_view(one: Ending) -> EndingView:
    return EndingView(
        kind=one.kind,
        code=one.code,
        title=one.title,
        last_day=one.last_day,
        days_left=one.days_left,
        mark=one.mark,
        silent=list(one.silent),
        unbound=list(one.unbound),
        bare=list(one.bare),
    )
