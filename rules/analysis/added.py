"""One bad record more must not make the outcome better.

What a record says of another it says through the merchant's booleans alone, and by measures that replace others. So two
records are looked at together only where a boolean or a replacement can make the first come off better, or where the
one beside it is rewarded itself. Red records are left out: beside a black one they lose the reward, and with it every
doubt about the reward.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from huixin.core.facts import FactValue
from huixin.core.vocabulary import Nature, Outcome
from rules.analysis.boxes import Boxes, meeting_all
from rules.analysis.found import Case
from rules.analysis.judging import Hits, Judge, harm
from rules.analysis.space import OTHER, Space
from rules.analysis.surprise import Surprise, better
from rules.analysis.sweep import Axes, Example, Sweep

_FLAGS = ("subject_has_live_black", "subject_repeat", "subject_several_lists")
_BEFORE, _AFTER, _BESIDE = "before", "after", "beside"
_BLACK, _BAD = ("black", ""), ("bad", "")
Key = tuple[str, str]
"""Whether it is about the first record before or after, or about the one beside it, and the code."""


@dataclass(frozen=True, slots=True)
class Step:
    """The merchant's booleans before and after a record on one of the lists `beside` came to one on `lists`."""

    before: Mapping[str, FactValue]
    after: Mapping[str, FactValue]
    lists: frozenset[str]
    beside: frozenset[str]
    black: bool
    """Whether the first record counts as a live black one."""


def record_surprise(judge: Judge) -> Surprise | None:
    """A record that comes off better where a bad one stands beside it."""
    replacing = list(_replacing(judge))
    rewarding = [code for code, live in judge.speaking.items() if live.rule.then.outcome is Outcome.FAVOUR]
    for step in _steps(judge.space):
        needs: list[list[Key]] = [[]] if _may_improve(judge, step) else []
        needs += [[(_BEFORE, code), (_BESIDE, other)] for code, other in replacing]
        needs += [[(_BESIDE, code)] for code in rewarding]
        for needed in needs:
            found = _look(judge, step, needed)
            if found is not None:
                return found
    return None


def _steps(space: Space) -> Iterator[Step]:
    black, leads = space.of_nature(Nature.BLACK), space.of_nature(Nature.LEAD)
    counting, watched = black | leads, space.of_nature(Nature.WATCH)
    none, live = _flags(), _flags(live_black=True)
    bad = counting | watched
    yield Step(none, live, bad, counting, black=False)
    yield Step(none, none, bad, watched, black=False)
    yield Step(live, live, counting, watched, black=True)
    for code in sorted(counting):
        own, others = frozenset({code}), counting - {code}
        unlike = others & black if code in black else frozenset()
        yield Step(live, live, own, own | (others - unlike), black=True)
        yield Step(live, _flags(live_black=True, repeat=True), own, own, black=True)
        yield Step(live, _flags(live_black=True, several=True), own, unlike, black=True)


def _flags(*, live_black: bool = False, repeat: bool = False, several: bool = False) -> dict[str, FactValue]:
    return dict(zip(_FLAGS, (live_black, repeat, several), strict=True))


def _replacing(judge: Judge) -> Iterator[tuple[str, str]]:
    """Rules whose measure another rule's measure replaces, with a better outcome than theirs."""
    applied = {code: live for code, live in judge.speaking.items() if judge.may_apply(live)}
    for code, live in applied.items():
        outcome = live.rule.then.outcome
        for other, by in applied.items():
            replaces = live.rule.then.measure in by.includes
            kinder = by.rule.then.outcome is None or (outcome and harm(by.rule.then.outcome) < harm(outcome))
            if replaces and outcome is not None and kinder:
                yield code, other


def _may_improve(judge: Judge, step: Step) -> bool:
    """Whether a record, looked at alone, comes off better once the merchant's booleans have changed."""
    before, after = judge.outcomes(step.before), judge.outcomes(step.after)
    if before == after:
        return False
    groups = _keyed(_BEFORE, before) | _keyed(_AFTER, after) | _is_black(judge.space)
    sweep = Sweep(_axes(judge.space, step), groups, _impossible(judge.space, step), [_BLACK] if step.black else [])
    return any(
        better(judge, _hits(leaf.done, _BEFORE), _hits(leaf.done, _AFTER)) is not None for leaf in sweep.leaves()
    )


def _look(judge: Judge, step: Step, needed: list[Key]) -> Surprise | None:
    space = judge.space
    axes = _axes(space, step)
    must = {(f"{side}, needed", code): _asked(judge, step, side, code) for side, code in needed}
    must[_BAD] = space.has_standing(step.beside, other=True)
    must |= _is_black(space) if step.black else {}
    if not meeting_all(must.values(), axes):
        return None
    groups = _keyed(_BEFORE, judge.outcomes(step.before)) | _keyed(_AFTER, judge.outcomes(step.after))
    groups |= _keyed(_BESIDE, judge.outcomes(step.after, other=True)) | must
    impossible = _impossible(space, step) + space.impossible(other=True)
    for leaf in Sweep(axes, groups, impossible, must).leaves():
        after = _hits(leaf.done, _AFTER) | _hits(leaf.done, _BESIDE, 1)
        outcomes = better(judge, _hits(leaf.done, _BEFORE), after)
        if outcomes is not None:
            return _surprise(
                judge, step, leaf.example, outcomes, tuple(code for side, code in needed if side == _BEFORE)
            )
    return None


def _asked(judge: Judge, step: Step, side: str, code: str) -> Boxes:
    return judge.asked(code, step.before) if side == _BEFORE else judge.asked(code, step.after, other=side == _BESIDE)


def _surprise(
    judge: Judge, step: Step, example: Example, outcomes: tuple[Outcome, Outcome], replaced: tuple[str, ...]
) -> Surprise:
    alone, later = {**example, **step.before}, {**example, **step.after}
    first, second = (set(judge.hitting(judge.counting, one)) for one in (alone, later))
    beside = set(judge.hitting(judge.counting, later, other=True))
    lost, gained = first - second, (second | beside) - first
    case = Case(judge.scene.key[2], str(judge.actor), later)
    return Surprise(case, outcomes, tuple(sorted(lost)) or replaced, tuple(sorted(gained or beside)))


def _keyed(side: str, readings: Mapping[str, Boxes]) -> dict[Key, Boxes]:
    return {(side, code): boxes for code, boxes in readings.items()}


def _is_black(space: Space) -> dict[Key, Boxes]:
    return {_BLACK: space.has_standing(space.of_nature(Nature.BLACK, Nature.LEAD))}


def _impossible(space: Space, step: Step) -> Boxes:
    return space.impossible() + (() if step.black else _is_black(space)[_BLACK])


def _axes(space: Space, step: Step) -> Axes:
    """Only the lists of the step; the booleans are known."""
    kept = {name: values for name, values in space.pair_axes.items() if name not in _FLAGS}
    for name, lists in (("list", step.lists), (OTHER + "list", step.beside)):
        kept[name] = tuple(code for code in kept[name] if code in lists) or kept[name][:1]
    return kept


def _hits(done: frozenset[Key], side: str, record: int = 0) -> Hits:
    return frozenset((code, record) for code in _codes(done, side))


def _codes(done: frozenset[Key], side: str) -> frozenset[str]:
    return frozenset(code for one, code in done if one == side)
