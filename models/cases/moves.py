"""The one table of moves: (state, action) → state. Whatever it does not name is refused, with the list of what it does.

A case runs from the pushed name to the end of its rectification. `ASIDE` are the actions that leave the state as it
is; while a court or a review body has suspended a case, only those in `WHILE_SUSPENDED` remain.
"""

from collections.abc import Iterable

from huixin.types.case import CaseAction as Action
from huixin.types.case import CaseState as State
from models.errors import Conflict

RESULTS: dict[Action, State] = {
    Action.CONFIRM: State.CONFIRMED,
    Action.FIND_NOT_ESTABLISHED: State.NOT_ESTABLISHED,
    Action.FIND_UNTRACEABLE: State.UNTRACEABLE,
    Action.FIND_DEREGISTERED: State.DEREGISTERED,
    Action.FIND_OUTSIDE_JURISDICTION: State.OUTSIDE_JURISDICTION,
    Action.FIND_WRONG_IDENTITY: State.WRONG_IDENTITY,
    Action.FIND_DUPLICATE: State.DUPLICATE,
    Action.FIND_NOT_ECOMMERCE: State.NOT_ECOMMERCE,
    Action.FIND_ALREADY_CORRECTED: State.ALREADY_CORRECTED,
}
"""The nine results of verification. Only the first goes on to rectification."""

NEXT_STEP: dict[State, Action] = {
    State.CONFIRMED: Action.ISSUE_ORDER,
    State.NOT_ESTABLISHED: Action.REPORT_UPWARD,
    State.UNTRACEABLE: Action.NOTIFY_REGISTRAR,
    State.DEREGISTERED: Action.REPORT_DEREGISTRATION,
    State.OUTSIDE_JURISDICTION: Action.ROUTE,
    State.WRONG_IDENTITY: Action.REPORT_CORRECTION_OF_IDENTITY,
    State.DUPLICATE: Action.MERGE,
    State.NOT_ECOMMERCE: Action.RETURN_TO_SENDER,
    State.ALREADY_CORRECTED: Action.PROPOSE_REMOVAL,
}
"""What each result leads to."""

CASE_MOVES: dict[tuple[State, Action], State] = {
    (State.UNASSIGNED, Action.ROUTE): State.VERIFYING,
    (State.UNASSIGNED, Action.HAND_TO_PROVINCE): State.TRANSFERRED,
    (State.TRANSFERRED, Action.RETURN_FROM_PROVINCE): State.UNASSIGNED,
    (State.TRANSFERRED, Action.CLOSE): State.CLOSED,
    (State.VERIFYING, Action.ROUTE): State.VERIFYING,
    **{(State.VERIFYING, action): state for action, state in RESULTS.items()},
    **{(state, Action.RETURN_TO_UNIT): State.VERIFYING for state in RESULTS.values()},
    (State.NOT_ESTABLISHED, Action.REPORT_UPWARD): State.CLOSED,
    (State.UNTRACEABLE, Action.NOTIFY_REGISTRAR): State.AWAITING_TRACE,
    (State.AWAITING_TRACE, Action.RESUME_VERIFICATION): State.VERIFYING,
    (State.AWAITING_TRACE, Action.REPORT_UPWARD): State.CLOSED,
    (State.DEREGISTERED, Action.REPORT_DEREGISTRATION): State.CLOSED,
    (State.OUTSIDE_JURISDICTION, Action.ROUTE): State.VERIFYING,
    (State.OUTSIDE_JURISDICTION, Action.HAND_TO_PROVINCE): State.TRANSFERRED,
    (State.WRONG_IDENTITY, Action.REPORT_CORRECTION_OF_IDENTITY): State.CLOSED,
    (State.DUPLICATE, Action.MERGE): State.CLOSED,
    (State.NOT_ECOMMERCE, Action.RETURN_TO_SENDER): State.CLOSED,
    (State.ALREADY_CORRECTED, Action.PROPOSE_REMOVAL): State.REMOVAL_PROPOSED,
    (State.REMOVAL_PROPOSED, Action.RESUME_VERIFICATION): State.VERIFYING,
    (State.REMOVAL_PROPOSED, Action.CLOSE): State.CLOSED,
    (State.CONFIRMED, Action.ISSUE_ORDER): State.ORDERED,
    (State.ORDERED, Action.SERVE_ORDER): State.RECTIFYING,
    (State.ORDERED, Action.WITHDRAW_ORDER): State.CONFIRMED,
    (State.RECTIFYING, Action.EXTEND_ORDER): State.RECTIFYING,
    (State.RECTIFYING, Action.WITHDRAW_ORDER): State.CONFIRMED,
    (State.RECTIFYING, Action.REPORT_RECTIFICATION): State.REPORTED,
    (State.REPORTED, Action.INSPECT): State.REPORTED,
    (State.REPORTED, Action.ACCEPT): State.RECTIFIED,
    (State.REPORTED, Action.REJECT): State.INCOMPLETE,
    (State.REPORTED, Action.WITHDRAW_ORDER): State.CONFIRMED,
    (State.INCOMPLETE, Action.REPORT_RECTIFICATION): State.REPORTED,
    (State.INCOMPLETE, Action.WITHDRAW_ORDER): State.CONFIRMED,
    (State.RECTIFIED, Action.RESUME_INSPECTION): State.REPORTED,
    (State.RECTIFIED, Action.CLOSE): State.CLOSED,
}
ESTABLISHED = (State.CONFIRMED, State.ORDERED, State.RECTIFYING, State.REPORTED, State.INCOMPLETE)
"""The states in which it counts how serious the case is."""
OPEN = tuple(state for state in State if state is not State.CLOSED)
CASE_MOVES |= {(state, Action.END_UPSTREAM): State.CLOSED for state in OPEN}

