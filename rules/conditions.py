"""What rules and limits ask for, in one normal form, and the flat facts that it is asked of.

A condition is a tree of `Is` (a field has one of these values), `Every` and `Some`. Subject's and request's fields are
merged into each record's facts, so a whole rule is one condition on one flat mapping.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import TypeAlias

from pydantic import BaseModel

from huixin.core.facts import PROBLEM, FactValue, RecordFacts, RequestFacts, SubjectFacts
from huixin.core.vocabulary import treated_as
from rules.documents import Limit, Rule, When

Flat: TypeAlias = Mapping[str, FactValue]


@dataclass(frozen=True, slots=True)
class Is:
    field: str
    values: frozenset[FactValue]


@dataclass(frozen=True, slots=True)
class Every:
    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Some:
    parts: tuple["Condition", ...]


Condition: TypeAlias = Is | Every | Some

_PREFIX = {"record": "", "subject": "subject_", "request": "request_"}
_SUBJECT_FIELDS = tuple(field.name for field in fields(SubjectFacts))
_REQUEST_FIELDS = ("role", "campaign", "person_confirmed")


@lru_cache(maxsize=4_096)
def condition_of(entry: Rule | Limit) -> Every:
    """All that an entry asks for besides its scene: who asks, and its `when`."""
    actors = frozenset(str(treated_as(actor)) for actor in entry.actors)
    asked_by = (Is("request_actor", actors),) if actors else ()
    return Every(asked_by + tuple(part for _, part in parts_of(entry.when)))


def parts_of(when: When, *path: str | int) -> Iterator[tuple[tuple[str | int, ...], Condition]]:
    """The conditions that must all hold, each with its place in the document."""
    for name, prefix in _PREFIX.items():
        group = getattr(when, name)
        if group is not None:
            for field, condition in _fields(group, prefix):
                yield (*path, name, field), condition
    if when.any is not None:
        branches = (Every(tuple(part for _, part in parts_of(branch))) for branch in when.any)
        yield (*path, "any"), Some(tuple(branches))


def _fields(group: BaseModel, prefix: str) -> Iterator[tuple[str, Condition]]:
    for field in type(group).model_fields:
        value = getattr(group, field)
        if value is None:
            continue
        if field == "problem":
            yield field, Some(tuple(Is(PROBLEM + code, frozenset({True})) for code in value))
        elif isinstance(value, bool):
            yield field, Is(prefix + field, frozenset({value}))
        else:
            yield field, Is(prefix + field, frozenset(str(one) for one in value))


def tests_in(condition: Condition) -> Iterator[Is]:
    """Every question about a single field."""
    if isinstance(condition, Is):
        yield condition
    else:
        for part in condition.parts:
            yield from tests_in(part)


def holds(condition: Condition, flat: Flat) -> bool:
    """Whether flat facts meet a condition; the plain reading, for coverage. Verdicts come from the compiled rules."""
    if isinstance(condition, Is):
        return flat.get(condition.field) in condition.values
    every = isinstance(condition, Every)
    for part in condition.parts:  # no generator: millions are asked for an impact
        if holds(part, flat) is not every:
            return not every
    return every


def left_open(condition: Condition, known: Flat) -> Condition | bool:
    """What is still to be asked of the other facts, where these are known; or whether it holds whatever they are."""
    if isinstance(condition, Is):
        return known[condition.field] in condition.values if condition.field in known else condition
    every, rest = isinstance(condition, Every), []
    for part in condition.parts:
        asked = left_open(part, known)
        if asked is (not every):
            return asked
        if not isinstance(asked, bool):
            rest.append(asked)
    return type(condition)(tuple(rest)) if rest else every


def flat_context(subject: SubjectFacts, request: RequestFacts) -> dict[str, FactValue]:
    """What every record's flat facts share."""
    flat = {f"subject_{name}": _value(getattr(subject, name)) for name in _SUBJECT_FIELDS}
    flat |= {f"request_{name}": _value(getattr(request, name)) for name in _REQUEST_FIELDS}
    return flat | {"request_actor": str(treated_as(request.actor))}


@lru_cache(maxsize=4_096)
def flat_record(record: RecordFacts) -> dict[str, FactValue]:
    """One record's own flat facts, for nobody to change. A problem type that it has is a true field; one that it lacks
    is no field."""
    flat = {name: _value(getattr(record, name)) for name in _RECORD_FIELDS}
    return flat | {PROBLEM + code: True for code in record.problem_types}


_RECORD_FIELDS = tuple(field.name for field in fields(RecordFacts) if field.name != "problem_types")


def _value(value: FactValue) -> FactValue:
    return value if isinstance(value, bool) else str(value)
