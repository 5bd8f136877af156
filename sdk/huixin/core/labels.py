"""What an answer needs to name things in words: titles and sources, taken from the rule set's catalogue."""

from collections.abc import Mapping
from dataclasses import dataclass

from huixin.core.vocabulary import MeasureClass, Nature, Outcome, Rank
from huixin.types.base import Label


@dataclass(frozen=True, slots=True)
class InstrumentLabel:
    title: Label
    number: str | None
    rank: Rank
    verified: bool


@dataclass(frozen=True, slots=True)
class ListLabel:
    title: Label
    nature: Nature
    public: bool


@dataclass(frozen=True, slots=True)
class MeasureLabel:
    title: Label
    measure_class: MeasureClass
    standing_duty: bool = False


@dataclass(frozen=True, slots=True)
class RuleLabel:
    """Of a rule or a limit. `says` is the sentence that it adds to the explanation; `outcome` and `measure` are what a
    rule proposes."""

    title: Label
    says: Label | None
    outcome: Outcome | None = None
    measure: str | None = None


@dataclass(frozen=True, slots=True)
class Labels:
    lists: Mapping[str, ListLabel]
    measures: Mapping[str, MeasureLabel]
    rules: Mapping[str, RuleLabel]
    instruments: Mapping[str, InstrumentLabel]
    problem_types: Mapping[str, Label]
    scenes: Mapping[str, Label]
    texts: Mapping[str, Label]
