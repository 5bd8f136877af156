"""What a recognition may say and whom it needs, besides its recogniser: by the packs, for a list on a day."""

from collections.abc import Iterator
from datetime import date

from huixin.core.vocabulary import Rectification
from rules.document_parts import RecordCondition, When
from rules.entries import Catalogue, window_of

CONSENT = "consent."
"""Begins the code of the parameter that names the kinds of units whose decision needs the consent of the next level."""


def measures_of(catalogue: Catalogue, list_code: str, day: date) -> frozenset[str]:
    """The measures that some rule of the day takes for records on the list, and what these include.

    Rules about orders that were not met name no list: they are about those whose own rules speak of orders.
    """
    live = [rule for rule in catalogue.rules.values() if day in window_of(rule.effective)]
    named = [rule for rule in live if _names(rule.when, list_code)]
    with_orders = any(Rectification.ORDERED in (_record_of(rule.when).rectification or ()) for rule in named)
    waiting = [
        rule.then.measure
        for rule in live
        if rule.then.measure is not None
        and (rule in named or (_is_general(rule.when) and (with_orders or not _is_about_orders(rule.when))))
    ]
    found: set[str] = set()
    while waiting:
        code = waiting.pop()
        if code not in found:
            found.add(code)
            waiting += catalogue.measures[code].includes
    return frozenset(found)


def _record_of(when: When) -> RecordCondition:
    return when.record or RecordCondition()


def _branches(when: When) -> Iterator[RecordCondition]:
    yield _record_of(when)
    for branch in when.any or ():
        yield from _branches(branch)


def _names(when: When, list_code: str) -> bool:
    return any(list_code in (record.list or ()) for record in _branches(when))


def _is_general(when: When) -> bool:
    return all(record.list is None for record in _branches(when))


def _is_about_orders(when: When) -> bool:
    return any(record.rectification is not None for record in _branches(when))


def needs_consent(catalogue: Catalogue, list_code: str, unit: str, day: date) -> bool:
    """Whether a department of the unit decides on the list only with the consent of the level above."""
    kinds = catalogue.parameter_or(f"{CONSENT}{list_code}", day, ())
    return isinstance(kinds, tuple) and catalogue.units[unit].unit_kind in kinds


def body_above(catalogue: Catalogue, unit: str) -> str | None:
    """The unit in which a department of this one has its next level; None where that lies beyond the city."""
    if catalogue.units[unit].unit_kind == "city":
        return None
    return next((code for code, entry in catalogue.units.items() if entry.unit_kind == "city"), None)
