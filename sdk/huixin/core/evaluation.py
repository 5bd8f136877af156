"""One subject, its visible records and one question: the gated verdict, and how long each measure lasts."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Protocol, TypeAlias

from huixin.core.display import display_ends_on, left_members_on
from huixin.core.facts import Profile, RecordFacts, RequestFacts
from huixin.core.gate import BoundMeasure, Gated, OwnClause, gate
from huixin.core.profile import profile_of
from huixin.core.records import Record, Subject
from huixin.core.terms import Terms
from huixin.core.verdict import Verdict
from huixin.core.visibility import INSIDE, is_shown
from huixin.core.vocabulary import Binding, MemberKind, Rectification
from huixin.core.windows import Window

DAY = timedelta(days=1)


class Rules(Protocol):
    """A rule set as far as an evaluation goes: where rules run, or where what they come to has been written down."""

    @property
    def terms(self) -> Terms: ...

    @property
    def starts(self) -> tuple[date, ...]:
        """The days on which something in it changes, in their order."""

    @property
    def scenes(self) -> Collection[str]:
        """The codes of its scenes."""

    def decide(self, day: date, profile: Profile, request: RequestFacts) -> Verdict:
        """What the rules of a day say about a class, told of the reduced one. LookupError for an unknown scene."""

    def class_of(self, day: date, scene: str, facts: RecordFacts) -> RecordFacts:
        """The class of a record: what the rules of a day and scene see of it."""


Ahead: TypeAlias = tuple[tuple[date, Rules], ...]
"""Rule sets that are to follow each other, each with the first day on which it counts."""
_Told: TypeAlias = tuple[tuple[date, Rules, list[Record]], ...]
"""The same, each with the records as its terms tell them."""


@dataclass(frozen=True, slots=True)
class Question:
    """`window` is the campaign's days, for a scene that looks at them, or the one day asked about.

    Its first day decides epoch, dues and clauses. Put again on a later day, the question looks at what of the
    window lies ahead, and after it at that day alone.
    """

    request: RequestFacts
    window: Window
    clauses: tuple[OwnClause, ...]
    asked_on: date | None = None
    """The day of asking, where that is not the first asked about. Whether a record is stale is known up to it only:
    nobody knows that its upstream is going to fall silent."""

    @property
    def known_on(self) -> date:
        first = _first_day(self.window)
        return first if self.asked_on is None else min(first, self.asked_on)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """`classes`: of each live record, the index into `verdict.classes`. `until` is aligned with `gated.measures`."""

    gated: Gated
    verdict: Verdict
    classes: dict[str, int]
    until: tuple[date | None, ...]


def evaluate(
    rules: Rules, subject: Subject, records: Iterable[Record], question: Question, ahead: Ahead = ()
) -> Evaluation:
    """Judge the records that the caller may see, by the rules of the first day; what is to follow them tells how long
    each measure lasts. ValueError for a window without a first day."""
    seen = tuple(_as_told(rules.terms, record, question.request.actor) for record in records)
    gated, verdict, facts = _judge(rules, subject, seen, question, question.window)
    day, scene = _first_day(question.window), question.request.scene
    place = {record: index for index, record in enumerate(verdict.classes)}
    classes = {record_id: place[rules.class_of(day, scene, one)] for record_id, one in facts.items()}
    following = ((date.min, rules), *ahead)
    return Evaluation(gated, verdict, classes, _until(following, subject, seen, question, gated.measures))


def class_of(terms: Terms, subject: Subject, records: Iterable[Record], question: Question) -> Profile:
    """The class that records come to for a question: those on lists that the terms show to who asks."""
    actor = question.request.actor
    seen = (_as_told(terms, record, actor) for record in records if is_shown(record, terms, actor))
    return profile_of(terms, subject, seen, question.window, question.known_on)[0]


def _as_told(terms: Terms, record: Record, actor: MemberKind) -> Record:
    """To a member each of the four ends is the end of the record; an authority goes on to hear of it, and why."""
    end = None if actor in INSIDE else left_members_on(terms, record)
    return record if end is None else replace(record, ended_on=end)


def _judge(
    rules: Rules, subject: Subject, records: Sequence[Record], question: Question, window: Window
) -> tuple[Gated, Verdict, dict[str, RecordFacts]]:
    day = _first_day(window)
    profile, facts = profile_of(rules.terms, subject, records, window, question.known_on)
    verdict = rules.decide(day, profile, question.request)
    return gate(verdict, question.clauses, day), verdict, facts


def _until(
    following: Ahead,
    subject: Subject,
    records: Sequence[Record],
    question: Question,
    measures: tuple[BoundMeasure, ...],
) -> tuple[date | None, ...]:
    """Of each measure the last day before the first later one on which the same question, put on that day, finds it
    no more; None if no known change takes it away. A standing duty goes on though the records end."""
    duties = [measure for measure in measures if measure.proposal.standing_duty]
    others = [measure for measure in measures if not measure.proposal.standing_duty]
    now, actor = following[0][1].terms, question.request.actor

    def told(then: Terms) -> list[Record]:
        """What whoever asks now would be told by later terms."""
        shown = (one for one in _known(then, records) if is_shown(one, then, actor) or not is_shown(one, now, actor))
        return [_as_told(then, record, actor) for record in shown]

    def recalled(then: Terms) -> list[Record]:
        return [_unending(record) for record in _known(then, records)]

    def last_days(wanted: Sequence[BoundMeasure], by: Callable[[Terms], list[Record]]) -> dict[BoundMeasure, date]:
        if not wanted:
            return {}
        ahead = tuple((begins, rules, by(rules.terms)) for begins, rules in following)
        return _last_days(ahead, subject, question, wanted)

    last = last_days(others, told) | last_days(duties, recalled)
    return tuple(last.get(measure) for measure in measures)


def _last_days(
    following: _Told, subject: Subject, question: Question, measures: Sequence[BoundMeasure]
) -> dict[BoundMeasure, date]:
    last: dict[BoundMeasure, date] = {}
    for day in _later_changes(following, subject, question):
        if len(last) == len(measures):
            break
        rules, records = next((one, told) for begins, one, told in reversed(following) if begins <= day)
        found = _found_on(rules, subject, records, question, question.window.ahead_of(day))
        for measure in measures:
            if measure not in last and not any(_lasts(measure, other) for other in found):
                last[measure] = day - DAY
    return last


def _found_on(
    rules: Rules, subject: Subject, records: Sequence[Record], question: Question, window: Window
) -> tuple[BoundMeasure, ...]:
    """By rules that may no longer have the scene: nothing follows from it then."""
    if question.request.scene not in rules.scenes:
        return ()
    return _judge(rules, subject, records, question, window)[0].measures


def _known(terms: Terms, records: Sequence[Record]) -> list[Record]:
    """Those on lists that the terms have."""
    return [record for record in records if record.list in terms.lists]


def _unending(record: Record) -> Record:
    return replace(record, window=Window(record.window.start), ended_on=None)


def _lasts(measure: BoundMeasure, later: BoundMeasure) -> bool:
    """A measure that bound and has become advice is no longer there."""
    same = measure.proposal.measure == later.proposal.measure
    return same and (later.binding is not Binding.ADVICE or measure.binding is Binding.ADVICE)


def _later_changes(following: _Told, subject: Subject, question: Question) -> list[date]:
    """Days after the first one asked about, within the window and after it, on which a verdict may change."""
    first = _first_day(question.window)
    days = {question.window.end}
    for begins, rules, records in following:
        days |= {begins, *_record_days(rules.terms, records), *rules.starts}
    for window in (*(clause.window for clause in question.clauses), *subject.commitments):
        days |= {window.start, window.end}
    return sorted(day for day in days if day is not None and first < day < date.max)


def _record_days(terms: Terms, records: Sequence[Record]) -> Iterator[date | None]:
    """Days on which a record starts, takes effect, falls overdue or ends."""
    for record in records:
        live = record.live_window()
        yield from (live.start, live.end, record.takes_effect_on)
        yield from (display_ends_on(terms, record), record.measures_lifted_on)
        if record.rectification is Rectification.ORDERED and record.due is not None and record.due < date.max:
            yield record.due + DAY


def _first_day(window: Window) -> date:
    if window.start is None:
        raise ValueError("a question needs a first day")
    return window.start
