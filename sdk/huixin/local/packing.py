"""How records and merchants are written in a bundle: as short JSON, days as numbers, long texts by their number."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any

from huixin.core.records import Record, Subject
from huixin.core.vocabulary import (
    BrushingForm,
    EndKind,
    Provenance,
    Rectification,
    Severity,
    Standing,
    SubjectKind,
)
from huixin.core.windows import Window

_TEXTS = frozenset({"recogniser", "grounds", "reason", "source", "end_reason"})
"""Fields that many records share."""
_DAYS = frozenset(
    {"due", "decided_on", "confirmed_on", "takes_effect_on", "display_ended_on", "measures_lifted_on", "ended_on"}
)
_WORDS: Mapping[str, type[StrEnum]] = {
    "standing": Standing,
    "rectification": Rectification,
    "severity": Severity,
    "brushing_form": BrushingForm,
    "provenance": Provenance,
    "end_kind": EndKind,
}
_OPTIONAL = tuple(field for field in fields(Record) if field.name not in ("id", "list", "window"))
_TOLD = frozenset(
    place for place, field in enumerate(_OPTIONAL) if field.name in _TEXTS or field.name == "document_number"
)
"""Places of fields that are told, and that nothing is decided by."""
_PLACES = {field.name: place for place, field in enumerate(_OPTIONAL)}
DOCUMENT_NUMBER = _PLACES["document_number"]
"""Place of a field that hardly two records share."""
_DEFAULTS = {field.name: field.default for field in _OPTIONAL}


@dataclass(frozen=True, slots=True)
class Merchant:
    """One that an audience knows of. `names`: whole names, normalised, by which it is known to it."""

    subject: Subject
    uscc: str | None
    names: tuple[str, ...]
    records: tuple[Record, ...]


def packed(merchant: Merchant, number_of: Callable[[str], int]) -> list[Any]:
    """`number_of`: the number under which a text is kept."""
    subject = merchant.subject
    promised = [[_number(days.start), _number(days.end)] for days in subject.commitments]
    more = [promised, int(subject.link)]
    head = [subject.id, subject.key, subject.kind, subject.name, more, merchant.uscc, list(merchant.names)]
    return [*head, [_packed_record(record, number_of) for record in merchant.records]]


def unpacked(content: Sequence[Any], text_of: Callable[[int], str]) -> Merchant:
    """`text_of`: the text that is kept under a number."""
    key, code, kind, name, (promised, link), uscc, names, records = content
    commitments = tuple(Window(_day(first), _day(end)) for first, end in promised)
    subject = Subject(key, code, SubjectKind(kind), name, commitments, link=bool(link))
    return Merchant(subject, uscc, tuple(names), tuple(_unpacked_record(record, text_of) for record in records))


def likeness(content: Sequence[Any]) -> tuple[Any, ...]:
    """Of a merchant as it is written all that an outcome can depend on: no id, name, number or text."""
    return content[2], str(content[4]), *[_likeness(record) for record in content[7]]


def _likeness(written: Sequence[Any]) -> tuple[Any, ...]:
    said = [part for pair in zip(written[4::2], written[5::2], strict=True) if pair[0] not in _TOLD for part in pair]
    return *written[1:4], *said


def _packed_record(record: Record, number_of: Callable[[str], int]) -> list[Any]:
    """Id, list, first day, day after the last; then place and value of each field that is not as usual."""
    written: list[Any] = [record.id, record.list, _number(record.window.start), _number(record.window.end)]
    for name, usual in _DEFAULTS.items():
        value = getattr(record, name)
        if value == usual:
            continue
        if name in _TEXTS:
            value = number_of(value)
        elif name in _DAYS:
            value = _number(value)
        elif name == "problem_types":
            value = " ".join(sorted(value))
        written += (_PLACES[name], value)
    return written


def _unpacked_record(written: Sequence[Any], text_of: Callable[[int], str]) -> Record:
    known: dict[str, Any] = {}
    for place, value in zip(written[4::2], written[5::2], strict=True):
        name = _OPTIONAL[place].name
        if name in _TEXTS:
            known[name] = text_of(value)
        elif name in _DAYS:
            known[name] = date.fromordinal(value)
        elif name == "problem_types":
            known[name] = frozenset(value.split())
        elif name in _WORDS:
            known[name] = _WORDS[name](value)
        else:
            known[name] = value
    return Record(id=written[0], list=written[1], window=Window(_day(written[2]), _day(written[3])), **known)


def _number(day: date | None) -> int | None:
    return None if day is None else day.toordinal()


def _day(number: int | None) -> date | None:
    return None if number is None else date.fromordinal(number)
