"""One subject, its visible records and one question: the gated verdict, and how long each measure lasts."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TypeAlias

from huixin.core.facts import Profile, RecordFacts, RequestFacts
from huixin.core.gate import BoundMeasure, Gated, OwnClause, gate
from huixin.core.records import Record, Subject
from huixin.core.verdict import Verdict
from huixin.core.vocabulary import Binding, MemberKind, Rectification
from huixin.core.windows import Window
from rules.decide import decide
from rules.display import display_ends_on, left_members_on
from rules.entries import Catalogue
from rules.epochs import Epoch
from rules.facts import profile_of
from rules.ruleset import RuleSet
from rules.visibility import INSIDE

DAY = timedelta(days=1)
Ahead: TypeAlias = tuple[tuple[date, RuleSet], ...]
"""Rule sets that are to follow each other, each with the first day on which it counts."""


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
    ruleset: RuleSet, subject: Subject, records: Iterable[Record], question: Question, ahead: Ahead = ()
) -> Evaluation:
    """Judge the records that the caller may see, by the rules of the first day; what is to follow them tells how long
    each measure lasts. ValueError for a window without a first day."""
    seen = tuple(_as_told(ruleset.catalogue, record, question.request.actor) for record in records)
    gated, verdict, facts = _judge(ruleset, subject, seen, question, question.window)
    reduction = ruleset.epoch_of(_first_day(question.window)).scene(question.request.scene).reduction
    place = {record: index for index, record in enumerate(verdict.classes)}
    classes = {record_id: place[reduction.record(one)] for record_id, one in facts.items()}
    rules = ((date.min, ruleset), *ahead)
    return Evaluation(gated, verdict, classes, _until(rules, subject, seen, question, gated.measures))


def class_of(epoch: Epoch, subject: Subject, records: Iterable[Record], question: Question) -> Profile:
    """The class that records come to for a question of the epoch."""
    seen = (_as_told(epoch.catalogue, record, question.request.actor) for record in records)
    return profile_of(epoch, subject, seen, question.window, question.known_on)[0]


def _as_told(catalogue: Catalogue, record: Record, actor: MemberKind) -> Record:
    """To a member each of the four ends is the end of the record; an authority goes on to hear of it, and why."""
    end = None if actor in INSIDE else left_members_on(catalogue, record)
    return record if end is None else replace(record, ended_on=end)


def _judge(
    ruleset: RuleSet, subject: Subject, records: Sequence[Record], question: Question, window: Window
) -> tuple[Gated, Verdict, dict[str, RecordFacts]]:
    day = _first_day(window)
    epoch = ruleset.epoch_of(day)
    profile, facts = profile_of(epoch, subject, records, window, question.known_on)
    verdict = decide(epoch, profile, question.request)
    return gate(verdict, question.clauses, day), verdict, facts


def _until(
    rules: Ahead,
    subject: Subject,
    records: Sequence[Record],
    question: Question,
    measures: tuple[BoundMeasure, ...],
) -> tuple[date | None, ...]:
    """Of each measure the last day before the first later one on which the same question, put on that day, finds it
    no more; None if no known change takes it away. A standing duty goes on though the records end."""
    duties = [measure for measure in measures if measure.proposal.standing_duty]
    others = [measure for measure in measures if not measure.proposal.standing_duty]
    last = _last_days(rules, subject, records, question, others)
    last |= _last_days(rules, subject, [_unending(record) for record in records], question, duties)
    return tuple(last.get(measure) for measure in measures)


def _last_days(
    rules: Ahead, subject: Subject, records: Sequence[Record], question: Question, measures: Sequence[BoundMeasure]
) -> dict[BoundMeasure, date]:
    last: dict[BoundMeasure, date] = {}
    for day in _later_changes(rules, records, question):
        if len(last) == len(measures):
            break
        ruleset = next(one for begins, one in reversed(rules) if begins <= day)
        gated, _, _ = _judge(ruleset, subject, records, question, question.window.ahead_of(day))
        for measure in measures:
            if measure not in last and not any(_lasts(measure, other) for other in gated.measures):
                last[measure] = day - DAY
    return last


def _unending(record: Record) -> Record:
    return replace(record, window=Window(record.window.start), ended_on=None)


def _lasts(measure: BoundMeasure, later: BoundMeasure) -> bool:
    """A measure that bound and has become advice is no longer there."""
    same = measure.proposal.measure == later.proposal.measure
    return same and (later.binding is not Binding.ADVICE or measure.binding is Binding.ADVICE)


def _later_changes(rules: Ahead, records: Sequence[Record], question: Question) -> list[date]:
    """Days after the first one asked about, within the window and after it, on which a verdict may change."""
    first = _first_day(question.window)
    days = {question.window.end}
    for begins, ruleset in rules:
        days |= {begins, *_record_days(ruleset.catalogue, records), *ruleset.starts}
    for clause in question.clauses:
        days |= {clause.window.start, clause.window.end}
    return sorted(day for day in days if day is not None and first < day < date.max)


def _record_days(catalogue: Catalogue, records: Sequence[Record]) -> Iterator[date | None]:
    """Days on which a record starts, takes effect, falls overdue or ends."""
    for record in records:
        live = record.live_window()
        yield from (live.start, live.end, record.takes_effect_on)
        yield from (display_ends_on(catalogue, record), record.measures_lifted_on)
        if record.rectification is Rectification.ORDERED and record.due is not None and record.due < date.max:
            yield record.due + DAY


def _first_day(window: Window) -> date:
    if window.start is None:
        raise ValueError("a question needs a first day")
    return window.start
