"""The gate: what stands on no live ground and no live clause is advice, and advice leads to review at most."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huixin.core.gate import BoundMeasure, BoundProposal, Gated, OwnClause, gate
from huixin.core.verdict import Ground, Proposal, Reason, Verdict
from huixin.core.vocabulary import Basis, Binding, ClauseKind, MeasureClass, Outcome, badness, worst
from huixin.core.windows import Window

ON = date(2026, 11, 11)
MEASURES = ("refuse_entry", "limit_campaign", "remind")
KINDS = (ClauseKind.PLATFORM_RULE, ClauseKind.CHARTER)
GROUND = Ground("ecommerce_law", "36", "law", verified=True)

PLAIN = Proposal(
    measure="refuse_entry",
    rule="brushing",
    outcome=Outcome.REFUSE,
    records=(0,),
    grounds=(GROUND,),
    measure_class=MeasureClass.CONTRACTUAL,
    basis=Basis.CLAUSE,
    clause_kind=ClauseKind.PLATFORM_RULE,
    carried=False,
    held=False,
    includes=(),
)

outcomes = st.sampled_from([None, *Outcome])
days = st.dates(ON - timedelta(days=3), ON + timedelta(days=3))


@st.composite
def clauses(draw: st.DrawFn) -> OwnClause:
    start, length = draw(st.none() | days), draw(st.none() | st.integers(0, 4))
    end = None if length is None else (start or ON) + timedelta(days=length)
    return OwnClause(
        draw(st.sampled_from(MEASURES)), draw(st.sampled_from(KINDS)), "第三条", "art. 3", Window(start, end)
    )


@st.composite
def proposals(draw: st.DrawFn) -> tuple[Proposal, ...]:
    """Any proposals, each by a rule of its own. What belongs to the measure is the same whichever rule proposes it;
    `includes` only points down the list of measures, since inclusion has no rings, and holds what those include too."""
    included: dict[str, set[str]] = {}
    for place, code in reversed(list(enumerate(MEASURES))):
        below = MEASURES[place + 1 :]
        direct = draw(st.sets(st.sampled_from(below))) if below else set()
        included[code] = direct.union(*(included[other] for other in direct))
    measures = [
        replace(
            PLAIN,
            measure=code,
            basis=draw(st.sampled_from([Basis.CLAUSE, Basis.CLAUSE, *Basis])),
            clause_kind=draw(st.none() | st.sampled_from(KINDS)),
            includes=tuple(sorted(included[code])),
        )
        for code in MEASURES
    ]
    return tuple(
        replace(
            draw(st.sampled_from(measures)),
            rule=f"rule-{number}",
            records=(number,),
            outcome=draw(outcomes),
            carried=draw(st.booleans()),
            held=draw(st.booleans()),
        )
        for number in range(draw(st.integers(0, 6)))
    )


reasons = st.builds(Reason, st.just("limit"), outcomes, st.just((0,)), st.just((GROUND,)))
verdicts = st.builds(
    Verdict,
    st.just(()),
    proposals(),
    st.lists(reasons, max_size=3).map(tuple),
)
own = st.lists(clauses(), max_size=6)


def measures_of(gated: Gated) -> dict[str, BoundMeasure]:
    return {measure.proposal.measure: measure for measure in gated.measures}


def rules_of(gated: Gated) -> list[BoundProposal]:
    """What each rule by itself comes to."""
    return [rule for measure in gated.measures for rule in measure.rules]


def gate_one(proposal: Proposal, *clauses: OwnClause) -> BoundMeasure:
    (measure,) = gate(Verdict((), (proposal,), ()), clauses, ON).measures
    return measure


def clause(window: Window, measure: str = "refuse_entry", kind: ClauseKind = ClauseKind.PLATFORM_RULE) -> OwnClause:
    return OwnClause(measure, kind, "第三条", "art. 3", window)


@given(verdicts, own)
def test_advice_is_never_above_review(verdict: Verdict, clauses: list[OwnClause]) -> None:
    for measure in rules_of(gate(verdict, clauses, ON)):
        if (
            measure.binding is Binding.ADVICE
            and measure.outcome is not None
            and measure.proposal.basis is not Basis.NONE
        ):
            assert badness(measure.outcome) <= badness(Outcome.REVIEW)


@given(verdicts, own)
def test_no_outcome_is_ever_raised_and_only_advice_is_lowered(verdict: Verdict, clauses: list[OwnClause]) -> None:
    for measure in rules_of(gate(verdict, clauses, ON)):
        asked = measure.proposal.outcome
        if measure.binding is not Binding.ADVICE or measure.proposal.basis is Basis.NONE:
            assert measure.outcome is asked
        elif asked is not None:
            assert measure.outcome is not None
            assert badness(measure.outcome) <= badness(asked)


@given(verdicts, own)
def test_favour_and_rewards_are_untouched(verdict: Verdict, clauses: list[OwnClause]) -> None:
    for measure in rules_of(gate(verdict, clauses, ON)):
        if measure.proposal.outcome is Outcome.FAVOUR or measure.proposal.basis is Basis.NONE:
            assert measure.outcome is measure.proposal.outcome


@given(verdicts, own)
def test_what_binds_has_a_live_ground_or_a_live_clause_of_its_own(verdict: Verdict, clauses: list[OwnClause]) -> None:
    for measure in rules_of(gate(verdict, clauses, ON)):
        if measure.binding is Binding.STATUTORY:
            assert measure.proposal.carried
        if measure.binding is Binding.BY_OWN_CLAUSE:
            assert measure.clause in clauses
            assert measure.clause is not None
            assert ON in measure.clause.window
            assert (measure.clause.measure, measure.clause.kind) == (
                measure.proposal.measure,
                measure.proposal.clause_kind,
            )
            assert measure.proposal.basis is Basis.CLAUSE
        else:
            assert measure.clause is None
        if measure.binding is not Binding.ADVICE:
            assert not measure.proposal.held


@given(verdicts, own)
def test_clauses_outside_their_window_change_nothing(verdict: Verdict, clauses: list[OwnClause]) -> None:
    live = [clause for clause in clauses if ON in clause.window]
    assert gate(verdict, clauses, ON) == gate(verdict, live, ON)


@given(clauses())
def test_a_clause_binds_its_measure_just_where_its_window_holds_the_day(clause: OwnClause) -> None:
    proposal = replace(PLAIN, measure=clause.measure, clause_kind=clause.kind)
    assert (gate_one(proposal, clause).binding is Binding.BY_OWN_CLAUSE) == (ON in clause.window)


@given(verdicts, own)
def test_a_measure_falls_away_only_for_one_that_includes_it_and_binds_as_strongly(
    verdict: Verdict, clauses: list[OwnClause]
) -> None:
    # Each measure gated on its own says how it binds before inclusion is looked at.
    alone = [
        gate(Verdict((), tuple(one for one in verdict.proposals if one.measure == code), ()), clauses, ON).measures
        for code in MEASURES
    ]
    bound = [measure for measures in alone for measure in measures]
    standing = gate(verdict, clauses, ON).measures
    for measure in bound:
        includers = [other for other in bound if measure.proposal.measure in other.proposal.includes]
        replaced = any(other.binding is not Binding.ADVICE or measure.binding is Binding.ADVICE for other in includers)
        assert (measure in [replace(one, replaces=()) for one in standing]) == (not replaced)
        taken = [one for one in standing if measure in one.replaces]
        assert bool(taken) == replaced, "whatever falls away is named by one that stands"
        assert all(one.proposal.measure != measure.proposal.measure for one in taken)


@given(verdicts, own)
def test_a_measure_is_said_once_at_its_worst_with_all_that_supports_it(
    verdict: Verdict, clauses: list[OwnClause]
) -> None:
    gated = gate(verdict, clauses, ON)
    assert len(measures_of(gated)) == len(gated.measures)
    for code, measure in measures_of(gated).items():
        proposed = [one for one in verdict.proposals if one.measure == code]
        assert {rule.proposal for rule in measure.rules} == set(proposed)
        assert measure.records == tuple(sorted(index for one in proposed for index in one.records))
        named = [rule.outcome for rule in measure.rules if rule.outcome is not None]
        assert measure.outcome is (worst(*named) if named else None) is measure.rules[0].outcome
        bindings = [rule.binding for rule in measure.rules]
        assert measure.binding is min(bindings, key=list(Binding).index)


@given(verdicts, own)
def test_the_outcome_is_the_worst_of_what_stands(verdict: Verdict, clauses: list[OwnClause]) -> None:
    gated = gate(verdict, clauses, ON)
    named = [measure.outcome for measure in gated.measures] + [reason.outcome for reason in gated.reasons]
    assert gated.reasons == verdict.reasons
    assert gated.outcome is worst(*(outcome for outcome in named if outcome is not None))


@given(verdicts, own, st.randoms(use_true_random=False))
def test_the_order_of_proposals_does_not_matter(verdict: Verdict, clauses: list[OwnClause], random: object) -> None:
    shuffled = list(verdict.proposals)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = gate(verdict, clauses, ON), gate(replace(verdict, proposals=tuple(shuffled)), clauses, ON)
    assert one.outcome is other.outcome
    assert sorted(map(repr, one.measures)) == sorted(map(repr, other.measures))


def test_nothing_found_is_clear() -> None:
    assert gate(Verdict((), (), ()), (), ON) == Gated(Outcome.CLEAR, (), ())


@pytest.mark.parametrize(
    ("window", "binding", "outcome"),
    [
        (Window(ON, None), Binding.BY_OWN_CLAUSE, Outcome.REFUSE),
        (Window.inclusive(None, ON), Binding.BY_OWN_CLAUSE, Outcome.REFUSE),
        (Window(ON + timedelta(days=1), None), Binding.ADVICE, Outcome.REVIEW),
        (Window(None, ON), Binding.ADVICE, Outcome.REVIEW),
    ],
)
def test_a_clause_binds_on_its_days_only(window: Window, binding: Binding, outcome: Outcome) -> None:
    measure = gate_one(PLAIN, clause(window))
    assert (measure.binding, measure.outcome) == (binding, outcome)


def test_a_clause_of_another_measure_or_kind_does_not_bind() -> None:
    other_measure, other_kind = clause(Window(), "remind"), clause(Window(), kind=ClauseKind.CHARTER)
    assert gate_one(PLAIN, other_measure, other_kind).binding is Binding.ADVICE


def test_a_clause_does_not_carry_what_only_a_statute_can() -> None:
    assert gate_one(replace(PLAIN, basis=Basis.STATUTE), clause(Window())).binding is Binding.ADVICE


def test_what_is_held_stays_advice_carried_or_not() -> None:
    held = replace(PLAIN, carried=True, held=True)
    assert gate_one(held, clause(Window())).binding is Binding.ADVICE


def test_advice_does_not_replace_what_binds_but_a_binding_measure_replaces_it() -> None:
    refuse = replace(PLAIN, includes=("limit_campaign",))
    limit = replace(PLAIN, measure="limit_campaign", outcome=Outcome.RESTRICT, carried=True)
    verdict = Verdict((), (refuse, limit), ())
    assert set(measures_of(gate(verdict, (), ON))) == {"refuse_entry", "limit_campaign"}
    assert set(measures_of(gate(verdict, (clause(Window()),), ON))) == {"refuse_entry"}
