"""Past decisions judged again by two rule sets, from what is stored: records as known then, clauses as they stood then.

Each distinct class is judged once. What identity adds to an answer is left out: it is the same under both.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from itertools import islice
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, func, select

from huixin.core.evaluation import Question, class_of
from huixin.core.facts import RequestFacts
from huixin.core.gate import Gated
from huixin.core.records import Subject
from huixin.core.vocabulary import MemberKind, Role, SubjectKind
from huixin.core.windows import Window, day_of
from models.decisions import Decision
from models.rulesets.impact.likeness import Likeness
from models.rulesets.impact.past_clauses import PastClauses
from models.rulesets.impact.promises import Promises
from models.rulesets.impact.rows import OWN, Confirmations, Stored, kinds_of, record_of, versions_of
from rules.impact import SideBySide
from rules.ruleset import RuleSet

_AT_ONCE = 2_000
_KEPT = 200_000
"""Records, classes and clauses of members that stay in memory."""
_DAYS_KEPT = 4_096
_PAIRS_KEPT = 64
_NO_RECORDS = "[]"
"""Nothing stood against whoever was asked about, so no rule had anything to say, and none has."""


@dataclass(frozen=True, slots=True)
class Replayed:
    """One decision under both. `gated` is None where both say the same because no rule that differs has to do with it.

    `lost`: what it was made from is no longer stored, so that nothing can be said.
    """

    member_id: str
    scene: str
    actor: MemberKind
    gated: tuple[Gated, Gated] | None
    lost: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """Decisions of these instants: from the first up to, not including, the last; where given, at these positions."""

    first: datetime
    last: datetime
    positions: range | None = None


def decisions_in(log: Session, span: Span, most: int | None = None) -> int:
    """How many there are; no more are counted than `most`."""
    found = select(Decision.id).where(*_within(span)).limit(most).subquery()
    return log.exec(select(func.count()).select_from(found)).one()


def _within(span: Span) -> tuple[Any, ...]:
    asked = col(Decision.at) >= span.first, col(Decision.at) < span.last
    if span.positions is None:
        return asked
    return *asked, col(Decision.position) >= span.positions.start, col(Decision.position) < span.positions.stop


def _with_records(log: Session, span: Span, scenes: Collection[str] | None) -> Iterator[Any]:
    read: tuple[Any, ...] = (
        col(Decision.member_id),
        col(Decision.scene),
        col(Decision.asked_as),
        col(Decision.at),
        col(Decision.sequence),
        col(Decision.ruleset),
        col(Decision.subject_id),
        col(Decision.request),
        col(Decision.listing_ids),
        col(Decision.candidate_ids),
    )
    found = sa.cast(col(Decision.listing_ids), sa.Text) != _NO_RECORDS
    statement = sa.select(*read).where(*_within(span), found)
    if scenes is not None:
        statement = statement.where(col(Decision.scene).in_(scenes))
    return iter(log.execute(statement, execution_options={"yield_per": _AT_ONCE}))


Pair = Callable[[str], tuple[RuleSet, RuleSet] | None]


class Replay:
    """`pair`: the two rule sets by which a decision is judged, given the digest of those by which it was made;
    None where they are not known any more."""

    def __init__(self, session: Session, pair: Pair) -> None:
        self._pair = lru_cache(maxsize=_PAIRS_KEPT)(pair)
        self._confirmations, self._clauses = Confirmations.read(session), PastClauses(session)
        self._promises = Promises.read(session)
        self._session = session
        self._records: dict[str, list[Stored]] = {}
        self._kinds: dict[str, str] = {}
        self._judged: dict[Any, tuple[Gated, Gated] | None] = {}
        self._sides = lru_cache(maxsize=_DAYS_KEPT)(SideBySide)
        self._likenesses = lru_cache(maxsize=_DAYS_KEPT)(_likeness)

    def of(self, log: Session, span: Span, scenes: Collection[str] | None = None) -> Iterator[Replayed]:
        """Those that were about somebody with records; on request in these scenes alone."""
        rows = _with_records(log, span, scenes)
        while some := list(islice(rows, _AT_ONCE)):
            self._load(some)
            yield from map(self._replayed, some)

    def _replayed(self, row: Any) -> Replayed:
        actor = MemberKind(row.asked_as)
        first = date.fromisoformat(row.request["window"][0])
        if first < day_of(row.at) or row.request.get("known_on") is not None:
            return Replayed(row.member_id, row.scene, actor, None)  # the past stays as it is
        pair = self._pair(row.ruleset)
        if pair is None:
            return Replayed(row.member_id, row.scene, actor, None, lost=True)
        side = self._sides(*pair, first)
        if row.scene not in side.scenes:
            return Replayed(row.member_id, row.scene, actor, None)
        stored = [self._at(key, row.sequence) for key in row.listing_ids]
        if None in stored or (row.subject_id is not None and row.subject_id not in self._kinds):
            return Replayed(row.member_id, row.scene, actor, None, lost=True)
        own = [one for one in stored if one is not None and one[OWN + 1] not in row.candidate_ids]
        return Replayed(row.member_id, row.scene, actor, self._judge(row, side, own))

    def _load(self, rows: Sequence[Any]) -> None:
        if len(self._records) > _KEPT:
            self._records.clear()
            self._kinds.clear()
        if len(self._judged) > _KEPT:
            self._judged.clear()
        wanted = {key for row in rows for key in row.listing_ids} - self._records.keys()
        for version in versions_of(self._session, wanted):
            self._records.setdefault(version[OWN], []).append(version)
        subjects = {row.subject_id for row in rows if row.subject_id is not None} - self._kinds.keys()
        self._kinds.update(kinds_of(self._session, subjects))

    def _at(self, listing_id: str, sequence: int) -> Stored | None:
        """The version that held at that sequence."""
        for version in self._records.get(listing_id, ()):
            first, end = version[OWN + 2 :]
            if first <= sequence and (end is None or end > sequence):
                return version
        return None

    def _judge(self, row: Any, side: SideBySide, own: Sequence[Stored]) -> tuple[Gated, Gated] | None:
        request, kind = row.request, SubjectKind(self._kinds.get(row.subject_id, SubjectKind.COMPANY))
        first, last = (date.fromisoformat(day) for day in request["window"])
        known, actor = min(first, day_of(row.at)), MemberKind(row.asked_as)
        stored = [(one, self._confirmations.of(one, row.sequence)) for one in own]
        asked = RequestFacts(row.scene, actor, Role(request["role"]), request["campaign"], request["person_confirmed"])
        clauses = self._clauses.of(row.member_id, actor, row.sequence, side)
        # over several days a record's own days count, beyond being past or to come
        days = None if first == last else (first, last, tuple(one[:OWN] for one in own))
        likeness = self._likenesses(side, known).of(stored) if stored else ()
        promised = self._promises.of(row.subject_id, first, row.sequence)
        key = (side.old, side.new, asked, clauses, kind, promised, likeness, days)
        if key not in self._judged:
            records = [record_of(one, confirmed, str(place)) for place, (one, confirmed) in enumerate(stored)]
            question = Question(asked, Window.inclusive(first, last), (), known)
            subject = Subject("", "", kind, "", promised)
            each = [class_of(epoch.catalogue.terms, subject, records, question) for epoch in side.facts]
            profiles = (each[0], each[-1])
            same = clauses[0] == clauses[1] and not side.may_differ(profiles, asked)
            self._judged[key] = None if same else side.gated(profiles, asked, clauses)
        return self._judged[key]


def _likeness(side: SideBySide, known: date) -> Likeness:
    return Likeness([epoch.catalogue for epoch in side.facts], side.day, known)
