"""Uploaded rosters: whom a member deals with, by code alone, to be told whose verdict turns. Used for nothing else.

A roster is replaced whole and deleted whole. What its work is goes by the change, not by its size.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, delete
from sqlmodel import Field, Session, col, func, or_, select, update

from huixin.core.identifiers import organisation_code_of
from huixin.core.vocabulary import MemberKind, Outcome
from huixin.types.roster import RosterView, TurnedView
from models.base import Instant, MainTable, new_id, one_of
from models.bulk import among, insert_rows
from models.bundles.merchants import BY_CODE, BY_OLDER, Entry, Knowing, changed_since
from models.caller import Caller
from models.campaigns.screening import Screening, ruling
from models.checks import CheckContext
from models.clauses import Clause
from models.errors import Conflict, Fault, Invalid, NotFound
from models.jobs import Job, put_job
from models.members import Member
from models.outbox import put
from models.sequence import current_sequence

FOLLOW = "roster_follow"
TURNED = "roster.turned"
AT_ONCE = 5_000
"""Rows of a roster that come in together."""
_FIELDS = ("member_id", "uscc", "organisation_code", "outcome", "known", "screened_on")


class Roster(MainTable, table=True):
    """One of a member. `cursor`: the change sequence up to which it was looked at; `rescreened_on`: the day on which
    all were of whom anything is known; `rules`: the digest of those that decided then; `turns`: how many verdicts have
    turned since it came."""

    __tablename__ = "roster"
    member_id: str = Field(primary_key=True, foreign_key="member.id", max_length=40)
    revision: str = Field(max_length=40)
    """Which upload it is: whoever is still writing another one stops."""
    scene: str = Field(max_length=64)
    uploaded_at: datetime = Field(sa_type=Instant)
    cursor: int
    rescreened_on: date
    rules: str | None = Field(default=None, max_length=80)
    turns: int


class RosterEntry(MainTable, table=True):
    __tablename__ = "roster_entry"
    __table_args__ = (
        CheckConstraint(one_of("outcome", Outcome), name="outcome"),
        Index("ix_roster_entry_uscc", "uscc"),
        Index("ix_roster_entry_organisation", "organisation_code"),
        Index("ix_roster_entry_turn", "member_id", "turn"),
    )
    member_id: str = Field(primary_key=True, foreign_key="member.id", max_length=40)
    uscc: str = Field(primary_key=True, max_length=18)
    organisation_code: str = Field(max_length=9)
    outcome: str = Field(max_length=16)
    known: bool
    """Something is known of it, so that a day may change the outcome by itself."""
    screened_on: date
    turn: int | None = None
    """Which turn of the roster its last one was; None: it says what it said when it came."""


def require_scene(scene: str, context: CheckContext) -> None:
    """Raises Invalid for one that the rules lack."""
    if scene not in context.ruleset.catalogue.scenes:
        message, zh = "The rules know no such scene.", "规则中没有此场景。"
        raise Invalid(message, Fault("/scene", "unknown_scene", message, zh), zh=zh)


def begin(session: Session, caller: Caller, scene: str, sequence: int, context: CheckContext) -> str:
    """An empty roster in place of the one before; its revision. `sequence`: at which what is known was read."""
    drop(session, caller.member_id)
    roster = Roster(
        member_id=caller.member_id,
        revision=new_id("ros"),
        scene=scene,
        uploaded_at=context.now,
        cursor=sequence,
        rescreened_on=context.today,
        rules=_rules_of(scene, context),
        turns=0,
    )
    session.add(roster)
    session.flush()
    return roster.revision


def add(session: Session, screening: Screening, revision: str, known: dict[str, Entry], codes: Collection[str]) -> None:
    """Some codes of an upload that is under way. Raises Conflict where another has replaced or deleted it."""
    member_id, today = screening.caller.member_id, str(screening.context.today)
    roster = session.get(Roster, member_id)
    if roster is None or roster.revision != revision:
        message = "The roster was replaced or deleted while this one was taken in."
        raise Conflict(message, zh="名册在本次上传期间已被替换或删除。")
    rows = list[tuple[object, ...]]()
    for code in codes:
        found = screening.screen(known, code, "")
        rows.append((member_id, code, organisation_code_of(code), found.outcome.value, found.known, today))
    insert_rows(session.connection(), RosterEntry.__tablename__, _FIELDS, rows)


def look_back(session: Session, member_id: str, revision: str, sequence: int) -> None:
    """What an upload was screened by was read at that sequence: whatever has come since is followed for it too."""
    own = col(Roster.member_id) == member_id, col(Roster.revision) == revision
    session.exec(update(Roster).where(*own, col(Roster.cursor) > sequence).values(cursor=sequence))


def drop(session: Session, member_id: str) -> int:
    """The whole of it, at once; how many codes it held."""
    entries = session.exec(delete(RosterEntry).where(col(RosterEntry.member_id) == member_id))
    session.exec(delete(Roster).where(col(Roster.member_id) == member_id))
    return entries.rowcount


def find_roster(session: Session, member_id: str) -> Roster:
    """Raises NotFound."""
    roster = session.get(Roster, member_id)
    if roster is None:
        raise NotFound("You have uploaded no roster.", zh="您尚未上传名册。")
    return roster


def roster_view(session: Session, roster: Roster) -> RosterView:
    size = select(func.count()).select_from(RosterEntry).where(RosterEntry.member_id == roster.member_id)
    fields = roster.model_dump(include={"scene", "uploaded_at", "turns"})
    return RosterView(**fields, size=session.exec(size).one(), sequence=roster.cursor)


def turned(
    session: Session, caller: Caller, context: CheckContext, after: int, limit: int
) -> tuple[list[TurnedView], int | None]:
    """Whose verdict has turned after that turn, in their order, with the verdict of this moment; where to go on."""
    roster = find_roster(session, caller.member_id)
    own = select(RosterEntry).where(RosterEntry.member_id == caller.member_id, col(RosterEntry.turn) > after)
    rows = session.exec(own.order_by(col(RosterEntry.turn)).limit(limit + 1)).all()
    shown = rows[:limit]
    screening = Screening(session, caller, None, context, roster.scene)
    known = screening.of_these([(row.uscc, "") for row in shown])
    views = [
        TurnedView(turn=row.turn or 0, uscc=row.uscc, outcome=screening.screen(known, row.uscc, "").outcome)
        for row in shown
    ]
    return views, shown[-1].turn if len(rows) > limit else None


def follow(session: Session, member_id: str, context: CheckContext) -> int:
    """Looks again at those about whom something has changed since; at all of whom anything is known each day, by each
    new rules, and where the member changed its clauses. Tells it of those that have turned. How many were looked at."""
    roster, member = session.get(Roster, member_id), session.get_one(Member, member_id)
    if roster is None:
        return 0
    newest, before, rules = current_sequence(session), roster.turns, _rules_of(roster.scene, context)
    rows = {row.uscc: row for row in _touched(session, roster)}
    if _all_anew(session, roster, context.today, rules):
        known_ones = RosterEntry.member_id == member_id, col(RosterEntry.known)
        rows |= {row.uscc: row for row in session.exec(select(RosterEntry).where(*known_ones))}
    caller = Caller(member.id, member.name, MemberKind(member.kind), frozenset())
    screening = Screening(session, caller, None, context, roster.scene)
    all_of_them = [*rows.values()]
    for start in range(0, len(all_of_them), AT_ONCE):
        some = all_of_them[start : start + AT_ONCE]
        known = screening.of_these([(row.uscc, "") for row in some])
        for row in some:
            _look_again(row, roster, screening, known)
    roster.cursor, roster.rescreened_on, roster.rules = newest, context.today, rules
    if roster.turns > before:
        put(session, member_id, TURNED, {"after": before, "count": roster.turns - before}, context.now)
    session.flush()
    return len(rows)


def _rules_of(scene: str, context: CheckContext) -> str:
    """The digest of those that decide now."""
    return ruling(None, scene, context)[0].digest


def _all_anew(session: Session, roster: Roster, today: date, rules: str) -> bool:
    """A day, other rules, or a clause of the member that came, changed or went since."""
    if roster.rescreened_on < today or roster.rules != rules:
        return True
    touched = or_(col(Clause.seq_from) > roster.cursor, col(Clause.seq_to) > roster.cursor)
    return session.exec(select(Clause.id).where(Clause.member_id == roster.member_id, touched)).first() is not None


def _look_again(row: RosterEntry, roster: Roster, screening: Screening, known: dict[str, Entry]) -> None:
    found = screening.screen(known, row.uscc, "")
    if row.outcome != found.outcome:
        roster.turns += 1
        row.turn = roster.turns
    row.outcome, row.known, row.screened_on = found.outcome, found.known, screening.context.today


def _touched(session: Session, roster: Roster) -> Iterable[RosterEntry]:
    """Those whose code or organisation code leads to somebody who has changed."""
    changed = changed_since(session, roster.cursor)
    if not changed:
        return []
    keys, connection = Knowing(session, lambda _: True).keys_of(changed), session.connection()
    codes, older = ([key.removeprefix(by) for key in keys if key.startswith(by)] for by in (BY_CODE, BY_OLDER))
    touched = or_(
        col(RosterEntry.uscc).in_(among(connection, codes)),
        col(RosterEntry.organisation_code).in_(among(connection, older)),
    )
    return session.exec(select(RosterEntry).where(RosterEntry.member_id == roster.member_id, touched)).all()


def behind(session: Session, context: CheckContext) -> Sequence[str]:
    """Members with a roster that a change, the day or the rules are ahead of, and that no job will bring up to it
    yet."""
    newest, today = current_sequence(session), context.today
    queued = select(Job.key).where(Job.kind == FOLLOW)
    waiting = session.exec(select(Roster).where(col(Roster.member_id).not_in(queued)).order_by(Roster.member_id))
    return [
        row.member_id
        for row in waiting
        if row.cursor < newest or row.rescreened_on < today or row.rules != _rules_of(row.scene, context)
    ]


def put_follow_jobs(session: Session, members: Sequence[str], now: datetime) -> None:
    """One job for each."""
    for key in members:
        put_job(session, FOLLOW, key, now)
