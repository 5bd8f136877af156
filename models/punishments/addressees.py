"""Whom the rules are asked for: the competent departments of a merchant's place, and every member that decides."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from huixin.core.gate import OwnClause
from huixin.core.records import Record, Subject
from huixin.core.vocabulary import MemberKind, SubjectKind
from models.caller import Caller
from models.cases.place import place_of
from models.checks.eyes import Eyes
from models.clauses import clauses_of
from models.members import Member
from models.plans.addressing import Addressing
from models.punishments.support import REVIEW, Addressee, Support, supports
from rules.catalogue import Catalogue
from rules.departments import responsible_for
from rules.ruleset import RuleSet

DECIDING = (
    MemberKind.PLATFORM,
    MemberKind.LOGISTICS,
    MemberKind.INTERNET,
    MemberKind.ASSOCIATION,
    MemberKind.AGENCY,
)
"""Kinds of members that get prompts."""


@dataclass(frozen=True, slots=True)
class Body:
    """A department of a place; None where nobody knows. `key` names it among the tasks of one record and measure."""

    unit: str | None
    department: str | None
    named: str | None
    problem_types: tuple[str, ...]

    @property
    def key(self) -> str:
        return "/".join((self.unit or "?", self.department or f"?{self.named or ''}"))


def eyes_as(session: Session, member: Member | None, kind: MemberKind, catalogue: Catalogue, today: date) -> Eyes:
    """Of one member, or of any department."""
    caller = Caller("" if member is None else member.id, "", kind, frozenset())
    return Eyes(caller, kind, catalogue, today, session)


def asked_of_departments(
    session: Session,
    ruleset: RuleSet,
    subject: Subject,
    records: Sequence[Record],
    addressing: Addressing,
) -> list[tuple[Body, Support]]:
    """What the departments of the merchant's place are asked: the competent ones, and who signed for every record."""
    today = addressing.today
    if _is_only_a_name(subject):
        return []
    eyes = eyes_as(session, None, MemberKind.DEPARTMENT, ruleset.catalogue, today)
    seen = {record.id: record for record in records if eyes.see(record)}
    asked = supports(ruleset, subject, list(seen.values()), Addressee(MemberKind.DEPARTMENT), (REVIEW,), today)
    bodies: dict[str, list[Body]] = {}
    for support in asked:
        if support.listing_id not in bodies:
            record = seen[support.listing_id]
            bodies[record.id] = list(_bodies(session, ruleset.catalogue, subject.id, record, today))
    return [(body, support) for support in asked for body in _with_every(bodies, support, addressing)]


def _with_every(bodies: Mapping[str, list[Body]], support: Support, addressing: Addressing) -> list[Body]:
    competent = bodies[support.listing_id]
    known = {body.department for body in competent}
    others = [code for code in addressing.takes_every(support.measure) if code not in known]
    return [*competent, *(Body(competent[0].unit, code, None, ()) for code in others)]


def _bodies(session: Session, catalogue: Catalogue, subject_id: str, record: Record, today: date) -> Iterator[Body]:
    unit = place_of(session, catalogue, subject_id, record.id)
    responsible = responsible_for(catalogue, sorted(record.problem_types), today)
    for found in responsible:
        named = None if found.department is not None or not found.named else found.named[0]
        yield Body(unit, found.department, named, found.problem_types)
    if not responsible:
        yield Body(unit, None, None, ())


def asked_of_members(
    session: Session, ruleset: RuleSet, subject: Subject, records: Sequence[Record], today: date
) -> list[tuple[str, Support]]:
    """What each member is asked, by its id. Nobody is told of a natural person: those are asked after one by one."""
    if _is_only_a_name(subject) or subject.kind is SubjectKind.NATURAL_PERSON:
        return []
    answered: dict[tuple[Addressee, tuple[str, ...]], list[Support]] = {}
    found: list[tuple[str, Support]] = []
    for member in deciding_members(session):
        kind = MemberKind(member.kind)
        eyes = eyes_as(session, member, kind, ruleset.catalogue, today)
        seen = [record for record in records if eyes.see(record)]
        addressee = Addressee(kind, _clauses(session, member, kind))
        question = addressee, tuple(record.id for record in seen)
        if question not in answered:
            answered[question] = supports(ruleset, subject, seen, addressee, ruleset.catalogue.scenes, today)
        found += [(member.id, support) for support in answered[question]]
    return found


def deciding_members(session: Session) -> Sequence[Member]:
    return session.exec(
        select(Member).where(col(Member.kind).in_(DECIDING), col(Member.disabled_at).is_(None)).order_by(col(Member.id))
    ).all()


def _clauses(session: Session, member: Member, kind: MemberKind) -> tuple[OwnClause, ...]:
    """An agency only ever advises, as in checks."""
    return () if kind is MemberKind.AGENCY else clauses_of(session, member.id)


def _is_only_a_name(subject: Subject) -> bool:
    """A name alone never sanctions."""
    return subject.key.startswith("name:")
