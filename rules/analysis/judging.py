"""What a class comes to, once it is known which rules and limits hit it; told by `decide` and `gate` themselves."""

from collections.abc import Hashable, Iterable
from functools import cached_property
from typing import TypeAlias

from huixin.core.conclude import concluded
from huixin.core.facts import FactValue, RecordFacts
from huixin.core.gate import Gated, OwnClause, gate
from huixin.core.statements import ADVISES, may_apply
from huixin.core.visibility import INSIDE
from huixin.core.vocabulary import Basis, Binding, MemberKind, Outcome, badness, treated_as
from huixin.core.windows import Window
from rules.analysis.boxes import Boxes
from rules.analysis.space import Known, Space
from rules.analysis.sweep import Example
from rules.conditions import holds
from rules.document_parts import LimitThen
from rules.epochs import SceneRules
from rules.live import LiveRule

Hits: TypeAlias = frozenset[tuple[str, int]]
"""Code of a rule or limit, and which record it hit."""
Effect: TypeAlias = tuple[Outcome, frozenset[tuple[str, Binding, Outcome | None]]]
"""The outcome, and each measure as it binds."""
_STANDINS = (RecordFacts(""), RecordFacts(" "))


class Judge:
    """One scene of an epoch, for one kind of caller."""

    def __init__(self, scene: SceneRules, space: Space) -> None:
        self.scene, self.space, self._conditions = scene, space, scene.conditions
        self._gated: dict[tuple[Hits, frozenset[str] | None], Gated] = {}
        self._readings: dict[tuple[frozenset[tuple[str, FactValue]], bool], dict[str, Boxes]] = {}

    @property
    def actor(self) -> MemberKind:
        return self.space.actor

    @property
    def sees_and_may(self) -> object:
        """Equal for callers between whom nothing here makes a difference."""
        named = [live.rule.actors for live in self.scene.rules.values()]
        named += [live.limit.actors for live in self.scene.limits.values()]
        meant = tuple(not actors or treated_as(self.actor) in map(treated_as, actors) for actors in named)
        measures = [live.measure or live.suspended for live in self.scene.rules.values()]
        may = tuple(one is not None and may_apply(one.actors, self.actor) for one in measures)
        return meant, may, self.space.lists, self.actor in INSIDE, self.actor in ADVISES

    @cached_property
    def speaking(self) -> dict[str, LiveRule]:
        """Rules that say more to this caller than a remark."""
        return {
            code: live
            for code, live in self.scene.rules.items()
            if live.rule.then.outcome is not None or (live.measure is not None and self.may_apply(live))
        }

    def may_apply(self, live: LiveRule) -> bool:
        return live.measure is not None and may_apply(live.measure.actors, self.actor)

    @cached_property
    def remarks(self) -> tuple[str, ...]:
        """Rules that only remark something, where a limit raises whatever is said of a record: any stands for all."""
        raising = any(live.limit.then.at_least is not None for live in self.scene.limits.values())
        rules = self.scene.rules.items()
        return tuple(code for code, live in rules if live.rule.then.outcome is None and live.measure is None) * raising

    def readings(self, known: Known | None = None, *, other: bool = False) -> dict[str, Boxes]:
        """What rules and limits ask where some fields are known; on request of a second record.

        Of each group of limits that do the same all stand under the first, and so do the remarks.
        """
        key = (frozenset((known or {}).items()), other)
        if key not in self._readings:
            self._readings[key] = self._read(known, other)
        return self._readings[key]

    def _read(self, known: Known | None, other: bool) -> dict[str, Boxes]:
        def boxes(codes: Iterable[str]) -> Boxes:
            conditions = (self._conditions[code] for code in codes)
            return tuple(box for one in conditions for box in self.space.boxes(one, known=known, other=other))

        standing = {code: (code,) for code in self.speaking} | self.alike
        if self.remarks:
            standing[self.remarks[0]] = self.remarks
        return {first: boxes(codes) for first, codes in standing.items()}

    @cached_property
    def alike(self) -> dict[str, tuple[str, ...]]:
        """Limits that do the same, by the first of them: for what comes of a class any of them stands for all."""
        groups: dict[LimitThen, list[str]] = {}
        for code, live in self.scene.limits.items():
            groups.setdefault(live.limit.then, []).append(code)
        return {codes[0]: tuple(codes) for codes in groups.values()}

    def readings_without(self, limit: str) -> dict[str, Boxes]:
        """The same, with one limit standing for itself alone."""
        found = {code: boxes for code, boxes in self.readings().items() if limit not in self.alike.get(code, ())}
        others = [code for codes in self.alike.values() if limit in codes for code in codes if code != limit]
        if others:
            conditions = (self.scene.limits[code].condition for code in others)
            found[others[0]] = tuple(box for one in conditions for box in self.space.boxes(one))
        return found | {limit: self.space.boxes(self.scene.limits[limit].condition)}

    def effect(self, hits: Hits, covered: Iterable[str] | None) -> Effect:
        gated = self.gated(hits, covered)
        return gated.outcome, frozenset((one.proposal.measure, one.binding, one.outcome) for one in gated.measures)

    def gated(self, hits: Hits, covered: Iterable[str] | None) -> Gated:
        """`covered`: the measures for which the caller has a clause; None for all."""
        key = (hits, None if covered is None else frozenset(covered))
        if key not in self._gated:
            verdict = concluded(self.scene.effects, _STANDINS, hits, self.actor)
            proposed = {one.measure: one.clause_kind for one in verdict.proposals if one.clause_kind is not None}
            clauses = (
                OwnClause(measure, kind, "", "", Window())
                for measure, kind in proposed.items()
                if key[1] is None or measure in key[1]
            )
            self._gated[key] = gate(verdict, clauses, self.space.epoch.day)
        return self._gated[key]

    def worst(self, hits: Hits) -> tuple[Outcome, Outcome]:
        """With a clause for everything, and with none."""
        return self.gated(hits, None).outcome, self.gated(hits, ()).outcome

    @property
    def counting(self) -> tuple[str, ...]:
        """All rules and limits on which an outcome can depend."""
        return (*self.speaking, *self.remarks, *self.scene.limits)

    def hitting(self, entries: Iterable[str], example: Example, *, other: bool = False) -> tuple[str, ...]:
        """Which of these rules and limits hit the record of an example; on request its second record."""
        flat = self.space.flat(example, other=other)
        return tuple(code for code in sorted(entries) if holds(self._conditions[code], flat))

    def own_clause(self, code: str) -> tuple[str, ...]:
        """The clause under which a rule counts most: its own measure's alone."""
        live = self.scene.rules[code]
        return (live.measure.measure,) if live.measure is not None and live.measure.basis is Basis.CLAUSE else ()


def on(codes: Iterable[Hashable], record: int = 0) -> Hits:
    return frozenset((code, record) for code in codes if isinstance(code, str))


def harm(outcome: Outcome) -> int:
    """How bad an outcome is for the merchant: a favour is better than nothing."""
    return -1 if outcome is Outcome.FAVOUR else badness(outcome)


def milder(one: tuple[Outcome, Outcome], other: tuple[Outcome, Outcome]) -> int | None:
    """In which of two pairs of outcomes the second is better for the merchant than the first; None in neither."""
    return next((index for index in range(2) if harm(other[index]) < harm(one[index])), None)
