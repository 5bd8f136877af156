"""One subject, its visible records and one question: the gated verdict, and how long each measure lasts."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from huixin.core.facts import RecordFacts, RequestFacts
from huixin.core.gate import BoundMeasure, Gated, OwnClause, gate
from huixin.core.records import Record, Subject
from huixin.core.verdict import Verdict
from huixin.core.vocabulary import Binding, MemberKind, Rectification
from huixin.core.windows import Window
from rules.decide import decide
from rules.display import display_ends_on, left_members_on
from rules.entries import Catalogue
from rules.facts import profile_of, stale_from
from rules.ruleset import RuleSet
from rules.visibility import INSIDE

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Question:
    """`window` is the campaign's days, or the one day asked about; its first day decides epoch, dues and clauses."""

    request: RequestFacts
    window: Window
    clauses: tuple[OwnClause, ...]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """`classes`: of each live record, the index into `verdict.classes`. `until` is aligned with `gated.measures`."""

    gated: Gated
    verdict: Verdict
    classes: dict[str, int]
    until: tuple[date | None, ...]


def evaluate(ruleset: RuleSet, subject: Subject, records: Iterable[Record], question: Question) -> Evaluation:
    """Judge the records that the caller may see. ValueError for a window without a first day."""
    seen = tuple(_as_told(ruleset.catalogue, record, question.request.actor) for record in records)
    gated, verdict, facts = _judge(ruleset, subject, seen, question, question.window)
    reduction = ruleset.epoch_of(_first_day(question.window)).scene(question.request.scene).reduction
    place = {record: index for index, record in enumerate(verdict.classes)}
    classes = {record_id: place[reduction.record(one)] for record_id, one in facts.items()}
    return Evaluation(gated, verdict, classes, _until(ruleset, subject, seen, question, gated.measures))


def _as_told(catalogue: Catalogue, record: Record, actor: MemberKind) -> Record:
    """To a member each of the four ends is the end of the record; an authority goes on to hear of it, and why."""
    end = None if actor in INSIDE else left_members_on(catalogue, record)
    return record if end is None else replace(record, ended_on=end)


def _judge(
    ruleset: RuleSet, subject: Subject, records: Sequence[Record], question: Question, window: Window
) -> tuple[Gated, Verdict, dict[str, RecordFacts]]:
    day = _first_day(window)
    epoch = ruleset.epoch_of(day)
    profile, facts = profile_of(epoch, subject, records, window)
    verdict = decide(epoch, profile, question.request)
    return gate(verdict, question.clauses, day), verdict, facts


def _until(
    ruleset: RuleSet,
    subject: Subject,
    records: Sequence[Record],
    question: Question,
    measures: tuple[BoundMeasure, ...],
) -> tuple[date | None, ...]:
    """Of each measure the last day before the first later change that takes it away; None if no known one does."""
    until: dict[int, date] = {}
    for day in _later_changes(ruleset, records, question):
        if len(until) == len(measures):
            break
        gated, _, _ = _judge(ruleset, subject, records, question, Window(day, day + DAY))
        for index, measure in enumerate(measures):
            if index not in until and not any(_lasts(measure, other) for other in gated.measures):
                until[index] = day - DAY
    return tuple(until.get(index) for index in range(len(measures)))


def _lasts(measure: BoundMeasure, later: BoundMeasure) -> bool:
    """A measure that bound and has become advice is no longer there."""
    same = measure.proposal.measure == later.proposal.measure
    return same and (later.binding is not Binding.ADVICE or measure.binding is Binding.ADVICE)


def _later_changes(ruleset: RuleSet, records: Sequence[Record], question: Question) -> list[date]:
    """Days after the window asked on which a verdict may change, the day after the window among them."""
    end = question.window.end
    if end is None:
        return []
    days = {end, *_record_days(ruleset, records, end), *ruleset.starts}
    for clause in question.clauses:
        days |= {day for day in (clause.window.start, clause.window.end) if day is not None}
    return sorted(day for day in days if end <= day < date.max)


def _record_days(ruleset: RuleSet, records: Sequence[Record], day: date) -> Iterator[date]:
    """Days on which a record starts, ends, falls overdue or grows stale."""
    for record in records:
        live = record.live_window()
        overdue = None
        if record.rectification is Rectification.ORDERED and record.due is not None and record.due < date.max:
            overdue = record.due + DAY
        stale = stale_from(ruleset.catalogue, record, day)
        ends = (display_ends_on(ruleset.catalogue, record), record.measures_lifted_on)
        changes = (live.start, live.end, overdue, stale, record.takes_effect_on, *ends)
        yield from (change for change in changes if change is not None)


def _first_day(window: Window) -> date:
    if window.start is None:
        raise ValueError("a question needs a first day")
    return window.start
