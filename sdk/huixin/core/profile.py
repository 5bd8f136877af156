"""From records to classes: the only place where names, numbers and dates turn into closed facts."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import combinations

from huixin.core.display import display_ends_on, severity_of
from huixin.core.facts import Profile, RecordFacts, SubjectFacts
from huixin.core.records import Record, Subject
from huixin.core.terms import Terms
from huixin.core.visibility import has_standing, rectification_on, standing_on
from huixin.core.vocabulary import Nature
from huixin.core.windows import Window


def profile_of(
    terms: Terms, subject: Subject, records: Iterable[Record], window: Window, asked_on: date | None = None
) -> tuple[Profile, dict[str, RecordFacts]]:
    """A subject's class over the days of `window`, whose first day decides what is overdue.

    `asked_on` is the day of asking, where that is not the first asked about: upstream's silence is known up to it.
    `records` are those that the caller may see; only those that live within the window count. Also gives the facts of
    each live record by its id. LookupError for a record on a list that the terms do not know, ValueError for a window
    without a first day.
    """
    day = window.start
    if day is None:
        raise ValueError("a class is of a first day")
    live = [record for record in records if record.live_window().overlaps(window)]
    known = day if asked_on is None else min(day, asked_on)
    facts = {record.id: _record_facts(terms, record, window, day, known) for record in live}
    return Profile.of(_subject_facts(terms, subject, live, day), facts.values()), facts


def _record_facts(terms: Terms, record: Record, window: Window, day: date, known: date) -> RecordFacts:
    if record.list not in terms.lists:
        raise LookupError(f"record {record.id}: no pack has a list '{record.list}'")
    entry = terms.lists[record.list]
    live = record.live_window()
    return RecordFacts(
        list=record.list,
        nature=entry.nature,
        standing=standing_on(record, day),
        rectification=rectification_on(record, day),
        severity=severity_of(terms, record, day),
        problem_types=tuple(record.problem_types),
        brushing_form=record.brushing_form,
        provenance=record.provenance,
        public=entry.displayed is not None and day in entry.displayed,
        disputed=record.disputed,
        relief=record.relief,
        stale=is_stale(terms, record, known),
        names_owner=record.names_owner,
        display_ended=_begun(display_ends_on(terms, record), day),
        measures_lifted=_begun(record.measures_lifted_on, day),
        starts_inside=live.start is not None and window.start is not None and live.start > window.start,
        ends_inside=live.end is not None and (window.end is None or live.end < window.end),
    )


def _begun(since: date | None, day: date) -> bool:
    return since is not None and since <= day


def is_stale(terms: Terms, record: Record, day: date) -> bool:
    """Whether, on a day, the upstream has left the record unconfirmed for longer than the parameter allows."""
    if record.confirmed_on is None or not terms.lists[record.list].follows_upstream:
        return False
    allowed = terms.stale_after_days.on(day)
    return allowed is not None and day - record.confirmed_on > timedelta(days=allowed)


def _subject_facts(terms: Terms, subject: Subject, live: list[Record], day: date) -> SubjectFacts:
    """What records say of each other they say only where they live on a common day, however long the window is."""
    black = [record for record in live if _is_black(terms, record, day)]
    beside = [record for record in live if terms.lists[record.list].nature is Nature.RED] or black
    together = [(one, other) for one, other in combinations(black, 2) if _meet(one, other)]
    return SubjectFacts(
        kind=subject.kind,
        has_live_black=any(_meet(one, other) for one in black for other in beside),
        repeat=any(_repeats(one, other) for one, other in together),
        several_lists=any(_on_two_lists(terms, one, other) for one, other in together),
        commitment=any(day in days for days in subject.commitments),
        link=subject.link,
    )


def _meet(one: Record, other: Record) -> bool:
    """Whether two records that both live within the window do so on a common day of it: three stretches of days, each
    two of which meet, have a day in common."""
    return one.live_window().overlaps(other.live_window())


def _on_two_lists(terms: Terms, one: Record, other: Record) -> bool:
    natures = {terms.lists[record.list].nature for record in (one, other)}
    return one.list != other.list and natures == {Nature.BLACK}


def _is_black(terms: Terms, record: Record, day: date) -> bool:
    """On a black list, or a verified lead whose order has not been met; nothing merely pushed or proposed."""
    nature = terms.lists[record.list].nature
    return nature in (Nature.BLACK, Nature.LEAD) and has_standing(record, day)


def _repeats(one: Record, other: Record) -> bool:
    """Two decisions on the same list, on different known days, neither of which may only correct the other."""
    if one.list != other.list or one.correction_of is not None or other.correction_of is not None:
        return False
    return one.decided_on is not None and other.decided_on is not None and one.decided_on != other.decided_on
