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


def compile_program(conditions: Mapping[str, Every]) -> str:
    """Code and condition of each rule and limit, as the JSON that the engine takes."""
    program: dict[str, Any] = {code: _rule(condition) for code, condition in conditions.items()}
    program[SENTINEL] = {"all": [{"request": {FACT: REQUEST}}], "pri": 10}
    return json.dumps(program)


def _rule(condition: Every) -> dict[str, Any]:
    return {"all": [{"record": _expression(Every((Is(FACT, frozenset({RECORD})), *condition.parts)))}]}


def _expression(condition: Condition) -> dict[str, Any]:
    if isinstance(condition, Is):
        values = sorted(condition.values, key=str)
        return _joined("$or", [{condition.field: value} for value in values])
    operator = "$and" if isinstance(condition, Every) else "$or"
    return _joined(operator, [_expression(part) for part in condition.parts])


def _joined(operator: str, parts: list[dict[str, Any]]) -> dict[str, Any]:
    """A single part needs no operator."""
    return parts[0] if len(parts) == 1 else {operator: parts}
