"""Folds what the rules of one epoch and scene cannot tell apart, so that the number of classes depends on them alone.

Two values of a field are the same to the rules where every question about the field gets the same reply from both.
Each such group is folded to its first value; a record's problem types that no rule asks for are dropped.
"""

from collections.abc import Iterable
from dataclasses import fields
from enum import StrEnum
from typing import Any, TypeVar

from huixin.core.facts import PROBLEM, FactValue, Profile, RecordFacts, RequestFacts, SubjectFacts
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
from rules.conditions import Every, tests_in, treated_as

Facts = TypeVar("Facts", RecordFacts, SubjectFacts, RequestFacts)

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


class Reduction:
    """The folding for one set of conditions. `lists` and `campaigns` are the codes that those fields can hold."""

    def __init__(self, conditions: Iterable[Every], lists: Iterable[str], campaigns: Iterable[str]) -> None:
        self._asked: dict[str, list[frozenset[FactValue]]] = {}
        for condition in conditions:
            for test in tests_in(condition):
                self._asked.setdefault(test.field, []).append(test.values)
        self._problems = frozenset(field.removeprefix(PROBLEM) for field in self._asked if field.startswith(PROBLEM))
        domains: dict[str, list[Any]] = {name: list(kind) for name, kind in ENUMERATIONS.items()}
        domains["list"] = sorted(lists)
        domains["request_campaign"] = ["none", *sorted(campaigns)]
        self._record = {name: self._folded(name, domains) for name in _names(RecordFacts) if name != "problem_types"}
        self._subject = {name: self._folded(f"subject_{name}", domains) for name in _names(SubjectFacts)}
        free = ("scene", "actor")
        self._request = {name: self._folded(f"request_{name}", domains) for name in _names(RequestFacts, *free)}

    def _folded(self, field: str, domains: dict[str, list[Any]]) -> dict[Any, Any]:
        """Each value of a field to the first that gets the same replies."""
        first: dict[tuple[bool, ...], Any] = {}
        asked = self._asked.get(field, [])
        domain = domains.get(field, [False, True])
        return {value: first.setdefault(tuple(value in values for values in asked), value) for value in domain}

    def record(self, facts: RecordFacts) -> RecordFacts:
        """The class of a record: what the rules see of it."""
        problems = tuple(code for code in facts.problem_types if code in self._problems)
        folded = {name: table.get(getattr(facts, name), getattr(facts, name)) for name, table in self._record.items()}
        return RecordFacts(problem_types=problems, **folded)

    def profile(self, profile: Profile) -> Profile:
        """The class of a subject and of its records."""
        return Profile.of(_fold(profile.subject, self._subject), (self.record(record) for record in profile.records))

    def request(self, request: RequestFacts) -> RequestFacts:
        """The class of a question. The actor stays, because measures name who may apply them."""
        folded = _fold(request, self._request)
        return RequestFacts(
            folded.scene, treated_as(folded.actor), folded.role, folded.campaign, folded.person_confirmed
        )


def _names(facts: type[Any], *without: str) -> tuple[str, ...]:
    return tuple(field.name for field in fields(facts) if field.name not in without)


def _fold(facts: Facts, tables: dict[str, dict[Any, Any]]) -> Facts:
    """The same facts with each value folded; one that no table knows stays as it is."""
    values = {name: getattr(facts, name) for name in _names(type(facts))}
    return type(facts)(**{name: tables.get(name, {}).get(value, value) for name, value in values.items()})
