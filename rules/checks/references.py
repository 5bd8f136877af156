"""Every code that an entry names must stand in some pack."""

from collections.abc import Callable, Iterable, Iterator
from difflib import get_close_matches
from typing import Any

from rules.bodies import Department, Duty
from rules.documents import (
    Entry,
    Instrument,
    Limit,
    ListEntry,
    Measure,
    Pack,
    Parameter,
    Rule,
    Scene,
    SignalKind,
    Standard,
    StandardClause,
    Suspension,
    When,
)
from rules.entries import MAPPING_OF_KIND, Catalogue, split_ground
from rules.findings import Finding
from rules.loading import Located

Place = tuple[str | int, ...]
Reference = tuple[Place, str, str]
"""Where in the entry, kind of what is named, its code. The kind `ground` is `instrument/article`."""


def unknown_codes(catalogue: Catalogue) -> Iterator[Finding]:
    for located in catalogue.sources.values():
        for place, kind, code in _references(located.entry):
            if kind == "ground":
                yield from _ground(catalogue, located, place, code)
                continue
            known: dict[str, Any] = getattr(catalogue, MAPPING_OF_KIND[kind])
            if code not in known:
                yield _unknown(located, place, kind, code, known)


def _ground(catalogue: Catalogue, located: Located, place: Place, reference: str) -> Iterator[Finding]:
    code, article = split_ground(reference)
    instrument: Instrument | None = catalogue.instruments.get(code)
    if instrument is None:
        yield _unknown(located, place, "instrument", code, catalogue.instruments)
    elif article is not None and article not in instrument.articles:
        message = f"Instrument '{code}' lists no article '{article}'."
        hint = f"Add it to the instrument's articles, or cite one of: {', '.join(instrument.articles) or 'none yet'}."
        yield located.finding(place, "unknown_article", message, hint)


def _unknown(located: Located, place: Place, kind: str, code: str, known: Iterable[str]) -> Finding:
    near = get_close_matches(code, list(known), n=1)
    hint = f"Did you mean '{near[0]}'?" if near else f"Add '- {kind}: {code}' to a pack, or correct the code."
    return located.finding(place, "unknown_code", f"There is no {kind} '{code}' in any pack.", hint)


def _references(entry: Entry) -> Iterator[Reference]:
    for model, references in _BY_MODEL.items():
        if isinstance(entry, model):
            yield from references(entry)


def _many(path: Place, kind: str, codes: Iterable[str]) -> Iterator[Reference]:
    return (((*path, index), kind, code) for index, code in enumerate(codes))


def _one(path: Place, kind: str, code: str | None) -> Iterator[Reference]:
    if code is not None:
        yield path, kind, code


def _of_list(entry: ListEntry) -> Iterator[Reference]:
    yield from _one(("default_severity",), "parameter", entry.default_severity)
    yield from _one(("public_ground",), "ground", entry.public_ground)
    yield from _many(("recognised_as",), "list", entry.recognised_as)
    yield from _many(("grounds",), "ground", entry.grounds)


def _of_parameter(entry: Parameter) -> Iterator[Reference]:
    for index, dated in enumerate(entry.values):
        yield from _one(("values", index, "source"), "ground", dated.source)


def _of_duty(entry: Duty) -> Iterator[Reference]:
    yield from _one(("ground",), "ground", entry.ground)
    yield from _many(("lead",), "department", entry.lead)
    yield from _many(("support",), "department", entry.support)


def _of_standard(entry: Standard) -> Iterator[Reference]:
    yield from _one(("list",), "list", entry.list)
    yield from _many(("grounds",), "ground", entry.grounds)
    for index, fact in enumerate(entry.facts):
        yield from _one(("facts", index, "problem_type"), "problem_type", fact.problem_type)


def _of_rule(entry: Rule | Limit) -> Iterator[Reference]:
    yield from _many(("grounds",), "ground", entry.grounds)
    if entry.scenes != "all":
        yield from _many(("scenes",), "scene", entry.scenes)
    yield from _of_when(("when",), entry.when)
    if isinstance(entry, Rule):
        yield from _one(("then", "measure"), "measure", entry.then.measure)


def _of_when(path: Place, when: When) -> Iterator[Reference]:
    if when.record is not None:
        yield from _many((*path, "record", "list"), "list", when.record.list or ())
        yield from _many((*path, "record", "problem"), "problem_type", when.record.problem or ())
    if when.request is not None:
        campaigns = (*path, "request", "campaign")
        yield from (one for one in _many(campaigns, "campaign", when.request.campaign or ()) if one[2] != "none")
    for index, branch in enumerate(when.any or ()):
        yield from _of_when((*path, "any", index), branch)


_BY_MODEL: dict[type[Entry], Callable[[Any], Iterator[Reference]]] = {
    Pack: lambda entry: _many(("extends",), "pack", entry.extends),
    ListEntry: _of_list,
    Scene: lambda entry: _one(("default_purpose",), "purpose", entry.default_purpose),
    Instrument: lambda entry: _many(("replaces",), "instrument", entry.replaces),
    SignalKind: lambda entry: _one(("problem_type",), "problem_type", entry.problem_type),
    Standard: _of_standard,
    Department: lambda entry: _one(("successor",), "department", entry.successor),
    Duty: _of_duty,
    Parameter: _of_parameter,
    Measure: lambda entry: _many(("includes",), "measure", entry.includes),
    Suspension: lambda entry: _one(("measure",), "measure", entry.measure),
    StandardClause: lambda entry: _one(("measure",), "measure", entry.measure),
    Rule: _of_rule,
    Limit: _of_rule,
}
