"""What the rules of one epoch and scene come to, written down: the folding, the effects, and what hits which class.

A rule looks at one record, the subject's booleans and the question, so this holds for whatever records stand together.
"""

import json
from collections.abc import Sequence
from dataclasses import astuple, dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from pydantic import TypeAdapter

from huixin.core.conclude import concluded
from huixin.core.effects import Effects
from huixin.core.facts import Profile, RecordFacts, RequestFacts, SubjectFacts
from huixin.core.reduction import Folds, Reduction
from huixin.core.verdict import Verdict

Facts = TypeVar("Facts", RecordFacts, SubjectFacts, RequestFacts)
Context = tuple[SubjectFacts, RequestFacts]
_EFFECTS = TypeAdapter(Effects)


class NotWritten(LookupError):  # noqa: N818 - the name says what happened
    """A class that nobody has thought of when the bundle was made."""


@dataclass(frozen=True)
class SceneContent:
    """`hits[context][record]`: place in `hit_sets` of the codes that hit a record's class in a context."""

    reduction: Reduction
    effects: Effects
    records: tuple[RecordFacts, ...]
    contexts: tuple[Context, ...]
    hit_sets: tuple[tuple[str, ...], ...]
    hits: tuple[tuple[int, ...], ...]
    _remembered: dict[tuple[Profile, RequestFacts], Verdict] = field(default_factory=dict, compare=False, repr=False)

    def decide(self, profile: Profile, request: RequestFacts) -> Verdict:
        """Raises NotWritten."""
        key = self.reduction.profile(profile), self.reduction.request(request)
        if key not in self._remembered:
            self._remembered[key] = self._verdict(*key)
        return self._remembered[key]

    def _verdict(self, profile: Profile, request: RequestFacts) -> Verdict:
        if not profile.records:
            return concluded(self.effects, (), (), request.actor)
        try:
            row = self.hits[self._places[1][profile.subject, request]]
            places = [self._places[0][record] for record in profile.records]
        except KeyError:
            raise NotWritten("the bundle holds no verdict on this class") from None
        hits = [(code, index) for index, place in enumerate(places) for code in self.hit_sets[row[place]]]
        return concluded(self.effects, profile.records, hits, request.actor)

    @cached_property
    def _places(self) -> tuple[dict[RecordFacts, int], dict[Context, int]]:
        return _numbered(self.records), _numbered(self.contexts)

    def to_json(self) -> str:
        content = {
            "problems": sorted(self.reduction.problems),
            "folds": [
                {name: list(fold.items()) for name, fold in folds.items()}
                for folds in (self.reduction.record_folds, self.reduction.subject_folds, self.reduction.request_folds)
            ],
            "effects": _EFFECTS.dump_python(self.effects, mode="json"),
            "records": [astuple(record) for record in self.records],
            "contexts": [[astuple(subject), astuple(request)] for subject, request in self.contexts],
            "hit_sets": self.hit_sets,
            "hits": self.hits,
        }
        return json.dumps(content, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, written: str) -> "SceneContent":
        content = json.loads(written)
        record, subject, request = (_folds(each) for each in content["folds"])
        return cls(
            reduction=Reduction(frozenset(content["problems"]), record, subject, request),
            effects=_EFFECTS.validate_python(content["effects"]),
            records=tuple(_facts(RecordFacts, values) for values in content["records"]),
            contexts=tuple(
                (_facts(SubjectFacts, one), _facts(RequestFacts, other)) for one, other in content["contexts"]
            ),
            hit_sets=tuple(tuple(codes) for codes in content["hit_sets"]),
            hits=tuple(tuple(row) for row in content["hits"]),
        )


def _numbered(values: Sequence[Any]) -> dict[Any, int]:
    return {value: place for place, value in enumerate(values)}


def _folds(written: dict[str, list[list[Any]]]) -> Folds:
    return {name: dict(pairs) for name, pairs in written.items()}


def _facts(kind: type[Facts], values: Sequence[Any]) -> Facts:
    """Words stay the plain text that they are written as: they equal, and hash as, the words of the vocabulary."""
    given: list[Any] = [tuple(value) if isinstance(value, list) else value for value in values]
    return kind(*given)