ASIDE = (
    Action.RECEIVE,
    Action.GIVE_FEEDBACK,
    Action.SEND_COPY,
    Action.ASSIGN_TASK,
    Action.URGE,
    Action.RECORD_PENALTY,
    Action.PUBLISH_PENALTY,
    Action.ANNUL_PENALTY,
    Action.WITHDRAW_PENALTY,
    Action.DISPUTE,
    Action.SETTLE_DISPUTE,
    Action.SUSPEND,
    Action.RESUME,
    Action.GRANT_RELIEF,
    Action.END_RELIEF,
    Action.RECOGNISED,
)
"""Possible in every open state; they leave it as it is."""
AFTER_CLOSING = (
    Action.PUBLISH_PENALTY,
    Action.ANNUL_PENALTY,
    Action.WITHDRAW_PENALTY,
    Action.SETTLE_DISPUTE,
    Action.RESUME,
    Action.END_RELIEF,
)
"""A penalty outlives the case, and so does a mark that stands: on what upstream has recognised it goes on to count."""
WHILE_SUSPENDED = frozenset({*ASIDE, Action.END_UPSTREAM, Action.WITHDRAW_ORDER, Action.CLOSE}) - {Action.SUSPEND}
BY_ITSELF = frozenset(
    {Action.OPEN, Action.REOPEN, Action.ACCEPT, Action.REJECT, Action.END_UPSTREAM, Action.RECOGNISED}
)
"""Follow from something else; nobody asks for them."""

MOVES: dict[tuple[State, Action], State] = (
    CASE_MOVES
    | {(state, action): state for state in OPEN for action in ASIDE}
    | {(state, Action.RATE): state for state in ESTABLISHED}
    | {(State.CLOSED, action): State.CLOSED for action in AFTER_CLOSING}
)


class CaseActionRefused(Conflict):
    """The case does not take this action as it stands."""

    code = "case_action_refused"


def allowed(state: State, *, suspended: bool = False) -> tuple[Action, ...]:
    """What may be asked of a case in this state, in the order of the vocabulary."""
    return tuple(action for action in Action if takes(state, action, suspended=suspended) and action not in BY_ITSELF)


def moved(state: State, action: Action, *, suspended: bool = False) -> State:
    """The state after the action. Raises CaseActionRefused, which names what is allowed instead."""
    if not takes(state, action, suspended=suspended):
        raise refused(state, action, allowed(state, suspended=suspended), suspended=suspended)
    return MOVES[state, action]


def takes(state: State, action: Action, *, suspended: bool = False) -> bool:
    """Whether the table has a move for the action."""
    stands_still = suspended and action not in WHILE_SUSPENDED
    return (state, action) in MOVES and not stands_still and (suspended or action is not Action.RESUME)


def refused(state: State, action: Action, instead: Iterable[Action], *, suspended: bool = False) -> CaseActionRefused:
    words = f"'{state}', suspended," if suspended else f"'{state}'"
    names = ", ".join(instead) or "nothing"
    return CaseActionRefused(f"A case that is {words} does not take '{action}'; allowed now: {names}.")


def drawing() -> str:
    """The moves as a Mermaid state diagram: what docs/cases.md shows. Ends by the upstream, possible anywhere, are
    left out."""
    lines = ["stateDiagram-v2", f"    [*] --> {State.UNASSIGNED} : {Action.OPEN}"]
    lines.append(f"    [*] --> {State.VERIFYING} : {Action.OPEN}")
    lines += [
        f"    {before} --> {after} : {action}"
        for (before, action), after in CASE_MOVES.items()
        if action is not Action.END_UPSTREAM
    ]
    lines += [f"    {State.CLOSED} --> {state} : {Action.REOPEN}" for state in (State.UNASSIGNED, State.VERIFYING)]
    return "\n".join([*lines, f"    {State.CLOSED} --> [*]"])
