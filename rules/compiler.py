"""Compiles the live rules and limits of one epoch and scene to a durable_rules ruleset.

As notes on that engine demand: one record pattern in a rule, all its conditions in that pattern, no negation, no join;
and a sentinel rule that matches the request, because a session in which nothing matched cannot be closed.
"""

import json
from collections.abc import Mapping
from typing import Any

from rules.conditions import Condition, Every, Is

SENTINEL = "sentinel."
"""No code ends in a dot, so no rule has this name."""
FACT = "fact"
RECORD = "record"
REQUEST = "request"
MOST_OPERATORS = 15
"""Of `$and` and `$or` in one rule: with one more durable_rules 2.0.28 refuses the whole ruleset (error 113)."""
NOTHING = "nothing"
"""A kind of fact that is never asserted."""


def compile_program(conditions: Mapping[str, Every]) -> str:
    """Code and condition of each rule and limit, as the JSON that the engine takes."""
    program: dict[str, Any] = {code: _rule(condition) for code, condition in conditions.items()}
    program[SENTINEL] = {"all": [{"request": {FACT: REQUEST}}], "pri": 10}
    return json.dumps(program)


def operators_in(condition: Every) -> int:
    """How many groups of conditions a rule comes to in the engine, which takes no more than `MOST_OPERATORS`."""
    return _operators(_rule(condition)["all"][0]["record"])


def _operators(expression: dict[str, Any]) -> int:
    parts = next((expression[operator] for operator in ("$and", "$or") if operator in expression), None)
    return 0 if parts is None else 1 + sum(_operators(part) for part in parts)


def _rule(condition: Every) -> dict[str, Any]:
    return {"all": [{"record": _expression(Every((Is(FACT, frozenset({RECORD})), *condition.parts)))}]}


def _expression(condition: Condition) -> dict[str, Any]:
    if isinstance(condition, Is):
        values = sorted(condition.values, key=str)
        return _joined("$or", [{condition.field: value} for value in values])
    if not condition.parts:
        # The engine takes an empty operator for true, whichever it is, and then hits the request too.
        return {FACT: RECORD if isinstance(condition, Every) else NOTHING}
    operator = "$and" if isinstance(condition, Every) else "$or"
    return _joined(operator, [_expression(part) for part in condition.parts])


def _joined(operator: str, parts: list[dict[str, Any]]) -> dict[str, Any]:
    """A single part needs no operator, nor does a part that has the same one."""
    flat = [inner for part in parts for inner in part.get(operator, [part])]
    return flat[0] if len(flat) == 1 else {operator: flat}
