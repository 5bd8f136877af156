"""Everyone listed today under two rule sets: each distinct class is judged once, however many merchants are of it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, groupby
from operator import itemgetter
from typing import Any

from sqlmodel import Session

from huixin.core.facts import Profile, RequestFacts, SubjectFacts
from huixin.core.profile import profile_of
from huixin.core.records import Record, Subject
from huixin.core.vocabulary import SubjectKind
from huixin.core.windows import Window
from models.rulesets.impact.likeness import Likeness
from models.rulesets.impact.promises import Promises
from models.rulesets.impact.rows import EVERYONE, OWN, Confirmations, Stretch, listed_rows, record_of
from models.rulesets.impact.viewers import Eye, Viewer, sees
from rules.impact import Change, Heard, SideBySide, change_of

Profiles = tuple[Profile, Profile]
_NOBODY = Profile(SubjectFacts())


@dataclass(frozen=True, slots=True)
class Difference:
    """What one viewer hears otherwise of a class. `viewer`: its place among the viewers. `request`: the plainest
    question to which it hears it."""

    viewer: int
    request: RequestFacts
    change: Change
    before: Heard
    after: Heard


@dataclass
class ListedImpact:
    """`changed`: id and unit of each merchant of whom anybody hears otherwise, and its class, in the order of ids.

    `classes`: what each class comes to.
    """

    merchants: int = 0
    records: int = 0
    classes: list[tuple[Difference, ...]] = field(default_factory=list)
    changed: list[tuple[str, str | None, int]] = field(default_factory=list)
    counts: Counter[tuple[str | None, int]] = field(default_factory=Counter)
    """Merchants by unit and class, of the classes that change."""


class _Classes:
    """Numbers classes as they are met, and judges each once."""

    def __init__(self, side: SideBySide, viewers: Sequence[Viewer], found: list[tuple[Difference, ...]]) -> None:
        self._side, self._viewers, self._found = side, viewers, found
        self._eyes = tuple(dict.fromkeys(viewer.eye for viewer in viewers))
        self._own_clauses = {viewer.eye for viewer in viewers if viewer.clauses[0] != viewer.clauses[1]}
        """Eyes to which the rule sets give other standard clauses, so that any rule may come to something else."""
        self._numbers: dict[tuple[Profiles, ...], int] = {}
        self._matter: dict[tuple[Eye, Profiles], Profiles] = {}
        self._heard: dict[tuple[int, RequestFacts, Profiles], tuple[Heard, Heard]] = {}

    def number(self, kind: str, promised: tuple[Window, ...], records: Sequence[Record]) -> int:
        subject = Subject("", "", SubjectKind(kind), "", promised)
        made: dict[Any, Profiles] = {}
        folded = []
        for eye in self._eyes:
            seen = tuple(
                tuple(place for place, one in enumerate(records) if sees(eye, one, epoch.catalogue, self._side.day))
                for epoch in self._side.facts
            )
            if seen not in made:
                made[seen] = self._profiles(subject, records, seen)
            folded.append(self._folded(eye, made[seen]))
        key = tuple(folded)
        if key not in self._numbers:
            self._numbers[key] = len(self._found)
            self._found.append(tuple(self._differences(dict(zip(self._eyes, key, strict=True)))))
        return self._numbers[key]

    def _profiles(self, subject: Subject, records: Sequence[Record], seen: tuple[tuple[int, ...], ...]) -> Profiles:
        """Folded to what the differing rules can tell apart."""
        window = Window.inclusive(self._side.day, self._side.day)
        terms = (epoch.catalogue.terms for epoch in self._side.facts)
        each = [
            profile_of(one, subject, [records[place] for place in places], window)[0] if places else _NOBODY
            for one, places in zip(terms, seen, strict=True)
        ]
        return self._side.reduced(each[0], each[-1])

    def _folded(self, eye: Eye, profiles: Profiles) -> Profiles:
        """All to which the differing rules say nothing are one class."""
        key = (eye, profiles)
        if key not in self._matter:
            every = chain.from_iterable(self._side.requests(eye[0]))
            touched = any(self._side.may_differ(profiles, request) for request in every)
            self._matter[key] = profiles if touched or eye in self._own_clauses else (_NOBODY, _NOBODY)
        return self._matter[key]

    def _differences(self, by_eye: dict[Eye, Profiles]) -> Iterator[Difference]:
        for place, viewer in enumerate(self._viewers):
            profiles = by_eye[viewer.eye]
            for requests in self._side.requests(viewer.actor) if any(one.records for one in profiles) else ():
                plain: tuple[Heard, Heard] | None = None
                for request in self._side.told_apart(profiles, requests):
                    if not (viewer.eye in self._own_clauses or self._side.may_differ(profiles, request)):
                        continue
                    before, after = heard = self._hear(place, viewer, request, profiles)
                    change = change_of(before, after)
                    if change is not None and heard != plain:
                        yield Difference(place, request, change, before, after)
                    plain = plain or heard

    def _hear(self, place: int, viewer: Viewer, request: RequestFacts, profiles: Profiles) -> tuple[Heard, Heard]:
        key = (place, request, profiles)
        if key not in self._heard:
            old, new = self._side.gated(profiles, request, viewer.clauses)
            self._heard[key] = (Heard.of(old), Heard.of(new))
        return self._heard[key]


def listed_impact(
    session: Session, side: SideBySide, viewers: Sequence[Viewer], stretch: Stretch = EVERYONE
) -> ListedImpact:
    """Asked on the day, in each scene that differs, all that its rules tell apart."""
    impact = ListedImpact()
    classes = _Classes(side, viewers, impact.classes)
    confirmations, promises = Confirmations.read(session), Promises.read(session)
    likeness = Likeness([epoch.catalogue for epoch in side.facts], side.day, side.day)
    alike: dict[tuple[Any, ...], int] = {}
    for subject_id, group in groupby(listed_rows(session, stretch), key=itemgetter(OWN)):
        rows = list(group)
        _, kind, unit = rows[0][OWN:]
        stored = [(row, confirmations.of(row)) for row in rows]
        impact.merchants += 1
        impact.records += len(rows)
        promised = promises.of(subject_id, side.day)
        key = (kind, promised, likeness.of(stored))
        if key not in alike:
            records = [record_of(row, confirmed, str(place)) for place, (row, confirmed) in enumerate(stored)]
            alike[key] = classes.number(kind, promised, records)
        number = alike[key]
        if impact.classes[number]:
            impact.changed.append((subject_id, unit, number))
            impact.counts[unit, number] += 1
    return impact


def together(parts: Iterable[ListedImpact]) -> ListedImpact:
    """Of stretches that follow each other."""
    whole = ListedImpact()
    for part in parts:
        known = len(whole.classes)
        whole.merchants += part.merchants
        whole.records += part.records
        whole.classes += part.classes
        whole.changed += [(subject_id, unit, known + number) for subject_id, unit, number in part.changed]
        whole.counts.update({(unit, known + number): count for (unit, number), count in part.counts.items()})
    return whole


def change_over(differences: Sequence[Difference]) -> Change:
    """What all of them come to for a merchant."""
    kinds = {one.change for one in differences}
    return kinds.pop() if len(kinds) == 1 else Change.CHANGED
