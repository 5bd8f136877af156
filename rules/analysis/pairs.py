"""Two records of one merchant that live on the same days: favour for one beside refusal for the other."""

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from huixin.core.vocabulary import Nature, Outcome
from rules.analysis.boxes import Boxes, both
from rules.analysis.found import Case
from rules.analysis.judging import Judge
from rules.analysis.space import Space
from rules.analysis.sweep import Sweep
from rules.live import LiveLimit, LiveRule

Live: TypeAlias = Mapping[str, LiveRule]
_HARSH = frozenset({Outcome.REFUSE, Outcome.RESTRICT})
_NOT_SAID: Boxes = ({"subject_has_live_black": frozenset({False})},)


def contradiction(judge: Judge) -> tuple[Case, tuple[str, ...], tuple[str, ...]] | None:
    """A merchant that is favoured and refused (or restricted) at once, by which rules; None where there is none.

    One record where one is both; else the first is refused and the second, which lives on the same days, is favoured.
    What others may do to it, the caller is told at most.
    """
    own = {code: live for code, live in judge.speaking.items() if live.measure is None or judge.may_apply(live)}
    favours = {code: live for code, live in own.items() if live.rule.then.outcome is Outcome.FAVOUR}
    harsh = {code: live for code, live in own.items() if live.rule.then.outcome in _HARSH}
    if not favours or not harsh:
        return None
    for pair in (False, True):
        leaf = next((leaf for leaf in _sweep(judge, favours, harsh, pair).leaves() if _is_refused(leaf.done)), None)
        if leaf is not None:
            case = Case(judge.scene.key[2], str(judge.actor), leaf.example)
            return case, judge.hitting(favours, leaf.example, other=pair), judge.hitting(harsh, leaf.example)
    return None


def _sweep(judge: Judge, favours: Live, harsh: Live, pair: bool) -> Sweep[str]:
    """All classes of one record, or of the pairs whose second is favoured."""
    space, limits = judge.space, tuple(judge.scene.limits.values())
    groups: dict[str, Boxes] = {
        "favour": tuple(box for live in favours.values() for box in space.boxes(live.condition, other=pair)),
        "lasting": _boxes(space, (live for live in harsh.values() if not _irreversible(live))),
        "irreversible": _boxes(space, (live for live in harsh.values() if _irreversible(live))),
        "capped": _boxes(space, (live for live in limits if live.limit.then.at_most is not None)),
        "held": _boxes(space, (live for live in limits if live.limit.then.hold_irreversible)),
    }
    impossible = space.impossible() + _unknown_black(space, other=False)
    if pair:
        impossible += space.impossible(other=True) + _unknown_black(space, other=True)
    return Sweep(space.pair_axes if pair else space.axes, groups, impossible, ["favour"])


def _is_refused(done: frozenset[str]) -> bool:
    lasting = "lasting" in done or ("irreversible" in done and "held" not in done)
    return lasting and "capped" not in done


def _unknown_black(space: Space, *, other: bool) -> Boxes:
    """Classes that there are not: a black record of the merchant, of which the merchant's booleans know nothing."""
    lists = space.of_nature(Nature.BLACK, Nature.LEAD)
    return both(space.has_standing(lists, other=other), _NOT_SAID)


def _boxes(space: Space, entries: Iterable[LiveRule | LiveLimit]) -> Boxes:
    return tuple(box for live in entries for box in space.boxes(live.condition))


def _irreversible(live: LiveRule) -> bool:
    return live.measure is not None and live.measure.irreversible
