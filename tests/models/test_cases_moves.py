"""The table of moves: whole, drawn in the docs as it is, and the only way from one state to another."""

from itertools import product
from pathlib import Path

import pytest

from huixin.types.case import CaseAction, CaseState
from huixin.types.case_actions import CaseActionRequest
from models.cases.moves import (
    BY_ITSELF,
    CASE_MOVES,
    MOVES,
    NEXT_STEP,
    RESULTS,
    WHILE_SUSPENDED,
    CaseActionRefused,
    allowed,
    drawing,
    moved,
)

DOCS = Path(__file__).parents[2] / "docs" / "cases.md"


@pytest.mark.parametrize(("state", "action"), list(product(CaseState, CaseAction)))
def test_what_the_table_does_not_name_is_refused_with_what_it_does(state: CaseState, action: CaseAction) -> None:
    if (state, action) in MOVES and action is not CaseAction.RESUME:
        assert moved(state, action) is MOVES[state, action]
        return
    with pytest.raises(CaseActionRefused) as refused:
        moved(state, action)
    assert all(str(other) in refused.value.message for other in allowed(state))


def test_every_state_is_reached_and_only_closed_is_an_end() -> None:
    reached = {CaseState.UNASSIGNED, CaseState.VERIFYING}
    while more := {after for (before, _), after in CASE_MOVES.items() if before in reached} - reached:
        reached |= more
    assert reached == set(CaseState)
    left = {before for (before, action), after in CASE_MOVES.items() if action not in BY_ITSELF and after != before}
    assert set(CaseState) - left == {CaseState.CLOSED}


def test_each_of_the_nine_results_has_its_own_next_step() -> None:
    assert len(RESULTS) == len(set(NEXT_STEP.values())) == 9
    for state, step in NEXT_STEP.items():
        assert (state, step) in CASE_MOVES


def test_only_a_confirmed_case_gets_an_order() -> None:
    ordered = {before for (before, action) in CASE_MOVES if action is CaseAction.ISSUE_ORDER}
    assert ordered == {CaseState.CONFIRMED}


def test_a_suspended_case_takes_only_what_does_not_carry_it_on() -> None:
    for state in CaseState:
        assert set(allowed(state, suspended=True)) <= WHILE_SUSPENDED
        assert CaseAction.RESUME not in allowed(state)
    with pytest.raises(CaseActionRefused, match="suspended"):
        moved(CaseState.CONFIRMED, CaseAction.ISSUE_ORDER, suspended=True)


def test_every_action_that_can_be_asked_for_has_a_body_or_the_routing() -> None:
    schema = CaseActionRequest.model_json_schema()
    asked = set(schema["discriminator"]["mapping"])
    assert asked | {CaseAction.ROUTE} == {str(action) for action in CaseAction} - BY_ITSELF


def test_the_drawing_in_the_docs_is_made_from_the_table() -> None:
    assert f"```mermaid\n{drawing()}\n```" in DOCS.read_text(encoding="utf-8")
