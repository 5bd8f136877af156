"""The job behind tasks and prompts: it follows the change sequence, and once a day looks at everybody.

What changes is in the sequence: records, merchants, members' clauses. What a day decides is not: an order that falls
overdue, a rule that begins. So a sweep goes through all merchants that have a record, a page at a time.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from sqlmodel import Session, col, select

from huixin.core.vocabulary import MemberKind
from models.clauses import Clause
from models.jobs import Job, put_job
from models.listings import Listing, ListingVersion, records_of_many
from models.punishments.addressees import eyes_as
from models.punishments.cursor import cursor_of
from models.punishments.opening import Moment, sync_subject
from models.punishments.support import under_limbs
from models.punishments.tables import Prompt, PunishmentCursor, PunishmentGap, PunishmentTask
from models.sequence import current_sequence
from models.subjects import SubjectVersion, subject_of

PUNISH = "punish"
"""Kind and lane of the job; its keys are the two ways in which it goes forward."""
CHANGES, SWEEP = "changes", "sweep"
SPAN = 500
"""Sequence numbers that one run looks through."""
PAGE = 500
"""Merchants that one run of the sweep looks at."""
MOST = 4
"""Merchants whose tasks and prompts one transaction touches: each may have some for every member."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """How far a run has come: all of the sequence up to `sequence`, and of the next number merchants up to `subject`.

    In the sweep the number is always 0.
    """

    sequence: int
    subject: str


@dataclass(frozen=True, slots=True)
class Look:
    """What one run found without holding up any writer. `subjects`: those whose tasks or prompts may be touched.

    `more`: another run is due at once.
    """

    key: str
    start: Place
    end: Place
    more: bool
    subjects: tuple[str, ...]
    day: date


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


def _place(cursor: PunishmentCursor, key: str, day: date) -> Place:
    if key == CHANGES:
        return Place(cursor.sequence, cursor.within)
    return Place(0, cursor.swept_to if cursor.sweeping_on == day else "")


def _look_at_changes(session: Session, moment: Moment) -> Look:
    # Read first: what is found may be newer than that, and is then found again.
    newest = current_sequence(session)
    start = _place(cursor_of(session), CHANGES, moment.today)
    end = min(newest, start.sequence + SPAN)
    places = _changed(session, start, end)
    in_order = sorted(places[subject] for subject in _concerned(session, set(places), moment))
    return _cut(CHANGES, start, Place(end, ""), end < newest, in_order, moment.today)


def _cut(key: str, start: Place, end: Place, more: bool, concerned: Sequence[Place], day: date) -> Look:
    """No more than one transaction takes: the run ends with the last of them, and the next goes on after it."""
    taken = tuple(place.subject for place in concerned[:MOST])
    if len(concerned) > MOST:
        return Look(key, start, concerned[MOST - 1], True, taken, day)
    return Look(key, start, end, more, taken, day)


def _changed(session: Session, start: Place, end: int) -> dict[str, Place]:
    """Merchants about whom something changed, and those of the prompts of members whose clauses did, with the place at
    which that first comes after the start."""
    listed = (
        select(Listing.subject_id, ListingVersion.seq_from)
        .join(ListingVersion, col(ListingVersion.listing_id) == col(Listing.id))
        .where(col(ListingVersion.seq_from) > start.sequence, col(ListingVersion.seq_from) <= end)
    )
    of_subject = select(SubjectVersion.subject_id, SubjectVersion.seq_from).where(
        col(SubjectVersion.seq_from) > start.sequence, col(SubjectVersion.seq_from) <= end
    )
    # whatever ends a clause closes its version, and another begins with the same number
    of_clause = (
        select(Prompt.subject_id, Clause.seq_from)
        .join(Clause, col(Clause.member_id) == col(Prompt.member_id))
        .where(col(Clause.seq_from) > start.sequence, col(Clause.seq_from) <= end)
        .distinct()
    )
    first: dict[str, Place] = {}
    for subject_id, sequence in chain(session.exec(listed), session.exec(of_subject), session.exec(of_clause)):
        place = Place(sequence - 1, subject_id)
        if place > start:
            first[subject_id] = min(place, first.get(subject_id, place))
    return first


def _look_at_day(session: Session, moment: Moment) -> Look:
    start = _place(cursor_of(session), SWEEP, moment.today)
    listed = select(Listing.subject_id).where(col(Listing.subject_id) > start.subject).distinct()
    page = session.exec(listed.order_by(col(Listing.subject_id)).limit(PAGE)).all()
    more = len(page) == PAGE
    concerned = [Place(0, subject) for subject in _concerned(session, set(page), moment)]
    return _cut(SWEEP, start, Place(0, page[-1] if more else ""), more, concerned, moment.today)


def _concerned(session: Session, subject_ids: set[str], moment: Moment) -> tuple[str, ...]:
    """Of these the merchants under joint punishment, and those that have a task or a prompt already."""
    known = set[str]()
    for table in (PunishmentTask, Prompt, PunishmentGap):
        known |= set(session.exec(select(table.subject_id).where(col(table.subject_id).in_(subject_ids)).distinct()))
    eyes = eyes_as(session, None, MemberKind.DEPARTMENT, moment.ruleset.catalogue, moment.today)
    for subject_id, records in records_of_many(session, subject_ids - known).items():
        # what an association keeps inside no department sees, but the association itself may be asked
        seen = [record for record in records if record.inside is not None or eyes.see(record)]
        if seen and under_limbs(moment.ruleset, subject_of(session, subject_id), seen, moment.today):
            known.add(subject_id)
    return tuple(sorted(known))


def follow(session: Session, found: Look, moment: Moment) -> bool:
    """Does what the look found and moves on, all in one transaction. True: there is more.

    Where another run has moved on since, it does nothing and says that there is more.
    """
    cursor = session.exec(select(PunishmentCursor).with_for_update()).one()
    if _place(cursor, found.key, found.day) != found.start:
        return True
    for subject_id in found.subjects:
        sync_subject(session, subject_id, moment)
    if found.key == CHANGES:
        cursor.sequence, cursor.within = found.end.sequence, found.end.subject
    else:
        cursor.sweeping_on, cursor.swept_to = found.day, found.end.subject
        cursor.swept_on = cursor.swept_on if found.more else found.day
    session.flush()
    return found.more
