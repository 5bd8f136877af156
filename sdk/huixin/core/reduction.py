"""Folds what the rules of one epoch and scene cannot tell apart, so that classes depend on rules alone."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, TypeVar

from huixin.core.facts import Profile, RecordFacts, RequestFacts, SubjectFacts
from huixin.core.vocabulary import treated_as

Facts = TypeVar("Facts", RecordFacts, SubjectFacts, RequestFacts)
Folds = Mapping[str, Mapping[Any, Any]]
"""Field to value to the first value that the rules treat alike."""


@dataclass(frozen=True, slots=True)
class Reduction:
    """The folding of one epoch and scene. `problems`: problem types that a rule asks for; the others are dropped."""

    problems: frozenset[str]
    record_folds: Folds
    subject_folds: Folds
    request_folds: Folds

    def record(self, facts: RecordFacts) -> RecordFacts:
        """The class of a record: what the rules see of it."""
        problems = tuple(code for code in facts.problem_types if code in self.problems)
        folded = {
            name: table.get(getattr(facts, name), getattr(facts, name)) for name, table in self.record_folds.items()
        }
        return RecordFacts(problem_types=problems, **folded)

    def profile(self, profile: Profile) -> Profile:
        """The class of a subject and of its records."""
        return Profile.of(_fold(profile.subject, self.subject_folds), (self.record(one) for one in profile.records))

    def request(self, request: RequestFacts) -> RequestFacts:
        """The class of a question. The actor stays, because measures name who may apply them."""
        folded = _fold(request, self.request_folds)
        return RequestFacts(
            folded.scene, treated_as(folded.actor), folded.role, folded.campaign, folded.person_confirmed
        )


def names_of(facts: type[Any], *without: str) -> tuple[str, ...]:
    return tuple(field.name for field in fields(facts) if field.name not in without)


def _fold(facts: Facts, folds: Folds) -> Facts:
    """The same facts with each value folded; one that no table knows stays as it is."""
    values = {name: getattr(facts, name) for name in _NAMES[type(facts)]}
    return type(facts)(**{name: folds.get(name, {}).get(value, value) for name, value in values.items()})


_NAMES: Mapping[type[Any], tuple[str, ...]] = {kind: names_of(kind) for kind in (SubjectFacts, RequestFacts)}
