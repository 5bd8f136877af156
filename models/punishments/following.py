"""The job behind tasks and prompts: it follows the change sequence, and once a day looks at everybody.

What changes is in the sequence: records, merchants, members' clauses. What a day decides is not: an order that falls
overdue, a rule that begins. So a sweep goes through all merchants that have a record, a page at a time.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, or_, select

from huixin.core.vocabulary import MemberKind
from models.clauses import Clause
from models.jobs import Job, put_job
from models.listings import Listing, ListingVersion, records_of_many
from models.punishments.addressees import eyes_as
from models.punishments.opening import Moment, sync_subject
from models.punishments.support import under_limbs
from models.punishments.tables import Prompt, PunishmentCursor, PunishmentTask
from models.sequence import current_sequence
from models.subjects import SubjectVersion, subject_of

PUNISH = "punish"
"""Kind and lane of the job; its keys are the two ways in which it goes forward."""
CHANGES, SWEEP = "changes", "sweep"
SPAN = 500
"""Sequence numbers that one run looks through."""
PAGE = 500
"""Merchants that one run of the sweep looks at."""


@dataclass(frozen=True, slots=True)
class Look:
    """What one run found without holding up any writer. `subjects`: those whose tasks or prompts may be touched.

    `start` and `end`: of the change sequence, or ids of merchants in the sweep. `more`: another run is due at once.
    """

    key: str
    start: int | str
    end: int | str
    more: bool
    subjects: tuple[str, ...]
    day: date | None = None


def cursor_of(session: Session) -> PunishmentCursor:
    return session.get_one(PunishmentCursor, 1)


def put_punish_jobs(session: Session, keys: Iterable[str], moment: Moment) -> None:
    for key in keys:
        put_job(session, PUNISH, key, moment.now, lane=PUNISH)


def behind(session: Session, moment: Moment) -> tuple[str, ...]:
    """Which of the two has something to do that no job will do yet."""
    cursor = cursor_of(session)
    due = {
        CHANGES: cursor.sequence < current_sequence(session),
        SWEEP: cursor.swept_on is None or cursor.swept_on < moment.today,
    }
    if not any(due.values()):
        return ()
    queued = set(session.exec(select(Job.key).where(Job.kind == PUNISH)))
    return tuple(key for key in due if due[key] and key not in queued)


def look(session: Session, key: str, moment: Moment) -> Look:
    """In a snapshot of its own: reads what `follow` will then do in its transaction."""
    return _look_at_changes(session, moment) if key == CHANGES else _look_at_day(session, moment)


def _look_at_changes(session: Session, moment: Moment) -> Look:
    # Read first: what is found may be newer than that, and is then found again.
    newest = current_sequence(session)
    start = cursor_of(session).sequence
    end = min(newest, start + SPAN)
    return Look(CHANGES, start, end, end < newest, _concerned(session, _changed(session, start, end), moment))


def _changed(session: Session, start: int, end: int) -> set[str]:
    """Merchants about whom something changed, and those of the prompts of members whose clauses did."""
    listed = select(Listing.subject_id).join(ListingVersion, col(ListingVersion.listing_id) == col(Listing.id))
    found = set(session.exec(listed.where(col(ListingVersion.seq_from) > start, col(ListingVersion.seq_from) <= end)))
    of_subject = select(SubjectVersion.subject_id).where(
        col(SubjectVersion.seq_from) > start, col(SubjectVersion.seq_from) <= end
    )
    found |= set(session.exec(of_subject))
    entered = col(Clause.seq_from).between(start + 1, end)
    changed = select(Clause.member_id).where(or_(entered, col(Clause.seq_to).between(start + 1, end)))
    return found | set(session.exec(select(Prompt.subject_id).where(col(Prompt.member_id).in_(changed)).distinct()))


def _look_at_day(session: Session, moment: Moment) -> Look:
    cursor = cursor_of(session)
    start = cursor.swept_to if cursor.sweeping_on == moment.today else ""
    listed = select(Listing.subject_id).where(col(Listing.subject_id) > start).distinct()
    page = session.exec(listed.order_by(col(Listing.subject_id)).limit(PAGE)).all()
    more = len(page) == PAGE
    end = page[-1] if more else ""
    return Look(SWEEP, start, end, more, _concerned(session, set(page), moment), moment.today)


def _concerned(session: Session, subject_ids: set[str], moment: Moment) -> tuple[str, ...]:
    """Of these the merchants under joint punishment, and those that have a task or a prompt already."""
    known = set[str]()
    for table in (PunishmentTask, Prompt):
        known |= set(session.exec(select(table.subject_id).where(col(table.subject_id).in_(subject_ids)).distinct()))
    eyes = eyes_as(None, MemberKind.DEPARTMENT, moment.ruleset.catalogue, moment.today)
    for subject_id, records in records_of_many(session, subject_ids - known).items():
        seen = [record for record in records if eyes.see(record)]
        if seen and under_limbs(moment.ruleset, subject_of(session, subject_id), seen, moment.today):
            known.add(subject_id)
    return tuple(sorted(known))


def follow(session: Session, found: Look, moment: Moment) -> bool:
    """Does what the look found and moves on, all in one transaction. True: there is more.

    Where another run has moved on since, it does nothing and says that there is more.
    """
    cursor = session.exec(select(PunishmentCursor).with_for_update()).one()
    at = cursor.sequence if found.key == CHANGES else cursor.swept_to if cursor.sweeping_on == found.day else ""
    if at != found.start:
        return True
    for subject_id in found.subjects:
        sync_subject(session, subject_id, moment)
    if found.key == CHANGES:
        cursor.sequence = int(found.end)
    else:
        cursor.sweeping_on, cursor.swept_to = found.day, str(found.end)
        cursor.swept_on = cursor.swept_on if found.more else found.day
    session.flush()
    return found.more
