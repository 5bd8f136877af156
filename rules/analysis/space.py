"""The classes that there can be: fields and their values, and what a caller of one kind may come to ask about.

`nature` and `public` follow from the list, so conditions on them are conditions on the list.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from typing import TypeAlias

from huixin.core.facts import PROBLEM, FactValue, RecordFacts, RequestFacts, SubjectFacts
from huixin.core.visibility import INSIDE
from huixin.core.vocabulary import MemberKind, Nature, Rectification, Standing, treated_as
from rules.analysis.boxes import Box, Boxes, boxes_of
from rules.analysis.sweep import Axes
from rules.conditions import Condition
from rules.documents import ListEntry
from rules.entries import Catalogue
from rules.epochs import Epoch
from rules.live import in_force
from rules.reduction import ENUMERATIONS

Values: TypeAlias = tuple[FactValue, ...]
Known: TypeAlias = Mapping[str, FactValue]
OTHER = "other."
"""Before the fields of a second record."""
LAST = "severity"
ACTORS = (
    MemberKind.PLATFORM,
    MemberKind.LOGISTICS,
    MemberKind.ASSOCIATION,
    MemberKind.AGENCY,
    MemberKind.DEPARTMENT,
    MemberKind.UNIT,
    MemberKind.CENTRE,
    MemberKind.AUDITOR,
)
"""Nobody asks as a merchant, and an internet company is treated as a platform."""
_DERIVED = ("nature", "public", "problem_types")
_UNMET = frozenset({Rectification.OVERDUE, Rectification.INCOMPLETE})
_MET = frozenset(set(Rectification) - _UNMET)


@dataclass(frozen=True)
class Space:
    """What a caller of a kind may ask about on the days of an epoch."""

    epoch: Epoch
    actor: MemberKind

    @property
    def catalogue(self) -> Catalogue:
        return self.epoch.catalogue

    @cached_property
    def lists(self) -> tuple[str, ...]:
        """Those that the caller sees, in the order of the documents."""
        return tuple(code for code, entry in self.catalogue.lists.items() if sees(self.actor, entry))

    @cached_property
    def public(self) -> frozenset[str]:
        lists = self.catalogue.lists.items()
        return frozenset(
            code
            for code, entry in lists
            if entry.public and in_force(self.catalogue, entry.public_ground, self.epoch.day)
        )

    def of_nature(self, *natures: Nature) -> frozenset[str]:
        return frozenset(code for code in self.lists if self.catalogue.lists[code].nature in natures)

    @cached_property
    def record_axes(self) -> dict[str, Values]:
        """Of one record; its severity comes last."""
        names = [field.name for field in fields(RecordFacts) if field.name not in (*_DERIVED, "list", LAST)]
        axes: dict[str, Values] = {"list": self.lists}
        axes |= {name: _values(RecordFacts, name, name) for name in names}
        axes |= {PROBLEM + code: (False, True) for code in self.catalogue.problem_types}
        return axes | {LAST: _values(RecordFacts, LAST, LAST)}

    @cached_property
    def context_axes(self) -> dict[str, Values]:
        """Of subject and request."""
        axes: dict[str, Values] = {}
        for facts, prefix in ((SubjectFacts, "subject_"), (RequestFacts, "request_")):
            names = [field.name for field in fields(facts) if field.name not in ("scene", "actor")]
            axes |= {prefix + name: _values(facts, name, prefix + name) for name in names}
        return axes | {"request_campaign": ("none", *self.catalogue.campaigns)}

    @cached_property
    def axes(self) -> Axes:
        """Of one record, and of subject and request; the list first, which tells most apart."""
        record = dict(self.record_axes)
        last = {LAST: record.pop(LAST)}
        return {"list": record.pop("list")} | record | self.context_axes | last

    @cached_property
    def pair_axes(self) -> Axes:
        """Of two records of one merchant."""
        return self.context_axes | self.record_axes | {OTHER + name: axis for name, axis in self.record_axes.items()}

    def boxes(self, condition: Condition, *, known: Known | None = None, other: bool = False) -> Boxes:
        """The condition for this caller, with some fields known; on request about the second record."""
        known = {"request_actor": str(treated_as(self.actor))} | dict(known or {})
        simplified = (self._resolved(box, known) for box in boxes_of(condition))
        return tuple(self._about(box, other) for box in simplified if box is not None)

    def _resolved(self, box: Box, known: Mapping[str, FactValue]) -> Box | None:
        left: dict[str, frozenset[FactValue]] = {}
        for field, values in box.items():
            if field in known:
                if known[field] not in values:
                    return None
                continue
            name, allowed = self._of_list(field, values)
            left[name] = left[name] & allowed if name in left else allowed
            if not left[name]:
                return None
        return left

    def _of_list(self, field: str, values: frozenset[FactValue]) -> tuple[str, frozenset[FactValue]]:
        if field == "nature":
            return "list", frozenset(code for code in self.lists if str(self.catalogue.lists[code].nature) in values)
        if field == "public":
            return "list", frozenset(code for code in self.lists if (code in self.public) in values)
        return field, values

    def _about(self, box: Box, other: bool) -> Box:
        return {(OTHER + field if other and field in self.record_axes else field): box[field] for field in box}

    def flat(self, example: Mapping[str, FactValue], *, other: bool = False) -> dict[str, FactValue]:
        """The example as rules see it: the flat facts of one of its records."""
        prefix = OTHER if other else ""
        flat = {name: example[prefix + name] for name in self.record_axes if prefix + name in example}
        code = str(flat["list"])
        flat |= {name: example[name] for name in self.context_axes if name in example}
        known: dict[str, FactValue] = {"nature": str(self.catalogue.lists[code].nature), "public": code in self.public}
        return flat | known | {"request_actor": str(treated_as(self.actor))}

    def impossible(self, *, other: bool = False) -> Boxes:
        """Records that there are not, or that the caller never hears of."""
        return tuple(self._about(box, other) for box in self._impossible())

    def _impossible(self) -> Iterator[Box]:
        known = "stale_after_days" in self.catalogue.parameters
        followed = {code for code in self.lists if known and self.catalogue.lists[code].follows_upstream}
        yield {"stale": frozenset({True}), "list": frozenset(set(self.lists) - followed)}
        if self.actor not in INSIDE:
            yield {"standing": frozenset({Standing.LEAD, Standing.PROPOSED})}
            yield {"standing": frozenset({Standing.CONFIRMED}), "rectification": _MET}
            yield {"display_ended": frozenset({True})}
            yield {"measures_lifted": frozenset({True})}

    def has_standing(self, lists: Iterable[str], *, other: bool = False) -> Boxes:
        """Effective records on these lists, and confirmed ones whose order was not met."""
        on: frozenset[FactValue] = frozenset(lists)
        found: Boxes = (
            {"list": on, "standing": frozenset({Standing.EFFECTIVE})},
            {"list": on, "standing": frozenset({Standing.CONFIRMED}), "rectification": _UNMET},
        )
        return tuple(self._about(box, other) for box in found) if on else ()


def sees(actor: MemberKind, entry: ListEntry) -> bool:
    return actor is MemberKind.CENTRE or treated_as(actor) in {treated_as(kind) for kind in entry.visible_to}


def _values(
    facts: type[RecordFacts] | type[SubjectFacts] | type[RequestFacts], name: str, field: str
) -> tuple[FactValue, ...]:
    """All values of a field, its default first."""
    default = next(one.default for one in fields(facts) if one.name == name)
    every: Values = tuple(map(str, ENUMERATIONS[field])) if field in ENUMERATIONS else (False, True)
    plain = default if isinstance(default, bool) else str(default)
    return (plain, *(value for value in every if value != plain))
