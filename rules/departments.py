"""Which body does today what a document of its time gave to another: departments follow their successors by date."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from huixin.core.vocabulary import Rank
from rules.entries import Catalogue, window_of
from rules.live import live_grounds


@dataclass(frozen=True, slots=True)
class Responsible:
    """A body of the day, with what it answers for. `department` is None where nobody knows who followed."""

    department: str | None
    named: tuple[str, ...]
    """The departments as their document names them."""
    problem_types: tuple[str, ...]


def department_on(catalogue: Catalogue, code: str, day: date) -> str | None:
    """The department itself while it stood, else who follows it on that day; None where that is not known."""
    seen: set[str] = set()
    while code not in seen:
        seen.add(code)
        entry = catalogue.departments.get(code)
        if entry is None:
            return None
        end = window_of(entry.valid).end
        if end is None or day < end:
            return code
        if entry.successor is None:
            return None
        code = entry.successor
    return None


def responsible_for(catalogue: Catalogue, problem_types: Iterable[str], day: date) -> list[Responsible]:
    """One entry for each body, with all its types, in the order of their codes; those that nobody knows come last.

    A problem type for which the packs name nobody comes to nobody's entry too, so that it is not lost.
    """
    found: dict[tuple[str | None, str], tuple[set[str], set[str]]] = {}
    for problem in problem_types:
        named = catalogue.parameter_or(f"responsible.{problem}", day, ())
        for code in named if isinstance(named, tuple) and named else ("",):
            body = department_on(catalogue, code, day)
            names, types = found.setdefault((body, code if body is None else ""), (set(), set()))
            names.add(code)
            types.add(problem)
    ordered = sorted(found.items(), key=lambda item: (item[0][0] is None, item[0][0] or "", item[0][1]))
    return [
        Responsible(body, tuple(sorted(filter(None, names))), tuple(sorted(types)))
        for (body, _), (names, types) in ordered
    ]


RECOGNISERS = "recognisers."
"""Begins the code of the parameter that names who recognises for a list."""


def recognisers_on(catalogue: Catalogue, list_code: str, day: date) -> frozenset[str]:
    """Who recognises for the list on a day: bodies that the packs name directly, and local departments, each in its
    own unit, by their codes."""
    if "authority" not in catalogue.lists[list_code].recognisers:
        return frozenset()
    named = catalogue.parameter_or(f"{RECOGNISERS}{list_code}", day, ())
    codes = named if isinstance(named, tuple) else ()
    local = (department_on(catalogue, code, day) for code in codes)
    return frozenset(body for body in local if body is not None) | catalogue.recognisers.keys() & set(codes)


NAMED_BY_LAW = "named_by_law."
"""Begins `named_by_law.<measure>.<problem type>`: the bodies that a law names for the measure, and its article."""
NAMING_RANKS = frozenset({Rank.LAW, Rank.ADMIN_REGULATION, Rank.LOCAL_REGULATION})


def law_naming(catalogue: Catalogue, measure: str, problem_type: str, department: str, day: date) -> str | None:
    """The article, in force on the day, of a law or regulation that names the department for the measure."""
    dated = catalogue.dated_value(f"{NAMED_BY_LAW}{measure}.{problem_type}", day)
    if dated is None or dated.source is None or not isinstance(dated.value, tuple):
        return None
    grounds = live_grounds(catalogue, (dated.source,), day)
    named = {department_on(catalogue, code, day) for code in dated.value}
    return dated.source if department in named and any(one.rank in NAMING_RANKS for one in grounds) else None


def working_group_on(catalogue: Catalogue, day: date) -> tuple[list[str], list[str]]:
    """The member bodies of the working group as of that day, and those whose successor nobody knows."""
    named = catalogue.parameter_or("working_group", day, ())
    bodies: list[str] = []
    unknown: list[str] = []
    for code in named if isinstance(named, tuple) else ():
        body = department_on(catalogue, code, day)
        if body is None:
            unknown.append(code)
        elif body not in bodies:
            bodies.append(body)
    return bodies, unknown
