"""What rules rest on: grounds that end before they do, bases too weak for a measure, callers who may not apply it."""

from collections.abc import Iterator
from datetime import date, timedelta

from huixin.core.vocabulary import Basis, MeasureClass, Outcome, Rank, treated_as
from huixin.types.base import Label
from rules.analysis.found import Code, Found
from rules.documents import Limit, Measure, Rule
from rules.entries import Catalogue, window_of
from rules.epochs import Epoch
from rules.live import LiveRule, live_grounds, live_rule
from rules.wording import WORDS

_PRIVATE = frozenset({Rank.CHARTER, Rank.CONTRACT})
_HARSH = frozenset({Outcome.REFUSE, Outcome.RESTRICT})
DAY = timedelta(days=1)


def on_the_law(catalogue: Catalogue, epochs: tuple[Epoch, ...]) -> Iterator[Found]:
    for rule in catalogue.rules.values():
        yield from _ground_ends(catalogue, epochs, "rule", rule.rule, rule)
        yield from _weak(catalogue, epochs, rule)
        measure = catalogue.measures.get(rule.then.measure or "")
        if measure is not None:
            yield from _never_binds(rule, measure)
            yield from _may_not(rule, measure)
    for limit in catalogue.limits.values():
        yield from _ground_ends(catalogue, epochs, "limit", limit.limit, limit)


def _ground_ends(
    catalogue: Catalogue, epochs: tuple[Epoch, ...], kind: str, code: str, entry: Rule | Limit
) -> Iterator[Found]:
    """On the first day of an epoch in which it is meant to hold, and no ground does any more."""
    rested = False
    for epoch in epochs:
        meant = epoch.day in window_of(entry.effective)
        rests = bool(live_grounds(catalogue, entry.grounds, epoch.day))
        if meant and rested and not rests:
            start = epoch.window.start
            message = Label(
                zh=f"自 {start} 起，“{entry.title.zh}”所依据的文件均已失效，而其生效期间尚未结束。",
                en=f"From {start} on nothing is in force that '{code}' cites, though it is meant to go on.",
            )
            hint = Label(
                zh="请补充接续的依据，或写明最后一日。",
                en="Cite what follows, or give the rule its last day in 'effective'.",
            )
            until = _last_day(epoch)
            yield Found(Code.GROUND_ENDS, kind, code, ("grounds",), message, hint, since=start, until=until)
            return
        rested = rested or rests


def _last_day(epoch: Epoch) -> date | None:
    return None if epoch.window.end is None else epoch.window.end - DAY


def _weak(catalogue: Catalogue, epochs: tuple[Epoch, ...], rule: Rule) -> Iterator[Found]:
    """An administrative measure on a member's own word: its clause, a charter, a contract."""
    for epoch in epochs:
        live = live_rule(catalogue, rule, epoch.day)
        if live is None or live.measure is None or live.measure.measure_class is not MeasureClass.ADMINISTRATIVE:
            continue
        weak = _weakness(live, live.measure)
        if weak is not None:
            hint = Label(
                zh="行政性措施须有法律法规等依据：请改引有权机关的文件，或改正措施的类别和约束依据。",
                en="An administrative measure needs an instrument of an authority: cite one, or correct the measure.",
            )
            place, since = weak[0], epoch.window.start
            yield Found(Code.WEAK_GROUND, "rule", rule.rule, place, weak[1], hint, since=since, until=_last_day(epoch))
            return


def _weakness(live: LiveRule, measure: Measure) -> tuple[tuple[str, ...], Label] | None:
    if measure.basis is Basis.CLAUSE:
        return ("then", "measure"), Label(
            zh=f"“{measure.title.zh}”是行政性措施，不能以成员自己的条款为依据。",
            en=f"'{measure.measure}' is an administrative measure, and rests on a member's own clause.",
        )
    if measure.basis is Basis.INSTRUMENT and all(ground.rank in _PRIVATE for ground in live.grounds):
        return ("grounds",), Label(
            zh=f"“{measure.title.zh}”是行政性措施，所引依据却只是章程或合同。",
            en=f"'{measure.measure}' is an administrative measure, and rests on a charter or contract alone.",
        )
    return None


def _never_binds(rule: Rule, measure: Measure) -> Iterator[Found]:
    if measure.basis is Basis.ADVICE and rule.then.outcome in _HARSH:
        outcome = WORDS[Outcome][rule.then.outcome]
        message = Label(
            zh=f"“{measure.title.zh}”只是建议，“{outcome.zh}”永远不会成为结果，至多为“人工核实”。",
            en=f"'{measure.measure}' is advice for ever, so '{outcome.en}' never comes of it: at most review does.",
        )
        hint = Label(
            zh="请将结果写为 review，或改正措施的约束依据。", en="Write review, or correct the measure's basis."
        )
        yield Found(Code.NEVER_BINDS, "rule", rule.rule, ("then", "outcome"), message, hint)


def _may_not(rule: Rule, measure: Measure) -> Iterator[Found]:
    """Rules for everybody are meant to reach some as review; who is named is meant to apply the measure."""
    may = {treated_as(actor) for actor in measure.actors}
    for index, actor in enumerate(rule.actors):
        if treated_as(actor) not in may:
            words = WORDS[type(actor)]
            message = Label(
                zh=f"“{words[actor].zh}”不得采取“{measure.title.zh}”，规则却点名适用。",
                en=f"A member of kind '{actor}' may not apply '{measure.measure}', and the rule names it.",
            )
            allowed_zh = "、".join(words[kind].zh for kind in measure.actors)
            hint = Label(
                zh=f"可采取者：{allowed_zh}。请改正其中之一。",
                en=f"It is for {', '.join(measure.actors)}: correct one of the two.",
            )
            yield Found(Code.ACTOR_MAY_NOT, "rule", rule.rule, ("actors", index), message, hint)
