"""Whose suspects are whose: the centre's and auditors' all, a department's those of its problems and place."""

from sqlalchemy import ColumnElement, false, literal, or_, true
from sqlmodel import col, select

from huixin.core.vocabulary import MemberKind
from models.cases.seen import SEES_ALL, is_city
from models.cases.work import Work
from models.errors import NotFound
from models.signals.tables import Signal, live_on
from models.subjects import Subject, SubjectVersion
from models.suspects.reading import code_of, listening, unit_of
from models.suspects.tables import Suspect, own_signals, rests_on_live
from rules.departments import responsible_for


def seen_by(work: Work) -> ColumnElement[bool]:
    """No member that shares ever sees one. Where the merchant belongs nowhere yet, the city's department does."""
    caller = work.caller
    if caller.kind in SEES_ALL:
        return true()
    if caller.kind is not MemberKind.DEPARTMENT or caller.unit is None:
        return false()
    return _is_its_business(work) & or_(is_city(caller.unit), _is_at(work, caller.unit))


def _is_its_business(work: Work) -> ColumnElement[bool]:
    """About a problem for which its kind of department answers today."""
    answers = {
        problem: {one.department for one in responsible_for(work.catalogue, [problem], work.today)}
        for problem in work.catalogue.problem_types
    }
    competent = {problem for problem, departments in answers.items() if work.caller.department in departments}
    kinds = [code for code, kind in work.catalogue.signal_kinds.items() if kind.problem_type in competent]
    return own_signals(live_on(work.today), col(Signal.kind).in_(kinds)).exists()


def _is_at(work: Work, unit: str) -> ColumnElement[bool]:
    """Of a merchant of that place. By which code a suspect goes is weighed, so those that may be are read."""
    placed = (
        select(SubjectVersion.subject_id)
        .join(Subject, col(Subject.id) == col(SubjectVersion.subject_id))
        .where(
            Subject.key == literal("uscc:") + col(Signal.uscc),
            col(SubjectVersion.seq_to).is_(None),
            SubjectVersion.unit == unit,
        )
    )
    maybe = work.session.exec(select(Suspect).where(own_signals(live_on(work.today), placed.exists()).exists()))
    listen = listening(work)
    there = [row.id for row in maybe if unit_of(work, code_of(work, row, listen(row.alliance_id))) == unit]
    return col(Suspect.id).in_(there)


def find_suspect(work: Work, key: str, *, for_update: bool = False) -> Suspect:
    """Raises NotFound for one that the caller may not see, or that rests on nothing any more."""
    statement = select(Suspect).where(Suspect.id == key, seen_by(work), rests_on_live(work.today))
    row = work.session.exec(statement.with_for_update() if for_update else statement).first()
    if row is None:
        raise NotFound(f"There is no suspect {key}.")
    return row
