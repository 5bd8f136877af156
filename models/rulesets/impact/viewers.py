"""Through whose eyes impact looks: kinds of members, and within a kind those whose clauses cover the same."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from huixin.core.gate import OwnClause
from huixin.core.records import Record
from huixin.core.visibility import heard_by_members
from huixin.core.vocabulary import MemberKind, treated_as
from models.clauses import clauses_of
from models.listings import ListingVersion
from models.members import Member
from rules.clauses import standard_clauses
from rules.entries import Catalogue
from rules.impact import SideBySide

KINDS = (
    MemberKind.PLATFORM,
    MemberKind.LOGISTICS,
    MemberKind.ASSOCIATION,
    MemberKind.AGENCY,
    MemberKind.DEPARTMENT,
)
"""Those who apply measures, and who advise them; an internet company counts as a platform."""
Clauses = tuple[OwnClause, ...]
Eye = tuple[MemberKind, str | None]
"""A kind, and the association whose own records it sees."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """`members`: id and name of all who hear the same; none of a kind that has no members, which then asks with its
    standard clauses. `clauses`: under either rule set."""

    eye: Eye
    clauses: tuple[Clauses, Clauses]
    members: tuple[tuple[str, str], ...] = ()

    @property
    def actor(self) -> MemberKind:
        return self.eye[0]


def viewers_of(session: Session, side: SideBySide) -> tuple[Viewer, ...]:
    members = session.exec(
        select(Member).where(col(Member.disabled_at).is_(None)).order_by(col(Member.name), col(Member.id))
    ).all()
    with_records = set(
        session.exec(select(ListingVersion.inside).where(col(ListingVersion.seq_to).is_(None)).distinct())
    )
    groups: dict[object, tuple[Eye, Clauses, list[tuple[str, str]]]] = {}
    for member in members:
        actor = treated_as(MemberKind(member.kind))
        if actor not in KINDS:
            continue
        clauses = () if actor is MemberKind.AGENCY else clauses_of(session, member.id, side.day)
        eye = (actor, member.id if member.id in with_records else None)
        covered = frozenset((one.measure, one.kind) for one in clauses)
        groups.setdefault((eye, covered), (eye, clauses, []))[2].append((member.id, member.name))
    found = [Viewer(eye, (clauses, clauses), tuple(names)) for eye, clauses, names in groups.values()]
    return tuple(sorted((*found, *_missing(side, found)), key=lambda one: KINDS.index(one.actor)))


def _missing(side: SideBySide, found: Collection[Viewer]) -> list[Viewer]:
    there = {one.actor for one in found}
    return [
        Viewer((kind, None), (_standard(side.old.catalogue, kind), _standard(side.new.catalogue, kind)))
        for kind in KINDS
        if kind not in there
    ]


def _standard(catalogue: Catalogue, kind: MemberKind) -> Clauses:
    return () if kind is MemberKind.AGENCY else standard_clauses(catalogue, kind)


def sees(eye: Eye, record: Record, catalogue: Catalogue, day: date) -> bool:
    """As in a check, of whoever handles no case of the record."""
    actor, inside = eye
    return heard_by_members(record, catalogue.terms, actor, inside, day)
