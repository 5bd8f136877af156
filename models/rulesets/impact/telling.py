"""Impact as it is told: counts by unit, member and outcome, and the merchants by name."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from sqlmodel import Session, col, select

from huixin.core.vocabulary import MemberKind, Outcome
from huixin.types.impact import (
    ChangeCounts,
    ClassImpactView,
    ClassMove,
    HeardView,
    ListedImpactView,
    MemberImpact,
    MerchantDifference,
    MerchantImpact,
    OutcomeMove,
    UnitImpact,
)
from models.bulk import among
from models.rulesets.impact.listed import Difference, ListedImpact, change_over
from models.rulesets.impact.viewers import Viewer
from models.subjects.tables import SubjectVersion
from rules.impact import NO_CAMPAIGN, Change, ClassImpact, Heard

NAMED = 100
"""Merchants that the answer itself names."""
_AT_ONCE = 500
Move = tuple[MemberKind, str, Outcome, Outcome]


def class_view(one: ClassImpact) -> ClassImpactView:
    moves = [
        ClassMove(before=move.before, after=move.after, classes=move.classes, example=move.example)
        for move in one.moves
    ]
    return ClassImpactView(
        scene=one.scene,
        actors=list(one.actors),
        since=one.since,
        until=one.until,
        classes=one.classes,
        changed=one.changed,
        moves=moves,
    )


def listed_view(session: Session, impact: ListedImpact, viewers: Sequence[Viewer]) -> ListedImpactView:
    by_unit: dict[str | None, Counter[Change]] = {}
    by_viewer: dict[int, Counter[Change]] = {}
    moves: Counter[Move] = Counter()
    for (unit, number), count in impact.counts.items():
        differences = impact.classes[number]
        by_unit.setdefault(unit, Counter())[change_over(differences)] += count
        for place, own in _by_viewer(differences).items():
            by_viewer.setdefault(place, Counter())[change_over(own)] += count
        for move in _moves(differences, viewers):
            moves[move] += count
    return ListedImpactView(
        merchants=impact.merchants,
        records=impact.records,
        counts=ChangeCounts(**_counts(sum(by_unit.values(), Counter()))),
        units=[UnitImpact(unit=unit, **_counts(one)) for unit, one in sorted(by_unit.items(), key=_unit_order)],
        members=[
            MemberImpact(member_id=key, name=name, kind=viewers[place].actor, **_counts(one))
            for place, one in sorted(by_viewer.items())
            for key, name in viewers[place].members
        ],
        moves=told_moves(moves),
        named=list(named(session, impact, viewers, impact.changed[:NAMED])),
    )


def _unit_order(item: tuple[str | None, object]) -> str:
    return item[0] or ""


def _by_viewer(differences: Sequence[Difference]) -> dict[int, list[Difference]]:
    found: dict[int, list[Difference]] = {}
    for one in differences:
        found.setdefault(one.viewer, []).append(one)
    return found


def _moves(differences: Sequence[Difference], viewers: Sequence[Viewer]) -> set[Move]:
    """A merchant counts once for each, however many members of the kind hear it."""
    return {
        (viewers[one.viewer].actor, one.request.scene, one.before.outcome, one.after.outcome) for one in differences
    }


def _counts(counted: Counter[Change]) -> dict[str, int]:
    return {str(kind): counted[kind] for kind in Change}


def told_moves(moves: Mapping[Move, int]) -> list[OutcomeMove]:
    return [
        OutcomeMove(kind=kind, scene=scene, before=before, after=after, count=count)
        for (kind, scene, before, after), count in sorted(moves.items())
    ]


def named(
    session: Session, impact: ListedImpact, viewers: Sequence[Viewer], who: Sequence[tuple[str, str | None, int]]
) -> Iterator[MerchantImpact]:
    told = {number: [_difference(one, viewers) for one in impact.classes[number]] for number in {w[2] for w in who}}
    for start in range(0, len(who), _AT_ONCE):
        some = who[start : start + _AT_ONCE]
        names = _names(session, [subject_id for subject_id, _, _ in some])
        for subject_id, unit, number in some:
            name, uscc = names[subject_id]
            yield MerchantImpact(
                subject_id=subject_id,
                name=name,
                uscc=uscc,
                unit=unit,
                change=change_over(impact.classes[number]).value,
                differences=told[number],
            )


def _names(session: Session, subject_ids: Sequence[str]) -> dict[str, tuple[str, str | None]]:
    """Masked, of natural persons."""
    rows = session.exec(
        select(SubjectVersion.subject_id, SubjectVersion.name, SubjectVersion.uscc).where(
            col(SubjectVersion.seq_to).is_(None),
            col(SubjectVersion.subject_id).in_(among(session.connection(), subject_ids)),
        )
    )
    return {subject_id: (name, uscc) for subject_id, name, uscc in rows}


def _difference(one: Difference, viewers: Sequence[Viewer]) -> MerchantDifference:
    viewer = viewers[one.viewer]
    return MerchantDifference(
        kind=viewer.actor,
        members=[name for _, name in viewer.members],
        scene=one.request.scene,
        role=one.request.role,
        campaign=None if one.request.campaign == NO_CAMPAIGN else one.request.campaign,
        person_confirmed=one.request.person_confirmed,
        change=one.change.value,
        before=_heard(one.before),
        after=_heard(one.after),
    )


def _heard(heard: Heard) -> HeardView:
    return HeardView(outcome=heard.outcome, measures=list(heard.codes))
