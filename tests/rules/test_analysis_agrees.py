"""The analysis goes through classes by the million at once; on small rule sets it says what every single one says."""

from collections.abc import Iterable
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from huixin.core.vocabulary import Severity, Standing
from rules.analysis import Code, Found, analyse
from rules.documents import Entry, Limit, Rule
from rules.ruleset import RuleSet
from tests.conftest import FULL
from tests.rules import factories
from tests.rules.brute import Brute
from tests.rules.strategies import maybe, some_of

at_size = settings(max_examples=1000 if FULL else 12)
"""To look at every class one by one takes half a second."""
LISTS = ("black", "other_black", "watched", "red", "pushed")
MEASURES = ("promotion_limit", "shop_mask", "shop_close", "interview")
WHEN = maybe(
    record=maybe(list=some_of(LISTS), standing=some_of(Standing), severity=some_of(Severity), relief=st.booleans()),
    subject=maybe(has_live_black=st.booleans(), repeat=st.booleans(), several_lists=st.booleans()),
)
BRANCHED = st.builds(lambda when, any_of: when | any_of, WHEN, maybe(any=st.lists(WHEN, min_size=1, max_size=2)))
ACTORS = st.just([]) | some_of(["platform", "logistics", "department"])
OUTCOMES = st.sampled_from(["refuse", "restrict", "review", "watch", "favour"])
RULE = st.fixed_dictionaries(
    {"when": BRANCHED, "actors": ACTORS, "then": maybe(measure=st.sampled_from(MEASURES), outcome=OUTCOMES)}
)
CAPS = st.sampled_from(
    [{"at_most": "watch"}, {"at_most": "review"}, {"at_least": "review"}, {"hold_irreversible": True}]
)
LIMIT = st.fixed_dictionaries({"when": BRANCHED, "actors": ACTORS, "then": CAPS})
FIXED: tuple[Entry, ...] = (
    factories.list_entry("watched", "watch"),
    factories.measure("shop_mask"),
    factories.measure("shop_close", includes=["shop_mask"], irreversible=True),
    factories.measure("interview", basis="instrument", clause_kind=None, actors=["department"], includes=["shop_mask"]),
)


@st.composite
def small_rulesets(draw: st.DrawFn) -> RuleSet:
    """Each entry says a sentence of its own, so that none is a duplicate."""
    entries: list[Rule | Limit] = [
        factories.rule(f"rule-{number}", says=_sentence(number), **said)
        for number, said in enumerate(draw(st.lists(RULE, min_size=1, max_size=5)))
    ]
    entries += [
        factories.limit(f"limit-{number}", says=_sentence(number), **said)
        for number, said in enumerate(draw(st.lists(LIMIT, max_size=2)))
    ]
    return factories.ruleset(*FIXED, *entries)


def _sentence(number: int) -> dict[str, Any]:
    return {"zh": f"第{number}句", "en": f"Sentence {number}"}


def _speaking(ruleset: RuleSet) -> set[str]:
    """Rules that say more than a remark to somebody; `rules check` refuses those that say a measure to nobody."""
    measures = ruleset.catalogue.measures
    return {
        code
        for code, rule in ruleset.catalogue.rules.items()
        if rule.then.outcome
        or (rule.then.measure and (not rule.actors or set(rule.actors) & set(measures[rule.then.measure].actors)))
    }


def _entries(findings: Iterable[Found], *codes: Code) -> set[str]:
    return {found.entry for found in findings if found.code in codes}


def _mute(findings: Iterable[Found]) -> set[str]:
    """Rules whose measure nobody whom they reach may apply."""
    return _entries((found for found in findings if found.path == ("then", "measure")), Code.ACTOR_MAY_NOT)


@at_size
@given(small_rulesets())
def test_what_the_analysis_says_of_single_records_every_class_says(ruleset: RuleSet) -> None:
    findings, brute = analyse(ruleset).findings, Brute(ruleset)
    unmet, counts, limits = brute.unmet(), brute.counts(), ruleset.catalogue.limits.keys()
    speaking = _speaking(ruleset) - unmet
    assert _entries(findings, Code.UNREACHABLE) == unmet
    assert _entries(findings, Code.SHADOWED) | (_mute(findings) & speaking) == speaking - counts
    assert _entries(findings, Code.OVERRIDDEN) == (speaking & counts) - brute.kept()
    assert _entries(findings, Code.IDLE_LIMIT) == limits - counts - unmet
    assert _entries(findings, Code.GAP) == brute.gaps()
    assert bool(_entries(findings, Code.SURPRISE_SEVERITY)) == brute.serious_comes_off_better()


@at_size
@given(small_rulesets())
def test_what_it_says_of_two_records_every_pair_says(ruleset: RuleSet) -> None:
    findings, brute = analyse(ruleset).findings, Brute(ruleset)
    assert bool(_entries(findings, Code.CONTRADICTION)) == brute.is_favoured_and_refused()
    assert bool(_entries(findings, Code.SURPRISE_RECORD)) == brute.one_more_comes_off_better()
