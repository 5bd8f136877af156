"""What was issued to whom: of each member the newest bundle that it fetched, so that it hears of what ends in it.

A bundle tells of every record that its audience hears of. That a member received one of them is written down only once
the record changes, or a day ends it.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from sqlmodel import Field, Session, col, select, update

from huixin.core.terms import Terms
from huixin.core.visibility import heard_by_members
from huixin.core.vocabulary import MemberKind
from models.base import Instant, MainTable
from models.bundles.days import changed_by_days
from models.bundles.merchants import changed_since
from models.exits.received import Receipt, note_received
from models.exits.tables import ExitNotice
from models.listings import records_by_id, records_of_many
from models.members import Member

BY = "huixin.local"
"""Who acknowledges: the program of the member that followed the bundle."""


class BundleIssue(MainTable, table=True):
    __tablename__ = "bundle_issue"
    member_id: str = Field(primary_key=True, foreign_key="member.id", max_length=40)
    inside: str | None = Field(default=None, foreign_key="member.id", max_length=40)
    sequence: int
    made_on: date
    at: datetime = Field(sa_type=Instant)


def is_issued(session: Session, member_id: str, sequence: int, made_on: date) -> bool:
    """Whether it is known that the member has that one, or a newer one."""
    issue = session.get(BundleIssue, member_id)
    return issue is not None and (issue.sequence, issue.made_on) >= (sequence, made_on)


def issue(session: Session, terms: Terms, new: BundleIssue) -> None:
    """The member has a newer one now; what it had of records that have changed since is written down first."""
    held = session.get(BundleIssue, new.member_id)
    if held is None:
        session.add(new)
    elif (held.sequence, held.made_on) < (new.sequence, new.made_on):
        note_received(session, issued_before(session, terms, new.made_on, [held]))
        held.sequence, held.made_on, held.at, held.inside = new.sequence, new.made_on, new.at, new.inside
    session.flush()


def issued_before(
    session: Session, terms: Terms, today: date, issues: Iterable[BundleIssue] | None = None
) -> Iterator[Receipt]:
    """Who received what of the records that have changed since it was issued."""
    for one in session.exec(select(BundleIssue)).all() if issues is None else issues:
        yield from _received(session, terms, one, today)


def _received(session: Session, terms: Terms, held: BundleIssue, today: date) -> Iterator[Receipt]:
    changed = changed_since(session, held.sequence) | changed_by_days(session, [terms], held.made_on, today)
    kind = MemberKind(session.get_one(Member, held.member_id).kind)
    for records in records_of_many(session, sorted(changed), held.sequence).values():
        for record in records:
            if heard_by_members(record, terms, kind, held.inside, held.made_on):
                yield held.member_id, record.id, held.at


def acknowledge_followed(session: Session, terms: Terms, member_id: str, sequence: int, now: datetime) -> int:
    """The member answers from a bundle of that sequence: notices of records that it no longer holds are acknowledged;
    how many."""
    open_ones = select(ExitNotice).where(
        ExitNotice.member_id == member_id, ExitNotice.kind == "ended", col(ExitNotice.acknowledged_at).is_(None)
    )
    notices = session.exec(open_ones).all()
    issued, member = session.get(BundleIssue, member_id), session.get_one(Member, member_id)
    if issued is None or not notices:
        return 0
    then = records_by_id(session, [notice.listing_id for notice in notices], sequence)
    gone = [
        notice.id
        for notice in notices
        if notice.listing_id not in then
        or not heard_by_members(then[notice.listing_id], terms, MemberKind(member.kind), issued.inside, issued.made_on)
    ]
    told = {"acknowledged_at": now, "acknowledged_by": BY}
    session.execute(update(ExitNotice).where(col(ExitNotice.id).in_(gone)).values(**told))
    return len(gone)
