"""What the conditions of rules can tell apart, as the folding that leaves out the rest.

Two values of a field are the same to the rules where every question about the field gets the same reply from both.
Each such group is folded to its first value; a record's problem types that no rule asks for are dropped.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from huixin.core.facts import PROBLEM, FactValue, RecordFacts, RequestFacts, SubjectFacts
from huixin.core.reduction import Reduction, names_of
from huixin.core.vocabulary import (
    BrushingForm,
    Nature,
    Provenance,
    Rectification,
    Role,
    Severity,
    Standing,
    SubjectKind,
)
from rules.conditions import Every, tests_in

ENUMERATIONS: dict[str, type[StrEnum]] = {
    "nature": Nature,
    "standing": Standing,
    "rectification": Rectification,
    "severity": Severity,
    "brushing_form": BrushingForm,
    "provenance": Provenance,
    "subject_kind": SubjectKind,
    "request_role": Role,
}


def reduction_of(conditions: Iterable[Every], lists: Iterable[str], campaigns: Iterable[str]) -> Reduction:
    """The folding for one set of conditions. `lists` and `campaigns` are the codes that those fields can hold."""
    asked: dict[str, list[frozenset[FactValue]]] = {}
    for condition in conditions:
        for test in tests_in(condition):
            asked.setdefault(test.field, []).append(test.values)
    domains: dict[str, list[Any]] = {name: list(kind) for name, kind in ENUMERATIONS.items()}
    domains["list"] = sorted(lists)
    domains["request_campaign"] = ["none", *sorted(campaigns)]

    def folded(field: str) -> dict[Any, Any]:
        """Each value of a field to the first that gets the same replies."""
        first: dict[tuple[bool, ...], Any] = {}
        domain = domains.get(field, [False, True])
        return {
            value: first.setdefault(tuple(value in values for values in asked.get(field, ())), value)
            for value in domain
        }

    return Reduction(
        problems=frozenset(field.removeprefix(PROBLEM) for field in asked if field.startswith(PROBLEM)),
        record_folds={name: folded(name) for name in names_of(RecordFacts, "problem_types")},
        subject_folds={name: folded(f"subject_{name}") for name in names_of(SubjectFacts)},
        request_folds={name: folded(f"request_{name}") for name in names_of(RequestFacts, "scene", "actor")},
    )
