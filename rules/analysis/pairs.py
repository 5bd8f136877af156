"""Two records of one merchant that live on the same days: favour for one beside refusal for the other."""

from collections.abc import Iterable

from huixin.core.vocabulary import Nature, Outcome
from rules.analysis.boxes import Boxes, both
from rules.analysis.found import Case
from rules.analysis.judging import Judge
from rules.analysis.space import Space
from rules.analysis.sweep import Sweep
from rules.live import LiveLimit, LiveRule

_HARSH = frozenset({Outcome.REFUSE, Outcome.RESTRICT})
_NOT_SAID: Boxes = ({"subject_has_live_black": frozenset({False})},)


def contradiction(judge: Judge) -> tuple[Case, tuple[str, ...], tuple[str, ...]] | None:
    """A merchant that is favoured and refused (or restricted) at once, by which rules; None where there is none.

    The first record is the one that is refused; the second, which may be the same, is favoured.
    """
    space = judge.space
    favours = {code: live for code, live in judge.speaking.items() if live.rule.then.outcome is Outcome.FAVOUR}
    harsh = {code: live for code, live in judge.speaking.items() if _is_harsh(judge, live)}
    if not favours or not harsh:
        return None
    groups: dict[str, Boxes] = {
        "favour": tuple(box for live in favours.values() for box in space.boxes(live.condition, other=True)),
        "lasting": _boxes(space, (live for live in harsh.values() if not _irreversible(live))),
        "irreversible": _boxes(space, (live for live in harsh.values() if _irreversible(live))),
        "capped": _boxes(space, (one for one in judge.scene.limits.values() if one.limit.then.at_most is not None)),
        "held": _boxes(space, (one for one in judge.scene.limits.values() if one.limit.then.hold_irreversible)),
    }
    impossible = space.impossible() + space.impossible(other=True) + told_of_black(space)
    for leaf in Sweep(space.pair_axes, groups, impossible, ["favour"]).leaves():
        refused = "lasting" in leaf.done or ("irreversible" in leaf.done and "held" not in leaf.done)
        if refused and "capped" not in leaf.done:
            case = Case(judge.scene.key[2], str(judge.actor), leaf.example)
            return case, judge.hitting(favours, leaf.example, other=True), judge.hitting(harsh, leaf.example)
    return None


def told_of_black(space: Space) -> Boxes:
    """Classes that there are not: a black record of the merchant, of which the merchant's booleans know nothing."""
    lists = space.of_nature(Nature.BLACK, Nature.LEAD)
    found = space.has_standing(lists) + space.has_standing(lists, other=True)
    return both(found, _NOT_SAID)


def _boxes(space: Space, entries: Iterable[LiveRule | LiveLimit]) -> Boxes:
    return tuple(box for live in entries for box in space.boxes(live.condition))


def _is_harsh(judge: Judge, live: LiveRule) -> bool:
    """To a caller who may not apply the measure the rule comes as review."""
    return live.rule.then.outcome in _HARSH and (live.measure is None or judge.may_apply(live))


def _irreversible(live: LiveRule) -> bool:
    return live.measure is not None and live.measure.irreversible
