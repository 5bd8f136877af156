"""What a class comes to, once it is known which rules and limits hit it; told by `decide` and `gate` themselves."""

from collections.abc import Hashable, Iterable
from functools import cached_property
from typing import TypeAlias

from huixin.core.conclude import concluded
from huixin.core.facts import FactValue, RecordFacts
from huixin.core.gate import Gated, OwnClause, gate
from huixin.core.statements import ADVISES, may_apply, state
from huixin.core.visibility import INSIDE
from huixin.core.vocabulary import Basis, Binding, MemberKind, Outcome, badness, treated_as
from huixin.core.windows import Window
from rules.analysis.boxes import Boxes, fewest
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
        self._outcomes: dict[tuple[frozenset[tuple[str, FactValue]], bool], dict[str, Boxes]] = {}

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

    def readings(self) -> dict[str, Boxes]:
        """What rules and limits ask. Of limits that do the same all stand under the first, and so do the remarks."""
        standing = {code: (code,) for code in self.speaking} | self._limits_and_remarks
        return {first: self._asked(codes) for first, codes in standing.items()}

    def outcomes(self, known: Known | None = None, *, other: bool = False) -> dict[str, Boxes]:
        """As far as a class comes to something else: of rules that come to the same all stand under the first as well.

        Where some fields are known; on request of a second record.
        """
        key = (frozenset((known or {}).items()), other)
        if key not in self._outcomes:
            standing = self.saying_alike | self._limits_and_remarks
            self._outcomes[key] = {
                first: fewest(self._asked(codes, known, other=other)) for first, codes in standing.items()
            }
        return self._outcomes[key]

    def _asked(self, codes: Iterable[str], known: Known | None = None, *, other: bool = False) -> Boxes:
        boxes = (self.asked(code, known, other=other) for code in codes)
        return tuple(box for some in boxes for box in some)

    def asked(self, code: str, known: Known | None = None, *, other: bool = False) -> Boxes:
        """What one rule or limit asks."""
        return self.space.boxes(self._conditions[code], known=known, other=other)

    @property
    def _limits_and_remarks(self) -> dict[str, tuple[str, ...]]:
        return self.alike | ({self.remarks[0]: self.remarks} if self.remarks else {})

    @cached_property
    def alike(self) -> dict[str, tuple[str, ...]]:
        """Limits that do the same, by the first of them: for what comes of a class any of them stands for all."""
        groups: dict[LimitThen, list[str]] = {}
        for code, live in self.scene.limits.items():
            groups.setdefault(live.limit.then, []).append(code)
        return {codes[0]: tuple(codes) for codes in groups.values()}

    @cached_property
    def saying_alike(self) -> dict[str, tuple[str, ...]]:
        """Rules that come to the same for this caller, by the first of them: any of them stands for all."""
        groups: dict[object, list[str]] = {}
        for code, live in self.speaking.items():
            groups.setdefault(self._comes_to(live), []).append(code)
        return {codes[0]: tuple(codes) for codes in groups.values()}

    @cached_property
    def harsh(self) -> frozenset[str]:
        """Rules that come to watch at least, whatever else hits the record: no limit holds anything below, and nothing
        replaces their measure."""
        replaced = {measure for live in self.speaking.values() for measure in live.includes}
        return frozenset(
            code
            for code, live in self.speaking.items()
            if (outcome := live.rule.then.outcome) is not None
            and badness(outcome) >= badness(Outcome.WATCH)
            and live.rule.then.measure not in replaced
        )

    def _comes_to(self, live: LiveRule) -> object:
        said = state(live.effect, 0, self.actor)
        if said is None:
            raise ValueError(f"rule '{live.rule.rule}' says nothing to {self.actor}")
        proposed = said.proposes
        measure = None if proposed is None or proposed.measure is None else proposed.measure.measure
        return said.outcome, said.foreign, measure, proposed is not None and proposed.carried

    @cached_property
    def _first(self) -> dict[str, str]:
        """Of each rule and limit the one that stands for it in what a class comes to."""
        itself = {code: code for code in self._conditions}
        together = (self.saying_alike | self.alike).items()
        return itself | {code: first for first, codes in together for code in codes}

    def outcomes_beside(self, limit: str) -> dict[str, Boxes]:
        """The same, with one limit standing for itself alone."""
        found = {code: boxes for code, boxes in self.outcomes().items() if limit not in self.alike.get(code, ())}
        others = [code for codes in self.alike.values() if limit in codes for code in codes if code != limit]
        if others:
            found[others[0]] = fewest(self._asked(others))
        return found | {limit: self.asked(limit)}

    def effect(self, hits: Hits, covered: Iterable[str] | None) -> Effect:
        gated = self.gated(hits, covered)
        return gated.outcome, frozenset((one.proposal.measure, one.binding, one.outcome) for one in gated.measures)

    def gated(self, hits: Hits, covered: Iterable[str] | None) -> Gated:
        """`covered`: the measures for which the caller has a clause; None for all.

        It speaks of the first only of those that come to the same.
        """
        hits = self._standing_for(hits)
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

    def same(self, hits: Hits, others: Hits) -> bool:
        """Whether the two come to the same because some of them come to what others do."""
        return self._standing_for(hits) == self._standing_for(others)

    def _standing_for(self, hits: Hits) -> Hits:
        return frozenset((self._first[code], record) for code, record in hits)

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
