"""Entries whose parts cannot go together."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from datetime import date
from typing import Any

from huixin.core.vocabulary import Basis, Outcome, Rank, Severity, Standing, treated_as
from rules.bodies import Department, Unit
from rules.checks.statements import doubtful
from rules.compiler import MOST_OPERATORS, operators_in
from rules.conditions import condition_of
from rules.departments import NAMED_BY_LAW, NAMING_RANKS, RECOGNISERS
from rules.documents import (
    Dates,
    Entry,
    Limit,
    ListEntry,
    Measure,
    Pack,
    Parameter,
    Rule,
    StandardClause,
    Suspension,
    When,
)
from rules.entries import Catalogue, ParameterValue, split_ground
from rules.findings import Finding
from rules.live import included
from rules.loading import Located


def incoherent(catalogue: Catalogue) -> Iterator[Finding]:
    for located in catalogue.sources.values():
        yield from doubtful(located)
        for model, check in _BY_MODEL.items():
            if isinstance(located.entry, model):
                yield from check(catalogue, located, located.entry)


def _pack(located: Located, entry: Pack) -> Iterator[Finding]:
    if entry.extends and entry.division is None:
        message = f"Pack '{entry.pack}' adds to another and names no division: its rules would pass for the nation's."
        hint = "Give `division`, the GB/T 2260 code of the city or province for which it speaks."
        yield located.finding(("pack",), "no_division", message, hint)


def _list(catalogue: Catalogue, located: Located, entry: ListEntry) -> Iterator[Finding]:
    if not entry.recognisers:
        hint = "Name who may recognise: authority, association or platform."
        yield located.finding(("recognisers",), "no_recogniser", f"List '{entry.list}' has no recogniser.", hint)
    default = catalogue.parameters.get(entry.default_severity or "")
    if default is not None and any(str(dated.value) not in set(Severity) for dated in default.values):
        message = f"Parameter '{default.parameter}' does not hold a severity."
        yield located.finding(("default_severity",), "bad_parameter", message, f"Use one of {', '.join(Severity)}.")
    for index, code in enumerate(entry.recognised_as):
        target = catalogue.lists.get(code)
        unnamed = f"{RECOGNISERS}{code}" not in catalogue.parameters
        if target is not None and (unnamed or target.default_standing is not Standing.EFFECTIVE):
            message = f"Nothing can be recognised onto list '{code}'."
            hint = f"It must hold effective listings, and a parameter '{RECOGNISERS}{code}' must say who recognises."
            yield located.finding(("recognised_as", index), "no_recogniser", message, hint)


def _suspension(located: Located, entry: Suspension) -> Iterator[Finding]:
    message = f"'{entry.suspension}': no document suspends a measure."
    hint = "Take it out, and suspend the measure by itself: POST /v1/suspensions."
    yield located.finding(("suspension",), "suspension_in_pack", message, hint)


def _measure(catalogue: Catalogue, located: Located, entry: Measure) -> Iterator[Finding]:
    if entry.measure in included(catalogue, entry.measure):
        message = f"Measure '{entry.measure}' includes itself, by itself or through others."
        yield located.finding(("includes",), "circle", message, "Take one of the inclusions out.")
    if not entry.actors:
        message = f"Nobody may apply measure '{entry.measure}'."
        yield located.finding(("actors",), "no_actor", message, "Name at least one kind of member.")
    if entry.basis is Basis.CLAUSE and entry.clause_kind is None:
        message = f"Measure '{entry.measure}' rests on a clause but does not say of which kind."
        yield located.finding(("basis",), "no_clause_kind", message, "Give 'clause_kind'.")


def _department(catalogue: Catalogue, located: Located, entry: Department) -> Iterator[Finding]:
    """On no day may a name mean two departments: records would be put down to the wrong one."""
    others = [other for other in catalogue.departments.values() if other.department != entry.department]
    taken = {
        name: other.department
        for other in others
        if _meet(entry.valid, other.valid)
        for name in (other.title.zh, *other.short_names)
    }
    yield from _taken(located, entry.short_names, taken, "department")


def _unit(catalogue: Catalogue, located: Located, entry: Unit) -> Iterator[Finding]:
    others = [other for other in catalogue.units.values() if other.unit != entry.unit]
    taken = {name: other.unit for other in others for name in (other.title.zh, *other.short_names)}
    yield from _taken(located, entry.short_names, taken, "unit")


def _taken(located: Located, names: Iterable[str], taken: Mapping[str, str], kind: str) -> Iterator[Finding]:
    for index, name in enumerate(names):
        if name in taken:
            message = f"'{name}' means {kind} '{taken[name]}' too."
            yield located.finding(("short_names", index), "ambiguous_name", message, "Leave it to one of the two.")


def _meet(one: Dates, other: Dates) -> bool:
    def before(end: date | None, start: date | None) -> bool:
        return end is not None and start is not None and end < start

    return not before(one.to, other.from_) and not before(other.to, one.from_)


def _clause(catalogue: Catalogue, located: Located, entry: StandardClause) -> Iterator[Finding]:
    measure = catalogue.measures.get(entry.measure)
    if measure is None:
        return
    if measure.clause_kind is not entry.kind:
        message = f"Measure '{entry.measure}' takes a clause of kind {measure.clause_kind or 'none'}, not {entry.kind}."
        yield located.finding(("kind",), "wrong_clause_kind", message, "Correct the clause or the measure.")
    if treated_as(entry.member_kind) not in {treated_as(actor) for actor in measure.actors}:
        message = f"A member of kind {entry.member_kind} may not apply measure '{entry.measure}'."
        yield located.finding(("member_kind",), "wrong_actor", message, "Correct the clause or the measure's actors.")


def _rule(catalogue: Catalogue, located: Located, entry: Rule) -> Iterator[Finding]:
    measure = catalogue.measures.get(entry.then.measure or "")
    may = {treated_as(actor) for actor in measure.actors} if measure else set()
    if measure is not None and entry.actors and may.isdisjoint(treated_as(actor) for actor in entry.actors):
        message = f"None of the rule's actors may apply measure '{measure.measure}'."
        hint = f"It is for {', '.join(measure.actors) or 'nobody'}: correct one of the two."
        yield located.finding(("actors",), "wrong_actor", message, hint)
    if measure is not None and measure.standing_duty and entry.then.outcome is not None:
        message = f"Rule '{entry.rule}' names an outcome for the standing duty '{measure.measure}'."
        hint = "A duty that holds whoever is listed says nothing about the merchant: take the outcome out."
        yield located.finding(("then", "outcome"), "outcome_of_duty", message, hint)
    if entry.then.outcome is Outcome.CLEAR:
        message = f"Rule '{entry.rule}' names the outcome clear."
        yield located.finding(
            ("then", "outcome"), "clear", message, "Clear is where no rule says anything: take it out."
        )
    yield from _conditions(located, entry)


def _limit(located: Located, entry: Limit) -> Iterator[Finding]:
    if entry.then.at_most is None and entry.then.at_least is None and not entry.then.hold_irreversible:
        hint = "Give at_most, at_least or hold_irreversible."
        yield located.finding(("then",), "no_effect", f"Limit '{entry.limit}' limits nothing.", hint)
    yield from _conditions(located, entry)


def _conditions(located: Located, entry: Rule | Limit) -> Iterator[Finding]:
    groups = operators_in(condition_of(entry))
    if groups > MOST_OPERATORS:
        message = f"'{located.code}' has {groups} groups of alternatives; the engine takes {MOST_OPERATORS}."
        yield located.finding(("when",), "too_complex", message, "Split it into several, each with some branches.")
    yield from _branches(located, entry.when, ("when",))


def _branches(located: Located, when: When, path: tuple[str | int, ...]) -> Iterator[Finding]:
    """No list of alternatives may be empty: nothing would ever meet it."""
    for name in ("record", "subject", "request"):
        group = getattr(when, name)
        for field in type(group).model_fields if group is not None else ():
            if getattr(group, field) == ():
                message = f"'{field}' names no value, so nothing can meet it."
                yield located.finding((*path, name, field), "empty", message, "Name a value, or take the key out.")
    if when.any == ():
        yield located.finding((*path, "any"), "empty", "'any' has no branch.", "Add one, or take the key out.")
    for index, branch in enumerate(when.any or ()):
        yield from _branches(located, branch, (*path, "any", index))


def _parameter(catalogue: Catalogue, located: Located, entry: Parameter) -> Iterator[Finding]:
    """Parameters that the code reads must hold what it can read."""
    if entry.parameter.startswith(RECOGNISERS):
        yield from _bodies(located, entry, catalogue.departments.keys() | catalogue.recognisers.keys())
    if entry.parameter.startswith(NAMED_BY_LAW):
        yield from _bodies(located, entry, catalogue.departments.keys())
        yield from _articles(catalogue, located, entry)
    name = "carrying_ranks" if entry.parameter.startswith("carrying_ranks.") else entry.parameter
    if name not in _READ:
        return
    wanted, fits = _READ[name]
    for index, dated in enumerate(entry.values):
        if not fits(dated.value):
            message = f"Parameter '{entry.parameter}' has the value {dated.value!r}."
            yield located.finding(("values", index, "value"), "bad_parameter", message, f"It must be {wanted}.")


def _bodies(located: Located, entry: Parameter, known: Set[str]) -> Iterator[Finding]:
    for index, dated in enumerate(entry.values):
        named = dated.value if isinstance(dated.value, tuple) else (str(dated.value),)
        for code in named:
            if code not in known:
                message = f"'{code}' is neither a department nor a recogniser in any pack."
                hint = "Name local departments and bodies of the packs (- recogniser: …) in a list of codes."
                yield located.finding(("values", index, "value"), "unknown_code", message, hint)


def _articles(catalogue: Catalogue, located: Located, entry: Parameter) -> Iterator[Finding]:
    """What nobody may be addressed by is not written down as a law that names somebody."""
    for index, dated in enumerate(entry.values):
        cited = None if dated.source is None else catalogue.instruments.get(split_ground(dated.source)[0])
        if cited is None or cited.rank not in NAMING_RANKS:
            message = f"'{entry.parameter}' cites no law or regulation."
            hint = "Give `source`: the article of a law or regulation that names the body."
            yield located.finding(("values", index, "value"), "no_naming_law", message, hint)


def _are_ranks(value: ParameterValue) -> bool:
    return isinstance(value, tuple) and set(value) <= set(Rank)


_READ: dict[str, tuple[str, Callable[[ParameterValue], bool]]] = {
    "carrying_ranks": (f"a list of ranks: {', '.join(Rank)}", _are_ranks),
    "measure_list_required": ("true or false", lambda value: isinstance(value, bool)),
    "stale_after_days": ("a number of days", lambda value: isinstance(value, int) and not isinstance(value, bool)),
}

_BY_MODEL: dict[type[Entry], Callable[[Catalogue, Located, Any], Iterator[Finding]]] = {
    Pack: lambda _, located, entry: _pack(located, entry),
    ListEntry: _list,
    Department: _department,
    Unit: _unit,
    Measure: _measure,
    StandardClause: _clause,
    Rule: _rule,
    Limit: lambda _, located, entry: _limit(located, entry),
    Parameter: _parameter,
    Suspension: lambda _, located, entry: _suspension(located, entry),
}
