"""What rules were found to say is remembered while they are kept, and goes with them."""

import gc
import weakref
from dataclasses import replace
from datetime import date

from huixin.core.facts import Profile, RequestFacts, SubjectFacts
from huixin.core.vocabulary import MemberKind
from rules.decide import decide, remembered
from rules.memory import forget
from rules.ruleset import RuleSet, compile_ruleset

REQUEST = RequestFacts("promotion", MemberKind.PLATFORM)
NOBODY = Profile.of(SubjectFacts(), ())


def test_the_rules_find_a_verdict_once(ruleset: RuleSet) -> None:
    epoch = ruleset.epoch_of(date(2026, 11, 1))
    forget()
    before = remembered()
    assert decide(epoch, NOBODY, REQUEST) == decide(epoch, NOBODY, REQUEST)
    assert remembered() == (before[0] + 1, before[1] + 1)


def test_rules_that_nobody_keeps_any_more_are_forgotten_with_their_verdicts(ruleset: RuleSet) -> None:
    epoch = compile_ruleset(replace(ruleset.catalogue)).epoch_of(date(2026, 11, 1))
    decide(epoch, NOBODY, REQUEST)
    kept = weakref.ref(epoch.scene("promotion").memory)
    del epoch
    gc.collect()
    assert kept() is None
