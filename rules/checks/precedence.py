"""Nation before place: what a city or a province lays on a merchant beyond the national rules needs law of its own."""

from collections.abc import Iterator, Sequence

from huixin.core.vocabulary import Outcome, badness
from rules.documents import Instrument, Limit, Pack, Rule
from rules.entries import Catalogue
from rules.epochs import Epoch, cut
from rules.findings import Finding
from rules.live import LiveLimit, LiveRule, live_limit, live_rule
from rules.loading import Located


def stricter_without_ground(catalogue: Catalogue) -> Iterator[Finding]:
    """Rules and limits of a place that burden a merchant, on the first day on which they cite national law alone and
    say more than a national rule does on the same facts."""
    packs = [located for located in catalogue.sources.values() if isinstance(located.entry, Pack)]
    places = [located for located in packs if isinstance(located.entry, Pack) and located.entry.division is not None]
    local = [located for located in catalogue.sources.values() if any(_holds(place, located) for place in places)]
    instruments = {located.code for located in local if isinstance(located.entry, Instrument)}
    burdening = [located for located in local if _burdens(located)]
    codes = {located.code for located in local if isinstance(located.entry, Rule)}
    nation = [rule for rule in catalogue.rules.values() if rule.rule not in codes]
    epochs = cut(catalogue, "") if burdening else ()
    for located in burdening:
        bare = next((epoch for epoch in epochs if _adds(epoch, _live(epoch, located), instruments, nation)), None)
        if bare is not None:
            message = f"On {bare.day} {located.kind} '{located.code}' adds to the national rules without local law."
            hint = "Cite an instrument of the place that is in force then, or end it before that day."
            yield located.finding(("grounds",), "no_own_ground", message, hint)


def _holds(pack: Located, located: Located) -> bool:
    return located.file.is_relative_to(pack.file.parent)


def _burdens(located: Located) -> bool:
    """A reward and a remark burden nobody, nor does a limit that only holds back."""
    entry = located.entry
    if isinstance(entry, Limit):
        return entry.then.at_least is not None
    if not isinstance(entry, Rule) or entry.then.outcome is Outcome.FAVOUR:
        return False
    return entry.then.outcome is not None or entry.then.measure is not None


def _live(epoch: Epoch, located: Located) -> LiveRule | LiveLimit | None:
    entry = located.entry
    if isinstance(entry, Rule):
        return live_rule(epoch.catalogue, entry, epoch.day)
    return live_limit(epoch.catalogue, entry, epoch.day) if isinstance(entry, Limit) else None


def _adds(epoch: Epoch, live: LiveRule | LiveLimit | None, instruments: set[str], nation: Sequence[Rule]) -> bool:
    if not _is_bare(live, instruments):
        return False
    if not isinstance(live, LiveRule):
        return True
    alike = (live_rule(epoch.catalogue, rule, epoch.day) for rule in nation if _covers(rule, live.rule))
    return not any(national is not None and _repeats(live, national) for national in alike)


def _covers(national: Rule, local: Rule) -> bool:
    """Whether it looks at the same facts, in all of the other's scenes and for all of its actors."""
    scenes = national.scenes == "all" or (local.scenes != "all" and set(local.scenes) <= set(national.scenes))
    actors = not national.actors or (local.actors != () and set(local.actors) <= set(national.actors))
    return national.when == local.when and scenes and actors


def _repeats(live: LiveRule, national: LiveRule) -> bool:
    """Whether it says no more: the same measure or none alike, as strong at most, and an outcome as bad at most.

    Without an outcome a measure escapes the limits that hold back the nation's; without its measure an outcome meets
    those too who may not apply that, so it alone asks for a look at most.
    """
    mine, theirs = live.rule.then, national.rule.then
    if mine.outcome is None or theirs.outcome is None:
        no_worse = mine.outcome is theirs.outcome
    else:
        no_worse = badness(mine.outcome) <= badness(theirs.outcome)
    if mine.measure is None and theirs.measure is not None:
        return no_worse and mine.outcome is not None and badness(mine.outcome) <= badness(Outcome.REVIEW)
    return no_worse and mine.measure == theirs.measure and live.carried <= national.carried


def _is_bare(live: LiveRule | LiveLimit | None, instruments: set[str]) -> bool:
    return live is not None and not any(ground.instrument in instruments for ground in live.grounds)
